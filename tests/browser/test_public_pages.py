"""The pages for everybody, as a browser shows them."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessibility import WIDTHS, faults, silent_console

PAGES = ("login/", "hulp/", "toegankelijkheid/", "vragenlijst/", "verify", "bestaat-niet/", "en/hulp/", "en/login/")


@pytest.fixture(autouse=True)
def without_tls(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = False


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_is_accessible(live_server: LiveServer, page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/{address}")
    assert faults(page) == []


@pytest.mark.parametrize("address", PAGES[:5])
def test_a_public_page_keeps_to_the_security_policy(live_server: LiveServer, page: Page, address: str) -> None:
    with silent_console(page):
        page.goto(f"{live_server.url}/{address}")


def test_the_link_in_the_header_leads_to_the_twin(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/hulp/")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{live_server.url}/en/hulp/")
    page.get_by_role("link", name="Nederlands").click()
    expect(page).to_have_url(f"{live_server.url}/hulp/")
