"""What somebody had typed when their session turned out to have ended: kept in the session row, for them alone.

Never in an address, a cookie or a log. Files are not kept, and neither is what goes to the pages for signing in.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

KEPT = "kept"
LOCKED_FOR = "locked_for"
MOST_FORMS = 5
MOST_CHARACTERS = 400_000
NOT_TYPED = "csrfmiddlewaretoken"


@dataclass(frozen=True)
class Kept:
    """One form: where it went, what was in it, and whether files were sent along."""

    address: str
    fields: list[tuple[str, str]]
    had_files: bool

    @property
    def texts(self) -> list[str]:
        """What is worth copying: what is longer than a choice."""
        return [value for _, value in self.fields if len(value.split()) > 1]


def lock(session: SessionBase, *, seconds: int) -> None:
    """Ends the session, and leaves a nameless one that remembers whose it was and what they had typed."""
    owner, kept = session[SESSION_KEY], session.get(KEPT, [])
    session.flush()
    session[LOCKED_FOR] = owner
    if kept:
        session[KEPT] = kept
    session.set_expiry(seconds)


def keep(request: HttpRequest) -> bool:
    """Keeps what this request posted, for whoever the session is or was of; False when there is no room for it."""
    session = request.session
    owner = session.get(SESSION_KEY) or session.get(LOCKED_FOR)
    fields = [[name, value] for name, values in request.POST.lists() for value in values if name != NOT_TYPED]
    before = session.get(KEPT, [])
    size = sum(len(name) + len(value) for name, value in fields)
    if not owner or len(before) >= MOST_FORMS or size + sum(map(_size, before)) > MOST_CHARACTERS:
        return False
    entry = {"of": owner, "to": request.get_full_path(), "fields": fields, "files": bool(request.FILES)}
    session[KEPT] = [*before, entry]
    return True


def unlock(session: SessionBase) -> None:
    """Somebody signed in: what another had typed goes."""
    session.pop(LOCKED_FOR, None)
    mine = [entry for entry in session.pop(KEPT, []) if entry["of"] == session[SESSION_KEY]]
    if mine:
        session[KEPT] = mine


def kept(session: SessionBase) -> list[Kept]:
    """What waits for whoever signed in, oldest first."""
    owner = session.get(SESSION_KEY)
    return [
        Kept(entry["to"], [(name, value) for name, value in entry["fields"]], entry["files"])
        for entry in session.get(KEPT, [])
        if owner and entry["of"] == owner
    ]


def drop(session: SessionBase, number: int) -> None:
    left = [entry for place, entry in enumerate(session.get(KEPT, [])) if place != number]
    session[KEPT] = left
    if not left:
        del session[KEPT]


def _size(entry: dict[str, Any]) -> int:
    return sum(len(name) + len(value) for name, value in entry["fields"])
