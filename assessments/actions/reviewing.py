"""The FG's work: claim, judge answer by answer, send back or advise."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessments import reading
from assessments.actions import ledger
from assessments.actions.moving import move
from assessments.actions.sealing import ask_report
from assessments.domain.workflow import Status, Step
from assessments.models import (
    Actor,
    Assessment,
    Capacity,
    Comment,
    FgAdvice,
    FgVerdict,
    Judgement,
    Participant,
    Party,
    QuestionReview,
    Snapshot,
)
from assessments.permissions import Permission
from assessments.policies import Refused, check_may
from assessments.submitted import Round, review_round

NEWER = gettext_lazy("De toets is intussen opnieuw ingediend. Lees eerst de nieuwe versie.")

type RowKey = tuple[str, uuid.UUID | None]


@transaction.atomic
def claim(*, by: Actor, assessment: Assessment, at: datetime | None = None) -> None:
    """Takes a submitted assessment into review. From here on this person can never be one of its writers."""
    _take(Step.CLAIM, by, assessment, at)


@transaction.atomic
def take_over(*, by: Actor, assessment: Assessment, reason: str, at: datetime | None = None) -> None:
    """Takes a review over from a colleague who cannot finish it."""
    if not reason.strip():
        raise Refused(_("Schrijf op waarom u de toetsing overneemt."))
    _take(Step.TAKE_OVER, by, assessment, at)
    _write_comment(assessment, by, reason, at or timezone.now())


def _take(step: Step, by: Actor, assessment: Assessment, at: datetime | None) -> None:
    at = at or timezone.now()
    move(assessment, step, by=by, at=at, claimed_by=by)
    participant, _new = Participant.objects.get_or_create(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        actor=by,
        defaults={"capacity": Capacity.REVIEWER, "since": at},
    )
    if participant.capacity != Capacity.REVIEWER:
        raise Refused(_("U hebt aan deze toets meegeschreven en kunt die daarom niet zelf toetsen."))
    ledger.append(assessment, by=by, at=at, events=[(step.value, {"round": assessment.round})])


@transaction.atomic
def release(*, by: Actor, assessment: Assessment, at: datetime | None = None) -> None:
    """Puts it back in the queue; judgements given stay."""
    at = at or timezone.now()
    move(assessment, Step.RELEASE, by=by, at=at, claimed_by=None)
    ledger.append(assessment, by=by, at=at, events=[("release", {"round": assessment.round})])


@transaction.atomic
def judge(
    *,
    by: Actor,
    assessment: Assessment,
    snapshot: Snapshot,
    judgements: Mapping[RowKey, Judgement],
    comments: Mapping[RowKey, str] | None = None,
    at: datetime | None = None,
) -> None:
    """The FG's judgement per answer of the snapshot they read, with comments in the threads."""
    at = at or timezone.now()
    _check_under_review(assessment, by)
    if (snapshot.assessment_id, snapshot.round) != (assessment.pk, assessment.round):
        raise Refused(NEWER)
    rows = [
        QuestionReview(
            organisation_id=assessment.organisation_id,
            snapshot=snapshot,
            question=question,
            party_id=party,
            judgement=judgement,
            reviewed_by=by,
            reviewed_at=at,
        )
        for (question, party), judgement in judgements.items()
    ]
    QuestionReview.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["snapshot", "question", "party"],
        update_fields=["judgement", "reviewed_by", "reviewed_at"],
    )
    Comment.objects.bulk_create(
        _comment(assessment, by, text, at, question, party)
        for (question, party), text in (comments or {}).items()
        if text.strip()
    )
    facts = {"round": assessment.round, "judgements": {_label(key): value.value for key, value in judgements.items()}}
    ledger.append(assessment, by=by, at=at, events=[("judged", facts)] if judgements else [])


