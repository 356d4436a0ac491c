"""Commitments, the consultation and stated risks, as the author enters them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments import reading
from assessments.domain.advice import advise
from assessments.models import Assessment, Commitment, Consultation, EvidenceCheck, StatedRisk
from tests.accounts import sign_in
from tests.test_worked_cases_on_the_site import play

pytestmark = pytest.mark.django_db


@pytest.fixture
def w3(acting, cast, genai):
    return play(acting, cast, genai, "W3")


@pytest.fixture
def author(client, cast):
    return sign_in(client, cast, "invuller")


def promise(**changes):
    due = timezone.localdate() + timedelta(days=30)
    own = changes.pop("own")
    return {
        "vraag": "QD05",
        "partij": str(own),
        "verplichting": "De beoordeling van het model ligt vast.",
        "eigenaar": "privacy officer",
        "datum": f"{due:%d-%m-%Y}",
        "bewijs": "beoordeling",
        **changes,
    }


def own_party(assessment):
    return assessment.parties.get(kind="organisatie").pk


def test_the_page_lists_what_is_open_and_what_was_promised(author, w3):
    page = author.get(reverse("commitments", args=[w3.pk])).content.decode()
    assert "directeur informatie" in page and page.count("Laat vervallen") == 7  # QJ03 is computed on the site


def test_what_only_waits_for_a_colleague_stands_apart(author, w3):
    EvidenceCheck.objects.filter(revision__answer__question="QA01").delete()
    page = author.get(reverse("commitments", args=[w3.pk])).content.decode()
    before, after = page.split("1 antwoord wacht alleen nog op controle")
    assert "1.1 Toepassing en versie" not in before
    assert "1.1 Toepassing en versie" in after


def test_a_dropped_promise_opens_the_row_and_a_new_one_cures_it(author, w3):
    url = reverse("commitments", args=[w3.pk])
    row = Commitment.objects.get(assessment=w3, question="QD05")
    author.post(url, {"laat-vervallen": str(row.pk)})
    assert outcome_of(w3) == "NIET_TOEGESTAAN"
    assert author.post(url, promise(own=own_party(w3))).status_code == 302
    assert outcome_of(w3) == "NIET_TOEGESTAAN_TENZIJ"


def outcome_of(assessment):
    contents = reading.contents(Assessment.objects.get(pk=assessment.pk))
    return advise(contents.questionnaire, contents.dossier(), improve=False).outcome


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"datum": "01-01-2020"}, "Kies een datum die nog moet komen"),
        ({"eigenaar": ""}, "Noem wie hiervoor verantwoordelijk is"),
        ({"verplichting": "a\u202eb"}, "verplichting"),
        ({"partij": "iemand"}, "partij"),
    ],
)
def test_bad_input_comes_back_with_what_was_typed(author, w3, changes, sentence):
    answer = author.post(reverse("commitments", args=[w3.pk]), promise(own=own_party(w3), **changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "De beoordeling van het model ligt vast." in answer.content.decode() or "verplichting" in changes


def test_nothing_can_be_promised_for_a_question_that_is_in_order(author, w3):
    answer = author.get(reverse("commitments", args=[w3.pk]), {"vraag": "QA02"})
    assert "Voor deze vraag kan nu niets worden toegezegd" in answer.content.decode()


def test_a_malformed_id_is_refused_with_a_sentence(author, w3):
    assert author.post(reverse("commitments", args=[w3.pk]), {"laat-vervallen": "x"}).status_code == 409


def test_the_consultation_needs_its_dates(author, w3):
    url = reverse("consultation", args=[w3.pk])
    assert author.post(url, {"uitkomst": "positive"}).status_code == 422
    asked = {"uitkomst": "positive", "gevraagd": "01-10-2026", "beantwoord": "02-11-2026"}
    assert author.post(url, asked).status_code == 302
    assert Consultation.objects.get(assessment=w3).outcome == "positive"


def test_a_stated_risk_makes_the_result_stricter_and_can_be_dropped(author, w3):
    url = reverse("risks", args=[w3.pk])
    author.post(url, {"risico": "RK2", "kans": "4", "gevolg": "4", "reden": "Zo ging het eerder mis."})
    stated = StatedRisk.objects.get(assessment=w3, risk="RK2")
    assert (stated.likelihood, stated.impact) == (4, 4)
    author.post(url, {"laat-vervallen": "RK2"})
    assert not StatedRisk.objects.filter(assessment=w3, risk="RK2").exists()


@pytest.mark.parametrize("name", ["commitments", "consultation", "risks", "outcome", "check", "withdraw"])
def test_each_page_costs_at_most_ten_statements(author, w3, name, sql):
    url = reverse(name, args=[w3.pk])
    author.get(url)
    with sql(10):
        assert author.get(url).status_code == 200


@pytest.mark.parametrize("name", ["commitments", "consultation", "risks", "outcome", "check", "withdraw"])
def test_another_organisation_finds_nothing_and_another_role_is_refused(client, cast, w3, name):
    url = reverse(name, args=[w3.pk])
    assert sign_in(client, cast, "invuller-proef").get(url).status_code == 404
    assert sign_in(client, cast, "fg").get(url).status_code in (403, 404)


def test_submitting_needs_every_answer_and_a_confirmation(author, w3):
    url = reverse("check", args=[w3.pk])
    assert author.post(url, {}).status_code == 422
    answer = author.post(url, {"bevestiging": "on"})
    assert answer.status_code == 302
    assert Assessment.objects.get(pk=w3.pk).status == "submitted"


def test_withdrawing_needs_a_reason(author, w3):
    url = reverse("withdraw", args=[w3.pk])
    assert author.post(url, {"reden": " "}).status_code == 422
    assert author.post(url, {"reden": "Het project is gestopt."}).status_code == 302
    assert Assessment.objects.get(pk=w3.pk).status == "withdrawn"


def test_the_outcome_page_says_why_with_its_sources(author, w3):
    page = author.get(reverse("outcome", args=[w3.pk])).content.decode()
    assert "Niet toegestaan, tenzij" in page and "AVG" in page
