"""The end of a session, as somebody who is typing meets it."""

import pytest
from playwright.sync_api import Browser, Page, expect

from assessments.models import User
from tests.accounts import Cast
from tests.browser.accessibility import WIDTHS, faults, silent_console

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "een-lang-wachtwoord"
TYPED = "Notities van inspecties samenvatten"


@pytest.fixture
def person(cast: Cast, genai) -> User:
    user = cast["invuller"].user
    assert user is not None
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(page: Page) -> None:
    page.get_by_label("Gebruikersnaam").fill("invuller")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def test_a_warning_comes_beforehand_and_one_press_keeps_the_session(page: Page, live_server, person, settings):
    settings.SESSION_IDLE_SECONDS = 60
    page.goto(f"{live_server.url}/login/")
    with silent_console(page):
        sign_in(page)
        warning = page.get_by_text("U wordt binnen twee minuten uitgelogd")
        expect(warning).to_be_visible()
        assert faults(page) == []
        settings.SESSION_IDLE_SECONDS = 900
        page.get_by_role("button", name="Blijf ingelogd").press("Enter")
        expect(warning).to_be_hidden()
        assert page.url == f"{live_server.url}/"


def test_a_page_says_by_itself_that_the_session_is_over_and_loses_nothing(page: Page, live_server, person, settings):
    page.goto(f"{live_server.url}/login/?next=/toetsen/nieuw/")
    sign_in(page)
    settings.SESSION_IDLE_SECONDS = 2
    page.reload()
    page.get_by_role("textbox").first.fill(TYPED)
    expect(page.get_by_text("U bent uitgelogd. Wat u hebt getypt")).to_be_visible()
    assert faults(page) == []
    page.locator("main form").evaluate("(form) => form.requestSubmit()")
    expect(page.get_by_role("heading", name="Inloggen", exact=True)).to_be_visible()
    settings.SESSION_IDLE_SECONDS = 900
    sign_in(page)
    expect(page.get_by_text(TYPED, exact=True).first).to_be_visible()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page) == []
    page.get_by_role("button", name="Verstuur alsnog").press("Enter")
    page.wait_for_url(f"{live_server.url}/toetsen/nieuw/")
    assert page.get_by_role("textbox").first.input_value() == TYPED


@pytest.mark.parametrize("language", ["", "/en"])
def test_typed_text_comes_back_without_script_at_any_width(browser: Browser, live_server, person, settings, language):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/login/?next={language}/toetsen/nieuw/")
    sign_in(page)
    page.get_by_role("textbox").first.fill(TYPED)
    settings.SESSION_IDLE_SECONDS = 0
    page.locator("main form button[type=submit]").last.press("Enter")
    expect(page.locator("input[type=password]")).to_be_visible()
    settings.SESSION_IDLE_SECONDS = 900
    page.get_by_role("textbox").first.fill("invuller")
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}{language}/ingetypt/")
    context.close()
