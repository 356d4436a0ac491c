"""Saving answers: nothing lost, nothing silently overwritten, every version kept."""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import reading
from assessments.actions import ledger
from assessments.domain.ledger import leaf_hash
from assessments.domain.rows import why_refused
from assessments.models import Actor, Answer, AnswerRevision, Assessment, Capacity, Participant
from assessments.policies import Refused, check_can_write

# A revision stays open for its own author this long, counted from its first save (model.md, "Answers").
REVISION_STAYS_OPEN = timedelta(minutes=10)

NOTE_LIMIT = 4000  # characters

type RowKey = tuple[str, uuid.UUID | None]


@dataclass(frozen=True)
class Given:
    """What somebody answered to one question (for one party)."""

    question: str
    party: uuid.UUID | None = None
    value: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    on_behalf_of: uuid.UUID | None = None

    @property
    def key(self) -> RowKey:
        return (self.question, self.party)

    def same_as(self, answer: Answer) -> bool:
        return (list(self.value), dict(self.fields), self.note, self.on_behalf_of) == (
            answer.value,
            answer.fields,
            answer.note,
            answer.on_behalf_of_id,
        )


@dataclass(frozen=True)
class Saved:
    """What a save did. A conflict holds the answer somebody else saved meanwhile; ours was not stored there."""

    saved: tuple[RowKey, ...]
    conflicts: Mapping[RowKey, Answer]


def writable(assessment: Assessment, *, by: Actor) -> Assessment:
    """The same assessment, locked, after checking that `by` may write in it now.

    Whoever writes here first becomes a contributor, and so can never become its reviewer.
    """
    locked = Assessment.objects.visible_to(by).for_change().filter(pk=assessment.pk).first()
    if locked is None:
        raise Assessment.DoesNotExist
    check_can_write(locked, by)
    _join(locked, by)
    return locked


@transaction.atomic
def save_answers(
    *,
    by: Actor,
    assessment: Assessment,
    values: Sequence[Given],
    expected_versions: Mapping[RowKey, int],
    at: datetime | None = None,
) -> Saved:
    """Stores what changed. `expected_versions` says which version each answer had when the page was made (0: none).

    Somebody who first writes here becomes a contributor. Raises `Refused` outside draft.
    """
    at = at or timezone.now()
    if not hasattr(assessment, "party_ids"):
        assessment = writable(assessment, by=by)
    check_can_write(assessment, by)
    for given in values:
        _check(given, assessment)
    now = _current(assessment, values)
    conflicts = {given.key: now[given.key].answer for given in values if _conflicts(given, now, expected_versions)}
    changed = [given for given in values if given.key not in conflicts and _differs(given, now.get(given.key))]
    if changed:
        _join(assessment, by)
        edits = [_edit(assessment, by, given, now.get(given.key), at) for given in changed]
        _store(edits)
        closed = [edit.closed for edit in edits if edit.closed]
        ledger.append(assessment, by=by, at=at, events=[revision_closed(revision) for revision in closed])
    return Saved(tuple(given.key for given in changed), conflicts)


def _check(given: Given, assessment: Assessment) -> None:
    """The last gate before the tables: forms have already said the same, in words about the field."""
    question = reading.questionnaire(assessment.questionnaire_version_id).questions.get(given.question)
    if question is None or (question.derived and given.value) or why_refused(question, given.value):
        raise Refused(_("Dit is geen antwoord op deze vraag. Laad de pagina opnieuw."))
    if given.party and given.party not in assessment.party_ids:
        raise Refused(_("Deze partij hoort niet bij deze toets."))
    if len(given.note) > NOTE_LIMIT or not given.fields.keys() <= question.fields.keys():
        raise Refused(_("De toelichting is te lang of hoort niet bij deze vraag."))


def _current(assessment: Assessment, values: Sequence[Given]) -> dict[RowKey, AnswerRevision]:
    """The current revision of each of these questions that has one, with its answer. One query."""
    revisions = AnswerRevision.objects.filter(
        answer__assessment=assessment,
        answer__question__in={given.question for given in values},
        number=F("answer__revision"),
    ).select_related("answer")
    return {(revision.answer.question, revision.answer.party_id): revision for revision in revisions}


def _conflicts(given: Given, now: Mapping[RowKey, AnswerRevision], expected: Mapping[RowKey, int]) -> bool:
    current = now.get(given.key)
    if current is None or given.same_as(current.answer):
        return False
    return current.answer.version != expected.get(given.key, 0)


def _differs(given: Given, current: AnswerRevision | None) -> bool:
    if current is None:
        return bool(given.value or given.fields or given.note)
    return not given.same_as(current.answer)


