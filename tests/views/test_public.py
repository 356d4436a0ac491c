"""Pages for everybody: checking a report, the whole questionnaire, help and accessibility."""

from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from assessments import reading, tasks, verifying
from assessments.models import AccessEvent, File, Report, organisation_context

EVERYWHERE = ["/verify", "/vragenlijst/", "/hulp/", "/toegankelijkheid/"]


def text(response) -> str:
    return response.content.decode()


def check(client, content: bytes, name: str = "rapport.pdf", language: str = ""):
    return client.post(f"{language}/verify", {"bestand": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", EVERYWHERE)
def test_nobody_needs_an_account(client, genai, path, language):
    response = client.get(language + path)
    assert response.status_code == 200
    assert f'<html lang="{language[1:] or "nl"}">' in text(response)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "leeg"),
        (b"Beste collega, bijgaand het rapport.", "geen pdf"),
        (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", "niet compleet"),
        (b"PK\x03\x04 word.docx", "geen pdf"),
    ],
)
def test_a_file_that_is_no_report_gets_a_clear_verdict(client, db, content, sentence):
    response = check(client, content)
    assert response.status_code == 200
    heading = text(response).split("app-outcome__text")[1].split("</p>")[0]
    assert sentence in heading.lower() and "app-outcome--negative" in text(response)


def test_an_installation_without_certificates_says_that_it_cannot_judge(client, db, settings, tmp_path):
    settings.DEVELOPMENT_PKI, settings.PKI_DIRECTORY = False, tmp_path
    response = check(client, b"%PDF-1.7")
    assert response.status_code == 503
    assert "Deze website kan nu geen rapporten controleren" in response.content.decode()


def test_a_pdf_of_somebody_else_is_not_ours(client, db):
    buffer = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer)
    page = text(check(client, buffer.getvalue()))
    assert "app-outcome--negative" in page and "✓" not in page


def test_a_sealed_report_is_genuine_and_every_copy_that_differs_is_not(client, cast, advised, tmp_path):
    advised("W4")
    organisation_id = cast["fg"].organisation_id
    with override_settings(PKI_DIRECTORY=tmp_path):
        with organisation_context(organisation_id):
            report = Report.objects.select_related("snapshot__assessment").get()
        tasks.render_report(str(report.pk), str(organisation_id))
        with organisation_context(organisation_id):
            pdf = reading.file_bytes(Report.objects.get().file_id)
            files = File.objects.count()
        genuine = text(check(client, pdf))
        assert "app-outcome--positive" in genuine and report.snapshot.assessment.reference in genuine
        assert '<th scope="row">Zegel</th>' in genuine and "registered" not in genuine
        assert "app-outcome--positive" in text(check(client, pdf, language="/en"))
        resaved = BytesIO()
        with pikepdf.open(BytesIO(pdf)) as opened:
            opened.save(resaved)
        for copy in (pdf[: len(pdf) // 2], pdf + b"\n", pdf.replace(b"/Type", b"/Tipe", 1), resaved.getvalue()):
            response = check(client, copy)
            assert response.status_code == 200 and "app-outcome--negative" in text(response)
    with organisation_context(organisation_id):
        assert File.objects.count() == files and not AccessEvent.objects.exists()


def test_a_file_over_the_limit_is_refused_without_being_kept_or_read(client, db, monkeypatch):
    monkeypatch.setattr(verifying, "MAX_BYTES", 1000)
    monkeypatch.setattr(verifying, "verify", lambda pdf: pytest.fail("was read"))
    response = check(client, b"%PDF-" + b"x" * 1000)
    assert response.status_code == 413 and "te groot" in text(response)


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"bestand": "geen bestand"},
        {"bestand": SimpleUploadedFile("x" * 600 + ".pdf", b"%PDF-")},
        {"iets": SimpleUploadedFile("a.pdf", b"x")},
    ],
)
def test_a_post_without_a_usable_file_comes_back_with_a_sentence(client, db, posted):
    response = client.post("/verify", posted)
    assert response.status_code in (200, 422)
    assert response.status_code == 200 or "nlds-error-summary" in text(response)


def test_a_broken_upload_is_no_server_error(client, db):
    response = client.generic("POST", "/verify", b"--x\r\nonzin", content_type="multipart/form-data; boundary=x")
    assert response.status_code in (400, 422)


def test_checking_needs_no_session_and_leaves_no_cookie(client, db):
    response = check(client, b"x")
    assert not response.cookies


def test_the_questionnaire_shows_every_question_with_why_good_answer_and_evidence(client, genai):
    questionnaire = reading.questionnaire(genai.pk)
    page = text(client.get("/vragenlijst/"))
    assert page.count("<article") == len(questionnaire.questions) == 90
    assert page.count("Waarom vragen we dit?") == 90 and page.count("Zo ziet een goed antwoord eruit:") == 90
    english = text(client.get("/en/vragenlijst/"))
    assert "Which application are you assessing?" in english and english.count("<article") == 90


def test_without_a_questionnaire_the_page_says_so(client, db):
    assert "Er is nog geen vragenlijst" in text(client.get("/vragenlijst/"))


def test_the_questionnaire_is_made_once(client, genai, sql):
    client.get("/vragenlijst/")
    with sql(1):
        client.get("/vragenlijst/")


def test_the_statement_on_accessibility_says_what_was_not_tested(client, db):
    page = text(client.get("/toegankelijkheid/"))
    assert "Wat niet is getest" in page and "schermlezers" in page
