"""Small promises of the security tables that no other test keeps."""

import base64
import gzip
import logging
import re
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest
from allauth.mfa import app_settings as mfa
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from assessments.actions import reviewing
from assessments.adapters.passwords import ContextWordsValidator
from assessments.models import Assessment, Membership, User, organisation_context
from assessments.permissions import Role
from assessments.policies import Refused
from assessments.views import public
from config.log_format import WithoutContent
from tests.accounts import Cast, sign_in
from tests.source import ROOT
from tests.submissions import submitted

__all__ = ["submitted"]


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What the log of requests writes, formatted as in an installation."""
    written: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    handler = Keep()
    handler.setFormatter(WithoutContent("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    yield written
    logger.removeHandler(handler)


def test_nothing_allows_another_origin(client: Client, db: None) -> None:
    for address in ("/login/", "/nergens/"):
        answer = client.get(address, headers={"origin": "https://elders.example"}, secure=True)
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_passwords_have_no_rules_of_composition_and_no_end() -> None:
    validate_password("zestien gewone woorden achter elkaar " * 4)
    validate_password("9281736450918273")
    with pytest.raises(ValidationError):
        validate_password("kort")
    assert not [field.name for field in User._meta.get_fields() if "expire" in field.name or "changed" in field.name]


def test_a_password_counts_exactly_as_it_was_typed(db: None) -> None:
    user = User(username="precies")
    user.set_password("  Spaties tellen mee, Hoofdletters ook  " + "x" * 100)
    assert user.check_password("  Spaties tellen mee, Hoofdletters ook  " + "x" * 100)
    for other in (
        "Spaties tellen mee, Hoofdletters ook  " + "x" * 100,
        "  Spaties tellen mee, Hoofdletters ook  " + "x" * 99,
        "  spaties tellen mee, hoofdletters ook  " + "x" * 100,
    ):
        assert not user.check_password(other)


def test_a_password_is_hidden_while_it_is_typed_and_may_be_pasted(client: Client, db: None) -> None:
    page = client.get("/login/", secure=True).content.decode()
    fields = re.findall(r"<input[^>]*name=\"password\"[^>]*>", page)
    assert fields
    for field in fields:
        assert 'type="password"' in field
        assert 'autocomplete="current-password"' in field
        assert "maxlength" not in field


def test_what_the_image_leaves_out() -> None:
    lines = (ROOT / ".dockerignore").read_text().split()
    assert lines[0] == "*", "everything stays out unless it is named"
    taken = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert not taken & {".git", "tests", "devtools", "docs", "var", ".env", "keys"}
    assert "--no-default-groups" in (ROOT / "Dockerfile").read_text()


@pytest.mark.parametrize(
    "password", ["voorbeeldzaken1", "Toets-generatieve!", "wachtwoordinvuller", "ministerie-van-voorbeeldzaken"]
)
def test_a_password_of_words_of_the_context_is_refused(cast: Cast, password: str) -> None:
    validator = ContextWordsValidator()
    with pytest.raises(ValidationError):
        validator.validate(password, cast["invuller"].user)
    validator.validate(f"{password} en nog iets heel anders", cast["invuller"].user)


def test_a_fault_of_ours_tells_visitors_and_log_nothing_of_what_was_written(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch, lines: list[str]
) -> None:
    quoted = "-".join(["geheim", "uit", "een", "rij"])

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError(quoted)

    monkeypatch.setattr(public, "render", fails)
    client.raise_request_exception = False
    answer = client.get(reverse("help"), secure=True)
    assert answer.status_code == 500
    assert quoted not in answer.content.decode() and b"Traceback" not in answer.content
    (line,) = [line for line in lines if "RuntimeError" in line]
    assert quoted not in line and "public.py" in line


def test_an_address_with_line_ends_makes_one_line_in_the_log(db: None, client: Client, lines: list[str]) -> None:
    client.get("/nergens/%0d%0a2026-11-27 ERROR django.request nep/", secure=True)
    assert lines
    assert all(len(line.splitlines()) == 1 for line in lines)


def test_what_stands_in_the_address_is_no_form(cast: Cast, client: Client) -> None:
    user = cast["invuller"].user
    assert user is not None
    user.set_password("een heel gewoon wachtwoord")
    user.save()
    query = "?login=invuller&password=een%20heel%20gewoon%20wachtwoord"
    answer = client.post(reverse("account_login") + query, {}, secure=True)
    assert "_auth_user_id" not in client.session
    assert answer.status_code < 500


def test_of_a_doubled_field_one_counts_and_the_other_is_nowhere(cast: Cast, client: Client) -> None:
    answer = client.post(
        reverse("account_login"), {"login": ["invuller", "fg"], "password": ["fout", "fouter"]}, secure=True
    )
    assert answer.status_code < 500
    assert "_auth_user_id" not in client.session


def test_common_passwords_are_refused() -> None:
    with gzip.open(CommonPasswordValidator().DEFAULT_PASSWORD_LIST_PATH, "rt") as file:
        common = file.read().split()
    assert len(common) >= 3_000
    long_enough = [word for word in common if len(word) >= 12]
    assert long_enough
    for word in [*long_enough[:20], *long_enough[-5:]]:
        with pytest.raises(ValidationError):
            validate_password(word)


@pytest.mark.parametrize(
    "elsewhere", ["https://elders.example/", "//elders.example", "\\\\elders.example", "https:elders.example"]
)
def test_signing_in_leads_to_no_other_host(cast: Cast, client: Client, elsewhere: str) -> None:
    user = cast["invuller"].user
    assert user is not None
    user.set_password("een heel gewoon wachtwoord")
    user.save()
    form = {"login": "invuller", "password": "een heel gewoon wachtwoord", "next": elsewhere}
    answer = client.post(f"{reverse('account_login')}?{urlencode({'next': elsewhere})}", form, secure=True)
    assert answer.status_code == 302 and "_auth_user_id" in client.session
    assert urlsplit(answer.url).netloc == "" and answer.url.startswith("/") and "elders" not in answer.url


def test_who_wrote_in_an_assessment_never_reviews_it_whatever_their_roles(cast: Cast, submitted) -> None:
    assessment = submitted("W3")
    author = cast["invuller"]
    with organisation_context(author.organisation_id):
        membership = Membership.objects.get(actor=author)
        membership.roles = [Role.AUTHOR, Role.REVIEWER]
        membership.save()
        both = membership.signed_in()
        seen = Assessment.objects.visible_to(both).get(pk=assessment.pk)
        with pytest.raises(Refused, match="meegeschreven"):
            reviewing.claim(by=both, assessment=seen)


def test_secrets_have_enough_chance_in_them(db: None) -> None:
    keys = {SessionStore()._get_new_session_key() for _ in range(50)}
    assert len(keys) == 50 and all(len(key) >= 25 for key in keys), "128 bits of a-z and 0-9"
    seeds = {generate_totp_secret() for _ in range(50)}
    assert len(seeds) == 50 and all(len(base64.b32decode(seed)) >= 16 for seed in seeds)
    assert RecoveryCodes.generate_seed() != RecoveryCodes.generate_seed()
    assert mfa.RECOVERY_CODE_DIGITS >= 7, "20 bits"
    assert (mfa.TOTP_PERIOD, mfa.TOTP_TOLERANCE) == (30, 0)


def test_a_new_password_takes_the_one_before(cast: Cast, client: Client) -> None:
    user = cast["invuller"].user
    assert user is not None
    user.set_password("een heel gewoon wachtwoord")
    user.save()
    sign_in(client, cast, "invuller")
    wanted = {"password1": "een ander gewoon wachtwoord", "password2": "een ander gewoon wachtwoord"}
    address = reverse("account_change_password")
    assert client.post(address, {**wanted, "oldpassword": "geraden"}, secure=True).status_code != 302
    user.refresh_from_db()
    assert user.check_password("een heel gewoon wachtwoord")
    assert client.post(address, {**wanted, "oldpassword": "een heel gewoon wachtwoord"}, secure=True).status_code == 302
    user.refresh_from_db()
    assert user.check_password("een ander gewoon wachtwoord")


def test_the_way_out_stands_on_every_page_and_empties_the_browser(cast: Cast, genai, client: Client) -> None:
    sign_in(client, cast, "invuller")
    way_out = f'action="{reverse("account_logout")}"'
    for page in ("overview", "new", "help", "mfa_index"):
        assert way_out in client.get(reverse(page), secure=True).content.decode(), page
    answer = client.post(reverse("account_logout"), secure=True)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
