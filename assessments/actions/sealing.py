"""From advice to sealed report. The worker renders and signs outside any transaction; here it is recorded."""

import hashlib
import json
import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments import jobs, reading
from assessments.actions import ledger
from assessments.actions.evidence import store_file
from assessments.actions.moving import move
from assessments.domain import edition
from assessments.domain.ledger import canonical_json
from assessments.domain.workflow import Step
from assessments.models import (
    Actor,
    ActorKind,
    Assessment,
    Checkpoint,
    Edition,
    FgAdvice,
    LedgerHead,
    Report,
    SealedHash,
)
from assessments.permissions import Role


def system_actor(organisation_id: uuid.UUID) -> Actor:
    """The worker, as it writes in this organisation."""
    actor, _new = Actor.objects.get_or_create(organisation_id=organisation_id, kind=ActorKind.SYSTEM)
    actor.roles = frozenset({Role.SYSTEM, Role.OPERATOR})
    return actor


def ask_report(advice: FgAdvice, *, at: datetime) -> Report:
    """Edition 1, asked for inside the transaction that fixes the advice; the worker starts when that ends well."""
    snapshot = advice.snapshot
    assessment = snapshot.assessment
    report = Report.objects.create(
        organisation_id=assessment.organisation_id,
        snapshot=snapshot,
        edition=Edition.ADVICE,
        envelope=canonical_json(_envelope(assessment, advice)),
        asked_at=at,
    )
    jobs.defer_render_report(report.pk, report.organisation_id)
    return report


def _envelope(assessment: Assessment, advice: FgAdvice) -> dict[str, Any]:
    """What the FG committed to, and where the audit trail stood right after it."""
    head = LedgerHead.objects.get(chain=assessment.pk)
    organisation = assessment.organisation
    return edition.envelope(
        reading.questionnaire(assessment.questionnaire_version_id),
        json.loads(advice.snapshot.content),
        organisation=edition.OrganisationName(str(organisation.pk), organisation.name),
        fg=edition.FgVerdict(
            verdict=advice.verdict,
            text=advice.text,
            name=str(advice.advised_by),
            pseudonym=advice.advised_by.pseudonym,
            login_method=advice.login_method,
            at=ledger.rfc3339(advice.advised_at),
            stricter_outcome=advice.stricter_outcome,
            stricter_reason=advice.stricter_reason,
        ),
        ledger=edition.LedgerHead(str(head.chain), head.seq, head.hash),
    )


@transaction.atomic
def cover(*, by: Actor, report: Report, checkpoint: Checkpoint) -> str:
    """The envelope with the checkpoint that covers the chain up to the advice. One that is named already stays."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    envelope = json.loads(report.envelope)
    if not report.sealed_at and "checkpoint" not in envelope:
        named = edition.CheckpointNamed(checkpoint.number, checkpoint.at, checkpoint.root)
        report.envelope = canonical_json(edition.covered(envelope, named))
        report.save(update_fields=["envelope"])
    return report.envelope


@transaction.atomic
def seal(*, by: Actor, report: Report, pdf: bytes, signed_by: Actor | None, at: datetime | None = None) -> bool:
    """Stores the signed file and its hash, and moves the assessment on. Idempotent: False when it was sealed before.

    `signed_by` is the FG when they signed with a key of their own; without one the advice is recorded, not signed.
    """
    at = at or timezone.now()
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.sealed_at:
        return False
    assessment = Assessment.objects.select_for_update().get(pk=report.snapshot.assessment_id)
    report.file = store_file(report.organisation_id, pdf, "application/pdf")
    report.sha256 = hashlib.sha256(pdf).hexdigest()
    report.sealed_at, report.signed_by, report.failure = at, signed_by, ""
    report.save()
    SealedHash.objects.get_or_create(sha256=report.sha256, defaults={"sealed_on": timezone.localdate(at)})
    move(assessment, Step.SEAL_ADVICE, by=by, at=at)
    facts = {
        "edition": report.edition,
        "snapshot": report.snapshot.sha256,
        "report": report.sha256,
        "signed_by": signed_by.pseudonym if signed_by else None,
    }
    ledger.append(assessment, by=by, at=at, events=[("sealed", facts)])
    return True


@transaction.atomic
def record_failure(*, by: Actor, report: Report, code: str, at: datetime | None = None) -> None:
    """Notes for the operator that rendering or signing failed; `code` is a class name, never content."""
    Report.objects.filter(pk=report.pk, sealed_at__isnull=True).update(failure=code[:100])


@transaction.atomic
def retry(*, by: Actor, report: Report, at: datetime | None = None) -> None:
    """The operator asks the worker once more."""
    at = at or timezone.now()
    assessment = Assessment.objects.get(pk=report.snapshot.assessment_id)
    assessment.capacity = None
    move(assessment, Step.RETRY, by=by, at=at)
    Report.objects.filter(pk=report.pk, sealed_at__isnull=True).update(failure="")
    ledger.append(assessment, by=by, at=at, events=[("retry", {"edition": report.edition})])
    jobs.defer_render_report(report.pk, report.organisation_id)
