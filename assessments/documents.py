"""Documents and declarations of an assessment, as pages list and open them. Never writes."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import JSONObject

from assessments.domain.workflow import Status
from assessments.models import (
    Actor,
    Assessment,
    Capacity,
    EvidenceCheck,
    EvidenceLink,
    EvidenceVersion,
)


def current_versions(assessment: Assessment) -> QuerySet[EvidenceVersion]:
    """Every document and declaration in its current version, newest first."""
    return (
        EvidenceVersion.objects.filter(evidence__assessment=assessment, number=F("evidence__current"))
        .select_related("evidence", "added_by__user")
        .order_by("-added_at", "pk")
    )


@dataclass(frozen=True)
class Opinion:
    """How somebody judged this version for one answer, and what they said to it."""

    answer: uuid.UUID
    note: str
    by: str
    at: datetime


def current_version(assessment: Assessment, evidence: uuid.UUID) -> EvidenceVersion | None:
    """One document or declaration in its current version; None for one of another assessment."""
    opinions = EvidenceCheck.objects.filter(
        version=OuterRef("pk"), revision__number=F("revision__answer__revision")
    ).values(json=JSONObject(answer="revision__answer", note="note", by="checked_by__user__name", at="checked_at"))
    found = current_versions(assessment).select_related("evidence", "added_by__user", "file")
    return found.annotate(opinion_rows=ArraySubquery(opinions)).filter(evidence=evidence).first()


def opinions_on(version: EvidenceVersion) -> tuple[Opinion, ...]:
    """What was said of a version that came from `current_version`."""
    rows = version.opinion_rows  # type: ignore[attr-defined]  # annotated by current_version
    return tuple(
        Opinion(uuid.UUID(row["answer"]), row["note"], row["by"] or "", datetime.fromisoformat(row["at"]))
        for row in rows
    )


def own_assessments(actor: Actor) -> QuerySet[Assessment]:
    """What this writer works on or may help with: drafts first, then by newest change."""
    takes_part = Q(capacity__in=(Capacity.AUTHOR, Capacity.CONTRIBUTOR)) | Q(capacity=None, open_to_authors=True)
    drafts_first = Case(When(status=Status.DRAFT, then=Value(0)), default=Value(1))
    return (
        Assessment.objects.visible_to(actor)
        .filter(takes_part)
        .annotate(to_check=Exists(_unchecked(actor)))
        .order_by(drafts_first, "-status_since", "pk")
    )


def _unchecked(actor: Actor) -> QuerySet[EvidenceLink]:
    """Evidence in a draft that nobody judged yet and that this person neither added nor answered with."""
    judged = EvidenceCheck.objects.filter(
        version__evidence=OuterRef("evidence"),
        version__number=OuterRef("evidence__current"),
        revision__answer=OuterRef("answer"),
        revision__number=OuterRef("answer__revision"),
    )
    mine = EvidenceVersion.objects.filter(
        evidence=OuterRef("evidence"), number=OuterRef("evidence__current"), added_by=actor
    )
    return EvidenceLink.objects.filter(
        ~Exists(judged), ~Exists(mine), evidence__assessment=OuterRef("pk"), evidence__assessment__status=Status.DRAFT
    ).exclude(answer__answered_by=actor)
