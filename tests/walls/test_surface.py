"""What every response carries, whoever made it, and what strangers may tell and ask."""

import json
import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.csp import build_policy

from tests.accounts import Cast, sign_in
from tests.test_settings import PRODUCTION, start

pytestmark = pytest.mark.django_db

UUID = "00000000-0000-4000-8000-000000000000"
VERBS = ("get", "post", "head", "options", "delete", "trace")
CANARY = "K4" + "narie"  # apart, because a page with source shows the lines of this file
EXPECTED = {
    "Content-Security-Policy": build_policy(django_settings.SECURE_CSP),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Reporting-Endpoints": 'csp="/csp-report/"',
}
LEAKS = ("Server", "X-Powered-By", "Content-Encoding")


def addresses(resolver: URLResolver | None = None, before: str = "/") -> list[str]:
    """Every address of the site, with something in each of its places."""
    found = []
    for each in (resolver or get_resolver()).url_patterns:
        place = before + re.sub(r"<[^:>]+:pk>|<uuid:[^>]+>", UUID, str(each.pattern))
        place = re.sub(r"<int:[^>]+>", "1", re.sub(r"<(?:slug|str):[^>]+>|<[^:>]+>", "x", place))
        found += [place] if isinstance(each, URLPattern) else addresses(each, place)
    return found


def deviations(response) -> list[str]:
    found = [
        f"{name}: {response.headers.get(name)}"
        for name, value in EXPECTED.items()
        if response.headers.get(name) != value
    ]
    found += [f"{name} is told" for name in LEAKS if name in response.headers]
    if "camera=()" not in response.headers.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    if not {"no-store", "max-age=0"} & set(re.split(r",\s*", response.headers.get("Cache-Control", ""))):
        found.append(f"Cache-Control: {response.headers.get('Cache-Control')}")
    return found


@pytest.mark.parametrize("who", [None, "invuller", "auditor", "beheerder"])
def test_every_address_and_verb_carries_every_header(cast: Cast, genai, who: str | None) -> None:
    client = Client(raise_request_exception=False)
    if who:
        sign_in(client, cast, who)
    found = {}
    for address in addresses():
        for verb in VERBS:
            response = getattr(client, verb)(address)
            assert response.status_code < 500, (verb, address)
            if faults := deviations(response):
                found[verb, address] = faults
            if "logout" in address or "login" in address:
                client = sign_in(Client(raise_request_exception=False), cast, who) if who else Client()
    assert found == {}


