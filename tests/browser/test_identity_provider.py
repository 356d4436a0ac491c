"""Signing in through an organisation's provider, as a person does it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Organisation
from tests.browser.accessibility import WIDTHS, faults, silent_console
from tests.identity.conftest import register
from tests.identity.provider import SECRET, Provider, running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def provider(settings, tmp_path: Path) -> Iterator[Provider]:
    (tmp_path / "voorbeeldzaken").write_text(SECRET)
    settings.OIDC_SECRETS_DIRECTORY = tmp_path
    with running() as provider:
        register(Organisation.objects.create(slug="voorbeeldzaken", name="Ministerie van Voorbeeldzaken"), provider)
        yield provider


@pytest.mark.parametrize(("language", "link"), [("", "Log in via uw organisatie"), ("/en", "Sign in through your")])
def test_somebody_finds_their_organisation_and_comes_back_signed_in(
    page: Page, live_server, provider: Provider, language: str, link: str, request
) -> None:
    page.goto(f"{live_server.url}{language}/login/")
    with silent_console(page):
        page.get_by_role("link", name=link).click()
        page.get_by_role("textbox").fill("onbekend")
        page.keyboard.press("Enter")
        page.wait_for_url("**organisatie=onbekend")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert faults(page) == []
        page.get_by_role("textbox").fill("voorbeeldzaken")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Ministerie van Voorbeeldzaken").click()
        page.wait_for_url(f"{live_server.url}/")
    expect(page.get_by_text("Fatima").first).to_be_visible()


def test_who_has_no_role_reads_what_to_do(page: Page, live_server, provider: Provider) -> None:
    provider.claims["roles"] = []
    page.goto(f"{live_server.url}/inloggen/voorbeeldzaken/")
    expect(page.get_by_text("gaf u geen rol")).to_be_visible()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page) == []
