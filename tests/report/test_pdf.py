"""The report as a real file: rendered through the real template, signed, sealed, conforming and sound."""

import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from assessments.domain.ledger import canonical_json, snapshot_hash
from assessments.domain.report import Report, report_of
from assessments.pdf import pki
from assessments.pdf.render import render
from assessments.pdf.sign import seal
from assessments.pdf.verdict import EDITION_ATTACHMENT
from assessments.presenters import report as printing
from tests.report import samples

# With pytest-xdist these stay on one worker: one JVM for the whole run.
pytestmark = pytest.mark.xdist_group("verapdf")
CASES = {"W1": "nl", "W3": "nl", "W5b": "en", "W4 short": "nl"}


def typeset(edition: Mapping[str, Any], locale: str = "nl") -> tuple[bytes, Report]:
    report = report_of(samples.questionnaire(), edition, locale=locale, signing=samples.DEMO)
    pdf = render(
        printing.document(report),
        stylesheet=printing.stylesheet(),
        title=printing.file_title(report),
        author=report.organisation,
        created=datetime(2026, 11, 23, tzinfo=UTC),
        fonts_directory=settings.FONTS_DIRECTORY,
        attachments={EDITION_ATTACHMENT: (canonical_json(edition).encode(), "editie")},
    )
    return pdf, report


def pages_of(path: Path) -> list[str]:
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return text.rstrip("\f\n").split("\f")


@pytest.fixture(scope="module")
def made(tmp_path_factory, keys_folder):
    """Case -> the sealed file, made once."""
    folder = tmp_path_factory.mktemp("reports")
    keys = pki.load(keys_folder)
    written = {}
    for name, locale in CASES.items():
        case, short = name.split()[0], "short" in name
        edition = samples.edition(case, found=samples.stopped_early(case) if short else None)
        unsigned, report = typeset(edition, locale)
        written[name] = folder / f"{case}.pdf"
        written[name].write_bytes(
            seal(
                unsigned,
                seal_with=keys.seal(report.organisation),
                timestamper=keys.timestamper(),
                trust=keys.trust,
                seal_reason="Verzegeld",
                signatory=keys.signer("fg"),
                signatory_reason="Advies",
            )
        )
    return written


@pytest.mark.parametrize("standard", ["PDF/A-3a", "PDF/UA-1"])
@pytest.mark.parametrize("case", CASES)
def test_a_sealed_report_conforms(verapdf, made, case, standard):
    assert verapdf.broken_rules(made[case], standard) == []


@pytest.mark.parametrize("case", CASES)
def test_a_sealed_report_is_sound_to_qpdf(qpdf, made, case):
    checked = subprocess.run([qpdf, "--check", made[case]], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "WARNING" not in checked.stderr


def test_page_one_holds_the_outcome_and_every_page_the_reference_and_its_number(made):
    pages = pages_of(made["W3"])
    assert "voorwaarden 1 tot en met 7" in " ".join(pages[0].split())
    for number, page in enumerate(pages, 1):
        assert "TGA-2026-7KQ2MX" in page
        assert f"Pagina {number} van {len(pages)}" in page
        assert "U+" not in page


def test_long_texts_run_on_and_leave_no_page_nearly_empty(tmp_path):
    edition = samples.edition("W3")
    snapshot = edition["snapshot"]
    for leaf in snapshot["answers"][:4]:
        leaf["content"]["note"] = "Wij hebben dit afgewogen tegen werken zonder AI. " * 150
    for leaf in snapshot["evidence"]:
        leaf["content"]["statement"] = "Hierbij verklaar ik dat de antwoorden kloppen. " * 80
    path = tmp_path / "long.pdf"
    path.write_bytes(typeset({**edition, "snapshot_sha256": snapshot_hash(snapshot)})[0])
    assert min(len(page.split()) for page in pages_of(path)) > 80


def test_a_short_report_is_short(made):
    pages = {}
    for case in CASES:
        about = subprocess.run(["pdfinfo", made[case]], capture_output=True, text=True, check=True).stdout
        pages[case] = int(about.split("Pages:")[1].split()[0])
    assert pages["W4 short"] <= 16
    assert max(pages.values()) <= 36
