"""Whose rows a transaction may see: the organisation and the person that PostgreSQL's row-level security asks for."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ClassVar

from django.db import connection, models, transaction

_organisation: ContextVar[str] = ContextVar("organisation", default="")
_person: ContextVar[str] = ContextVar("person", default="")


class NoOrganisation(RuntimeError):
    """Rows of an organisation were asked for outside any: a fault in our code, never an empty list."""


@contextmanager
def organisation_context(organisation_id: uuid.UUID | None) -> Iterator[None]:
    """One transaction in which the database knows the organisation; what it was before comes back on leaving."""
    with _context(organisation=str(organisation_id or ""), person=_person.get()):
        yield


@contextmanager
def person_context(user_id: uuid.UUID | None) -> Iterator[None]:
    """One transaction in which somebody finds their own memberships, and may then enter one organisation."""
    with _context(organisation="", person=str(user_id or "")):
        yield


def enter_organisation(organisation_id: uuid.UUID) -> None:
    """From here to the end of the `person_context` around it, the database knows this organisation."""
    _organisation.set(str(organisation_id))
    _tell_database()


@contextmanager
def _context(*, organisation: str, person: str) -> Iterator[None]:
    # The end of a transaction forgets its settings by itself; a savepoint would leak them to its surroundings.
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _organisation.set(organisation), _person.set(person)
        _tell_database()
        try:
            yield
        finally:
            _organisation.reset(before[0])
            _person.reset(before[1])
            if nested and not connection.needs_rollback:
                _tell_database()


def _tell_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.organisation', %s, true), set_config('app.person', %s, true)",
            [_organisation.get(), _person.get()],
        )


class TenantManager[M: models.Model](models.Manager[M]):
    """Rows of the current organisation. Asking without one raises; the database would show nothing."""

    # Whether somebody may find their own rows before their organisation is known.
    finds_own_rows: ClassVar[bool] = False

    def get_queryset(self) -> models.QuerySet[M]:
        if not _organisation.get() and not (self.finds_own_rows and _person.get()):
            raise NoOrganisation(f"{self.model.__name__} outside organisation_context")
        return super().get_queryset()


class OwnRowsManager[M: models.Model](TenantManager[M]):
    finds_own_rows = True


class NobodysRowsManager[M: models.Model](models.Manager[M]):
    """Rows without an organisation; the database shows them outside any."""

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(organisation=None)
