"""Where everybody begins."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from assessments.actions import starting
from assessments.models import Assessment
from tests.accounts import sign_in
from tests.views.writing import begin

pytestmark = pytest.mark.django_db
OVERVIEW = reverse("overview")


def make_many(cast, genai, number, **changes):
    """As many assessments as a big organisation has."""
    first = starting.start(by=cast["invuller"], title="Proef 0", questionnaire_version=genai, parties=[])
    first.participants.model.objects.bulk_create(
        first.participants.model(
            organisation_id=each.organisation_id, assessment=each, actor=cast["invuller"], capacity="author"
        )
        for each in Assessment.objects.bulk_create(
            Assessment(
                organisation_id=first.organisation_id,
                reference=f"TGA-{n}",
                title=f"Proef {n}",
                questionnaire_version=genai,
                status_since=datetime(2026, 1, 1, tzinfo=UTC),
                **changes,
            )
            for n in range(1, number)
        )
    )


def test_somebody_new_is_told_where_to_begin(author):
    page = author.get(OVERVIEW).content.decode()
    assert "U hebt nog geen toetsen" in page
    assert reverse("new") in page


def test_ones_own_assessment_shows_status_next_step_and_whose_turn_it_is(author, pk):
    page = author.get(OVERVIEW).content.decode()
    for words in ("Notities samenvatten", "In voorbereiding", "Invullen en indienen", "Invuller", "Vul verder in"):
        assert words in page


def test_at_most_three_things_are_to_be_done_now(author):
    for number in range(5):
        begin(author, titel=f"Toets {number}")
    assert len(author.get(OVERVIEW).context["tasks"]) == 3


def test_a_submitted_assessment_leads_to_its_dossier(author, submitted):
    assessment = submitted("W2")
    page = author.get(OVERVIEW).content.decode()
    assert reverse("dossier", args=[assessment.pk]) in page
    assert "Wacht op de FG" in page


def test_a_colleague_sees_what_was_opened_to_them_and_nothing_else(author, colleague):
    begin(author, titel="Voor iedereen")
    begin(author, titel="Alleen voor mij", collegas="")
    page = colleague.get(OVERVIEW).content.decode()
    assert "Voor iedereen" in page
    assert "Alleen voor mij" not in page


def test_evidence_that_waits_for_a_check_is_something_to_do_for_a_colleague(author, colleague, pk):
    statement = {"soort": "declaration", "tekst": "Zo is het.", "door": "A. Baas", "functie": "directeur"}
    about = {"titel": "Verklaring", "datum": "01-11-2026", "vragen": ["QA11"]}
    assert author.post(reverse("evidence-add", args=[pk]), {**statement, **about}).status_code == 302
    assert "Controleer bewijs: Notities samenvatten" in colleague.get(OVERVIEW).content.decode()
    assert "Controleer bewijs" not in author.get(OVERVIEW).content.decode()


def test_another_organisation_sees_nothing_of_it(client, cast, author, pk):
    assert "Notities samenvatten" not in sign_in(client, cast, "invuller-proef").get(OVERVIEW).content.decode()


@pytest.mark.parametrize(("login", "name"), [("fg", "queue"), ("auditor", "archive"), ("beslisser", "archive")])
def test_other_roles_find_the_way_to_their_work(client, cast, genai, login, name):
    page = sign_in(client, cast, login).get(OVERVIEW).content.decode()
    assert reverse(name) in page
    assert reverse("new") not in page


def test_a_manager_reads_no_assessments(client, cast, genai):
    page = sign_in(client, cast, "beheerder").get(OVERVIEW).content.decode()
    assert reverse("members") in page and reverse("archive") not in page and reverse("new") not in page


@pytest.mark.parametrize("number", [10, 1000])
def test_the_number_of_queries_does_not_follow_the_number_of_assessments(author, cast, genai, sql, number):
    make_many(cast, genai, number)
    with sql(6):
        page = author.get(OVERVIEW)
    assert len(page.context["rows"]) == min(number, 25)


def test_a_strange_page_number_shows_a_page(author, cast, genai):
    make_many(cast, genai, 30)
    assert len(author.get(OVERVIEW, {"page": "2"}).context["rows"]) == 5
    for strange in ("0", "-1", "x", "9999"):
        assert author.get(OVERVIEW, {"page": strange}).status_code == 200


def test_without_signing_in_there_is_only_the_sign_in_page(client, db):
    assert client.get(OVERVIEW).url.startswith(reverse("account_login"))
