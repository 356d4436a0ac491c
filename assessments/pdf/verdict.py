"""What checking a PDF comes to: codes for machines, from which pages make sentences."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

SIGNATURE_FIELD = "FG"
SEAL_FIELD = "Zegel"
EDITION_ATTACHMENT = "editie.json"


class Code(StrEnum):
    GENUINE = "genuine"  # unchanged, and issued by this installation
    GENUINE_UNKNOWN_HERE = "genuine_unknown_here"  # unchanged, but not in our records
    CHANGED = "changed"  # bears our marks, but is not what was sealed
    NOT_OURS = "not_ours"  # a PDF without our seal, or sealed by a stranger
    NOT_A_PDF = "not_a_pdf"
    EMPTY = "empty"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    ENCRYPTED = "encrypted"
    UNREADABLE = "unreadable"  # damaged, or made to wear us out


class Fault(StrEnum):
    """Exactly what is wrong; a verdict may name several."""

    NO_SIGNATURES = "no_signatures"
    SEAL_MISSING = "seal_missing"
    TIMESTAMP_MISSING = "timestamp_missing"
    UNEXPECTED_SIGNATURE = "unexpected_signature"
    SIGNED_PART_CHANGED = "signed_part_changed"
    CHANGED_AFTER_SIGNING = "changed_after_signing"
    UNSEALED_BYTES = "unsealed_bytes"
    SIGNATURE_UNREADABLE = "signature_unreadable"
    SIGNER_NOT_TRUSTED = "signer_not_trusted"
    SEAL_OF_STRANGER = "seal_of_stranger"
    SIGNER_REVOKED = "signer_revoked"
    TIMESTAMP_NOT_TRUSTED = "timestamp_not_trusted"
    EDITION_MISSING = "edition_missing"
    TOO_MUCH_WORK = "too_much_work"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Expected:
    """What the caller knows.

    `seal_holders`: common names of seals that count; under a public root anybody can buy a
    certificate. `issued`: SHA-256 (hex) of files issued here, as far as looked up; a file among
    them is known byte for byte and spared the slow search for later additions.
    """

    seal_holders: frozenset[str]
    issued: frozenset[str] = frozenset()
    attachment: str = EDITION_ATTACHMENT


@dataclass(frozen=True)
class SignatureFacts:
    field: str
    signer: str  # common name in the certificate
    organisation: str  # organisation in the certificate
    level: str  # PAdES level reached: B-B, B-T, B-LT or B-LTA
    signed_at: datetime | None  # from the trusted time stamp
    intact: bool
    trusted: bool
    coverage: str
    modifications: str


@dataclass(frozen=True)
class Verdict:
    code: Code
    faults: tuple[Fault, ...] = ()
    sha256: str = ""  # of the whole file
    signatures: tuple[SignatureFacts, ...] = ()
    document_time: datetime | None = None  # proven by the document time stamp
    attachment_sha256: str = ""
    attachment: bytes | None = field(default=None, repr=False)

    def to_json(self) -> dict[str, Any]:
        """Without the attachment's bytes."""
        return {
            "code": self.code,
            "faults": list(self.faults),
            "sha256": self.sha256,
            "signatures": [{**asdict(facts), "signed_at": _iso(facts.signed_at)} for facts in self.signatures],
            "document_time": _iso(self.document_time),
            "attachment_sha256": self.attachment_sha256,
        }

    @classmethod
    def from_json(cls, content: dict[str, Any], attachment: bytes | None) -> Self:
        return cls(
            code=Code(content["code"]),
            faults=tuple(Fault(fault) for fault in content["faults"]),
            sha256=content["sha256"],
            signatures=tuple(
                SignatureFacts(**{**facts, "signed_at": _moment(facts["signed_at"])}) for facts in content["signatures"]
            ),
            document_time=_moment(content["document_time"]),
            attachment_sha256=content["attachment_sha256"],
            attachment=attachment,
        )


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
