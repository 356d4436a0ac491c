"""What was submitted: a snapshot back as domain objects, and what the FG found of it. Never writes."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from assessments.domain.advice import Advice, advise
from assessments.domain.answers import Dossier, Edition, Key
from assessments.domain.findings import Examination, examine
from assessments.domain.judging import Finding
from assessments.domain.questionnaire import Questionnaire
from assessments.domain.remarks import is_put_before_reviewer
from assessments.domain.snapshot import dossier_of
from assessments.models import (
    Actor,
    Assessment,
    Capacity,
    Comment,
    EvidenceVersion,
    FgAdvice,
    LedgerEvent,
    Participant,
    QuestionReview,
    Report,
    Snapshot,
)
from assessments.permissions import Role
from assessments.reading import questionnaire

type Content = Mapping[str, Any]


@dataclass(frozen=True)
class Submission:
    """One snapshot, read. Everything here comes from it alone, never from the draft."""

    snapshot: Snapshot
    questionnaire: Questionnaire

    @cached_property
    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.snapshot.content)
        return found

    @cached_property
    def dossier(self) -> Dossier:
        return dossier_of(self.questionnaire, self.content, Edition.ADVICE)

    @cached_property
    def examination(self) -> Examination:
        return examine(self.questionnaire, self.dossier)

    @cached_property
    def advice(self) -> Advice:
        """Recomputed from the snapshot by today's engine; `/verify` does the same."""
        return advise(self.questionnaire, self.dossier, improve=False)

    @cached_property
    def answers(self) -> dict[Key, Content]:
        contents = (leaf["content"] for leaf in self.content["answers"])
        return {Key(each["question"], each["party"]): each for each in contents}

    @cached_property
    def commitments(self) -> dict[Key, tuple[Content, ...]]:
        found: dict[Key, tuple[Content, ...]] = {}
        for leaf in self.content["commitments"]:
            key = Key(leaf["content"]["question"], leaf["content"]["party"])
            found[key] = (*found.get(key, ()), leaf["content"])
        return found

    @cached_property
    def parties(self) -> dict[str, Content]:
        """The own organisation first."""
        contents = {leaf["id"]: leaf["content"] for leaf in self.content["parties"]}
        return {party.id: contents[party.id] for party in self.dossier.parties}

    @cached_property
    def evidence(self) -> dict[str, Content]:
        """Per version of a document or declaration."""
        return {leaf["id"]: leaf["content"] for leaf in self.content["evidence"]}

    def said(self, key: Key) -> object:
        """Everything somebody wrote for this row, to tell whether it changed between rounds."""
        parties = self.parties if key.question == self.questionnaire.parties_question else None
        return self.answers.get(key), self.commitments.get(key), parties


@dataclass(frozen=True)
class Review:
    """What the FG found of one row in one round."""

    judgement: str
    at: datetime


