"""The knock-out round: what can block comes first, and a blocking answer is told at once."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments import reading
from assessments.models import Answer, Assessment, Snapshot
from tests.accounts import sign_in
from tests.views.writing import fields_of, fill

pytestmark = pytest.mark.django_db


def round_(pk, step=1):
    return f"{reverse('knockout', args=[pk])}?stap={step}"


def all_names(author, pk):
    return [name for step in (1, 2, 3, 4) for name in fields_of(author.get(round_(pk, step)).content.decode())]


def test_the_round_asks_the_questions_that_can_block_and_no_others(author, pk):
    asked = {
        name.removeprefix("versie-").partition(".")[0] for name in all_names(author, pk) if name.startswith("versie-")
    }
    marked = {question.id for question in questionnaire().questions.values() if question.knockout}
    assert asked == marked - {"QA11"}
    assert len(marked) == 22


def questionnaire():
    return reading.questionnaire(Assessment.objects.get().questionnaire_version_id)


def test_the_round_asks_no_evidence(author, pk):
    fill(author, round_(pk), QA01="volledig")
    assert "Voeg bewijs toe" not in author.get(round_(pk)).content.decode()


def test_going_on_leads_to_the_next_part(author, pk):
    answers = {"QA01": "volledig", "QA02": "ja", "QA04": "zakelijk", "QA06": "pilot", "QA08": "ministerie"}
    response = fill(author, round_(pk), "verder", **answers)
    assert author.get(response.url).url.startswith(round_(pk, 2))


def test_a_blocking_answer_is_told_at_once_with_reason_and_alternative(author, pk):
    response = fill(author, round_(pk), "verder", QA04="consument")
    page = author.get(response.url).content.decode()
    assert "Dit gebruik mag zo niet" in page
    assert "Daarom blokkeert dat antwoord" in page
    assert "Uit de brief van de AP" in page
    assert "Zakelijk contract van de eigen organisatie" in page.split("Wat wel kan")[1]
    assert "Rond af met een korte toets" in page


def test_what_must_be_done_at_once_is_said(author, pk):
    fill(author, round_(pk), "verder", QA04="consument", QA06="al-in-gebruik")
    assert "Doe dit meteen" in author.get(round_(pk)).content.decode()


def test_nothing_is_fixed_without_a_blocking_answer(author, pk):
    fill(author, round_(pk), QA04="onbekend")
    assert "Dit gebruik mag zo niet" not in author.get(round_(pk)).content.decode()


def test_a_short_assessment_needs_a_few_answers_and_is_then_submitted(author, pk, cast):
    fill(author, round_(pk), QA01="volledig", QA02="ja", QA04="consument", QA06="pilot")
    check = f"{reverse('check', args=[pk])}?kort=1"
    page = author.get(check).content.decode()
    assert "eerst nog antwoorden nodig" in page
    fill(author, round_(pk), QA08="ministerie")
    fill(author, reverse("section", args=[pk, "doel"]), QB02="alleen-voordeel", QB03="ja")
    left_out = re.search(r"(\d+) andere vragen zijn niet onderzocht", author.get(check).content.decode())
    assert author.post(check, {"bevestiging": "on"}).status_code == 302
    assert Assessment.objects.get().status == "submitted"
    assert Assessment.objects.get().short
    fg = sign_in(Client(), cast, "fg").get(reverse("review", args=[pk])).content.decode()
    assert left_out and f"{left_out[1]} vragen zijn niet onderzocht" in fg
    assert Snapshot.objects.get().outcome == "NIET_TOEGESTAAN"


def test_there_is_no_short_way_without_a_fixed_outcome(author, pk):
    response = author.post(f"{reverse('check', args=[pk])}?kort=1", {"bevestiging": "on"})
    assert response.status_code == 422
    assert "De uitkomst staat nog niet vast" in response.content.decode()
    assert Assessment.objects.get().status == "draft"


@pytest.mark.parametrize("step", ["0", "9", "x", "-1", "½", "99999999999999999999"])
def test_an_unknown_part_is_not_found(author, pk, step):
    assert author.get(round_(pk, step)).status_code == 404


def test_answers_of_the_round_are_answers_of_the_sections(author, pk):
    fill(author, round_(pk), QA02="nee")
    assert Answer.objects.get(question="QA02").value == ["nee"]
    assert 'value="nee" id="id_QA02_1"' in author.get(reverse("section", args=[pk, "afbakening"])).content.decode()


@pytest.mark.parametrize("blocked", [False, True])
def test_a_part_needs_at_most_ten_queries(author, pk, sql, blocked):
    fill(author, round_(pk), QA04="consument" if blocked else "zakelijk")
    with sql(10):
        author.get(round_(pk))


def test_a_short_assessment_with_answers_missing_is_refused(author, pk):
    fill(author, round_(pk), QA04="consument")
    response = author.post(f"{reverse('check', args=[pk])}?kort=1", {"bevestiging": "on"})
    assert response.status_code == 422
    assert Assessment.objects.get().status == "draft"