def test_errors_carry_every_header_as_well(cast: Cast, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in(Client(raise_request_exception=False, enforce_csrf_checks=True), cast, "invuller")
    answers = {
        "unknown": client.get("/bestaat-niet/"),
        "forgery": client.post("/toetsen/nieuw/", {}),
        "host": client.get("/", headers={"host": "elders.example"}),
        "fields": client.post("/verify", {f"f{n}": "x" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}),
        "size": client.post(
            "/login/", data="a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), content_type="text/plain"
        ),
    }
    monkeypatch.setattr("assessments.views.overview.actor_of", lambda request: 1 / 0)
    answers["fault"] = client.get("/")
    codes = {name: response.status_code for name, response in answers.items()}
    assert codes["unknown"] == 404 and codes["forgery"] == 403 and codes["host"] == 400 and codes["fault"] == 500
    assert {name: deviations(response) for name, response in answers.items() if deviations(response)} == {}


def test_over_tls_every_response_asks_for_tls_a_year_long_and_without_it_leads_there(settings) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    client = Client()
    for address in ("/login/", "/bestaat-niet/", "/", "/.well-known/security.txt"):
        header = client.get(address, secure=True).headers["Strict-Transport-Security"]
        assert re.match(r"max-age=31536000; includeSubDomains", header), address
    response = client.get("/login/")
    assert response.status_code == 301 and response.url == "https://testserver/login/"
    assert deviations(response) == []


def test_a_static_file_may_be_kept_and_carries_the_rest(settings) -> None:
    from config.wsgi import application

    assert finders.find("img/icon.svg")
    sent = {}
    environment = RequestFactory().get("/static/img/icon.svg").environ
    answer = application(environment, lambda status, headers: sent.update(status=status, headers=dict(headers)))
    getattr(answer, "close", lambda: None)()
    if sent["status"].startswith("200"):
        assert "max-age" in sent["headers"]["Cache-Control"]
    for name in (
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Cross-Origin-Resource-Policy",
        "Permissions-Policy",
    ):
        assert name in sent["headers"], name


# --- Cookies ---------------------------------------------------------------------------------------------


def test_outside_the_demo_cookies_belong_to_this_host_over_tls_alone() -> None:
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    code = f"from django.conf import settings; print(*(getattr(settings, name) for name in {names}))"
    result = start("shell", "--no-imports", "--command", code)
    assert result.stdout.split() == ["__Host-session", "__Host-csrf", "True", "True"], result.stderr


def test_cookies_are_hidden_from_scripts_and_from_other_sites(client: Client, cast: Cast) -> None:
    user = cast["invuller"].user
    assert user is not None
    user.set_password("een lang wachtwoord")
    user.save()
    form = client.get("/login/")
    welcome = client.post("/login/", {"login": "invuller", "password": "een lang wachtwoord"})
    cookies = {**form.cookies, **welcome.cookies}
    assert {"session", "csrf"} <= set(cookies) <= {"session", "csrf", "device"}
    for cookie in cookies.values():
        assert cookie["httponly"] and cookie["samesite"] in ("Lax", "Strict")
        assert cookie["path"] == "/" and not cookie["domain"]


# --- Secrets ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "guessable", ["changeme", "ab" * 30, "django-insecure-" + "abcdefghijklmnopqrstuvwxyz0123456789"]
)
def test_a_key_that_can_be_guessed_stops_the_start_and_is_not_repeated(guessable: str) -> None:
    result = start("check", TOETS_SECRET_KEY=guessable)
    assert result.returncode != 0 and "TOETS_SECRET_KEY can be guessed" in result.stderr
    assert guessable not in result.stderr


@pytest.mark.parametrize("debug", ["0", "1"])
def test_no_secret_stands_in_what_a_failing_command_says(debug: str) -> None:
    secrets = {
        "TOETS_SECRET_KEY": CANARY + PRODUCTION["TOETS_SECRET_KEY"],
        "TOETS_PKI_PASSPHRASE": CANARY,
        "DATABASE_URL": f"postgresql://app:{CANARY}@127.0.0.1:1/none",
    }
    for command in (["check", "--deploy"], ["verify_ledger"], ["migrate", "--check"], ["diffsettings"]):
        result = start(*command, TOETS_DEBUG=debug, **secrets)
        said = result.stdout + result.stderr
        assert command == ["diffsettings"] or CANARY not in said, command


@pytest.mark.parametrize("debug", [False, True])
def test_no_secret_stands_on_an_error_page(cast: Cast, settings, monkeypatch, debug: bool, caplog) -> None:
    settings.DEBUG, settings.PKI_PASSPHRASE, settings.SECRET_KEY = debug, CANARY, CANARY * 10
    client = sign_in(Client(raise_request_exception=False), cast, "invuller")
    monkeypatch.setattr("assessments.views.overview.actor_of", lambda request: 1 / 0)
    response = client.get("/")
    assert response.status_code == 500
    assert CANARY.encode() not in response.content and CANARY not in caplog.text


# --- Who finds a hole -------------------------------------------------------------------------------------