@dataclass(frozen=True)
class Round:
    """A submission under review: what was judged and said about it, now and in earlier rounds."""

    assessment: Assessment
    submission: Submission
    earlier: tuple[Submission, ...]  # newest first
    reviews: Mapping[tuple[int, Key], Review]

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        return tuple(comments(self.assessment))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the FG has to judge, in the order of the questionnaire."""
        return tuple(each for each in self.submission.examination.findings if is_put_before_reviewer(each))

    @property
    def not_judged(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if self.review(each.key) is None)

    def review(self, key: Key) -> Review | None:
        return self.reviews.get((self.submission.snapshot.round, key))

    def earlier_review(self, key: Key) -> tuple[int, Review] | None:
        """The last judgement of this row in a round before, with the number of that round."""
        rounds = (each.snapshot.round for each in self.earlier)
        return next(((number, self.reviews[number, key]) for number in rounds if (number, key) in self.reviews), None)

    def changed(self, key: Key) -> bool:
        """Whether this row differs from what was judged before, or else from the round before."""
        if not self.earlier:
            return False
        judged = self.earlier_review(key)
        number = judged[0] if judged else self.earlier[0].snapshot.round
        then = next(each for each in self.earlier if each.snapshot.round == number)
        return then.said(key) != self.submission.said(key)

    def told(self, key: Key) -> bool:
        """Whether the FG wrote about this row in this round."""
        number = self.submission.snapshot.round
        return any(
            each.round == number and key_of(each) == key and getattr(each, "capacity", "") == Capacity.REVIEWER
            for each in self.comments
        )

    def thread(self, key: Key) -> tuple[Comment, ...]:
        return tuple(each for each in self.comments if key_of(each) == key)

    @property
    def general(self) -> tuple[Comment, ...]:
        """Comments about the assessment as a whole."""
        return tuple(each for each in self.comments if not each.question)


def key_of(row: Comment) -> Key:
    return Key(row.question, str(row.party_id) if row.party_id else None)


def latest(assessment: Assessment, actor: Actor) -> Submission | None:
    """The last submission this actor may read: writers and the FG any, the others only what was sealed."""
    snapshots = _snapshots(assessment)
    if Role.REVIEWER not in actor.roles and assessment.capacity not in (Capacity.AUTHOR, Capacity.CONTRIBUTOR):
        snapshots = snapshots.filter(Exists(Report.objects.filter(snapshot=OuterRef("pk"), sealed_at__isnull=False)))
    snapshot = snapshots.first()
    return _read(assessment, snapshot) if snapshot else None


def review_round(assessment: Assessment) -> Round | None:
    """The last submission with everything judged of it, now and before: one query, whatever the number of rounds."""
    given = QuestionReview.objects.filter(snapshot=OuterRef("pk"))
    fields = JSONObject(question="question", party="party_id", judgement="judgement", at="reviewed_at")
    snapshots = _snapshots(assessment).annotate(reviews=ArraySubquery(given.values(json=fields)))
    submissions = [_read(assessment, snapshot) for snapshot in snapshots]
    if not submissions:
        return None
    return Round(
        assessment=assessment,
        submission=submissions[0],
        earlier=tuple(submissions[1:]),
        reviews={
            (each.snapshot.round, Key(row["question"], row["party"])): _review(row)
            for each in submissions
            for row in attrgetter("reviews")(each.snapshot)
        },
    )


def _review(row: Content) -> Review:
    return Review(row["judgement"], datetime.fromisoformat(row["at"]))


def comments(assessment: Assessment) -> QuerySet[Comment]:
    """Oldest first, each with the capacity its writer has in this assessment."""
    writer = Participant.objects.filter(assessment=OuterRef("assessment"), actor=OuterRef("written_by"))
    return (
        Comment.objects.filter(assessment=assessment)
        .select_related("written_by__user")
        .annotate(capacity=Subquery(writer.values("capacity")[:1]))
        .order_by("written_at")
    )


def rounds(assessment: Assessment) -> QuerySet[Snapshot]:
    """Every round without its content, newest first."""
    return _snapshots(assessment).defer("content")


def reports(assessment: Assessment) -> QuerySet[Report]:
    """Every edition that was asked for, newest first, without what it embeds."""
    return (
        Report.objects.filter(snapshot__assessment=assessment)
        .select_related("file", "snapshot", "signed_by__user")
        .defer("envelope", "snapshot__content")
        .order_by("-snapshot__round", "-edition")
    )


def advice_given(submission: Submission) -> FgAdvice | None:
    """The FG's advice on this submission, if there is one."""
    return getattr(submission.snapshot, "advice", None)


def _snapshots(assessment: Assessment) -> QuerySet[Snapshot]:
    people = ("submitted_by__user", "advice__advised_by__user")
    return Snapshot.objects.filter(assessment=assessment).select_related(*people).order_by("-round")


def _read(assessment: Assessment, snapshot: Snapshot) -> Submission:
    return Submission(snapshot, questionnaire(assessment.questionnaire_version_id))


def evidence_file(assessment: Assessment, version: uuid.UUID) -> EvidenceVersion | None:
    """This version with its file, if the last submission holds it."""
    snapshot = _snapshots(assessment).first()
    if snapshot is None or str(version) not in _read(assessment, snapshot).evidence:
        return None
    return EvidenceVersion.objects.filter(evidence__assessment=assessment, pk=version).select_related("file").first()


def history_of(assessment: Assessment) -> QuerySet[LedgerEvent]:
    """The events of this assessment's chain, newest first."""
    return LedgerEvent.objects.filter(organisation=assessment.organisation_id, chain=assessment.pk).order_by("-seq")


def actors_of(organisation_id: uuid.UUID, events: Iterable[LedgerEvent]) -> dict[str, Actor]:
    """Who did it, by pseudonym."""
    actors = Actor.objects.filter(organisation=organisation_id, pseudonym__in={event.actor for event in events})
    return {actor.pseudonym: actor for actor in actors.select_related("user")}
