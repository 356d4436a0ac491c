"""The archive of sealed reports."""

import hashlib
import secrets

import pytest
from django.utils import timezone

from assessments.models import (
    Assessment,
    FgAdvice,
    File,
    Report,
    Snapshot,
    organisation_context,
)
from tests.accounts import sign_in


@pytest.fixture
def auditor(client, cast, acting):
    acting("auditor")
    return sign_in(client, cast, "auditor")


def text(response) -> str:
    return response.content.decode()


def many(cast, genai, number: int, outcome: str = "NIET_TOEGESTAAN") -> None:
    """Rows straight into the tables: this test is about the list, not about how they came there."""
    fg, author = cast["fg"], cast["invuller"]
    now, rest = timezone.now(), {"organisation_id": fg.organisation_id}
    with organisation_context(fg.organisation_id):
        assessments = Assessment.objects.bulk_create(
            Assessment(
                **rest,
                reference=f"TGA-2026-{secrets.token_hex(3)}-{n}",
                title=f"Samenvatten van vergaderingen {n}",
                questionnaire_version=genai,
                status="sealed_advice",
            )
            for n in range(number)
        )
        snapshots = Snapshot.objects.bulk_create(
            Snapshot(
                **rest,
                assessment=assessment,
                round=1,
                content="{}",
                sha256="0" * 64,
                outcome=outcome,
                reference_date=timezone.localdate(),
                submitted_by=author,
                submitted_at=now,
            )
            for assessment in assessments
        )
        FgAdvice.objects.bulk_create(
            FgAdvice(**rest, snapshot=s, snapshot_sha256=s.sha256, verdict="akkoord", advised_by=fg, advised_at=now)
            for s in snapshots
        )
        file = File.objects.create(**rest, sha256=secrets.token_hex(32), size=5, content_type="application/pdf")
        Report.objects.bulk_create(
            Report(
                **rest,
                snapshot=s,
                edition=1,
                envelope="{}",
                file=file,
                sha256=hashlib.sha256(s.pk.bytes).hexdigest(),
                sealed_at=now,
            )
            for s in snapshots
        )


def test_an_empty_archive_says_what_will_come(auditor):
    assert "Het archief is nog leeg" in text(auditor.get("/archief/"))


def test_a_sealed_report_is_found_by_a_dutch_word_by_its_reference_and_by_part_of_it(auditor, cast, genai):
    many(cast, genai, 1)
    reference = Assessment.objects.get().reference
    for words in ("vergadering", "samenvat", reference, reference[4:11]):
        assert "1 toets gevonden" in text(auditor.get("/archief/", {"zoek": words})), words
    assert "Niets gevonden" in text(auditor.get("/archief/", {"zoek": "kamerstukken"}))


def test_filters_narrow_by_outcome_year_and_status(auditor, cast, genai):
    many(cast, genai, 2)
    many(cast, genai, 1, outcome="TOEGESTAAN_ONDER_VERANTWOORDING")
    year = timezone.localdate().year
    assert "1 toets gevonden" in text(auditor.get("/archief/", {"uitkomst": "TOEGESTAAN_ONDER_VERANTWOORDING"}))
    assert "3 toetsen gevonden" in text(auditor.get("/archief/", {"jaar": year, "status": "sealed_advice"}))
    assert "Niets gevonden" in text(auditor.get("/archief/", {"status": "in_force"}))


@pytest.mark.parametrize(
    "query",
    [
        {"jaar": "tweeduizend"},
        {"uitkomst": "x"},
        {"page": "-1"},
        {"page": "zz"},
        {"zoek": "a\x00b"},
        {"zoek": "'\"&|!:*"},
    ],
)
def test_a_strange_search_is_no_server_error(auditor, cast, genai, query):
    many(cast, genai, 1)
    response = auditor.get("/archief/", query)
    assert response.status_code == 200
    assert not ("Controleer uw antwoorden" in text(response) and "gevonden" in text(response))


def test_what_is_not_sealed_is_not_there(auditor, advised):
    advised("W4")
    assert "Het archief is nog leeg" in text(auditor.get("/archief/"))


def test_what_was_sealed_stays_findable_after_it_went_back_to_its_author(auditor, sealed):
    assessment = sealed("W4")
    Assessment.objects.filter(pk=assessment.pk).update(status="withdrawn")
    assert "1 toets gevonden" in text(auditor.get("/archief/"))


def test_the_decider_is_told_how_many_wait_for_a_decision(client, cast, genai):
    many(cast, genai, 2)
    page = text(sign_in(client, cast, "beslisser").get("/archief/"))
    assert "2 adviezen wachten op een besluit" in page and "?status=sealed_advice" in page


def test_pages_keep_the_search(auditor, cast, genai):
    many(cast, genai, 30)
    page = text(auditor.get("/archief/", {"zoek": "vergadering"}))
    assert "30 toetsen gevonden" in page and page.count("Download pdf") == 25
    assert "zoek=vergadering&amp;page=2" in page


@pytest.mark.parametrize("login", ["invuller", "beheerder"])
def test_another_role_is_refused(client, cast, login):
    assert sign_in(client, cast, login).get("/archief/").status_code == 403


def test_another_organisation_finds_nothing_of_it(client, cast, genai):
    many(cast, genai, 2)
    assert "Het archief is nog leeg" in text(sign_in(client, cast, "fg-proef").get("/archief/"))


@pytest.mark.parametrize("number", [10, 1000])
def test_the_number_of_queries_is_the_same_for_ten_and_a_thousand(auditor, cast, genai, sql, number):
    many(cast, genai, number)
    with sql(6):
        assert f"{number} toetsen gevonden" in text(auditor.get("/archief/", {"zoek": "vergadering"})).replace(".", "")


def test_the_archive_reads_in_english(auditor, cast, genai):
    many(cast, genai, 1)
    page = text(auditor.get("/en/archief/"))
    assert "Archive" in page and "Not allowed" in page
