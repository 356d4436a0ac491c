"""The door for making a PDF: HTML in, PDF/A-3a + PDF/UA-1 out, made in a limited process."""

import atexit
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from assessments.pdf.process import Child, ChildFailed, Limits

MAX_HTML_CHARACTERS = 3_000_000
MAX_ATTACHMENT_BYTES = 20_000_000
LIMITS = Limits(memory_mb=2048, cpu_seconds=60, wall_seconds=120)


class RenderError(Exception):
    """No PDF was made. `code`: html_too_large, attachment_too_large, forbidden_resource,
    layout_error, fonts_missing, too_deep, out_of_memory, timeout, died, failed."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


def render(
    html: str,
    *,
    stylesheet: str,
    title: str,
    created: datetime,
    fonts_directory: Path,
    author: str = "",
    description: str = "",
    attachments: Mapping[str, tuple[bytes, str]] | None = None,
) -> bytes:
    """An unsigned PDF: the same bytes for the same input, on every machine.

    `html` is a whole document with a `lang`; it may fetch nothing (no images, no data URLs: draw
    with inline SVG). `created` is the date in the metadata. `attachments` maps a file name to its
    bytes and description. Characters the typeface lacks are printed as [U+1F600].
    Raises RenderError; the next call starts with a fresh process.
    """
    attachments = attachments or {}
    if len(html) > MAX_HTML_CHARACTERS:
        raise RenderError("html_too_large", f"{len(html)} characters")
    if sum(len(content) for content, _ in attachments.values()) > MAX_ATTACHMENT_BYTES:
        raise RenderError("attachment_too_large")
    question = {
        "stylesheet": stylesheet,
        "title": title,
        "author": author,
        "description": description,
        "created": created.isoformat(),
        "fonts_directory": str(fonts_directory.resolve()),
        "attachments": [(name, about) for name, (_, about) in attachments.items()],
    }
    contents = [content for content, _ in attachments.values()]
    try:
        _, blobs = _typesetter.ask("typeset", question, [html.encode(), *contents])
    except ChildFailed as failure:
        raise RenderError(failure.reason, failure.detail) from failure
    return blobs[0]


# Our own templates, so one warm process serves them all; importing costs more than a report.
_typesetter = Child(LIMITS)
atexit.register(_typesetter.close)