def _join(assessment: Assessment, by: Actor) -> None:
    if assessment.capacity is None:
        assessment.capacity = Capacity.CONTRIBUTOR
        Participant.objects.create(
            organisation_id=assessment.organisation_id,
            assessment=assessment,
            actor=by,
            capacity=Capacity.CONTRIBUTOR,
        )


@dataclass(frozen=True)
class _Edit:
    """What one changed answer means for the tables: its row, the revision now open, the one that closed."""

    answer: Answer
    open: AnswerRevision
    closed: AnswerRevision | None


def _edit(assessment: Assessment, by: Actor, given: Given, current: AnswerRevision | None, at: datetime) -> _Edit:
    closed = None
    if current is None:
        answer = Answer(
            organisation_id=assessment.organisation_id,
            assessment=assessment,
            question=given.question,
            party_id=given.party,
            version=0,
            revision=0,
        )
    else:
        answer = current.answer
    if current is None or not _may_continue(current, by, at):
        if current is not None and current.closed_at is None:
            close(current, at)
            closed = current
        answer.revision += 1
        current = AnswerRevision(
            organisation_id=assessment.organisation_id, answer=answer, number=answer.revision, actor=by, opened_at=at
        )
    answer.version += 1
    answer.answered_by, answer.answered_at = by, at
    current.saved_at = at
    for row in (answer, current):
        row.value, row.fields, row.note = list(given.value), dict(given.fields), given.note
        row.on_behalf_of_id = given.on_behalf_of
    return _Edit(answer, current, closed)


def _may_continue(revision: AnswerRevision, by: Actor, at: datetime) -> bool:
    return revision.closed_at is None and revision.actor_id == by.pk and at - revision.opened_at < REVISION_STAYS_OPEN


def close(revision: AnswerRevision, at: datetime) -> None:
    """Fixes a revision: from here on its words are what checks, snapshots and the ledger stand on. Does not store."""
    revision.closed_at = at
    revision.salt = secrets.token_bytes(32)
    revision.leaf_hash = leaf_hash(revision.salt, revision_content(revision))


def ensure_rows(assessment: Assessment, *, by: Actor, rows: Sequence[RowKey], at: datetime) -> dict[RowKey, uuid.UUID]:
    """The answers of these rows; an empty one where nothing was answered, so that evidence has a place to point at.

    Part of another action, which holds the lock. A party's declaration and the proof of the party rows are kept so.
    """
    given = [Given(question, party) for question, party in rows]
    now = _current(assessment, given)
    missing = [_edit(assessment, by, row, None, at) for row in given if row.key not in now]
    if missing:
        _store(missing)
    found = {row.key: now[row.key].answer_id for row in given if row.key in now}
    return found | {(edit.answer.question, edit.answer.party_id): edit.answer.pk for edit in missing}


def revision_content(revision: AnswerRevision) -> dict[str, Any]:
    """What a closed revision's hash is taken over."""
    return {
        "question": revision.answer.question,
        "party": str(revision.answer.party_id) if revision.answer.party_id else None,
        "value": revision.value,
        "fields": revision.fields,
        "note": revision.note,
    }


def revision_closed(revision: AnswerRevision) -> ledger.Event:
    """The ledger's word for it: question, number and hash, no text."""
    return (
        "revision_closed",
        {"question": revision.answer.question, "number": revision.number, "leaf_hash": revision.leaf_hash},
    )


def close_open_revisions(
    assessment: Assessment, *, at: datetime, answers: Sequence[uuid.UUID] | None = None
) -> list[ledger.Event]:
    """Closes what is still open (all, or of these answers) and returns the events to append."""
    revisions = AnswerRevision.objects.filter(answer__assessment=assessment, closed_at__isnull=True)
    if answers is not None:
        revisions = revisions.filter(answer__in=answers)
    closed = list(revisions.select_related("answer"))
    for revision in closed:
        close(revision, at)
    AnswerRevision.objects.bulk_update(closed, ["closed_at", "salt", "leaf_hash"])
    return [revision_closed(revision) for revision in closed]


_ANSWER_FIELDS = ["value", "fields", "note", "version", "revision", "answered_by", "answered_at", "on_behalf_of"]
_REVISION_FIELDS = ["value", "fields", "note", "on_behalf_of", "saved_at", "closed_at", "salt", "leaf_hash"]


def _store(edits: Sequence[_Edit]) -> None:
    """Two statements whatever the number of answers. Closed revisions go first: only one may be open at a time."""
    Answer.objects.bulk_create(
        [edit.answer for edit in edits], update_conflicts=True, unique_fields=["id"], update_fields=_ANSWER_FIELDS
    )
    AnswerRevision.objects.bulk_create(
        [edit.closed for edit in edits if edit.closed] + [edit.open for edit in edits],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_REVISION_FIELDS,
    )
