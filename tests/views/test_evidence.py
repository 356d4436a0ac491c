"""Documents and declarations: what is taken, what they show, and who may fetch them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.models import Evidence, EvidenceLink, EvidenceVersion, File, Party
from tests.accounts import sign_in
from tests.forms.samples import PDF
from tests.views.writing import begin, fill, section

pytestmark = pytest.mark.django_db


def upload(content=PDF, name="DPIA.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def document(**changes):
    return {"soort": "file", "bestand": upload(), "titel": "DPIA", "datum": "01-11-2026", "tot": "", **changes}


DECLARATION = {
    "soort": "declaration",
    "titel": "Verklaring",
    "datum": "01-11-2026",
    "tekst": "Zo is het.",
    "door": "A. Baas",
    "functie": "directeur",
}


def add(client, pk, about):
    return client.post(reverse("evidence-add", args=[pk]), about)


def links():
    return set(EvidenceLink.objects.values_list("answer__question", flat=True))


def test_one_document_shows_many_answers(author, pk):
    fill(author, section(pk, "doel"), QB01="specifiek", QB02="vergeleken")
    response = add(author, pk, document(vragen=["QB01", "QB02", "QA03"]))
    assert response.status_code == 302, response.context["form"].errors
    assert links() == {"QB01", "QB02", "QA03"}
    version = EvidenceVersion.objects.get()
    assert (version.title, version.file_name, version.file.content_type) == ("DPIA", "DPIA.pdf", "application/pdf")


def test_a_good_answer_asks_for_evidence_and_another_does_not(author, pk):
    fill(author, section(pk, "doel"), QB01="specifiek", QB02="alleen-voordeel")
    page = author.get(section(pk, "doel")).content.decode()
    assert "?vraag=QB01" in page
    assert "?vraag=QB02" not in page


def test_questions_that_the_same_paper_shows_are_suggested_first(author, pk):
    answers = {"QB01": "specifiek", "QB02": "vergeleken", "QB03": "ja", "QB04": "publieke-taak"}
    fill(author, section(pk, "doel"), **answers)
    form = author.get(f"{reverse('evidence-add', args=[pk])}?vraag=QB02").context["links"]
    assert form.fields["vragen"].choices[0][0] == "QB02"
    assert form.initial["vragen"] == ["QB02"]


def test_a_declaration_has_a_statement_a_name_and_a_function(author, pk):
    response = add(author, pk, {"soort": "declaration", "titel": "Verklaring", "datum": "01-11-2026"})
    assert {"tekst", "door", "functie"} <= response.context["form"].errors.keys()
    assert add(author, pk, {**DECLARATION, "vragen": ["QA11"]}).status_code == 302
    assert Evidence.objects.get().kind == "declaration"


def test_a_partys_declaration_can_be_linked_though_nobody_answers_that_question(author, pk):
    party = Party.objects.get(kind="aanbieder")
    assert add(author, pk, {**DECLARATION, "vragen": [f"QG06.{party.pk}"]}).status_code == 302
    assert EvidenceLink.objects.get().answer.party_id == party.pk
    assert "Bewijs nog niet gecontroleerd" in author.get(section(pk, "verantwoording")).content.decode()


def test_evidence_of_one_party_does_not_show_the_answer_of_another(author, pk):
    own, supplier = Party.objects.order_by("order")
    for party in (own, supplier):
        add(author, pk, {**DECLARATION, "vragen": [f"QG06.{party.pk}"]})
    shown = EvidenceLink.objects.values_list("evidence", "answer__party")
    assert len({evidence for evidence, _ in shown}) == len(shown) == 2
    assert {party for _, party in shown} == {own.pk, supplier.pk}


def test_a_declaration_is_not_enough_where_a_document_is_asked(author, pk):
    fill(author, section(pk, "afbakening"), QA04="zakelijk")
    response = add(author, pk, {**DECLARATION, "vragen": ["QA04"]})
    assert "een verklaring is niet genoeg" in response.content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("bestand", "words"),
    [
        (upload(b"", "leeg.pdf"), "Dit bestand is leeg"),
        (upload(b"MZ\x90\x00", "virus.exe"), "Dit soort bestand kan niet"),
        (upload(b"MZ\x90\x00", "virus.pdf"), "Dit is geen goed .pdf-bestand"),
        ("", "Kies het bestand"),
    ],
)
def test_a_wrong_file_is_refused_before_it_is_stored(author, pk, bestand, words):
    response = add(author, pk, document(bestand=bestand))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "DPIA" in response.content.decode(), "what was typed stays"
    assert not File.objects.exists()


def test_a_file_over_the_limit_is_refused_before_it_is_stored(author, pk, settings):
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    response = add(author, pk, document(bestand=upload(PDF + b" " * 1024 * 1024)))
    assert "te groot" in response.content.decode()
    assert not File.objects.exists()


@pytest.mark.parametrize("vraag", ["QZ99", "QG06.geen-id", "QG06.00000000-0000-0000-0000-000000000000", "", "QA01.x"])
def test_unknown_questions_are_refused_or_mean_nothing(author, pk, vraag):
    assert author.get(reverse("evidence-add", args=[pk]), {"vraag": vraag}).status_code == 200
    assert add(author, pk, document(vragen=[vraag])).status_code == 422
    assert not Evidence.objects.exists()


def test_validity_cannot_end_before_it_begins(author, pk):
    assert "tot" in add(author, pk, document(tot="31-10-2026")).context["form"].errors


def test_a_new_version_replaces_the_document_and_keeps_what_it_shows(author, pk):
    add(author, pk, document(vragen=["QA03"]))
    evidence = Evidence.objects.get()
    url = reverse("evidence-replace", args=[pk, evidence.pk])
    about = {"bestand": upload(PDF + b"2", "nieuw.pdf"), "titel": "DPIA 2", "datum": "02-11-2026"}
    assert author.post(url, about).status_code == 302
    evidence.refresh_from_db()
    assert (evidence.current, links()) == (2, {"QA03"})


def test_a_document_is_offered_to_save_and_never_shown(author, pk):
    add(author, pk, document())
    response = author.get(reverse("evidence-file", args=[pk, Evidence.objects.get().pk]))
    assert response.content == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_declaration_has_no_file_to_fetch(author, pk):
    add(author, pk, DECLARATION)
    assert author.get(reverse("evidence-file", args=[pk, Evidence.objects.get().pk])).status_code == 404


@pytest.mark.parametrize("name", ["evidence-check", "evidence-replace", "evidence-file"])
def test_evidence_of_another_assessment_or_organisation_is_unknown(client, cast, author, pk, name):
    add(author, pk, document())
    evidence = Evidence.objects.get().pk
    assert author.get(reverse(name, args=[begin(author), evidence])).status_code == 404
    assert sign_in(client, cast, "invuller-proef").get(reverse(name, args=[pk, evidence])).status_code == 404


def test_nothing_is_added_after_submitting(author, submitted):
    assessment = submitted("W2")
    assert add(author, assessment.pk, document()).status_code == 422
    assert "Deze toets is ingediend" in author.get(reverse("evidence-add", args=[assessment.pk])).content.decode()


@pytest.mark.parametrize("name", ["evidence", "evidence-add"])
def test_the_evidence_pages_need_at_most_ten_queries(author, pk, sql, name):
    for _number in range(3):
        add(author, pk, document(vragen=["QA03", "QA06"]))
    with sql(10):
        author.get(reverse(name, args=[pk]))
