"""pytest plugin: a throwaway PostgreSQL and a test environment, before anything reads the settings."""

import os

import pytest

from devtools import devdb, development

os.environ.setdefault("TOETS_DEMO", "1")
os.environ.setdefault("TOETS_SECRET_KEY", "only for tests")
os.environ.setdefault("TOETS_PKI_DIR", str(development.ROOT / "build" / "pki-for-tests"))
# Playwright keeps an event loop in the test's thread, which Django would take for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def _addresses() -> devdb.Addresses:
    url = os.environ.get("DATABASE_URL")
    if not url:
        return devdb.throwaway()
    if devdb.is_superuser(url):
        return devdb.adopt(url, development.folder() / "database_passwords")
    raise pytest.UsageError(
        "The tests need three roles: set DATABASE_URL to a superuser, "
        "or also set DATABASE_OWNER_URL and DATABASE_SUPERUSER_URL."
    )


# Workers of pytest-xdist inherit what the first process found.
if "DATABASE_SUPERUSER_URL" not in os.environ:
    os.environ.update(_addresses().environment())
