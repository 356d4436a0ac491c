"""Reading the environment: a missing or malformed value stops the start with a sentence."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

_YES = {"1", "true", "yes"}
_NO = {"", "0", "false", "no"}


def switch(name: str) -> bool:
    value = os.environ.get(name, "").lower()
    if value not in _YES | _NO:
        raise ImproperlyConfigured(f"{name} is {value!r}; use 1 or 0.")
    return value in _YES


def text(name: str) -> str:
    return os.environ.get(name, "").strip()


def one_of(name: str, choices: tuple[str, ...]) -> str:
    """One of these words; the first where nothing is given."""
    value = text(name) or choices[0]
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; use {', '.join(choices[:-1])} or {choices[-1]}.")
    return value


def number(name: str) -> int:
    """A whole number of nought or more; nought when it is not given."""
    value = text(name) or "0"
    if not (value.isascii() and value.isdecimal()):
        raise ImproperlyConfigured(f"{name} is {value!r}; use a whole number.")
    return int(value)


def folder(name: str, usual: Path) -> Path:
    return Path(os.environ.get(name) or usual)


def words(name: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def given(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def secret(name: str) -> str:
    """The value of NAME, or the content of the file that NAME_FILE points to."""
    if value := os.environ.get(name):
        return value
    if file := os.environ.get(f"{name}_FILE"):
        try:
            value = Path(file).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error}") from error
        if value:
            return value
    raise ImproperlyConfigured(f"Set {name}, or {name}_FILE to a file that holds it.")


def key(name: str) -> str:
    """A secret that cannot be guessed: at least 50 characters, and not a few of them repeated."""
    value = secret(name)
    if len(value) < 50 or len(set(value)) < 10 or value.startswith("django-insecure-"):
        raise ImproperlyConfigured(
            f"{name} can be guessed: give it 50 random characters, such as `openssl rand -base64 48` makes."
        )
    return value


def contact(name: str) -> str:
    """Where somebody can be told something: `mailto:…` or `https://…`, or nothing."""
    value = text(name)
    if value and (not value.startswith(("mailto:", "https://")) or not value.isprintable()):
        raise ImproperlyConfigured(f"{name} must begin with mailto: or https://.")
    return value


def database(name: str) -> dict[str, Any]:
    """NAME as Django's connection settings; sockets and every libpq parameter are understood."""
    try:
        parts = conninfo_to_dict(secret(name))
    except ProgrammingError as error:
        raise ImproperlyConfigured(f"{name} is not a PostgreSQL address: {error}") from error
    known = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    settings = {key: str(parts.pop(part, "") or "") for key, part in known.items()}
    return {"ENGINE": "django.db.backends.postgresql", **settings, "OPTIONS": parts}
