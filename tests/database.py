"""The three database roles in tests: the owner builds, the app role runs, the superuser empties."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

# What migrations put in and every test may rely on.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def _role(variable: str) -> dict[str, Any]:
    parts = conninfo_to_dict(os.environ[variable])
    return {"USER": parts["user"], "PASSWORD": parts.get("password") or ""}


def app_role() -> dict[str, Any]:
    return _role("DATABASE_URL")


def owner_role() -> dict[str, Any]:
    return _role("DATABASE_OWNER_URL")


def superuser_role() -> dict[str, Any]:
    return _role("DATABASE_SUPERUSER_URL")


def switch(role: dict[str, Any]) -> None:
    """Let the connection continue as another role, in the same database."""
    connection.close()
    connection.settings_dict.update(role)


@contextmanager
def as_owner() -> Iterator[None]:
    """For tests that run a migration; inside a test's transaction this would lose it."""
    switch(owner_role())
    try:
        yield
    finally:
        switch(app_role())


def superuser(**options: Any) -> psycopg.Connection[Any]:
    """A connection of its own to the test database, past every trigger and policy."""
    parts = conninfo_to_dict(os.environ["DATABASE_SUPERUSER_URL"])
    return psycopg.connect(**{**parts, "dbname": connection.settings_dict["NAME"]}, **options)


def empty() -> None:
    """Delete every row that tests left behind, in whatever order, sealed or not."""
    with superuser(autocommit=True) as cleaner:
        cleaner.execute("SET session_replication_role = replica")
        cleaner.execute("SET lock_timeout = '10s'")
        for (table,) in cleaner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall():
            if table not in KEPT:
                cleaner.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
