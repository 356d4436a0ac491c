"""The one way into the audit trail: called by actions, inside their transaction."""

import uuid
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
    _append(ChainKind.ASSESSMENT, assessment.pk, assessment.organisation_id, by=by, at=at, events=events)


def append_to_organisation(*, by: Actor, at: datetime, events: Sequence[Event]) -> None:
    """Adds events about the organisation itself (who belongs to it) to its own chain. Facts as in `append`."""
    _append(ChainKind.ORGANISATION, by.organisation_id, by.organisation_id, by=by, at=at, events=events)


def _append(
    kind: ChainKind, chain: uuid.UUID, organisation_id: uuid.UUID, *, by: Actor, at: datetime, events: Sequence[Event]
) -> None:
    if not events:
        return
    kinds = [name for name, _ in events]
    facts = [canonical_json(fact) for _, fact in events]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT append_to_ledger(%s, %s, %s, %s, %s, %s::text[], %s::text[])",
            [organisation_id, kind, chain, by.pseudonym, rfc3339(at), kinds, facts],
        )
