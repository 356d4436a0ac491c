"""Reading everything once more and submitting; withdrawing."""

import pytest
from django.urls import reverse

from assessments.models import Assessment, Comment, Snapshot
from tests.accounts import sign_in
from tests.views.writing import fill, section

pytestmark = pytest.mark.django_db


def check(pk):
    return reverse("check", args=[pk])


def test_what_is_missing_comes_first_with_a_link_to_it(author, pk):
    page = author.get(check(pk)).content.decode()
    assert "vragen niet beantwoord" in page
    assert f"{section(pk, 'afbakening')}#vraag-QA01" in page
    assert page.index("vragen niet beantwoord") < page.index("1. Afbakening")


def test_all_answers_are_there_with_a_way_to_change_them(author, pk):
    fill(
        author,
        section(pk, "afbakening"),
        QA01="deels",
        **{"veld.product-QA01": "Schrijver", "toelichting-QA01": "Volgt."},
    )
    page = author.get(check(pk)).content.decode()
    for words in ("Een deel is vastgelegd", "Product: Schrijver", "Volgt.", "Wijzig"):
        assert words in page


def test_submitting_says_what_happens_next(author, pk):
    response = author.post(check(pk), {"bevestiging": "on"}, follow=True)
    page = response.content.decode()
    assert "De toets is ingediend" in page
    assert "Wat gebeurt er nu?" in page
    assert Assessment.objects.get().status == "submitted"
    assert Snapshot.objects.count() == 1


def test_submitting_needs_a_confirmation(author, pk):
    response = author.post(check(pk), {})
    assert "Bevestig dat u de antwoorden hebt nagelezen" in response.content.decode()
    assert Assessment.objects.get().status == "draft"


def test_submitting_twice_is_submitting_once(author, pk):
    author.post(check(pk), {"bevestiging": "on"})
    assert author.post(check(pk), {"bevestiging": "on"}).status_code == 200
    assert Snapshot.objects.count() == 1


def test_saving_never_submits(author, pk):
    fill(author, section(pk, "afbakening"), "verder", QA01="volledig")
    assert Assessment.objects.get().status == "draft"


def test_an_answer_changed_after_submitting_is_refused_with_a_sentence(author, pk):
    author.get(section(pk, "juistheid"))
    author.post(check(pk), {"bevestiging": "on"})
    response = author.post(section(pk, "juistheid"), {"versie-QD08": "0", "QD08": "ja", "later": "1"})
    assert "Deze toets is ingediend" in response.content.decode()
    assert "checked" in response.content.decode(), "what was typed stays on the page"


def test_a_helping_colleague_does_not_submit(colleague, pk):
    response = colleague.post(check(pk), {"bevestiging": "on"})
    assert "Alleen de invuller van deze toets kan dit doen." in response.content.decode()
    assert Assessment.objects.get().status == "draft"


def test_a_stranger_finds_nothing(client, cast, author, pk):
    other = sign_in(client, cast, "invuller-proef")
    assert other.get(check(pk)).status_code == 404
    assert other.post(check(pk), {"bevestiging": "on"}).status_code == 404


def test_the_check_page_needs_at_most_ten_queries(author, pk, sql):
    with sql(10):
        author.get(check(pk))


# --- Withdrawing -----------------------------------------------------------------------------------


def test_withdrawing_needs_a_reason_and_ends_the_assessment(author, pk):
    url = reverse("withdraw", args=[pk])
    assert author.post(url, {"reden": ""}).status_code == 422
    assert author.post(url, {"reden": "Het project stopt."}).status_code == 302
    assert Assessment.objects.get().status == "withdrawn"
    assert Comment.objects.get().text == "Het project stopt."


def test_a_colleague_cannot_withdraw(colleague, pk):
    url = reverse("withdraw", args=[pk])
    assert "Alleen de invuller van deze toets kan dit doen." in colleague.get(url).content.decode()
    assert colleague.post(url, {"reden": "Weg ermee."}).status_code == 422
    assert Assessment.objects.get().status == "draft"
