"""When a session ends: so long after its last page, and so long after signing in. The server's clock decides."""

import math
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from assessments.sessions.proof import sign_in_of

SEEN = "seen"
# Not written at each page: a session may end this much early, never late.
COARSE = timedelta(seconds=30)


def see(session: SessionBase, *, at: datetime) -> None:
    """A page was asked for: the time without activity starts anew."""
    seen = _seen(session)
    if seen is None or at - seen >= COARSE:
        session[SEEN] = at.isoformat()


def ends_at(session: SessionBase) -> datetime | None:
    """The moment this session ends when nothing more is asked; None when it never properly began."""
    sign_in, seen = sign_in_of(session), _seen(session)
    if sign_in is None or seen is None:
        return None
    idle = seen + timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    return min(idle, sign_in.at + timedelta(seconds=settings.SESSION_ABSOLUTE_SECONDS))


def seconds_left(session: SessionBase, *, at: datetime) -> int:
    """Rounded up: a page never says that it is over while it is not."""
    end = ends_at(session)
    return max(0, math.ceil((end - at).total_seconds())) if end else 0


def has_ended(session: SessionBase, *, at: datetime) -> bool:
    end = ends_at(session)
    return end is None or at >= end


def _seen(session: SessionBase) -> datetime | None:
    written = session.get(SEEN)
    return datetime.fromisoformat(written) if isinstance(written, str) else None
