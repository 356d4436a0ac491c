"""The one way into the audit trail: called by actions, inside their transaction."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from assessments.domain.ledger import canonical_json
from assessments.models import Actor, Assessment, ChainKind

type Event = tuple[str, Mapping[str, Any]]


def rfc3339(at: datetime) -> str:
    """UTC with microseconds, as the ledger hashes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def append(assessment: Assessment, *, by: Actor, at: datetime, events: Sequence[Event]) -> None:
    """Adds events to the chain of this assessment. Facts are codes, numbers and hashes; never somebody's text."""
    if not events:
        return
    kinds = [kind for kind, _ in events]
    facts = [canonical_json(fact) for _, fact in events]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT append_to_ledger(%s, %s, %s, %s, %s, %s::text[], %s::text[])",
            [
                assessment.organisation_id,
                ChainKind.ASSESSMENT,
                assessment.pk,
                by.pseudonym,
                rfc3339(at),
                kinds,
                facts,
            ],
        )
