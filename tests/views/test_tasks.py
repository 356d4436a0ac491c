"""The task list of one assessment."""

import pytest
from django.urls import reverse

from tests.accounts import sign_in
from tests.views.writing import fill, section

pytestmark = pytest.mark.django_db


def tasks(pk):
    return reverse("tasks", args=[pk])


def test_only_questions_that_apply_count_and_the_list_says_why(author, pk):
    before = author.get(tasks(pk)).context["page"]
    fill(author, section(pk, "doel"), QB03="nee")
    page = author.get(tasks(pk))
    assert page.context["page"].done == before.done + 1
    assert page.context["page"].all_questions == 90
    fill(author, section(pk, "afbakening"), QA06="productie")
    after = author.get(tasks(pk))
    assert after.context["page"].total == before.total - 1
    assert "1.5 Fase: 1 vraag vervalt" in after.content.decode()


def test_each_section_says_how_far_it_is(author, pk):
    fill(author, section(pk, "juistheid"), QD08="ja", QD09="geen-personen")
    found = {task.title: task.status for task in author.get(tasks(pk)).context["page"].sections}
    assert found["Juistheid"] == "Klaar"
    assert found["Afbakening"].startswith("Bezig")
    assert found["Procedure"] == "Nog niet begonnen"


def test_one_goes_on_with_the_first_thing_that_is_not_done(author, pk):
    assert author.get(tasks(pk)).context["page"].next_url == reverse("knockout", args=[pk])


def test_an_unfinished_outcome_is_called_provisional(author, pk):
    page = author.get(tasks(pk)).content.decode()
    assert "Niet toegestaan" in page
    assert "Voorlopig: nog niet alle vragen zijn beantwoord." in page


def test_a_submitted_assessment_has_a_dossier_instead(author, submitted):
    assessment = submitted("W2")
    assert author.get(tasks(assessment.pk)).url == reverse("dossier", args=[assessment.pk])


def test_a_stranger_finds_nothing(client, cast, author, pk):
    assert sign_in(client, cast, "invuller-proef").get(tasks(pk)).status_code == 404


@pytest.mark.parametrize("login", ["auditor", "beheerder", "fg"])
def test_the_task_list_is_for_writers_only(client, cast, author, pk, login):
    assert sign_in(client, cast, login).get(tasks(pk)).status_code == 403


def test_the_task_list_needs_at_most_ten_queries(author, pk, sql):
    with sql(10):
        author.get(tasks(pk))
