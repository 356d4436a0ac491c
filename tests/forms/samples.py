"""The smallest files of each kind."""

import io
import zipfile

PDF = b"%PDF-1.7\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"


def archive(*members: str, **contents: bytes) -> bytes:
    """A zip with these members; a name in `contents` gives its bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for member in members:
            made.writestr(member, contents.get(member, b"x"))
    return buffer.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
ODT = archive("mimetype", "content.xml", mimetype=b"application/vnd.oasis.opendocument.text")
ODS = archive("mimetype", "content.xml", mimetype=b"application/vnd.oasis.opendocument.spreadsheet")
