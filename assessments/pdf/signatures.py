"""What the signatures in a file prove, each judged at the moment its time stamp proves.

Everything is checked offline, with the certificates and revocation data the file carries. The
last document time stamp is judged at its own time, each earlier one at the time of the next, and
the signatures at the time of the first: a certificate may expire afterwards without harm.
"""

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from asn1crypto.cms import ContentInfo
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from assessments.pdf.trust import Trust
from assessments.pdf.verdict import (
    SEAL_FIELD,
    SIGNATURE_FIELD,
    Expected,
    Fault,
    SignatureFacts,
)

DOCUMENT_TIMESTAMP = "/DocTimeStamp"


@dataclass
class Findings:
    faults: set[Fault] = field(default_factory=set)
    signatures: tuple[SignatureFacts, ...] = ()
    document_time: datetime | None = None
    carries_evidence: bool = False


@dataclass(frozen=True)
class Evidence:
    """What the file carries to judge its signatures by, and whom we trust."""

    trust: Trust
    carried: DocumentSecurityStore | None

    def at(self, moment: datetime) -> ValidationContext:
        if self.carried is None:
            return self.trust.at(moment)
        context: ValidationContext = self.carried.as_validation_context(self.trust.arguments_at(moment))
        return context


def judge_signatures(
    reader: PdfFileReader,
    signatures: list[EmbeddedPdfSignature],
    pdf: bytes,
    trust: Trust,
    expected: Expected,
    now: datetime,
) -> Findings:
    return asyncio.run(_judge(reader, signatures, pdf, trust, expected, now))


async def _judge(
    reader: PdfFileReader,
    signatures: list[EmbeddedPdfSignature],
    pdf: bytes,
    trust: Trust,
    expected: Expected,
    now: datetime,
) -> Findings:
    evidence = Evidence(trust, _carried(reader))
    found = Findings(carries_evidence=evidence.carried is not None)
    stamps = [each for each in signatures if each.sig_object_type == DOCUMENT_TIMESTAMP]
    named = {each.field_name: each for each in signatures if each not in stamps}
    _check_completeness(found, signatures, stamps, set(named), len(pdf))
    found.document_time = await _proven_time(found, stamps, evidence)
    context = partial(evidence.at, found.document_time or now)
    await _judge_named(found, named, context, expected, search_additions=False)
    # Searching for later additions takes seconds, and tells nothing new about a file that is known
    # byte for byte or has failed already.
    if not found.faults and hashlib.sha256(pdf).hexdigest() not in expected.issued:
        await _judge_named(found, named, context, expected, search_additions=True)
    return found


async def _judge_named(
    found: Findings,
    named: Mapping[str, EmbeddedPdfSignature],
    context: Callable[[], ValidationContext],
    expected: Expected,
    *,
    search_additions: bool,
) -> None:
    facts = []
    for name, signature in named.items():
        status = await async_validate_pdf_signature(
            signature, signer_validation_context=context(), skip_diff=not search_additions
        )
        holders = expected.seal_holders if name == SEAL_FIELD else None
        found.faults |= _faults(status, holders)
        facts.append(_facts(name, status, found))
    found.signatures = tuple(facts)


def _check_completeness(
    found: Findings,
    signatures: list[EmbeddedPdfSignature],
    stamps: list[EmbeddedPdfSignature],
    names: set[str],
    size: int,
) -> None:
    if SEAL_FIELD not in names:
        found.faults.add(Fault.SEAL_MISSING)
    if names - {SEAL_FIELD, SIGNATURE_FIELD}:
        found.faults.add(Fault.UNEXPECTED_SIGNATURE)
    if not stamps or signatures[-1] is not stamps[-1]:
        found.faults.add(Fault.TIMESTAMP_MISSING)
    elif not _covers_everything(stamps[-1], size):
        found.faults.add(Fault.UNSEALED_BYTES)


def _covers_everything(stamp: EmbeddedPdfSignature, size: int) -> bool:
    """The signed ranges run from the first byte to the last, around the stamp's own bytes only.

    A stamp cannot cover itself: spare certificates in it may still be altered, which changes
    nothing a reader sees and does not pass for a file in our records. Its padding must be empty.
    """
    if len(stamp.byte_range) != 4:
        return False
    start, length, rest, rest_length = (int(number) for number in stamp.byte_range)
    own = 2 * len(stamp.pkcs7_content) + len("<>")
    padding = stamp.pkcs7_content[len(ContentInfo.load(stamp.pkcs7_content).dump()) :]
    whole = start == 0 and rest == length + own and rest + rest_length == size
    return whole and not padding.strip(b"\0")


async def _proven_time(found: Findings, stamps: list[EmbeddedPdfSignature], evidence: Evidence) -> datetime | None:
    """The time of the first document time stamp, if the whole chain of them holds."""
    moment: datetime | None = None
    for stamp in reversed(stamps):
        claimed = stamp.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
        status = await async_validate_pdf_timestamp(
            stamp, validation_context=evidence.at(moment or claimed), skip_diff=True
        )
        if not (status.intact and status.valid):
            found.faults.add(Fault.SIGNED_PART_CHANGED)
            return None
        if not status.trusted:
            found.faults.add(Fault.TIMESTAMP_NOT_TRUSTED)
            return None
        moment = claimed
    return moment


def _faults(status: PdfSignatureStatus, holders: frozenset[str] | None) -> set[Fault]:
    faults = set()
    if not (status.intact and status.valid):
        faults.add(Fault.SIGNED_PART_CHANGED)
    elif status.revoked:
        faults.add(Fault.SIGNER_REVOKED)
    elif not status.trusted:
        faults.add(Fault.SIGNER_NOT_TRUSTED)
    elif holders is not None and _holder(status, "common_name") not in holders:
        faults.add(Fault.SEAL_OF_STRANGER)
    if _modified(status):
        faults.add(Fault.CHANGED_AFTER_SIGNING)
    if not faults and not status.bottom_line:
        faults.add(Fault.TIMESTAMP_NOT_TRUSTED)
    return faults


def _modified(status: PdfSignatureStatus) -> bool:
    """Changes the signer did not allow; an unknown level means they were not searched for."""
    if status.modification_level is None:
        return False
    return not status.docmdp_ok or status.modification_level == ModificationLevel.OTHER


def _facts(name: str, status: PdfSignatureStatus, found: Findings) -> SignatureFacts:
    stamped = status.timestamp_validity
    signed_at = stamped.timestamp if stamped is not None and stamped.trusted else None
    level = "B-B"
    if signed_at is not None:
        level = "B-T"
        if status.trusted and found.carries_evidence:
            level = "B-LTA" if found.document_time is not None else "B-LT"
    modifications = status.modification_level
    return SignatureFacts(
        field=name,
        signer=_holder(status, "common_name"),
        organisation=_holder(status, "organization_name"),
        level=level,
        signed_at=signed_at,
        intact=status.intact and status.valid,
        trusted=status.trusted,
        coverage=status.coverage.name.lower() if status.coverage else "",
        modifications=modifications.name.lower() if modifications is not None else "not_examined",
    )


def _holder(status: PdfSignatureStatus, attribute: str) -> str:
    value = status.signing_cert.subject.native.get(attribute, "")
    return value if isinstance(value, str) else ", ".join(value)


def _carried(reader: PdfFileReader) -> DocumentSecurityStore | None:
    try:
        store: DocumentSecurityStore = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return None
    return store
