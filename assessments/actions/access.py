"""The access log: who looked at or downloaded what. No chain, so reading never waits for a lock."""

from datetime import datetime

from django.utils import timezone

from assessments.models import AccessEvent, Actor


def log(*, by: Actor, kind: str, subject: str, at: datetime | None = None) -> None:
    """Adds one line. `subject` is an id or a reference, never content."""
    AccessEvent.objects.create(
        organisation_id=by.organisation_id,
        actor=by.pseudonym,
        kind=kind,
        subject=subject,
        at=at or timezone.now(),
    )
