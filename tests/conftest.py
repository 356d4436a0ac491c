"""What every test stands on: the database as the app role, no network, a browser."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client, override_settings
from playwright.sync_api import Playwright
from psycopg.conninfo import make_conninfo
from pytest_django import DjangoDbBlocker

from assessments import reading
from assessments.actions import publishing
from assessments.domain.loading import load
from assessments.models import User, organisation_context
from assessments.verifying import checking
from tests import browsers, database
from tests.accounts import acting, cast, draft, genai, signed_in  # the cast, as fixtures
from tests.source import ROOT

__all__ = ["acting", "cast", "draft", "genai"]

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class NetworkBlocked(OSError):
    """A test tried to leave this machine."""


@contextmanager
def outside_the_browsers_loop(item: pytest.Item) -> Iterator[None]:
    """Playwright leaves its event loop in this thread; a test without a browser runs as if there is none."""
    if "browser" in getattr(item, "fixturenames", ()):
        yield
        return
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    with outside_the_browsers_loop(item):
        yield


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    with outside_the_browsers_loop(item):
        yield


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Only loopback and Unix sockets can be reached."""
    patch = pytest.MonkeyPatch()
    connect, lookup = socket.socket.connect, socket.getaddrinfo

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise NetworkBlocked(f"tests may not reach {address[0]}")
        connect(self, address)

    def resolve(host: Any, *arguments: Any, **options: Any) -> Any:
        if host not in LOOPBACK:
            raise NetworkBlocked(f"tests may not look up {host}")
        return lookup(host, *arguments, **options)

    patch.setattr(socket.socket, "connect", guarded)
    patch.setattr(socket, "getaddrinfo", resolve)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def plain_storage() -> Iterator[None]:
    """No collected static files, no slow password hashes, and nothing written outside the database."""
    storages = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(STORAGES=storages, PASSWORD_HASHERS=hashers, CHECKPOINT_DIRECTORY=None):
        yield


@pytest.fixture(scope="session", autouse=True)
def a_questionnaire_is_read_once() -> Iterator[None]:
    """The same texts give the same questionnaire, and reading 11,000 lines of YAML takes most of a second."""
    patch = pytest.MonkeyPatch()
    read = cache(lambda texts: load(dict(texts)))
    for module in (publishing, reading, checking):
        patch.setattr(module, "load", lambda files: read(tuple(sorted(files.items()))))
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def signed_in_with_a_passkey() -> Iterator[None]:
    """A browser that a test signs in by force did what a person does: it showed a passkey a moment ago."""
    patch = pytest.MonkeyPatch()
    by_force = Client.force_login

    def force_login(self: Client, user: User, backend: str | None = None) -> None:
        by_force(self, user, backend)
        session = self.session
        session.update(signed_in(user))
        session.save()

    patch.setattr(Client, "force_login", force_login)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """The owner makes, migrates and at the very end drops the test database."""
    database.switch(database.owner_role())
    yield
    database.switch(database.app_role())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Tests run as the app role, which owns nothing; emptying tables is the superuser's."""
    patch = pytest.MonkeyPatch()
    patch.setattr(DatabaseOperations, "execute_sql_flush", lambda self, sql_list: database.empty())
    with django_db_blocker.unblock():
        database.switch(database.app_role())
    yield
    with django_db_blocker.unblock():
        database.switch(database.owner_role())
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def requests_come_from_outside() -> Iterator[None]:
    """A test may stand in an organisation to look at its rows; what its browser asks starts outside any."""
    patch = pytest.MonkeyPatch()
    ask = Client.request

    def from_outside(self: Client, **request: Any) -> Any:
        if not connection.in_atomic_block:
            return ask(self, **request)
        with organisation_context(None):
            return ask(self, **request)

    patch.setattr(Client, "request", from_outside)
    yield
    patch.undo()


type Manage = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def manage(transactional_db: None) -> Manage:
    """Runs `manage.py` as its own process on the test database, as an operator would."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        address = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
        command = [sys.executable, "manage.py", *arguments]
        variables = {**os.environ, "DATABASE_URL": address}
        return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)

    return run


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], playwright: Playwright) -> dict[str, Any]:
    arguments = {**browser_type_launch_args, "args": browsers.launch_arguments()}
    if executable := browsers.find_chromium(playwright):
        arguments["executable_path"] = executable
    return arguments
