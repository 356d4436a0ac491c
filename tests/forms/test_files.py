"""Which files are taken as evidence: told by their content, never by what a browser says."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.forms.files import accept
from tests.forms.samples import DOCX, JPEG, ODS, ODT, PDF, PNG, XLSX, archive


def take(name, content):
    return accept(SimpleUploadedFile(name, content, content_type="text/html"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("A.PDF", PDF),
        ("a.png", PNG),
        ("a.jpg", JPEG),
        ("a.jpeg", JPEG),
        ("a.docx", DOCX),
        ("a.xlsx", XLSX),
        ("a.odt", ODT),
        ("a.ods", ODS),
        ("a.txt", "café".encode()),
        ("a.csv", b"a;b\r\n1;2\r\n"),
        ("a.eml", b"From: a@b.example\r\n\r\nHallo"),
    ],
)
def test_the_usual_kinds_are_taken(name, content):
    assert take(name, content).content == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ\x90\x00"),
        ("a.pdf", b"<html>%PDF-"),
        ("a.docx", XLSX),
        ("a.docx", archive("[Content_Types].xml")),
        ("a.docx", b"PK\x03\x04broken"),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("a.odt", ODS),
        ("a.txt", b"\xff\xfe\x00"),
        ("a.txt", b"a\x00b"),
        ("a.txt", PNG),
        ("a.exe", PDF),
        ("a.html", b"<html>"),
        ("a.svg", b"<svg/>"),
        ("a", PDF),
        ("pdf", PDF),
    ],
)
def test_anything_else_is_refused(name, content):
    with pytest.raises(ValidationError):
        take(name, content)


def test_an_empty_file_is_refused():
    with pytest.raises(ValidationError, match="leeg"):
        take("a.pdf", b"")


def test_only_the_last_part_of_a_name_is_kept():
    assert take("stuk.pdf", PDF).name == "stuk.pdf"
    upload = SimpleUploadedFile("x.pdf", PDF)
    upload._name = "C:\\geheim\\map\\stuk.pdf"
    assert accept(upload).name == "stuk.pdf"


def test_a_name_with_a_hidden_character_is_refused_by_name():
    with pytest.raises(ValidationError, match="RIGHT-TO-LEFT OVERRIDE"):
        take("a\u202efdp.pdf", PDF)


def _spoilt(content: bytes, place: str) -> bytes:
    """A file whose table of contents still reads well and whose members do not."""
    changed = bytearray(content)
    first = content.index(b"PK\x03\x04")
    directory = content.index(b"PK\x01\x02")
    match place:
        case "encrypted":
            changed[first + 6] |= 1
            changed[directory + 8] |= 1
        case "method":
            changed[first + 8] = changed[directory + 10] = 99
        case "deflate":
            changed[first + 8] = changed[directory + 10] = 8
        case "checksum":
            changed[directory + 16] ^= 1
        case "name":
            changed[first + 30] ^= 1
    return bytes(changed)


@pytest.mark.parametrize("place", ["encrypted", "method", "deflate", "checksum", "name"])
@pytest.mark.parametrize(("name", "content"), [("a.odt", ODT), ("a.ods", ODS)])
def test_a_damaged_or_locked_open_document_is_refused_with_a_sentence(name, content, place):
    with pytest.raises(ValidationError):
        take(name, _spoilt(content, place))
