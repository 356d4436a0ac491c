"""Second factors: what a password alone reaches, and codes that work once."""

import itertools
import json
import re
import time
import uuid

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from hypothesis import HealthCheck, example, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from assessments.access_rules import RULES, Who
from assessments.models import User
from tests.accounts import signed_in

PASSWORD = "een-lang-wachtwoord"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def outside(settings):
    """An installation, as against the demo."""
    settings.DEMO = False
    settings.SECURE_SSL_REDIRECT = False


def person(cast, login: str) -> User:
    user = cast[login].user
    user.set_password(PASSWORD)
    user.save()
    return user


def entered(user: User, method: str) -> Client:
    """Somebody who signed in this way."""
    visitor = Client()
    visitor.force_login(user)
    session = visitor.session
    session.update(signed_in(user, method))
    session.save()
    return visitor


def code(secret: str = SECRET, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def patterns(urls=None):
    """Every URL of the site that has a name."""
    for entry in urls or get_resolver().url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        else:
            yield from patterns(entry.url_patterns)


def address(pattern: URLPattern) -> str:
    """The pattern, filled in with values of its kinds."""
    kinds = {"uuid": uuid.UUID(int=1), "int": 1, "slug": "afbakening", "str": "x"}
    names = {f"{name}" for name in get_resolver().reverse_dict.getlist(pattern.name)[0][0][0][1]}
    for values in itertools.product(kinds.values(), repeat=len(names)):
        try:
            return reverse(pattern.name, kwargs=dict(zip(sorted(names), values, strict=True)))
        except NoReverseMatch:
            continue
    raise AssertionError(pattern.name)


# --- What a session reaches ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("login", "method"),
    [("invuller", "password"), ("fg", "password"), ("fg", "totp"), ("beslisser", "totp"), ("beheerder", "recovery")],
)
def test_a_session_that_is_too_weak_reaches_no_inner_page(cast, outside, login, method):
    visitor = entered(person(cast, login), method)
    reached = []
    for pattern in patterns():
        if RULES[pattern.name].who in (Who.EVERYBODY, Who.SETTING_UP):
            continue
        for verb in sorted(RULES[pattern.name].verbs):
            response = visitor.generic(verb, address(pattern))
            if response.status_code != 302 or response.url != "/mfa/":
                reached.append((verb, pattern.name, response.status_code))
    assert reached == []


@pytest.mark.parametrize(
    ("login", "method", "enters"),
    [
        ("invuller", "password", False),
        ("invuller", "totp", True),
        ("invuller", "recovery", True),
        ("invuller", "passkey", True),
        ("auditor", "totp", True),
        ("fg", "totp", False),
        ("fg", "passkey", True),
        ("beslisser", "recovery", False),
        ("beslisser", "passkey", True),
        ("beheerder", "totp", False),
        ("beheerder", "passkey", True),
    ],
)
def test_who_needs_what(cast, outside, login, method, enters):
    assert (entered(person(cast, login), method).get("/").status_code == 200) == enters


@pytest.mark.parametrize(("mfa", "enters"), [(True, True), (False, False)])
def test_a_provider_counts_as_a_passkey_when_it_did_more_than_a_password(cast, outside, mfa, enters):
    visitor = entered(person(cast, "fg"), "passkey")
    session = visitor.session
    session["sign_in"] = {**session["sign_in"], "method": "oidc", "mfa": mfa}
    session["account_authentication_methods"] = []
    session.save()
    assert (visitor.get("/").status_code == 200) == enters


def test_in_the_demo_a_password_is_enough(cast):
    assert entered(person(cast, "fg"), "password").get("/toetsing/").status_code == 200


def test_who_lacks_a_factor_is_told_which(cast, outside):
    author, fg = (
        entered(person(cast, login), "password").get("/mfa/").content.decode() for login in ("invuller", "fg")
    )
    assert "Voeg een passkey of een authenticator-app toe" in author
    assert "Met uw rol logt u in met een passkey" in fg
    assert "Uitloggen" in author and "Mijn toetsen" in author


def test_a_factor_makes_the_session_stronger_once_it_was_shown(cast, outside):
    user = person(cast, "invuller")
    visitor = entered(user, "password")
    TOTP.activate(user, SECRET)
    before, began = visitor.session.session_key, visitor.session["sign_in"]["at"]
    way = visitor.get("/hulp/"), visitor.get("/")
    assert way[1].url == "/mfa/reauthenticate/?next=/"
    assert visitor.post(way[1].url, {"code": code()}).url == "/"
    assert visitor.get("/").status_code == 200
    assert visitor.session["sign_in"] == {"method": "totp", "at": began, "mfa": True}
    assert visitor.session.session_key != before