@transaction.atomic
def answer_comment(
    *,
    by: Actor,
    assessment: Assessment,
    text: str,
    question: str,
    party: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Comment:
    """A reply of a writer, or a remark of the FG who has it under review, in the thread of one question."""
    check_may(by, Permission.ANSWER if assessment.capacity != Capacity.REVIEWER else Permission.REVIEW)
    if assessment.capacity not in (Capacity.AUTHOR, Capacity.CONTRIBUTOR, Capacity.REVIEWER):
        raise Refused(_("U doet niet mee aan deze toets."))
    if party and not Party.objects.filter(assessment=assessment, pk=party).exists():
        raise Refused(_("Deze partij hoort niet bij deze toets."))
    comment = _comment(assessment, by, text, at or timezone.now(), question, party)
    comment.save()
    return comment


@transaction.atomic
def send_back(*, by: Actor, assessment: Assessment, text: str, at: datetime | None = None) -> None:
    """Back to the author for the next round. The author must be able to read why."""
    at = at or timezone.now()
    if not text.strip():
        raise Refused(_("Schrijf op wat de invuller moet aanpassen."))
    _write_comment(assessment, by, text, at)
    facts = {"round": assessment.round}
    move(assessment, Step.SEND_BACK, by=by, at=at, claimed_by=None, round=assessment.round + 1, reference_date=None)
    ledger.append(assessment, by=by, at=at, events=[("send_back", facts)])


@transaction.atomic
def advise(
    *,
    by: Actor,
    assessment: Assessment,
    verdict: FgVerdict,
    text: str,
    snapshot_sha256: str,
    login_method: str,
    stricter_outcome: str = "",
    stricter_reason: str = "",
    at: datetime | None = None,
) -> FgAdvice:
    """The FG's advice on exactly the snapshot they read; the worker makes the report from it.

    `snapshot_sha256` is the hash on the page the FG decided on. An outcome may be made stricter, with a reason.
    """
    at = at or timezone.now()
    _check_under_review(assessment, by)
    round_ = review_round(assessment)
    assert round_ is not None
    snapshot = round_.submission.snapshot
    _check_all_judged(round_)
    _check_advice(snapshot, verdict, text, snapshot_sha256, stricter_outcome, stricter_reason)
    move(assessment, Step.ADVISE, by=by, at=at)
    advice = FgAdvice.objects.create(
        organisation_id=assessment.organisation_id,
        snapshot=snapshot,
        snapshot_sha256=snapshot.sha256,
        verdict=verdict,
        text=text,
        stricter_outcome=stricter_outcome,
        stricter_reason=stricter_reason,
        advised_by=by,
        advised_at=at,
        login_method=login_method,
    )
    facts = {
        "round": assessment.round,
        "verdict": verdict.value,
        "snapshot": snapshot.sha256,
        "stricter_outcome": stricter_outcome,
        "login_method": login_method,
    }
    ledger.append(assessment, by=by, at=at, events=[("advise", facts)])
    ask_report(advice, at=at)
    return advice


def _check_all_judged(round_: Round) -> None:
    """An advice rests on every answer: with the plain ones the FG can agree at once."""
    questionnaire = round_.submission.questionnaire
    left = {questionnaire.questions[each.key.question].section for each in round_.not_judged}
    if left:
        titles = (each.title.in_(get_language() or "nl") for each in questionnaire.sections if each.id in left)
        raise Refused(
            _("U kunt pas adviseren als u alle antwoorden hebt beoordeeld. Nog niet alles is beoordeeld in: %s.")
            % "; ".join(titles)
        )


def _check_advice(
    snapshot: Snapshot, verdict: FgVerdict, text: str, seen: str, stricter_outcome: str, stricter_reason: str
) -> None:
    if seen != snapshot.sha256:
        raise Refused(NEWER)
    if verdict is not FgVerdict.AGREED and not text.strip():
        raise Refused(_("Schrijf uw opmerkingen op: de invuller en de beslisser moeten kunnen lezen wat u bedoelt."))
    if not stricter_outcome:
        return
    if not stricter_reason.strip():
        raise Refused(_("Schrijf op waarom u strenger adviseert dan de berekende uitkomst."))
    outcomes = reading.questionnaire(snapshot.assessment.questionnaire_version_id).outcomes
    wished = outcomes.get(stricter_outcome)
    if wished is None or wished.strictness <= outcomes[snapshot.outcome].strictness:
        raise Refused(_("U kunt alleen een strengere uitkomst adviseren dan de berekende."))


def _check_under_review(assessment: Assessment, by: Actor) -> None:
    check_may(by, Permission.REVIEW)
    if assessment.status != Status.IN_REVIEW or assessment.claimed_by_id != by.pk:
        raise Refused(_("U hebt deze toets niet (meer) in behandeling."))


def _write_comment(assessment: Assessment, by: Actor, text: str, at: datetime) -> None:
    _comment(assessment, by, text, at, "", None).save()


def _comment(
    assessment: Assessment, by: Actor, text: str, at: datetime, question: str, party: uuid.UUID | None
) -> Comment:
    return Comment(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        round=assessment.round,
        question=question,
        party_id=party,
        text=text,
        written_by=by,
        written_at=at,
    )


def _label(key: RowKey) -> str:
    question, party = key
    return f"{question}@{party}" if party else question
