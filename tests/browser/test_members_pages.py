"""The manager's pages and the personal links, in a browser: accessible, silent, wide and narrow, in both languages."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from django.conf import settings
from playwright.sync_api import Page

from assessments import tasks
from assessments.actions import inviting
from assessments.actions.membership import Place
from assessments.models import Actor, Invitation, Membership, OutgoingMail, PasswordLink, organisation_context
from assessments.permissions import Role
from tests.accounts import Cast, sign_in
from tests.browser.accessibility import WIDTHS, faults, silent_console

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
BOTH = [*(("", width) for width in WIDTHS), ("/en", 320)]
LONG = "een.heel.lang.adres.van.iemand@directie-informatie.voorbeeldzaken.example"


class Scene(NamedTuple):
    invitation: Invitation
    link: PasswordLink
    member: Membership
    own: Membership


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """An open and an expired invitation, a link for a password, and a manager who belongs elsewhere too."""
    manager, other = cast["beheerder"], cast["fg-proef"].organisation
    with organisation_context(other.pk):
        elsewhere = Actor.objects.create(organisation=other, kind="user", user=manager.user)
        Membership.objects.create(organisation=other, user=manager.user, actor=elsewhere, roles=["auditor"])
    with organisation_context(manager.organisation_id):
        place = Place([Role.AUTHOR, Role.REVIEWER])
        invitation = inviting.invite(by=manager, address=LONG, name="Iemand", place=place)
        expired = inviting.invite(by=manager, address="b@voorbeeldzaken.example", name="", place=place)
        Invitation.objects.filter(pk=expired.pk).update(expires_at=expired.invited_at)
        member = Membership.objects.select_related("user", "actor").get(actor=cast["fg"])
        link = inviting.ask_new_password(by=manager, membership=member)
        own = Membership.objects.get(actor=manager)
        # The oldest membership is where somebody begins who chose none.
        Membership.objects.filter(pk=own.pk).update(valid_from=own.valid_from - timedelta(days=1))
        mails = [str(pk) for pk in OutgoingMail.objects.values_list("pk", flat=True)]
    for mail in mails:
        tasks.send_mail(mail, str(manager.organisation_id))
    return Scene(invitation, link, member, own)


def enter(page: Page, live_server, client, cast: Cast) -> None:
    name = settings.SESSION_COOKIE_NAME
    cookie = sign_in(client, cast, "beheerder").cookies[name].value
    page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])


@pytest.mark.parametrize(("prefix", "width"), BOTH)
def test_every_page_of_a_manager_is_accessible(page, live_server, client, cast, scene, prefix, width):
    enter(page, live_server, client, cast)
    page.set_viewport_size({"width": width, "height": 900})
    found = {}
    paths = ["", "uitnodigen/", f"{scene.member.pk}/", f"{scene.own.pk}/", "../uitnodigingen/", "../../organisatie/"]
    with silent_console(page):
        for path in paths:
            page.goto(f"{live_server.url}{prefix}/beheer/leden/{path}")
            if wrong := faults(page):
                found[path] = wrong
    assert found == {}


@pytest.mark.parametrize(("prefix", "width"), BOTH)
def test_what_an_invited_person_sees_is_accessible_with_mistakes_and_without(page, live_server, scene, prefix, width):
    page.set_viewport_size({"width": width, "height": 900})
    found = {}
    site = live_server.url + prefix
    for path in (f"/uitnodiging/{scene.invitation.token()}/", f"/wachtwoord/{scene.link.token()}/"):
        page.goto(site + path)
        found[path] = faults(page)
        with page.expect_navigation():
            page.locator("main form button").click()
        found[f"{path} with mistakes"] = faults(page)
    page.goto(f"{site}/demo/post/")
    found["post"] = faults(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_an_invitation_is_followed_from_mail_to_first_page(page, live_server, scene):
    page.goto(f"{live_server.url}/demo/post/")
    page.locator(f'article:has-text("{LONG}") a').first.evaluate("a => { a.href = new URL(a.href).pathname }")
    page.locator(f'article:has-text("{LONG}") a').first.click()
    assert page.url == f"{live_server.url}/uitnodiging/"
    page.fill("#id_gebruikersnaam", "nieuweling")
    for field in ("wachtwoord", "herhaling"):
        page.fill(f"#id_{field}", "een-lang-wachtwoord-van-mij")
    page.get_by_role("button", name="Maak het account").click()
    page.fill("#id_login", "nieuweling")
    page.fill("#id_password", "een-lang-wachtwoord-van-mij")
    page.get_by_role("button", name="Log in", exact=True).click()
    assert page.get_by_text("invuller").first.is_visible() or page.get_by_text("Mijn toetsen").first.is_visible()
