"""A section of questions: saving first, complaining after, and never losing what somebody wrote."""

import pytest
from django.urls import reverse

from assessments.models import Answer, Party
from tests.accounts import sign_in
from tests.views.writing import begin, fields_of, fill, section

pytestmark = pytest.mark.django_db


def value(question):
    return Answer.objects.get(question=question).value


def test_saving_for_later_keeps_everything_and_goes_to_the_task_list(author, pk):
    url = section(pk, "afbakening")
    response = fill(author, url, QA01="deels", **{"toelichting-QA01": "", "veld.product-QA01": "Schrijver"})
    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("tasks", args=[pk]))
    answer = Answer.objects.get(question="QA01")
    assert (answer.value, answer.fields) == (["deels"], {"product": "Schrijver"})


def test_going_on_asks_for_a_missing_explanation_after_saving(author, pk):
    response = fill(author, section(pk, "afbakening"), "verder", QA01="deels")
    assert "Leg bij vraag 1.1 uit waarom u dit antwoord kiest" in response.content.decode()
    assert "Uw antwoorden zijn bewaard" in response.content.decode()
    assert value("QA01") == ["deels"]


def test_saving_again_after_an_error_is_no_conflict_with_oneself(author, pk):
    url = section(pk, "afbakening")
    page = fill(author, url, "verder", QA01="deels").content.decode()
    data = fields_of(page)
    response = author.post(url, {**data, "toelichting-QA01": "Het abonnement volgt nog.", "later": "1"})
    assert response.status_code == 302
    assert Answer.objects.get(question="QA01").note == "Het abonnement volgt nog."


def test_an_error_in_one_field_holds_up_no_other(author, pk):
    url = section(pk, "afbakening")
    response = fill(
        author, url, QA01="volledig", QA02="ja", **{"veld.product-QA01": "a\u202eb", "veld.versie-QA01": "4.2"}
    )
    assert response.status_code == 200
    assert "RIGHT-TO-LEFT OVERRIDE" in response.content.decode()
    assert "a\u202eb" in response.content.decode()
    answer = Answer.objects.get(question="QA01")
    assert (answer.value, answer.fields) == (["volledig"], {"versie": "4.2"})
    assert value("QA02") == ["ja"]


def test_a_field_that_is_wrong_keeps_what_was_stored(author, pk):
    url = section(pk, "afbakening")
    fill(author, url, QA01="volledig", **{"toelichting-QA01": "Eerst."})
    fill(author, url, QA01="deels", **{"toelichting-QA01": "x" * 4001})
    answer = Answer.objects.get(question="QA01")
    assert (answer.value, answer.note) == (["deels"], "Eerst.")


def test_what_exclusive_answers_exclude_is_refused_and_the_rest_saved(author, pk):
    fill(author, section(pk, "afbakening"), QA03=["online", "onbekend"], QA02="ja")
    assert (value("QA03"), value("QA02")) == (["online"], ["ja"])


def test_an_unknown_answer_is_refused(author, pk):
    response = fill(author, section(pk, "afbakening"), QA02="misschien")
    assert "QA02" in response.context["form"].errors
    assert not Answer.objects.filter(question="QA02").exists()


def test_dates_and_numbers_are_stored_as_such(author, pk):
    fill(
        author,
        section(pk, "afbakening"),
        QA07="ja",
        **{"veld.einddatum-QA07": "31-12-2026", "veld.deelnemers-QA07": "25"},
    )
    assert Answer.objects.get(question="QA07").fields == {"einddatum": "2026-12-31", "deelnemers": 25}
    page = author.get(section(pk, "afbakening")).content.decode()
    assert 'value="31-12-2026"' in page


@pytest.mark.parametrize("field", ["veld.einddatum-QA07", "veld.deelnemers-QA07"])
def test_a_wrong_date_or_number_is_refused_with_an_example(author, pk, field):
    response = fill(author, section(pk, "afbakening"), QA07="ja", **{field: "morgen"})
    assert field in response.context["form"].errors
    assert "morgen" in response.content.decode()
    assert value("QA07") == ["ja"]


def test_going_on_with_everything_answered_leads_to_the_next_section(author, pk):
    url = section(pk, "juistheid")
    response = fill(author, url, "verder", QD08="ja", QD09="geen-personen")
    assert response.url.startswith(url)
    assert author.get(response.url).url.startswith(section(pk, "rechten"))


def test_going_on_points_at_each_question_that_still_waits(author, pk):
    response = fill(author, section(pk, "juistheid"), "verder", QD08="ja")
    page = author.get(response.url).content.decode()
    assert "Beantwoord vraag 5.2" in page
    assert "Beantwoord vraag 5.1" not in page


def test_a_changed_number_of_questions_is_announced(author, pk):
    response = fill(author, section(pk, "afbakening"), QA06="productie")
    assert "Door uw antwoorden is er 1 vraag vervallen." in author.get(response.url).content.decode()
    response = fill(author, section(pk, "afbakening"), "verder", QA06="pilot")
    assert "Door uw antwoorden is er 1 vraag bij gekomen." in author.get(response.url).content.decode()


def test_a_question_that_does_not_apply_is_not_shown(author, pk):
    assert 'name="QA04"' in author.get(section(pk, "afbakening")).content.decode()
    fill(author, section(pk, "afbakening"), QA03=["lokaal"])
    assert 'name="QA04"' not in author.get(section(pk, "afbakening")).content.decode()


def test_a_derived_question_is_shown_and_never_asked(author, pk):
    page = author.get(section(pk, "verantwoording")).content.decode()
    assert "wordt berekend" in page
    assert 'name="QG06' not in page


