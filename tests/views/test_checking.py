"""Checking: somebody who wrote neither looks."""

import pytest
from django.urls import reverse

from assessments.models import Answer, Evidence, EvidenceCheck
from tests.views.test_evidence import DECLARATION, add, document
from tests.views.writing import fill, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(author, pk):
    """A document of invuller that should show two answers of invuller; the address of its page."""
    fill(author, section(pk, "afbakening"), QA03=["online"], QA04="zakelijk")
    assert add(author, pk, document(vragen=["QA03", "QA04"])).status_code == 302
    return reverse("evidence-check", args=[pk, Evidence.objects.get().pk])


def verdicts(**by_question):
    return {str(Answer.objects.get(question=question).pk): code for question, code in by_question.items()}


def test_a_colleague_says_which_answers_it_shows(author, colleague, pk, shown):
    assert "Laat dit de antwoorden zien?" in colleague.get(shown).content.decode()
    assert colleague.post(shown, verdicts(QA03="voldoende")).status_code == 302
    assert list(EvidenceCheck.objects.values_list("revision__answer__question", "verdict")) == [("QA03", "voldoende")]
    assert "Bewijs gecontroleerd" in author.get(section(pk, "afbakening")).content.decode()


def test_who_added_it_is_told_that_a_colleague_must_check(author, shown):
    page = author.get(shown).content.decode()
    assert "U hebt dit bewijs zelf toegevoegd. Een collega moet het controleren." in page
    assert 'value="voldoende"' not in page


def test_who_wrote_an_answer_cannot_check_it_by_hand_either(author, shown):
    response = author.post(shown, verdicts(QA03="voldoende"))
    assert response.status_code == 422
    assert not EvidenceCheck.objects.exists()


def test_an_answer_of_the_checker_is_left_to_another(author, colleague, pk, shown):
    fill(colleague, section(pk, "afbakening"), QA04="rijksbreed")
    page = colleague.get(shown).content.decode()
    assert "U hebt dit antwoord zelf ingevuld. Een collega moet het controleren." in page
    own = str(Answer.objects.get(question="QA04").pk)
    assert f'name="{own}"' not in page


def test_not_enough_needs_a_word_of_why(colleague, shown):
    response = colleague.post(shown, verdicts(QA03="onvoldoende"))
    assert "opmerking" in response.context["judge"].errors
    colleague.post(shown, {**verdicts(QA03="onvoldoende"), "opmerking": "De schets mist de partijen."})
    assert "collega: De schets mist de partijen." in colleague.get(shown).content.decode()


def test_choosing_nothing_is_said(colleague, shown):
    assert "Kies bij ten minste één antwoord" in colleague.post(shown, {}).content.decode()


def test_a_changed_answer_is_unchecked_again(author, colleague, pk, shown):
    colleague.post(shown, verdicts(QA03="voldoende"))
    fill(author, section(pk, "afbakening"), QA03=["lokaal"])
    assert "Gewijzigd na controle" in author.get(section(pk, "afbakening")).content.decode()


def test_links_can_be_changed(author, pk, shown):
    assert author.post(shown, {"koppel": "1", "vragen": ["QA03"]}).status_code == 302
    assert list(Evidence.objects.get().links.values_list("answer__question", flat=True)) == ["QA03"]


def test_a_declaration_cannot_be_linked_where_a_document_is_asked(author, pk):
    fill(author, section(pk, "afbakening"), QA04="zakelijk")
    add(author, pk, DECLARATION)
    response = author.post(
        reverse("evidence-check", args=[pk, Evidence.objects.get().pk]), {"koppel": "1", "vragen": ["QA04"]}
    )
    assert "een verklaring is niet genoeg" in response.content.decode()


def test_a_single_officer_may_check_where_the_organisation_allows_it(author, cast, shown):
    organisation = cast["invuller"].organisation
    organisation.allows_self_checking = True
    organisation.save()
    assert author.post(shown, verdicts(QA03="voldoende")).status_code == 302
    assert "Gecontroleerd, niet onafhankelijk" in author.get(shown).content.decode()


def test_a_document_page_needs_at_most_ten_queries(colleague, shown, sql):
    with sql(10):
        colleague.get(shown)


# --- Explanations ----------------------------------------------------------------------------------


def test_an_exception_with_its_reason_is_checked_by_a_colleague(author, colleague, pk):
    fill(author, section(pk, "verantwoording"), QG07="nvt", **{"toelichting-QG07": "Er is geen register voor proeven."})
    url = reverse("explanations", args=[pk])
    assert "U hebt deze antwoorden zelf ingevuld" in author.get(url).content.decode()
    assert "Er is geen register voor proeven." in colleague.get(url).content.decode()
    assert colleague.post(url, verdicts(QG07="voldoende")).status_code == 302
    assert "Niet van toepassing" in author.get(section(pk, "verantwoording")).content.decode()


def test_without_exceptions_there_is_nothing_to_check(author, pk):
    assert "Er is nog niets om te controleren." in author.get(reverse("explanations", args=[pk])).content.decode()
