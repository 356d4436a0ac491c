"""Ways to spoil, forge or booby-trap a sealed PDF."""

import re
import zlib
from collections.abc import Callable
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper

Forgery = Callable[[bytes], bytes]


def flipped(pdf: bytes, position: int) -> bytes:
    return pdf[:position] + bytes([pdf[position] ^ 1]) + pdf[position + 1 :]


def first_revision_flipped(pdf: bytes) -> bytes:
    """One bit in the first stream, which the FG signed."""
    return flipped(pdf, pdf.index(b"stream") + 20)


def signature_flipped(field: str) -> Forgery:
    def forge(pdf: bytes) -> bytes:
        for signature in PdfFileReader(BytesIO(pdf)).embedded_signatures:
            if signature.field_name == field:
                middle = int(signature.byte_range[1]) + 4000
                digit = b"0" if pdf[middle : middle + 1] != b"0" else b"1"
                return pdf[:middle] + digit + pdf[middle + 1 :]
        raise AssertionError(f"no field {field}")

    return forge


def signed_revisions(pdf: bytes) -> list[int]:
    """Where each signed part ends, in order of signing."""
    signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return [int(each.byte_range[2]) + int(each.byte_range[3]) for each in signatures]


def cut_after_officer(pdf: bytes) -> bytes:
    return pdf[: signed_revisions(pdf)[0]]


def cut_after_seal(pdf: bytes) -> bytes:
    return pdf[: signed_revisions(pdf)[-2]]


def saved_again(pdf: bytes) -> bytes:
    saved = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(saved)
    return saved.getvalue()


def edited_and_saved(pdf: bytes) -> bytes:
    saved = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.pages[0].contents_add(b"BT /F1 9 Tf (Toegestaan) Tj ET")
        document.save(saved)
    return saved.getvalue()


def stripped_of_signatures(pdf: bytes) -> bytes:
    saved = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        for name in ("/AcroForm", "/Perms", "/DSS"):
            if name in document.Root:
                del document.Root[name]
        for page in document.pages:
            if "/Annots" in page:
                del page["/Annots"]
        document.save(saved)
    return saved.getvalue()


def encrypted(pdf: bytes) -> bytes:
    saved = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(saved, encryption=pikepdf.Encryption(owner="x", user=""))
    return saved.getvalue()


def _added_to(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def text_added(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        stream = generic.StreamObject(stream_data=b"BT (Toegestaan) Tj ET")
        page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(stream)])
        writer.update_container(page)

    return _added_to(pdf, change)


def edition_replaced(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        attached = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]
        forged = generic.StreamObject(stream_data=b'{"outcome":"TOEGESTAAN"}')
        attached["/EF"]["/F"] = writer.add_object(forged)
        writer.update_container(attached["/EF"])

    return _added_to(pdf, change)


def opening_action_added(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        action = {
            pdf_name("/S"): pdf_name("/URI"),
            pdf_name("/URI"): pdf_string("https://kwaad.example"),
        }
        writer.root["/OpenAction"] = generic.DictionaryObject(action)
        writer.update_root()

    return _added_to(pdf, change)


def stamped(pdf: bytes, authority: TimeStamper) -> bytes:
    """Under one more document time stamp, as an archive would, or as a forger."""
    written = BytesIO()
    PdfTimeStamper(authority).timestamp_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), "sha256", output=written)
    return written.getvalue()


def _file(objects: list[bytes], *, root: int = 1) -> bytes:
    """A small PDF from its objects, with a plain cross-reference table."""
    written, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root %d 0 R>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, root, len(written))
    )


CATALOG = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[3 0 R]>>/Names %s>>"
PAGES = b"<</Type/Pages/Kids[]/Count 0>>"


def foreign() -> bytes:
    """A sound PDF that has nothing to do with us."""
    return _file([b"<</Type/Catalog/Pages 2 0 R>>", PAGES])


def field_loop() -> bytes:
    return _file([CATALOG % b"<<>>", PAGES, b"<</T(a)/Kids[3 0 R]/Parent 3 0 R>>"])


def deep_arrays(levels: int = 100_000) -> bytes:
    return _file([CATALOG % b"<<>>", PAGES, b"[" * levels + b"]" * levels])


def attachment_bomb(megabytes: int = 400) -> bytes:
    """A small file that unpack to far more than a process should hold."""
    packed = zlib.compress(bytes(megabytes << 20), 1)
    return _file(
        [
            CATALOG % b"<</EmbeddedFiles<</Names[(editie.json)4 0 R]>>>>",
            PAGES,
            b"<</T(Zegel)/FT/Sig>>",
            b"<</Type/Filespec/UF(editie.json)/EF<</F 5 0 R>>>>",
            b"<</Type/EmbeddedFile/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
        ]
    )


def reference_table_bomb(megabytes: int = 400) -> bytes:
    packed = zlib.compress(bytes(megabytes << 20), 1)
    start = b"%PDF-1.7\n"
    return start + (
        b"1 0 obj\n<</Type/XRef/Size 99999999/W[1 2 1]/Root 2 0 R/Filter/FlateDecode"
        b"/Length %d>>stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(packed), packed, len(start))
    )


def reference_table_loop() -> bytes:
    made = foreign()
    place = int(re.findall(rb"startxref\n(\d+)", made)[0])
    return made.replace(b"<</Size", b"<</Prev %d/Size" % place)
