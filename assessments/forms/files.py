"""What kinds of file are taken as evidence, told by their content and never by what a browser says."""

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from nlds.fields import refuse_hidden_characters

NAME_MAX = 200
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
MACROS = "vbaProject.bin"


@dataclass(frozen=True)
class Kind:
    """One kind of file: its extensions, what it is called in HTTP, and how its content is recognised."""

    extensions: tuple[str, ...]
    content_type: str
    recognises: Callable[[bytes], bool]


@dataclass(frozen=True)
class Accepted:
    """A file that may be stored."""

    name: str
    content: bytes
    content_type: str


def _starts(prefix: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(prefix)


def _office(member: str) -> Callable[[bytes], bool]:
    def recognises(content: bytes) -> bool:
        names = _members(content)
        return {"[Content_Types].xml", member} <= names and not any(name.endswith(MACROS) for name in names)

    return recognises


def _open_document(mimetype: str) -> Callable[[bytes], bool]:
    def recognises(content: bytes) -> bool:
        if not {"mimetype", "content.xml"} <= _members(content):
            return False
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("mimetype") as member:
                return member.read(len(mimetype) + 1) == mimetype.encode()
        except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError):
            return False  # damaged or encrypted

    return recognises


def _members(content: bytes) -> set[str]:
    if not content.startswith(b"PK\x03\x04"):
        return set()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return set()


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not any(ord(character) < 32 and character not in "\t\n\r\f" for character in text)


KINDS = (
    Kind((".pdf",), "application/pdf", _starts(b"%PDF-")),
    Kind((".png",), "image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    Kind((".jpg", ".jpeg"), "image/jpeg", _starts(b"\xff\xd8\xff")),
    Kind((".docx",), f"{OFFICE}wordprocessingml.document", _office("word/document.xml")),
    Kind((".xlsx",), f"{OFFICE}spreadsheetml.sheet", _office("xl/workbook.xml")),
    Kind((".odt",), f"{OPEN}text", _open_document(f"{OPEN}text")),
    Kind((".ods",), f"{OPEN}spreadsheet", _open_document(f"{OPEN}spreadsheet")),
    Kind((".txt",), "text/plain", _is_text),
    Kind((".csv",), "text/csv", _is_text),
    Kind((".eml",), "message/rfc822", _is_text),
)
ALLOWED = tuple(extension for kind in KINDS for extension in kind.extensions)


def accept(upload: "UploadedFile[Any]") -> Accepted:
    """The file, if it may be stored. Raises `ValidationError` with what to do when it may not."""
    name = clean_name(upload.name or "")
    if not upload.size:
        raise ValidationError(_("Dit bestand is leeg. Kies een bestand met inhoud"))
    limit = settings.EVIDENCE_MAX_BYTES
    if upload.size > limit:
        size = {"max": limit // (1024 * 1024)}
        raise ValidationError(_("Dit bestand is te groot. Kies een bestand van hoogstens %(max)s MB") % size)
    content = upload.read()
    extension = PurePosixPath(name).suffix.lower()
    kind = next((each for each in KINDS if extension in each.extensions and each.recognises(content)), None)
    if kind is not None:
        return Accepted(name, content, kind.content_type)
    if extension in ALLOWED:
        text = _("Dit is geen goed %(kind)s-bestand. Open het en sla het opnieuw op, zonder macro’s of wachtwoord")
        raise ValidationError(text % {"kind": extension})
    allowed = ", ".join(each.removeprefix(".") for each in ALLOWED)
    raise ValidationError(_("Dit soort bestand kan niet. Kies een van deze soorten: %s") % allowed)


def clean_name(name: str) -> str:
    """The last part of a name, without any folder, as it may be shown and offered again."""
    name = PurePosixPath(PureWindowsPath(name).name).name.strip()
    refuse_hidden_characters(name)
    if not name or len(name) > NAME_MAX:
        raise ValidationError(_("Geef het bestand een naam van hoogstens %s tekens") % NAME_MAX)
    return name
