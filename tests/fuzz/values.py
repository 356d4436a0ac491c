"""What somebody, or something, may send for a field: right, just over the edge, hostile, missing, double, huge."""

import random
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.forms.samples import PDF

HOSTILE = (
    "\x00",
    "a\x00b",
    "\ud800",  # half of a pair: no text at all
    "\u202egnp.exe",
    "\u2066x\u2069",
    "e" + "\u0301" * 300,
    "\U0001f512" * 40,
    "\u200b" * 20,
    "שלום",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}{% load x %}",
    "'; DROP TABLE assessments_answer; --",
    '=HYPERLINK("http://x.example")',
    "../../etc/passwd",
    "%00%0d%0aX: y",
    "\r\nBcc: x@y.example",
    "NaN",
    "-1",
    "1e999",
    "²",
    "٣",
    "99999999999999999999999999",
    "00000000-0000-4000-8000-000000000000",
    "not-a-uuid",
    "31-02-2026",
    "00-00-0000",
    "2026-13-45",
    "29-02-9999",
    " ",
    "\t\n",
)
LENGTHS = (1, 199, 200, 201, 500, 501, 2_000, 2_001, 4_000, 4_001, 8_000, 8_001, 20_000)


def value(chance: random.Random, name: str, kind: str, offered: list[str]) -> str:
    """One value for one field."""
    dice = chance.random()
    if dice < 0.35 and offered:
        return chance.choice(offered)
    if dice < 0.55:
        return chance.choice(HOSTILE)
    if dice < 0.70:
        return chance.choice("aé€\n ") * chance.choice(LENGTHS)
    if "datum" in name or "geldig" in name or kind == "date":
        return f"{date(2026, 11, 27) + timedelta(days=chance.randint(-800, 800)):%d-%m-%Y}"
    if kind == "number" or "versie" in name:
        return str(chance.choice((0, 1, 2, 3, 5, 6, 2**31, -(2**63))))
    return chance.choice(("ja", "nee", "onbekend", "deels", "nvt", "akkoord", "aanpassen", "advise", "claim", "tekst"))


def upload(chance: random.Random) -> SimpleUploadedFile:
    content = chance.choice((PDF, b"", b"MZ\x90", b"PK\x03\x04", PDF[:40], b"\xff\xfe<html>", b"x" * 70_000))
    names = ("stuk.pdf", "stuk.pdf.exe", "a" * 300 + ".pdf", "../x.pdf", "\u202efdp.exe", ".pdf", "x", "stuk.docx")
    kind = chance.choice(("application/pdf", "text/html", "x" * 200, ""))
    return SimpleUploadedFile(chance.choice(names), content, content_type=kind)
