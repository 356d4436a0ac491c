"""The settings as an installation gets them: loud where something is missing, strict where it counts."""

import logging
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache.backends.db import DatabaseCache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils.module_loading import import_string

from config import environment, log_format, smtp
from tests.source import ROOT

PRODUCTION = {
    "DATABASE_URL": os.environ["DATABASE_URL"],
    "TOETS_SECRET_KEY": "k" * 25 + "".join(chr(number) for number in range(97, 123)),
    "TOETS_HOSTS": "toets.voorbeeldzaken.example",
}


def start(*arguments: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    wanted = {"PATH": os.environ["PATH"], **PRODUCTION, **changes}
    variables = {name: value for name, value in wanted.items() if value is not None}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)


def test_the_settings_of_an_installation_pass_djangos_own_checks() -> None:
    result = start("check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"TOETS_SECRET_KEY": None}, "Set TOETS_SECRET_KEY, or TOETS_SECRET_KEY_FILE"),
        ({"TOETS_DEMO": "maybe"}, "TOETS_DEMO is 'maybe'; use 1 or 0."),
        ({"DATABASE_URL": "postgresql://[nonsense"}, "DATABASE_URL is not a PostgreSQL address"),
        ({"DATABASE_URL": None, "DATABASE_URL_FILE": "/nowhere"}, "DATABASE_URL_FILE cannot be read"),
    ],
)
def test_a_wrong_environment_stops_the_start_with_a_sentence(changes: dict[str, str | None], sentence: str) -> None:
    result = start("check", **changes)
    assert result.returncode != 0
    assert sentence in result.stderr


def test_a_secret_can_come_from_a_file(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("from a file\n")
    monkeypatch.delenv("TOETS_SECRET_KEY", raising=False)
    monkeypatch.setenv("TOETS_SECRET_KEY_FILE", str(tmp_path / "key"))
    assert environment.secret("TOETS_SECRET_KEY") == "from a file"


def test_an_address_with_a_socket_and_parameters_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app:s%40cret@%2Frun%2Fpg/toets?sslmode=require")
    settings_of_it = environment.database("DATABASE_URL")
    assert settings_of_it["HOST"] == "/run/pg"
    assert settings_of_it["PASSWORD"] == "s@cret"
    assert settings_of_it["OPTIONS"] == {"sslmode": "require"}


def test_an_empty_secret_file_is_refused(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("\n")
    monkeypatch.setenv("SOME_KEY_FILE", str(tmp_path / "key"))
    with pytest.raises(ImproperlyConfigured):
        environment.secret("SOME_KEY")


@pytest.mark.django_db
def test_every_page_carries_the_strict_policy(client: Client) -> None:
    headers = client.get("/login/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_a_page_is_private_unless_it_says_otherwise(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/login/")


@pytest.mark.django_db
def test_nobody_signs_up(client: Client) -> None:
    page = client.get("/signup/")
    assert b'name="password1"' not in page.content
    client.post("/signup/", {"username": "vreemd", "password1": "lang-genoeg-1", "password2": "lang-genoeg-1"})
    assert not client.login(username="vreemd", password="lang-genoeg-1")


def test_a_logged_error_does_not_quote_what_somebody_wrote() -> None:
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", (), None)
    written = "Jansen"
    try:
        raise ValueError(f"Key (name)=({written}) already exists")
    except ValueError:
        record.exc_info = sys.exc_info()
    line = log_format.WithoutContent().format(record)
    assert "builtins.ValueError" in line
    assert written not in line


def test_sign_in_attempts_are_counted_over_all_processes() -> None:
    assert issubclass(import_string(settings.CACHES["default"]["BACKEND"]), DatabaseCache)


@pytest.mark.parametrize("wrong", ["two", "-1", "1.5", "²"])
def test_a_count_of_proxies_that_is_no_number_stops_the_start(wrong: str) -> None:
    result = start("check", TOETS_PROXY_COUNT=wrong)
    assert result.returncode != 0 and "TOETS_PROXY_COUNT" in result.stderr


SMTP = {
    "TOETS_SMTP_URL": "smtps://toets@mail.example:465",
    "TOETS_SMTP_PASSWORD": "geheim",
    "TOETS_MAIL_FROM": "toets@voorbeeldzaken.example",
    "TOETS_SITE_URL": "https://toets.voorbeeldzaken.example",
}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"TOETS_SMTP_URL": "smtp://mail.example"}, "sends without TLS"),
        ({"TOETS_SMTP_URL": "smtps://toets:geheim@mail.example"}, "put that in TOETS_SMTP_PASSWORD"),
        ({"TOETS_SMTP_URL": "https://mail.example"}, "must be smtps://USER@HOST:PORT"),
        ({"TOETS_SMTP_URL": "smtps://mail.example:many"}, "is not an address"),
        ({"TOETS_SMTP_PASSWORD": None}, "Set TOETS_SMTP_PASSWORD"),
        ({"TOETS_MAIL_FROM": None}, "TOETS_MAIL_FROM must be the address that mail comes from"),
        ({"TOETS_MAIL_FROM": "x@y.example\nBcc: z@y.example"}, "TOETS_MAIL_FROM must be the address"),
        ({"TOETS_SITE_URL": None}, "TOETS_SITE_URL must be the address of the site"),
        ({"TOETS_SITE_URL": "http://toets.voorbeeldzaken.example"}, "TOETS_SITE_URL must begin with https://"),
    ],
)
def test_a_mail_server_named_by_halves_or_without_tls_is_refused(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, str | None], sentence: str
) -> None:
    for name, value in {**SMTP, **changes}.items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        read_mail_settings()


def read_mail_settings() -> tuple[dict[str, object] | None, str, str]:
    server = smtp.server("TOETS_SMTP_URL")
    needed = server is not None
    sender = smtp.sender("TOETS_MAIL_FROM", needed=needed)
    return server, sender, smtp.site("TOETS_SITE_URL", demo="", needed=needed)


def test_a_mail_server_is_known_by_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_mail_settings() == (None, "", "")
    for name, value in SMTP.items():
        monkeypatch.setenv(name, value)
    server, sender, site = read_mail_settings()
    assert server is not None
    assert (server["host"], server["port"], server["use_ssl"], server["password"]) == (
        "mail.example",
        465,
        True,
        "geheim",
    )
    assert (sender, site) == (SMTP["TOETS_MAIL_FROM"], SMTP["TOETS_SITE_URL"])
    monkeypatch.setenv("TOETS_SMTP_URL", "smtp+starttls://mail.example")
    starttls = smtp.server("TOETS_SMTP_URL")
    assert starttls is not None and (starttls["port"], starttls["use_tls"]) == (587, True)
    assert start("check", "--deploy", "--fail-level", "WARNING", **SMTP).returncode == 0
