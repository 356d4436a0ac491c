"""The pages of the FG and of who reads, in a browser: axe, width, targets, a silent console; without script."""

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from assessments.models import organisation_context
from tests.browser.accessibility import WIDTHS, faults, silent_console
from tests.submissions import advised, claimed, judge_everything, sealed, submitted

__all__ = ["advised", "claimed", "sealed", "submitted"]
# The tests that follow take the live server's database, which the superuser empties afterwards.
pytestmark = pytest.mark.django_db(transaction=True)


def enter(page: Page, live_server, cast, client, login: str) -> None:
    """Signed in by its cookie: signing in itself is tested elsewhere."""
    client.force_login(cast[login].user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def look(page: Page, live_server, paths) -> dict[str, list[str]]:
    """Everything wrong with these pages, at both widths and in both languages."""
    wrong = {}
    with silent_console(page):
        for language, width in (("", WIDTHS[0]), ("", WIDTHS[1]), ("/en", WIDTHS[1])):
            page.set_viewport_size({"width": width, "height": 900})
            for path in paths:
                response = page.goto(live_server.url + language + path)
                assert response is not None and response.ok, path
                if found := faults(page):
                    wrong[f"{language}{path} at {width}"] = found
    return wrong


def test_the_pages_of_the_fg_are_accessible(page, live_server, cast, client, claimed):
    assessment = claimed("W3")
    enter(page, live_server, cast, client, "fg")
    review = f"/toetsing/{assessment.pk}/"
    sections = [f"{review}onderdeel/{name}/" for name in ("afbakening", "verantwoording")]
    assert look(page, live_server, ["/toetsing/", review, *sections, f"{review}afronden/"]) == {}
    with organisation_context(cast["fg"].organisation_id):
        judge_everything(cast["fg"], assessment)
    assert look(page, live_server, [f"{review}afronden/"]) == {}


def test_the_pages_of_the_auditor_are_accessible(page, live_server, cast, client, sealed):
    assessment = sealed("W3")
    enter(page, live_server, cast, client, "auditor")
    dossier = f"/dossier/{assessment.pk}/"
    assert look(page, live_server, ["/archief/", "/archief/?zoek=niets", dossier, f"{dossier}geschiedenis/"]) == {}


def agree_with_the_rest(page: Page, review: str) -> None:
    """Section after section to the page where one concludes; what was judged already stays."""
    page.goto(review)
    with page.expect_navigation():
        page.get_by_role("link", name="Ga verder").press("Enter")
    while (onward := page.get_by_role("button", name="Bewaar en ga verder")).count():
        for card in page.locator("article").all():
            if not card.locator("input:checked").count():
                card.get_by_label("Akkoord", exact=True).press("Space")
        with page.expect_navigation():
            onward.press("Enter")


def test_a_whole_review_works_without_script_and_with_the_keyboard(
    browser: Browser, live_server, cast, client, submitted
):
    assessment = submitted("W3")
    page = browser.new_context(java_script_enabled=False).new_page()
    enter(page, live_server, cast, client, "fg")
    page.goto(f"{live_server.url}/toetsing/")
    page.get_by_role("button", name="Neem in behandeling").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Akkoord met deze").press("Enter")
    page.get_by_role("link", name="4.6 Eigen beoordeling").press("Enter")
    card = page.locator("article", has_text="4.6").first
    card.get_by_label("Aanpassen nodig").press("Space")
    card.get_by_role("button", name="Bewaar").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Schrijf op wat de invuller moet aanpassen")
    card.get_by_label("Opmerking voor de invuller").fill("Noem de testset.")
    card.get_by_role("button", name="Bewaar").press("Enter")
    expect(card).to_contain_text("Noem de testset.")
    agree_with_the_rest(page, f"{live_server.url}/toetsing/{assessment.pk}/")
    page.get_by_label("Akkoord met opmerkingen").press("Space")
    page.get_by_label("Toelichting op uw advies").fill("Zie mijn opmerking.")
    page.get_by_label("Mijn advies geldt").press("Space")
    page.get_by_role("button", name="Geef dit advies").press("Enter")
    expect(page.locator("main")).to_contain_text("Het rapport wordt gemaakt")
    page.context.close()
