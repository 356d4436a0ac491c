"""Reads an uploaded PDF and judges it. Runs in the limited child process: input may be hostile.

A signature that checks out proves only its own part of the file. So beyond pyHanko's checks, the
seal must be there and be a seal we accept, and a document time stamp must cover the last byte.
"""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from assessments.pdf.signatures import Findings, judge_signatures
from assessments.pdf.trust import Trust
from assessments.pdf.verdict import (
    SEAL_FIELD,
    SIGNATURE_FIELD,
    Code,
    Expected,
    Fault,
    Verdict,
)

# The libraries raise anything on hostile bytes; running out of memory or stack is for the parent.
WORN_OUT = (MemoryError, RecursionError)
BROKEN = {Fault.SIGNED_PART_CHANGED, Fault.SIGNATURE_UNREADABLE}
SEAL_MARK = f"({SEAL_FIELD})".encode()
STRANGERS = {
    Fault.SIGNER_NOT_TRUSTED,
    Fault.SIGNER_REVOKED,
    Fault.SEAL_OF_STRANGER,
    Fault.EDITION_MISSING,
}


def answer(question: dict[str, Any], blobs: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Frame in, frame out: see `verify.verify`."""
    pdf, *certificates = blobs
    roots, crls = certificates[: question["roots"]], certificates[question["roots"] :]
    expected = Expected(
        seal_holders=frozenset(question["seal_holders"]),
        issued=frozenset(question["issued"]),
        attachment=question["attachment"],
    )
    verdict = examine(pdf, Trust(tuple(roots), tuple(crls)), expected, datetime.now(UTC))
    attached = [verdict.attachment] if verdict.attachment is not None else []
    return verdict.to_json(), attached


def examine(pdf: bytes, trust: Trust, expected: Expected, now: datetime) -> Verdict:
    sha256 = hashlib.sha256(pdf).hexdigest()
    try:
        reader = PdfFileReader(BytesIO(pdf))
        if reader.encrypted:
            return Verdict(Code.ENCRYPTED, sha256=sha256)
        attachment = embedded(reader, expected.attachment)
    except WORN_OUT:
        raise
    except Exception:  # noqa: BLE001  # see WORN_OUT
        return Verdict(_why_unreadable(pdf), (Fault.DAMAGED,), sha256)
    verdict = replace(_judge(reader, pdf, trust, expected, now, attachment), sha256=sha256)
    if attachment is None:
        return verdict
    digest = hashlib.sha256(attachment).hexdigest()
    return replace(verdict, attachment=attachment, attachment_sha256=digest)


def embedded(reader: PdfFileReader, name: str) -> bytes | None:
    """The bytes of the attachment with this name, or None."""
    try:
        listed = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    except KeyError:
        return None
    for position in range(1, len(listed), 2):
        description = listed[position]
        if str(description.get("/UF", description.get("/F"))) == name:
            content: bytes = description["/EF"]["/F"].data
            return content
    return None


def extract_attachment(pdf: bytes, name: str) -> bytes | None:
    """As `embedded`, for a file we made ourselves; never for an upload."""
    return embedded(PdfFileReader(BytesIO(pdf)), name)


def _why_unreadable(pdf: bytes) -> Code:
    if not pdf.rstrip(b"\r\n\t \0").endswith(b"%%EOF"):
        return Code.TRUNCATED
    # The name of our seal stands in clear, so a damaged report can still be told from rubbish.
    return Code.CHANGED if SEAL_MARK in pdf else Code.UNREADABLE


def _judge(
    reader: PdfFileReader,
    pdf: bytes,
    trust: Trust,
    expected: Expected,
    now: datetime,
    attachment: bytes | None,
) -> Verdict:
    try:
        signatures: list[EmbeddedPdfSignature] = reader.embedded_signatures
        if not signatures:
            code = Code.NOT_OURS if attachment is None else Code.CHANGED
            return Verdict(code, (Fault.NO_SIGNATURES,))
        if not {SEAL_FIELD, SIGNATURE_FIELD} & {each.field_name for each in signatures}:
            return Verdict(Code.NOT_OURS, (Fault.SEAL_MISSING,))
        found = judge_signatures(reader, signatures, pdf, trust, expected, now)
    except WORN_OUT:
        raise
    except Exception:  # noqa: BLE001  # see WORN_OUT
        return Verdict(Code.CHANGED, (Fault.SIGNATURE_UNREADABLE,))
    return _verdict(found, pdf, expected, attachment)


def _verdict(found: Findings, pdf: bytes, expected: Expected, attachment: bytes | None) -> Verdict:
    faults = set(found.faults)
    if attachment is None:
        faults.add(Fault.EDITION_MISSING)
    # What is broken says nothing about who made it, so damage comes before distrust.
    if faults & BROKEN:
        code = Code.CHANGED
    elif faults & STRANGERS:
        code = Code.NOT_OURS
    elif faults:
        code = Code.CHANGED
    elif hashlib.sha256(pdf).hexdigest() in expected.issued:
        code = Code.GENUINE
    else:
        code = Code.GENUINE_UNKNOWN_HERE
    in_order = tuple(fault for fault in Fault if fault in faults)
    return Verdict(code, in_order, signatures=found.signatures, document_time=found.document_time)
