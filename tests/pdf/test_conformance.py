"""The signed file is PDF/A-3a and PDF/UA-1, judged by veraPDF, and sound by qpdf."""

import subprocess

import pytest

from tests.pdf import forgeries, samples

# With pytest-xdist these stay on one worker: one JVM for the whole run.
pytestmark = pytest.mark.xdist_group("verapdf")


@pytest.fixture(params=["sealed", "sealed_without_officers_key", "unsigned"])
def written(request, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(request.getfixturevalue(request.param))
    return path


@pytest.mark.parametrize("standard", ["PDF/A-3a", "PDF/UA-1"])
def test_a_report_conforms(verapdf, written, standard):
    assert verapdf.broken_rules(written, standard) == []


@pytest.mark.parametrize("standard", ["PDF/A-3a", "PDF/UA-1"])
def test_the_checker_does_find_faults(verapdf, tmp_path, standard):
    path = tmp_path / "plain.pdf"
    path.write_bytes(forgeries.foreign())
    assert verapdf.broken_rules(path, standard)


def test_a_report_is_sound_to_qpdf(qpdf, written):
    checked = subprocess.run([qpdf, "--check", written], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "WARNING" not in checked.stderr


@pytest.mark.parametrize("standard", ["PDF/A-3a", "PDF/UA-1"])
def test_letters_of_other_alphabets_and_pictograms_keep_it_conforming(verapdf, typeset, tmp_path, standard):
    path = tmp_path / "letters.pdf"
    names = "Łukasz Şahin, Đặng Thị Hà, Ελένη, Наталья, 王秀英, مريم, 😀, e\u0301, a\u200bb"
    path.write_bytes(typeset(samples.document(f"<h1>Namen</h1><p>{names} <b>{names}</b></p>")))
    assert verapdf.broken_rules(path, standard) == []
