"""Passkeys and codes in a real browser, with an authenticator that Chromium plays."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from assessments.models import User
from tests.accounts import Cast
from tests.browser.accessibility import WIDTHS, faults, silent_console

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "een-lang-wachtwoord"


@pytest.fixture
def person(cast: Cast) -> User:
    user = cast["fg"].user
    assert user is not None
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def authenticator(page: Page) -> Iterator[None]:
    """A device with a passkey store that always finds the right finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield
    devtools.detach()


def sign_in_with_password(page: Page, live_server, login: str = "fg") -> None:
    page.goto(f"{live_server.url}/login/")
    page.get_by_label("Gebruikersnaam").fill(login)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_label("Wachtwoord").press("Enter")


def add_passkey(page: Page, live_server) -> None:
    page.goto(f"{live_server.url}/mfa/webauthn/add/")
    page.get_by_label("Naam van de passkey").fill("Laptop")
    page.get_by_role("button", name="Voeg de passkey toe").press("Enter")
    expect(page.get_by_role("heading", name="Herstelcodes")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Uitloggen").press("Enter")
    expect(page.get_by_role("heading", name="Inloggen", exact=True)).to_be_visible()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_passkey_is_added_signs_in_by_itself_and_proves_anew(page, live_server, person, authenticator, settings):
    with silent_console(page):
        sign_in_with_password(page, live_server)
        add_passkey(page, live_server)
    # Chromium says that it clears what it kept.
    sign_out(page)
    with silent_console(page):
        page.get_by_role("button", name="Log in met een passkey").press("Enter")
        expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()
        settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
        page.goto(f"{live_server.url}/mfa/webauthn/add/")
        expect(page.get_by_role("heading", name="Bevestig dat u het bent")).to_be_visible()
        settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
        page.get_by_role("button", name="Gebruik uw passkey").press("Enter")
        expect(page.get_by_role("heading", name="Passkey toevoegen")).to_be_visible()
    assert Authenticator.objects.get(user=person, type="webauthn").last_used_at


def test_outside_the_demo_an_fg_gets_in_once_a_passkey_is_there(page, live_server, person, authenticator, settings):
    settings.DEMO = False
    settings.SECURE_SSL_REDIRECT = False
    sign_in_with_password(page, live_server)
    expect(page.get_by_text("Met uw rol logt u in met een passkey")).to_be_visible()
    add_passkey(page, live_server)
    page.get_by_role("link", name="Ga verder").press("Enter")
    page.get_by_role("button", name="Gebruik uw passkey").press("Enter")
    page.wait_for_url(f"{live_server.url}/")
    expect(page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Te toetsen")).to_be_visible()


def test_a_passkey_that_is_not_there_leaves_the_other_ways(page, live_server, person, authenticator):
    page.goto(f"{live_server.url}/login/")
    with silent_console(page):
        page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('NotAllowedError')); }")
        page.get_by_role("button", name="Log in met een passkey").press("Enter")
        expect(page.get_by_role("alert").filter(has_text="Het is niet gelukt met uw passkey")).to_be_visible()


def test_the_app_is_set_up_from_the_secret_and_a_code_works_once(page, live_server, person):
    sign_in_with_password(page, live_server)
    page.goto(f"{live_server.url}/mfa/totp/activate/")
    secret = page.locator("#totp-sleutel").inner_text()
    assert page.locator("img.app-qr").evaluate("(image) => image.naturalWidth") > 0
    page.get_by_label("Code die de app nu toont").fill(code_of(secret))
    page.get_by_role("button", name="Stel de app in").press("Enter")
    codes = page.locator(".app-codes li").all_inner_texts()
    assert len(codes) == 10
    sign_out(page)
    for code, works in ((codes[0], True), (codes[0], False), (codes[1], True)):
        if page.get_by_label("Gebruikersnaam").count():
            sign_in_with_password(page, live_server)
        page.get_by_label(re.compile("Code uit uw")).fill(code)
        page.get_by_role("button", name="Log in", exact=True).press("Enter")
        if works:
            sign_out(page)
        else:
            expect(page.get_by_role("alert").first).to_contain_text("Dit klopt niet")


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pages_around_signing_in_are_accessible(page, live_server, person, authenticator, language):
    sign_in_with_password(page, live_server)
    add_passkey(page, live_server)
    key = Authenticator.objects.get(type="webauthn").pk
    paths = ["mfa/", "mfa/webauthn/", "mfa/webauthn/add/", f"mfa/webauthn/keys/{key}/edit/", "mfa/recovery-codes/"]
    paths += [f"mfa/webauthn/keys/{key}/remove/", "mfa/totp/activate/", "mfa/recovery-codes/generate/"]
    paths += ["reauthenticate/", "mfa/reauthenticate/", "mfa/webauthn/reauthenticate/", "sessions/", "ingetypt/"]
    paths += ["password/change/"]
    wrong = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for path in paths:
            page.goto(f"{live_server.url}{language}/{path}")
            if found := faults(page):
                wrong[f"{path} at {width}"] = found
    assert wrong == {}
