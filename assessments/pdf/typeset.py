"""HTML -> PDF/A-3a that is also PDF/UA-1. Runs in the limited child process.

WeasyPrint makes one variant per file; the PDF/UA identification is merged into its metadata
afterwards, which both standards allow.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pydyf
import weasyprint
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from assessments.pdf import fonts
from assessments.pdf.process import Refusal

VARIANT = "pdf/a-3a"
# Relative addresses lead nowhere, so the fetcher sees them and refuses.
NOWHERE = "https://report.invalid/"

PDF_UA_IDENTIFICATION = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    b"<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
    # PDF/A wants every metadata schema outside its own list described.
    b'<rdf:Description rdf:about=""'
    b' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name>"
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Indicates the part of ISO 14289</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


class ForbiddenResource(Refusal):
    """The document asked for something that is not one of our fonts: a fault or an attack."""

    code = "forbidden_resource"


class LayoutError(Refusal):
    """The engine reported an error it would otherwise hide by leaving a part out."""

    code = "layout_error"


class ClosedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no type information
    """Serves the given bytes from memory and nothing else: no disk, no network, no data URLs."""

    def __init__(self, served: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._served = served
        self.refused: list[str] = []

    def fetch(self, url: str, _headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if (content := self._served.get(url)) is None:
            self.refused.append(url[:200])
            raise ValueError("not one of our fonts")
        return URLFetcherResponse(url, content, {"Content-Type": "font/woff2"})


class ErrorsKept(logging.Handler):
    """Collects what WeasyPrint reports as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage()[:200])


@contextmanager
def _nothing_hidden(fetcher: ClosedFetcher) -> Iterator[None]:
    """Raises at the end if the engine fetched or failed: it goes on without the missing part."""
    errors = ErrorsKept()
    LOGGER.addHandler(errors)
    try:
        yield
    finally:
        LOGGER.removeHandler(errors)
    if fetcher.refused:
        raise ForbiddenResource("; ".join(fetcher.refused[:5]))
    if errors.messages:
        raise LayoutError("; ".join(errors.messages[:5]))


def answer(question: dict[str, Any], blobs: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Frame in, frame out: see `render.render` for the arguments."""
    html, *contents = blobs
    named = zip(question["attachments"], contents, strict=True)
    pdf = typeset(
        html.decode(),
        stylesheet=question["stylesheet"],
        title=question["title"],
        author=question["author"],
        description=question["description"],
        created=datetime.fromisoformat(question["created"]).astimezone(UTC),
        attachments=[(name, about, content) for (name, about), content in named],
        fonts_directory=Path(question["fonts_directory"]),
    )
    return {}, [pdf]


def typeset(
    html: str,
    *,
    stylesheet: str,
    title: str,
    author: str,
    description: str,
    created: datetime,
    attachments: list[tuple[str, str, bytes]],
    fonts_directory: Path,
) -> bytes:
    """See `render.render`; `created` is in UTC."""
    faces = fonts.load(fonts_directory)
    text = fonts.spell_out(html, fonts.drawable(faces))
    fetcher = ClosedFetcher({})
    with _nothing_hidden(fetcher):
        configuration, style = _warm(faces, stylesheet)
        document = weasyprint.HTML(string=text, url_fetcher=fetcher, base_url=NOWHERE).render(
            font_config=configuration, stylesheets=[style], pdf_variant=VARIANT
        )
        metadata = document.metadata
        metadata.title, metadata.authors, metadata.description = title, [author], description
        metadata.created = metadata.modified = created.strftime("%Y-%m-%dT%H:%M:%SZ")
        attached = [_attachment(*attachment, created) for attachment in attachments]
        written: bytes = document.write_pdf(pdf_variant=VARIANT, pdf_tags=True, finisher=_finish, attachments=attached)
    return written


def _attachment(name: str, description: str, content: bytes, created: datetime) -> weasyprint.Attachment:
    return weasyprint.Attachment(
        string=content,
        name=name,
        description=description,
        relationship="Data",
        created=created,
        modified=created,
    )


@lru_cache(maxsize=2)
def _warm(faces: tuple[fonts.Face, ...], stylesheet: str) -> tuple[FontConfiguration, weasyprint.CSS]:
    """Fonts and style are read once per process: nearly a third of the time of a report."""
    fetcher = ClosedFetcher(fonts.served(faces))
    configuration = FontConfiguration()
    style = weasyprint.CSS(
        string=fonts.stylesheet(faces) + stylesheet,
        url_fetcher=fetcher,
        font_config=configuration,
    )
    if fetcher.refused:
        raise ForbiddenResource("; ".join(fetcher.refused[:5]))
    return configuration, style


def _finish(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
    _claim_pdf_ua(pdf)
    _name_links(document)
    attached = pdf.catalog.get("AF", [])
    # WeasyPrint lists every attachment twice.
    attached[:] = dict.fromkeys(attached)


def _claim_pdf_ua(pdf: pydyf.PDF) -> None:
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    content = b"".join(metadata.stream)
    metadata.stream = [content.replace(b"</rdf:RDF>", PDF_UA_IDENTIFICATION + b"</rdf:RDF>")]


def _name_links(document: weasyprint.Document) -> None:
    """Let a screen reader say the words of a link instead of its anchor."""
    for page in document.pages:
        for _, _, _, box in page.links:
            annotation = getattr(box, "link_annotation", None)
            if annotation is None or box.element is None:
                continue
            if words := " ".join("".join(box.element.itertext()).split()):
                annotation["Contents"] = pydyf.String(words)
