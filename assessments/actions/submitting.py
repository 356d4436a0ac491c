"""Submitting freezes what was answered; until the FG claims it the author can take it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import reading
from assessments.actions import ledger
from assessments.actions.answering import close_open_revisions
from assessments.actions.moving import move
from assessments.domain import snapshot as frozen
from assessments.domain.answers import Edition
from assessments.domain.ledger import canonical_json, snapshot_hash
from assessments.domain.workflow import Step
from assessments.models import Actor, Assessment, Comment, Snapshot
from assessments.policies import Refused


@transaction.atomic
def submit(*, by: Actor, assessment: Assessment, short: bool = False, at: datetime | None = None) -> Snapshot:
    """Freezes a snapshot and puts the assessment in the FG's queue.

    `short` ends a knock-out round whose outcome is fixed. Raises `Refused` when that outcome is not fixed.
    """
    at = at or timezone.now()
    assessment = Assessment.objects.visible_to(by).for_change().get(pk=assessment.pk)
    round_ = assessment.round
    events = close_open_revisions(assessment, at=at)
    move(assessment, Step.SUBMIT, by=by, at=at, reference_date=timezone.localdate(at), short=short)
    assert assessment.reference_date is not None
    content = _freeze(assessment)
    if short:
        _check_may_stop(content["advice"]["early_stop"])
    snapshot = Snapshot.objects.create(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        round=round_,
        content=canonical_json(content),
        sha256=snapshot_hash(content),
        outcome=content["advice"]["outcome"],
        reference_date=assessment.reference_date,
        submitted_by=by,
        submitted_at=at,
    )
    facts = {"round": round_, "snapshot": snapshot.sha256, "outcome": snapshot.outcome, "short": short}
    ledger.append(assessment, by=by, at=at, events=[*events, ("submit", facts)])
    return snapshot


def _check_may_stop(stop: Mapping[str, Any] | None) -> None:
    if stop is None:
        raise Refused(
            _("De uitkomst staat nog niet vast. Een korte toets kan alleen als een antwoord de uitkomst bepaalt.")
        )
    if stop["missing"]:
        raise Refused(_("Voor een korte toets zijn eerst nog antwoorden nodig."))


def _freeze(assessment: Assessment) -> dict[str, Any]:
    contents = reading.contents(assessment)
    previous = Snapshot.objects.filter(assessment=assessment).order_by("-round").values_list("sha256", flat=True)
    about = frozen.About(
        assessment={
            "id": str(assessment.pk),
            "reference": assessment.reference,
            "title": assessment.title,
            "organisation": assessment.organisation.name,
            "worked_case": assessment.worked_case,
            "previous": str(assessment.previous_id) if assessment.previous_id else None,
        },
        round=assessment.round,
        previous=previous.first(),
    )
    dossier = contents.dossier(Edition.ADVICE)
    return frozen.build(contents.questionnaire, dossier, about, reading.leaves(contents))


@transaction.atomic
def take_back(*, by: Actor, assessment: Assessment, at: datetime | None = None) -> None:
    """Back to draft, as long as no FG has claimed it. The snapshot stays: it was submitted."""
    at = at or timezone.now()
    facts = {"round": assessment.round}
    move(assessment, Step.TAKE_BACK, by=by, at=at, round=assessment.round + 1, reference_date=None, short=False)
    ledger.append(assessment, by=by, at=at, events=[("take_back", facts)])


@transaction.atomic
def withdraw(*, by: Actor, assessment: Assessment, reason: str, at: datetime | None = None) -> None:
    """Ends the assessment without an outcome. What was written stays readable to who could read it."""
    at = at or timezone.now()
    if not reason.strip():
        raise Refused(_("Schrijf op waarom u de toets intrekt."))
    move(assessment, Step.WITHDRAW, by=by, at=at)
    Comment.objects.create(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        round=assessment.round,
        text=reason,
        written_by=by,
        written_at=at,
    )
    ledger.append(assessment, by=by, at=at, events=[("withdraw", {"round": assessment.round})])
