"""The door for checking a PDF: uploaded bytes in, a verdict out, always."""

import hashlib

from assessments.pdf.process import Child, ChildFailed, Limits
from assessments.pdf.trust import Trust
from assessments.pdf.verdict import Code, Expected, Fault, Verdict

MAX_BYTES = 25_000_000
LIMITS = Limits(memory_mb=768, cpu_seconds=30, wall_seconds=60)
# Readers allow some bytes before the header; our own files have none.
HEADER = b"%PDF-"


def verify(pdf: bytes, *, trust: Trust, expected: Expected) -> Verdict:
    """Is this file a report of ours, and unchanged? Never raises for what the bytes hold.

    Reads the file in a fresh process with limits, so one upload cannot touch the next.
    """
    sha256 = hashlib.sha256(pdf).hexdigest()
    if not pdf:
        return Verdict(Code.EMPTY, sha256=sha256)
    if len(pdf) > MAX_BYTES:
        return Verdict(Code.TOO_LARGE, sha256=sha256)
    if not pdf.startswith(HEADER):
        return Verdict(Code.NOT_A_PDF, sha256=sha256)
    question = {
        "roots": len(trust.roots),
        "seal_holders": sorted(expected.seal_holders),
        "issued": sorted(expected.issued & {sha256}),
        "attachment": expected.attachment,
    }
    try:
        with Child(LIMITS) as child:
            answer, attached = child.ask("examine", question, [pdf, *trust.roots, *trust.crls])
    except ChildFailed:
        return Verdict(Code.UNREADABLE, (Fault.TOO_MUCH_WORK,), sha256)
    return Verdict.from_json(answer, attached[0] if attached else None)
