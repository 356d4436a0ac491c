"""Lists over many assessments: the FG's queue and the archive. A fixed number of queries, whatever the length."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from assessments.domain.workflow import Status
from assessments.models import Actor, Assessment, Report, Snapshot

# The same expression as the index `assessment_search`.
WORDS = SearchVector("title", "reference", config="dutch")


@dataclass(frozen=True)
class Search:
    """What somebody looks for in the archive; empty parts do not narrow it."""

    words: str = ""
    outcome: str = ""
    year: int | None = None
    status: str = ""


def queue(actor: Actor) -> QuerySet[Assessment]:
    """What waits for the FG or is with one of them, longest waiting first."""
    now = Snapshot.objects.filter(assessment=OuterRef("pk"), round=OuterRef("round"))
    return (
        Assessment.objects.visible_to(actor)
        .filter(status__in=(Status.SUBMITTED, Status.IN_REVIEW))
        .select_related("claimed_by__user")
        .annotate(
            submitted_at=Subquery(now.values("submitted_at")[:1]),
            outcome=Subquery(now.values("outcome")[:1]),
        )
        .order_by("submitted_at", "pk")
    )


def archive(actor: Actor, search: Search) -> QuerySet[Assessment]:
    """Assessments with a sealed report, each with the newest one; last sealed first."""
    newest = Report.objects.filter(snapshot__assessment=OuterRef("pk"), sealed_at__isnull=False).order_by("-sealed_at")
    about_report: dict[str, Any] = {
        "report": "pk",
        "edition": "edition",
        "sealed_at": "sealed_at",
        "size": "file__size",
        "outcome": "snapshot__outcome",
        "verdict": "snapshot__advice__verdict",
        "stricter_outcome": "snapshot__advice__stricter_outcome",
    }
    sealed = (
        Assessment.objects.visible_to(actor)
        .annotate(**{name: Subquery(newest.values(path)[:1]) for name, path in about_report.items()})
        .filter(sealed_at__isnull=False)  # type: ignore[misc]  # annotated above
    )
    return _narrow(sealed, search).order_by(F("sealed_at").desc(), "pk")


def _narrow(found: QuerySet[Assessment], search: Search) -> QuerySet[Assessment]:
    if search.words:
        query = SearchQuery(search.words, config="dutch", search_type="websearch")
        # Somebody who types part of a word or of a reference finds it too.
        part = Q(title__icontains=search.words) | Q(reference__icontains=search.words)
        found = found.annotate(words=WORDS).filter(Q(words=query) | part)
    if search.outcome:
        found = found.filter(outcome=search.outcome)  # type: ignore[misc]  # annotated by `archive`
    if search.year:
        found = found.filter(sealed_at__year=search.year)  # type: ignore[misc]  # annotated by `archive`
    if search.status:
        found = found.filter(status=search.status)
    return found


def awaiting_decision(actor: Actor) -> int:
    """How many sealed advices wait for a decision."""
    return Assessment.objects.visible_to(actor).filter(status=Status.SEALED_ADVICE).count()
