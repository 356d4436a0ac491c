"""Django's migrate, as the owner of the tables; afterwards the app role gets its rights."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connections, transaction

from assessments.management import grants

# Any number will do, as long as it is always the same.
_LOCK = 7_215_001
_IDENTITY = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        alias = options["database"]
        app_role = settings.DATABASE_APP_ROLE
        with _as_owner(alias), _alone(alias):
            super().handle(*args, **options)
            if options["plan"] or options["check_unapplied"]:
                return
            call_command("createcachetable", database=alias, verbosity=0)
            connection = connections[alias]
            if connection.settings_dict["USER"] != app_role:
                with transaction.atomic(using=alias), connection.cursor() as cursor:
                    grants.apply(cursor, app_role)


@contextmanager
def _alone(alias: str) -> Iterator[None]:
    """Waits for another migration of this database; two at once would trip over each other's rights."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        # Lets go of the lock, also where a migration failed half-way.
        connections[alias].close()


@contextmanager
def _as_owner(alias: str) -> Iterator[None]:
    """The connection belongs to the owner inside; the name of the database stays."""
    if settings.DATABASE_OWNER is None:
        yield
        return
    connection = connections[alias]
    before = {key: connection.settings_dict[key] for key in _IDENTITY}
    connection.close()
    connection.settings_dict.update({key: settings.DATABASE_OWNER[key] for key in _IDENTITY})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