def test_a_posted_derived_answer_is_ignored(author, pk):
    party = Party.objects.first()
    fill(
        author,
        section(pk, "verantwoording"),
        **{f"QG06.{party.pk}": "ja-gecontroleerd", f"versie-QG06.{party.pk}": "0"},
    )
    assert not Answer.objects.filter(question="QG06").exists()


def test_questions_per_party_name_the_party(author, pk):
    page = author.get(section(pk, "herkomst")).content.decode()
    assert "Voorbeeld AI BV" in page
    party = Party.objects.get(kind="aanbieder")
    fill(author, section(pk, "herkomst"), **{f"QD01.{party.pk}": "nee", f"namens-QD01.{party.pk}": "on"})
    answer = Answer.objects.get(question="QD01")
    assert (answer.party_id, answer.on_behalf_of_id) == (party.pk, party.pk)


@pytest.mark.parametrize("name", ["versie-QD01.geen-id", "versie-QD01", "versie-QZ99", "versie-", "versie-QA01.x"])
def test_malformed_names_of_rows_mean_nothing(author, pk, name):
    response = fill(author, section(pk, "herkomst"), **{name: "0", "QD01": "ja"})
    assert response.status_code == 302
    assert not Answer.objects.filter(question__in=["QD01", "QZ99", "QA01"]).exists()


def test_a_party_of_another_assessment_is_refused_and_nothing_is_lost(author, pk):
    begin(author, aanbieder="Een ander")
    other = Party.objects.get(name="Een ander")
    name = f"QD01.{other.pk}"
    response = fill(author, section(pk, "herkomst"), **{name: "ja", f"versie-{name}": "0"})
    assert "Deze partij hoort niet bij deze toets" in response.content.decode()


# --- Two people at once ------------------------------------------------------------------------------


def test_somebody_elses_answer_is_never_overwritten_unseen(author, colleague, pk):
    url = section(pk, "juistheid")
    data = fields_of(author.get(url).content.decode())
    fill(colleague, url, QD08="nee", **{"toelichting-QD08": "Nog niet getest."})
    response = author.post(url, {**data, "QD08": "ja", "QD09": "geen-personen", "later": "1"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Bewaard door collega" in page
    assert "Nog niet getest." in page
    assert page.count("Ja, gemeten en binnen de grens") == 2, "once as an option, once as what I answered"
    assert value("QD08") == ["nee"]
    assert value("QD09") == ["geen-personen"], "the answer nobody else touched is saved"


@pytest.mark.parametrize(("choice", "stays"), [("mijn", ["ja"]), ("die-ander", ["nee"])])
def test_one_chooses_which_answer_stays(author, colleague, pk, choice, stays):
    url = section(pk, "juistheid")
    data = fields_of(author.get(url).content.decode())
    fill(colleague, url, QD08="nee")
    page = author.post(url, {**data, "QD08": "ja", "later": "1"}).content.decode()
    response = author.post(url, {**fields_of(page), "blijft-QD08": choice, "later": "1"})
    assert response.status_code == 302
    assert value("QD08") == stays


def test_without_a_choice_nothing_is_overwritten(author, colleague, pk):
    url = section(pk, "juistheid")
    data = fields_of(author.get(url).content.decode())
    fill(colleague, url, QD08="nee")
    page = author.post(url, {**data, "QD08": "ja", "later": "1"}).content.decode()
    assert author.post(url, {**fields_of(page), "later": "1"}).status_code == 409
    assert value("QD08") == ["nee"]


def test_a_choice_against_an_older_answer_is_asked_again(author, colleague, pk):
    url = section(pk, "juistheid")
    data = fields_of(author.get(url).content.decode())
    fill(colleague, url, QD08="nee")
    page = author.post(url, {**data, "QD08": "ja", "later": "1"}).content.decode()
    fill(colleague, url, QD08="deels")
    response = author.post(url, {**fields_of(page), "blijft-QD08": "mijn", "later": "1"})
    assert response.status_code == 409
    assert value("QD08") == ["deels"]


def test_the_same_answer_of_both_is_no_conflict(author, colleague, pk):
    url = section(pk, "juistheid")
    data = fields_of(author.get(url).content.decode())
    fill(colleague, url, QD08="ja")
    assert author.post(url, {**data, "QD08": "ja", "later": "1"}).status_code == 302


# --- Who, and at what price -----------------------------------------------------------------------------


def test_another_organisation_finds_nothing(client, cast, author, pk):
    other = sign_in(client, cast, "invuller-proef")
    assert other.get(section(pk, "afbakening")).status_code == 404
    assert other.post(section(pk, "afbakening"), {}).status_code == 404


def test_an_unknown_section_is_not_found(author, pk):
    assert author.get(section(pk, "bestaat-niet")).status_code == 404


def test_a_closed_assessment_is_unknown_to_a_colleague(author, colleague):
    closed = begin(author, collegas="")
    assert colleague.get(section(closed, "afbakening")).status_code == 404


@pytest.mark.parametrize("name", ["afbakening", "prompts", "herkomst", "partijen", "procedure"])
def test_a_section_needs_at_most_ten_queries(author, pk, name, sql):
    with sql(10):
        author.get(section(pk, name))


def test_a_save_needs_at_most_eight_queries(author, colleague, pk, sql):
    url = section(pk, "afbakening")
    fill(colleague, url, QA01="onbekend", QA02="ja", QA08="ministerie")
    data = fields_of(author.get(url).content.decode())
    with sql(8):
        response = author.post(url, {**data, "QA01": "volledig", "QA02": "onbekend", "QA08": "zbo", "later": "1"})
    assert response.status_code == 302


def test_the_page_is_whole_in_english(author, pk):
    page = author.get("/en" + section(pk, "afbakening")).content.decode()
    assert '<html lang="en">' in page
    assert "Which application are you assessing" in page
    assert "Save and continue" in page
