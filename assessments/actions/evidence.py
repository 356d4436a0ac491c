"""Documents and declarations: added once, linked to many answers, checked by somebody who wrote neither."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions import ledger
from assessments.actions.answering import RowKey, close_open_revisions, ensure_rows, writable
from assessments.models import (
    Actor,
    AnswerRevision,
    Assessment,
    CheckVerdict,
    Evidence,
    EvidenceCheck,
    EvidenceKind,
    EvidenceLink,
    EvidenceVersion,
    File,
    FileChunk,
)
from assessments.policies import Refused, check_may_check

CHUNK = 256 * 1024  # bytes per row: a download never holds more than one chunk twice


@dataclass(frozen=True)
class Document:
    """What is added: a file with its bytes, or a declaration with its statement."""

    title: str
    dated: date
    valid_until: date | None = None
    party: uuid.UUID | None = None
    content: bytes = b""
    content_type: str = ""
    file_name: str = ""
    statement: str = ""
    declared_by: str = ""
    declared_as: str = ""

    @property
    def kind(self) -> EvidenceKind:
        return EvidenceKind.FILE if self.content else EvidenceKind.DECLARATION

    @property
    def octets(self) -> bytes:
        """What the hash is taken over."""
        if self.content:
            return self.content
        return "\n".join((self.statement, self.declared_by, self.declared_as, self.dated.isoformat())).encode()


def store_file(organisation_id: uuid.UUID, content: bytes, content_type: str) -> File:
    """Keeps the bytes once per organisation, whatever the number of documents that consist of them."""
    sha256 = hashlib.sha256(content).hexdigest()
    file, new = File.objects.get_or_create(
        organisation_id=organisation_id,
        sha256=sha256,
        defaults={"size": len(content), "content_type": content_type},
    )
    if new:
        FileChunk.objects.bulk_create(
            FileChunk(organisation_id=organisation_id, file=file, number=number, data=content[start : start + CHUNK])
            for number, start in enumerate(range(0, len(content), CHUNK))
        )
    return file


@transaction.atomic
def add(
    *, by: Actor, assessment: Assessment, document: Document, rows: Sequence[RowKey] = (), at: datetime | None = None
) -> Evidence:
    """Adds a document or declaration and links it to the answers of these rows."""
    at = at or timezone.now()
    assessment = writable(assessment, by=by)
    if document.party and document.party not in assessment.party_ids:
        raise Refused(_("Deze partij hoort niet bij deze toets."))
    evidence = Evidence.objects.create(
        organisation_id=assessment.organisation_id, assessment=assessment, kind=document.kind, party_id=document.party
    )
    version = _version(evidence, document, by, at)
    ledger.append(assessment, by=by, at=at, events=[("evidence_added", _facts(version))])
    link(by=by, assessment=assessment, evidence=evidence, rows=rows, at=at)
    return evidence


@transaction.atomic
def replace(
    *, by: Actor, assessment: Assessment, evidence: Evidence, document: Document, at: datetime | None = None
) -> EvidenceVersion:
    """A new version; answers it showed are not demonstrated again until somebody checks it."""
    at = at or timezone.now()
    assessment = writable(assessment, by=by)
    evidence = Evidence.objects.select_for_update().get(assessment=assessment, pk=evidence.pk)
    if evidence.kind != document.kind:
        raise Refused(_("Een document vervangt u door een document, een verklaring door een verklaring."))
    evidence.current += 1
    evidence.save(update_fields=["current"])
    version = _version(evidence, document, by, at)
    ledger.append(assessment, by=by, at=at, events=[("evidence_replaced", _facts(version))])
    return version


def _version(evidence: Evidence, document: Document, by: Actor, at: datetime) -> EvidenceVersion:
    octets = document.octets
    stored = store_file(evidence.organisation_id, octets, document.content_type) if document.content else None
    return EvidenceVersion.objects.create(
        organisation_id=evidence.organisation_id,
        evidence=evidence,
        number=evidence.current,
        title=document.title,
        sha256=hashlib.sha256(octets).hexdigest(),
        size=len(octets),
        file=stored,
        file_name=document.file_name,
        statement=document.statement,
        declared_by=document.declared_by,
        declared_as=document.declared_as,
        dated=document.dated,
        valid_until=document.valid_until,
        added_by=by,
        added_at=at,
        salt=secrets.token_bytes(32),
    )


def _facts(version: EvidenceVersion) -> dict[str, object]:
    return {"evidence": str(version.evidence_id), "version": version.number, "sha256": version.sha256}


@transaction.atomic
def link(
    *, by: Actor, assessment: Assessment, evidence: Evidence, rows: Sequence[RowKey], at: datetime | None = None
) -> None:
    """Says that this evidence is meant to show the answers of these rows; every other link of it goes."""
    at = at or timezone.now()
    assessment = writable(assessment, by=by)
    if any(party and party not in assessment.party_ids for _question, party in rows):
        raise Refused(_("Deze partij hoort niet bij deze toets."))
    wanted = set(ensure_rows(assessment, by=by, rows=rows, at=at).values())
    present = set(EvidenceLink.objects.filter(evidence=evidence).values_list("answer_id", flat=True))
    EvidenceLink.objects.filter(evidence=evidence, answer__in=present - wanted).delete()
    EvidenceLink.objects.bulk_create(
        EvidenceLink(organisation_id=assessment.organisation_id, evidence=evidence, answer_id=answer)
        for answer in wanted - present
    )
    if wanted != present:
        facts = {"evidence": str(evidence.pk), "answers": sorted(str(answer) for answer in wanted)}
        ledger.append(assessment, by=by, at=at, events=[("evidence_linked", facts)])


@transaction.atomic
def check(
    *,
    by: Actor,
    assessment: Assessment,
    version: EvidenceVersion | None,
    verdicts: dict[uuid.UUID, CheckVerdict],
    note: str = "",
    at: datetime | None = None,
) -> None:
    """One document open, a verdict for each answer it should show. Without a document: of the explanation alone.

    A check belongs to exactly this revision and this version. Raises `Refused` for a writer of either.
    """
    at = at or timezone.now()
    assessment = writable(assessment, by=by)
    events = close_open_revisions(assessment, at=at, answers=list(verdicts))
    revisions = _checkable(assessment, version, list(verdicts))
    if len(revisions) != len(verdicts):
        raise Refused(_("Een van de antwoorden is intussen veranderd. Laad de pagina opnieuw."))
    added_by = {version.added_by_id} if version else set()
    for revision in revisions:
        independent = check_may_check(by.organisation, checker=by, writers={revision.actor_id, *added_by})
        verdict = verdicts[revision.answer_id]
        EvidenceCheck.objects.update_or_create(
            organisation_id=assessment.organisation_id,
            revision=revision,
            version=version,
            defaults={
                "verdict": verdict,
                "note": note,
                "checked_by": by,
                "checked_at": at,
                "independent": independent,
            },
        )
        events.append(
            (
                "checked",
                {"question": revision.answer.question, "leaf_hash": revision.leaf_hash, "verdict": verdict.value},
            )
        )
    ledger.append(assessment, by=by, at=at, events=events)


def _checkable(
    assessment: Assessment, version: EvidenceVersion | None, answers: Sequence[uuid.UUID]
) -> list[AnswerRevision]:
    """The current revisions of these answers, as far as this evidence is linked to them."""
    revisions = AnswerRevision.objects.filter(
        answer__assessment=assessment, answer__in=answers, number=F("answer__revision")
    ).select_related("answer")
    if version is not None:
        current = Evidence.objects.filter(assessment=assessment, pk=version.evidence_id, current=version.number)
        revisions = revisions.filter(answer__links__evidence__in=current)
    return list(revisions)
