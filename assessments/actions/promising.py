"""Commitments, the prior consultation and stated risks: what the author adds beside the answers."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from assessments.actions import ledger
from assessments.actions.answering import writable
from assessments.models import Actor, Assessment, Commitment, Consultation, StatedRisk
from assessments.policies import Refused


@dataclass(frozen=True)
class Promise:
    """What is committed to, by whom, when it is ready and what will show it."""

    question: str
    party: uuid.UUID | None
    committed_by: uuid.UUID
    obligation: str
    owner: str
    due: date
    measure: str = ""
    expected_evidence: str = ""
    signatory: str = ""


@transaction.atomic
def commit(*, by: Actor, assessment: Assessment, promise: Promise, at: datetime | None = None) -> Commitment:
    """Records a commitment, or replaces the one of the same party for the same row."""
    at = at or timezone.now()
    assessment = writable(assessment, by=by)
    if {promise.party or promise.committed_by, promise.committed_by} - set(assessment.party_ids):
        raise Refused("Deze partij hoort niet bij deze toets.")
    values = {name: value for name, value in vars(promise).items() if name not in ("question", "party", "committed_by")}
    commitment, _ = Commitment.objects.update_or_create(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        question=promise.question,
        party_id=promise.party,  # type: ignore[misc]  # NULL is a value here: asked once
        committed_by_id=promise.committed_by,
        defaults={**values, "entered_by": by, "entered_at": at, "salt": secrets.token_bytes(32)},
    )
    facts = {"question": promise.question, "committed_by": str(promise.committed_by), "due": promise.due.isoformat()}
    ledger.append(assessment, by=by, at=at, events=[("committed", facts)])
    return commitment


@transaction.atomic
def drop_commitment(*, by: Actor, assessment: Assessment, commitment: uuid.UUID, at: datetime | None = None) -> None:
    assessment = writable(assessment, by=by)
    row = Commitment.objects.filter(assessment=assessment, pk=commitment).first()
    if row is None:
        return
    row.delete()
    facts = {"question": row.question, "committed_by": str(row.committed_by_id)}
    ledger.append(assessment, by=by, at=at or timezone.now(), events=[("commitment_dropped", facts)])


@transaction.atomic
def record_consultation(
    *,
    by: Actor,
    assessment: Assessment,
    asked_on: date | None,
    answered_on: date | None,
    outcome: str,
    note: str = "",
    at: datetime | None = None,
) -> Consultation:
    """The prior consultation of the AP (art. 36 AVG)."""
    assessment = writable(assessment, by=by)
    consultation, _ = Consultation.objects.update_or_create(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        defaults={"asked_on": asked_on, "answered_on": answered_on, "outcome": outcome, "note": note},
    )
    ledger.append(assessment, by=by, at=at or timezone.now(), events=[("consultation_recorded", {"outcome": outcome})])
    return consultation


@transaction.atomic
def state_risk(
    *,
    by: Actor,
    assessment: Assessment,
    risk: str,
    likelihood: int,
    impact: int,
    reason: str,
    at: datetime | None = None,
) -> StatedRisk:
    """A residual risk judged higher than computed; the advice takes the stricter of the two."""
    assessment = writable(assessment, by=by)
    stated, _ = StatedRisk.objects.update_or_create(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        risk=risk,
        defaults={"likelihood": likelihood, "impact": impact, "reason": reason},
    )
    facts = {"risk": risk, "likelihood": likelihood, "impact": impact}
    ledger.append(assessment, by=by, at=at or timezone.now(), events=[("risk_stated", facts)])
    return stated


@transaction.atomic
def drop_stated_risk(*, by: Actor, assessment: Assessment, risk: str, at: datetime | None = None) -> None:
    assessment = writable(assessment, by=by)
    if StatedRisk.objects.filter(assessment=assessment, risk=risk).delete()[0]:
        ledger.append(assessment, by=by, at=at or timezone.now(), events=[("stated_risk_dropped", {"risk": risk})])
