"""Lists over many assessments: the FG's queue and the archive. A fixed number of queries, whatever the length."""

from dataclasses import dataclass

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
    sealed = (
        Assessment.objects.visible_to(actor)
        .annotate(
            report=Subquery(newest.values("pk")[:1]),
            edition=Subquery(newest.values("edition")[:1]),
            sealed_at=Subquery(newest.values("sealed_at")[:1]),
            size=Subquery(newest.values("file__size")[:1]),
            outcome=Subquery(newest.values("snapshot__outcome")[:1]),
            verdict=Subquery(newest.values("snapshot__advice__verdict")[:1]),
            stricter_outcome=Subquery(newest.values("snapshot__advice__stricter_outcome")[:1]),
        )
        .filter(sealed_at__isnull=False)
    )
    if search.outcome:
        sealed = sealed.filter(outcome=search.outcome)
    if search.year:
        sealed = sealed.filter(sealed_at__year=search.year)
    return _narrow(sealed, search).order_by(F("sealed_at").desc(), "pk")


def _narrow(found: QuerySet[Assessment], search: Search) -> QuerySet[Assessment]:
    if search.words:
        query = SearchQuery(search.words, config="dutch", search_type="websearch")
        # Somebody who types part of a word or of a reference finds it too.
        part = Q(title__icontains=search.words) | Q(reference__icontains=search.words)
        found = found.annotate(words=WORDS).filter(Q(words=query) | part)
    if search.status:
        found = found.filter(status=search.status)
    return found


def awaiting_decision(actor: Actor) -> int:
    """How many sealed advices wait for a decision."""
    return Assessment.objects.visible_to(actor).filter(status=Status.SEALED_ADVICE).count()
