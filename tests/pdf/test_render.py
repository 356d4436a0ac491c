"""HTML becomes one PDF, the same every time, that fetched nothing."""

import re
import socket
import threading
from datetime import timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pikepdf
import pytest

from assessments.pdf import render as rendering
from assessments.pdf.examine import extract_attachment
from assessments.pdf.process import Child, Limits
from assessments.pdf.render import RenderError
from assessments.pdf.verdict import EDITION_ATTACHMENT
from tests.pdf import samples


def opened(pdf):
    return pikepdf.open(BytesIO(pdf))


def test_the_same_input_gives_the_same_bytes_in_another_process(typeset, unsigned, monkeypatch):
    with Child(rendering.LIMITS) as fresh:
        monkeypatch.setattr(rendering, "_typesetter", fresh)
        monkeypatch.setenv("TZ", "Asia/Tokyo")
        monkeypatch.setenv("PYTHONHASHSEED", "7")
        assert typeset(samples.report()) == unsigned


def test_the_date_in_the_file_is_the_given_one_in_any_time_zone(typeset):
    from_utc = typeset(samples.document("<p>x</p>"))
    amsterdam = samples.CREATED.astimezone(ZoneInfo("Europe/Amsterdam"))
    assert typeset(samples.document("<p>x</p>"), created=amsterdam) == from_utc
    later = samples.CREATED + timedelta(seconds=1)
    assert typeset(samples.document("<p>x</p>"), created=later) != from_utc
    with opened(from_utc) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260302090000")


def test_title_author_and_language_are_in_the_file(unsigned):
    with opened(unsigned) as pdf:
        assert pdf.docinfo["/Title"] == "Advies over generatieve AI"
        assert pdf.docinfo["/Author"] == samples.ORGANISATION
        assert pdf.Root["/Lang"] == "nl"
        assert pdf.Root["/MarkInfo"]["/Marked"]


def test_markup_in_the_title_does_not_spoil_the_metadata(typeset):
    with opened(typeset(samples.document("<p>x</p>"), title="A <b> & C")) as pdf:
        assert pdf.open_metadata()["dc:title"] == "A <b> & C"


def test_the_edition_is_embedded_once_and_unchanged(unsigned):
    assert extract_attachment(unsigned, EDITION_ATTACHMENT) == samples.EDITION
    assert extract_attachment(unsigned, "iets-anders.json") is None
    with opened(unsigned) as pdf:
        assert len(pdf.Root["/AF"]) == 1
        assert pdf.Root["/AF"][0]["/AFRelationship"] == "/Data"


def test_a_link_is_described_by_its_words(unsigned):
    with opened(unsigned) as pdf:
        links = [str(annotation["/Contents"]) for page in pdf.pages for annotation in page.get("/Annots", [])]
    assert "Hoofdstuk 1" in links
    assert "controlepagina" in links


def test_letters_without_a_glyph_are_spelled_out(typeset):
    pdf = typeset(samples.document("<p>Ł\u0301 en 😀</p>"))
    words = _text(pdf)
    assert "[U+1F600]" in words
    assert "Ł" in words


def test_letters_of_different_alphabets_do_not_take_each_others_shape(typeset):
    """Two font files under one name once made WeasyPrint print wrong letters."""
    assert "Łukasz Наталья Ελένη" in _text(typeset(samples.document("<p>Łukasz Наталья Ελένη</p>")))


def _text(pdf):
    """Decode the text of a page through each font's own table, as a reader does."""
    with opened(pdf) as document:
        page = document.pages[0]
        tables = {
            name: _to_unicode(font["/ToUnicode"].read_bytes()) for name, font in page["/Resources"]["/Font"].items()
        }
        words, table = "", {}
        for step in pikepdf.parse_content_stream(page):
            if str(step.operator) == "Tf":
                table = tables[str(step.operands[0])]
            elif str(step.operator) == "TJ":
                for part in step.operands[0]:
                    if isinstance(part, pikepdf.String):
                        codes = bytes(part)
                        words += "".join(table.get(codes[at : at + 2], "?") for at in range(0, len(codes), 2))
        return words


def _to_unicode(table):
    letters = {}
    for line in table.decode().splitlines():
        if found := re.fullmatch(r"<(\w+)> <(\w+)>", line.strip()):
            code, letter = (bytes.fromhex(part) for part in found.groups())
            letters[code] = letter.decode("utf-16-be")
    return letters


