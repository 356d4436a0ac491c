"""The access log: who looked at, fetched, sent or was refused what. No chain, so reading never waits for a lock."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from assessments.models import AccessKind, Actor

# Of the same look by the same person at the same thing one line is enough within this time.
FOLDED = timedelta(minutes=10)


@dataclass(frozen=True)
class Who:
    """Whoever asked, as far as known: the actor, else the account of the session, else the name that was typed.

    The database finds the pseudonym that belongs to it; the name itself is kept nowhere.
    """

    actor: Actor | None = None
    person: uuid.UUID | None = None
    login: str = ""


def log(
    *,
    who: Who,
    kind: AccessKind,
    page: str,
    subject: str = "",
    result: int = 0,
    origin: str = "",
    folded: bool = False,
    at: datetime | None = None,
) -> None:
    """Adds one line, in one statement, inside or outside a transaction and whatever the organisation of the moment.

    `page` is the name of an address or a command, and `subject` ids or a reference: never content. `folded` adds
    nothing where the same line stands there already since less than ten minutes.
    """
    values: list[Any] = [
        who.actor.organisation_id if who.actor else None,
        who.actor.pseudonym if who.actor else "",
        who.person,
        who.login,
        kind.value,
        page,
        subject,
        result,
        origin,
        at or timezone.now(),
        FOLDED if folded else None,
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT log_access(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", values)