def test_security_txt_names_a_contact_and_is_never_past(client: Client, settings) -> None:
    settings.SECURITY_CONTACT = "mailto:beveiliging@voorbeeldzaken.example"
    response = client.get("/.well-known/security.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)
    assert fields["Contact"] == settings.SECURITY_CONTACT
    assert client.get(fields["Policy"]).status_code == 200
    assert fields["Canonical"].endswith("/.well-known/security.txt")


def test_without_a_contact_there_is_no_security_txt_and_the_page_says_so(client: Client, settings) -> None:
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
    assert "nog geen meldpunt" in client.get("/kwetsbaarheid-melden/").content.decode()
    assert client.get("/en/kwetsbaarheid-melden/").status_code == 200


@pytest.mark.parametrize("wrong", ["javascript:alert(1)", "http://voorbeeld.example", "mailto:a@b.example\nX: y"])
def test_a_contact_that_is_none_stops_the_start(wrong: str) -> None:
    result = start("check", TOETS_SECURITY_CONTACT=wrong)
    assert result.returncode != 0 and "must begin with mailto: or https://" in result.stderr


# --- Reports of browsers -----------------------------------------------------------------------------------

OLD = {
    "csp-report": {
        "document-uri": "https://toets.example/toetsen/x/?zoek=K4narie",
        "effective-directive": "script-src-elem",
        "blocked-uri": "https://elders.example/K4narie.js?x",
        "script-sample": "K4narie",
    }
}
NEW = [
    {
        "type": "csp-violation",
        "body": {"documentURL": "https://toets.example/en/", "effectiveDirective": "img-src", "blockedURL": "inline"},
    }
]


def told(client: Client, body: str | bytes, caplog: pytest.LogCaptureFixture) -> str:
    with caplog.at_level(logging.WARNING, logger="assessments"):
        assert client.post("/csp-report/", data=body, content_type="application/csp-report").status_code == 204
    return caplog.text


def test_a_report_is_logged_without_what_somebody_wrote(client: Client, caplog) -> None:
    line = told(client, json.dumps(OLD), caplog)
    assert "script-src-elem kept https://elders.example out of /toetsen/x/" in line
    assert "K4narie" not in line
    assert "img-src kept inline out of /en/" in told(client, json.dumps(NEW), caplog)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\x00",
        b"[" * 9_000,
        b"null",
        b'"x"',
        b'{"csp-report": []}',
        b'[1, {"body": {"documentURL": 3}}]',
        b"x" * 20_000,
    ],
)
def test_a_strange_report_is_taken_without_a_word(client: Client, body: bytes, caplog) -> None:
    assert "K4narie" not in told(client, body, caplog)


def test_a_report_with_line_breaks_makes_no_line_of_its_own(client: Client, caplog) -> None:
    forged = {"csp-report": {"document-uri": "https://x.example/\nroot signed in", "effective-directive": "a\nb"}}
    assert "root" not in told(client, json.dumps(forged), caplog)
    assert len([record for record in caplog.records if record.name.startswith("assessments")]) == 1


@pytest.mark.parametrize(
    ("directive", "blocked"),
    [
        ("Jan-de-Vries-schreef-dit", "https://root signed in/"),
        ("script-src\u2028", "https://a\u2028b.example/"),
        ("\ud800", "https://\ud800.example/"),
        ("x" * 39, "https://" + "a" * 200 + ".example/"),
    ],
)
def test_nothing_but_known_words_and_plain_hosts_reaches_the_log(client, caplog, directive: str, blocked: str) -> None:
    report = {
        "csp-report": {"document-uri": "https://x.example/y", "effective-directive": directive, "blocked-uri": blocked}
    }
    assert "content policy: ? kept ? out of /y" in told(client, json.dumps(report), caplog)


def test_a_flood_of_reports_is_not_logged(client: Client, caplog) -> None:
    call_command("createcachetable", verbosity=0)
    for _ in range(70):
        told(client, json.dumps(NEW), caplog)
    assert len([record for record in caplog.records if record.name.startswith("assessments")]) == 60


def test_only_a_post_is_a_report(client: Client) -> None:
    assert client.get("/csp-report/").status_code == 405