@pytest.fixture
def canary():
    """A listener on this machine that must never be called."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        calls = []

        def listen():
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                calls.append(connection)
                connection.close()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/x", calls
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


BODIES = {
    "image": '<img src="{url}" alt="x">',
    "image set": '<img srcset="{url} 1x" src="{url}" alt="x">',
    "attachment link": '<a rel="attachment" href="{url}">x</a>',
    "object": '<object data="{url}"></object>',
    "embed": '<embed src="{url}">',
    "background": '<p style="background:url({url})">x</p>',
    "list marker": '<ul><li style="list-style-image:url({url})">x</li></ul>',
    "generated content": "<style>p::before{{content:url({url})}}</style><p>x</p>",
    "border image": '<p style="border:3px solid;border-image:url({url}) 3">x</p>',
    "drawing": '<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    "style import": "<style>@import url({url});</style><p>x</p>",
    "style font": "<style>@font-face{{font-family:q;src:url({url})}}</style><p>x</p>",
}
HEADS = {
    "style sheet": '<link rel="stylesheet" href="{url}">',
    "attachment": '<link rel="attachment" href="{url}">',
    "attachment under a base": '<base href="{url}"><link rel="attachment" href="y">',
}


@pytest.mark.parametrize("where", ["http", "file", "data", "relative"])
@pytest.mark.parametrize("vector", [*BODIES, *HEADS])
def test_a_document_that_fetches_anything_is_not_made(typeset, canary, where, vector, tmp_path):
    address, calls = canary
    (tmp_path / "secret.txt").write_text("geheim kanarie")
    url = {
        "http": address,
        "file": (tmp_path / "secret.txt").as_uri(),
        "data": "data:text/plain,kanarie",
        "relative": "../../etc/hostname",
    }[where]
    html = (
        samples.document(BODIES[vector].format(url=url))
        if vector in BODIES
        else samples.document("<p>x</p>", head=HEADS[vector].format(url=url))
    )
    with pytest.raises(RenderError) as refused:
        typeset(html)
    assert refused.value.code == "forbidden_resource"
    assert calls == []


def test_a_style_sheet_that_fetches_is_refused_too(typeset, canary):
    address, calls = canary
    for style in (
        f"@font-face {{ font-family: q; src: url({address}) }}",
        f"p {{ background: url({address}) }}",
    ):
        with pytest.raises(RenderError, match="forbidden_resource"):
            typeset(samples.document("<p>x</p>"), stylesheet=style)
    assert calls == []


@pytest.mark.parametrize(
    "body",
    ['<a href="#nergens">x</a>', '<svg width="9" height="9"><path transform="rotate()"/></svg>'],
)
def test_a_part_the_engine_would_leave_out_stops_the_report(typeset, body):
    with pytest.raises(RenderError, match="layout_error"):
        typeset(samples.document(body))


def test_an_absurdly_long_document_is_refused_before_it_is_laid_out(typeset):
    with pytest.raises(RenderError, match="html_too_large"):
        typeset("x" * (rendering.MAX_HTML_CHARACTERS + 1))
    with pytest.raises(RenderError, match="attachment_too_large"):
        typeset("x", attachments={"a": (bytes(rendering.MAX_ATTACHMENT_BYTES + 1), "")})


def test_a_document_that_wears_the_engine_out_fails_and_the_next_one_is_made(typeset, monkeypatch):
    with Child(Limits(memory_mb=1024, cpu_seconds=2, wall_seconds=20)) as small:
        monkeypatch.setattr(rendering, "_typesetter", small)
        for bomb in (
            "<div>" * 5000,
            '<table><tr><td colspan="100000000">x</td></tr></table>',
            "<table>" + "<tr><td>x</td></tr>" * 30_000 + "</table>",
        ):
            with pytest.raises(RenderError) as failure:
                typeset(samples.document(bomb))
            assert failure.value.code in {"too_deep", "out_of_memory", "died", "timeout", "failed"}
        assert typeset(samples.document("<p>x</p>")).startswith(b"%PDF-")


def test_missing_fonts_are_named(typeset, tmp_path):
    with pytest.raises(RenderError, match=r"source-sans-3-latin-400-normal\.woff2"):
        typeset(samples.document("<p>x</p>"), fonts_directory=tmp_path)
