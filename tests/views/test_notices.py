"""Whoever an account is of hears of it when somebody signs in elsewhere or changes how one signs in."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, TOTP
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from assessments.models import Organisation, OutgoingMail, User, organisation_context
from tests.views.test_factors import PASSWORD, SECRET, code, entered, password_then, person

NEW = "vier woorden onthoud je best"


def mails() -> list[str]:
    """The kinds of all mails, of the account's organisation and of none, in the order of their making."""
    found = []
    for organisation in [None, *Organisation.objects.values_list("pk", flat=True)]:
        with organisation_context(organisation):
            found += list(OutgoingMail.objects.values_list("queued_at", "kind", "address"))
    assert {address for _, _, address in found} <= {"invuller@voorbeeld.example"}
    return [kind for _, kind, _ in sorted(found)]


@pytest.fixture
def owner(cast) -> User:
    return person(cast, "invuller")


def log_in(visitor: Client) -> Client:
    visitor.post("/login/", {"login": "invuller", "password": PASSWORD})
    return visitor


def test_a_sign_in_from_a_new_browser_is_told_once(owner):
    visitor = log_in(Client())
    assert mails() == ["new-sign-in"]
    visitor.post("/logout/")
    log_in(visitor)
    assert mails() == ["new-sign-in"]
    log_in(Client())
    assert mails() == ["new-sign-in"] * 2


def test_a_browser_that_claims_to_be_known_is_believed_when_we_said_so(owner):
    visitor = Client()
    for claim in ("x", "W10:1:x"):
        visitor.cookies["device"] = claim
        log_in(visitor)
        visitor.post("/logout/")
    assert mails() == ["new-sign-in"] * 2


def test_a_failed_attempt_tells_nobody(owner):
    Client().post("/login/", {"login": "invuller", "password": "fout"})
    assert mails() == []


def test_a_new_password_is_told_and_ends_the_other_sessions(owner):
    here, there = log_in(Client()), log_in(Client())
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/password/change/", fields).status_code == 302
    assert mails()[-1] == "password-changed" and NEW not in str(mails())
    assert here.get("/").status_code == 200 and there.get("/").status_code == 302


def test_a_factor_that_came_or_went_is_told(owner, django_capture_on_commit_callbacks):
    visitor = entered(owner, "password")
    visitor.get("/mfa/totp/activate/")
    secret = visitor.session[SECRET_SESSION_KEY]
    with django_capture_on_commit_callbacks(execute=True):
        assert visitor.post("/mfa/totp/activate/", {"code": code(secret)}).url == "/mfa/recovery-codes/"
    assert mails() == ["factor-added"]
    visitor.post("/mfa/totp/deactivate/")
    assert mails() == ["factor-added", "factor-removed"]


def test_a_recovery_code_that_was_used_is_told(owner):
    TOTP.activate(owner, SECRET)
    password_then(owner, RecoveryCodes.activate(owner).get_unused_codes()[0])
    assert mails() == ["new-sign-in", "recovery-code-used"]


# --- Passwords ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "password",
    [
        "kort1",
        "elf-tekens!",
        "wachtwoord123",
        "password1234",
        "Welkom2026!!",
        "invuller-2026",
        "Voorbeeldzaken1!",
        "MinisterieVoorbeeldzaken",
        "toets-generatieve-ai",
    ],
)
def test_a_password_that_is_tried_first_is_refused(owner, password):
    with pytest.raises(ValidationError):
        validate_password(password, owner)


@pytest.mark.parametrize("password", [NEW, "aaaabbbbccccdddd", "paars fiets invuller kraan", "x" * 200])
def test_a_long_password_needs_no_kinds_of_characters(owner, password):
    validate_password(password, owner)