# --- Codes --------------------------------------------------------------------------------------------


def password_then(user: User, given: str, visitor: Client | None = None):
    visitor = visitor or Client()
    first = visitor.post("/login/", {"login": user.username, "password": PASSWORD})
    assert first.url == "/mfa/authenticate/" and "_auth_user_id" not in visitor.session
    return visitor, visitor.post(first.url, {"code": given})


def test_a_code_of_the_app_works_once(cast):
    user = person(cast, "invuller")
    TOTP.activate(user, SECRET)
    now = code()
    visitor, response = password_then(user, now)
    assert response.url == "/" and visitor.session["sign_in"]["method"] == "totp"
    other, again = password_then(user, now)
    assert again.status_code == 200 and "Dit klopt niet" in again.content.decode()
    assert "_auth_user_id" not in other.session


def test_a_recovery_code_works_once(cast):
    user = person(cast, "invuller")
    TOTP.activate(user, SECRET)
    given = RecoveryCodes.activate(user).get_unused_codes()[0]
    visitor, response = password_then(user, given)
    assert response.url == "/" and visitor.session["sign_in"]["method"] == "recovery"
    assert password_then(user, given)[1].status_code == 200


def test_a_code_of_five_minutes_ago_is_refused(cast):
    user = person(cast, "invuller")
    TOTP.activate(user, SECRET)
    assert password_then(user, code(step=-10))[1].status_code == 200


def test_guessing_codes_stops(cast):
    user = person(cast, "invuller")
    TOTP.activate(user, SECRET)
    visitor, _ = password_then(user, "000000")
    pages = [visitor.post("/mfa/authenticate/", {"code": f"{n:06}"}).content.decode() for n in range(1, 8)]
    assert "Er is te vaak" in pages[-1]
    assert "Er is te vaak" in visitor.post("/mfa/authenticate/", {"code": code()}).content.decode()


def test_the_last_factor_stays_outside_the_demo(cast, outside):
    user = person(cast, "invuller")
    TOTP.activate(user, SECRET)
    visitor = entered(user, "totp")
    assert "Voeg eerst een andere toe" in visitor.get("/mfa/totp/deactivate/").content.decode()
    visitor.post("/mfa/totp/deactivate/")
    assert Authenticator.objects.filter(user=user, type="totp").exists()


# --- What comes from an authenticator -----------------------------------------------------------------

ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
SHAPED = st.fixed_dictionaries(
    {
        "id": st.text(max_size=20),
        "rawId": st.text(max_size=20),
        "type": st.just("public-key"),
        "response": st.fixed_dictionaries(
            {},
            optional={
                name: ANSWERS | st.binary(max_size=60).map(lambda raw: raw.hex())
                for name in ("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle")
            },
        ),
    }
)


@effort(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=ANSWERS | SHAPED)
@example(answer=False)
@example(answer=0)
def test_whatever_claims_to_be_a_passkey_is_refused_and_breaks_nothing(cast, settings, answer):
    settings.MFA_RATE_LIMITS = False
    settings.ACCOUNT_RATE_LIMITS = False
    visitor = entered(cast["invuller"].user, "passkey")
    stranger = Client()
    stranger.get("/mfa/webauthn/login/", headers={"accept": "application/json"})
    visitor.get("/mfa/webauthn/add/")
    given_ = {"credential": json.dumps(answer), "name": "x"}
    assert stranger.post("/mfa/webauthn/login/", given_).status_code == 302
    assert visitor.post("/mfa/webauthn/add/", given_).status_code == 200
    assert "_auth_user_id" not in stranger.session
    assert not Authenticator.objects.exists()


def test_a_passkey_knows_its_owner_by_login_and_shows_no_address(cast):
    user = person(cast, "invuller")
    visitor = entered(user, "passkey")
    page = visitor.get("/mfa/webauthn/add/").content.decode()
    options = json.loads(re.search(r'<script id="passkey-options" type="application/json">(.*?)</script>', page)[1])
    assert options["creation_options"]["publicKey"]["user"]["name"] == "invuller"
    assert user.email not in page
