"""Personal links: joining with a new account or the one at hand, and setting a new password."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from assessments.actions import inviting
from assessments.actions.membership import Place
from assessments.models import (
    Invitation,
    LedgerEvent,
    Membership,
    OutgoingMail,
    PasswordLink,
    User,
    organisation_context,
)
from assessments.permissions import Role
from config.log_format import WithoutContent
from tests.accounts import Cast, sign_in

PASSWORD = "een-lang-wachtwoord-van-mij"
ACCOUNT = {"gebruikersnaam": "nieuweling", "naam": "Nieuwe Ling", "wachtwoord": PASSWORD, "herhaling": PASSWORD}


def text(response) -> str:
    return response.content.decode()


@pytest.fixture(autouse=True)
def no_limits_reached(db: None) -> None:
    cache.clear()


@pytest.fixture
def invited(cast: Cast, acting) -> Invitation:
    return inviting.invite(
        by=acting("beheerder"),
        address="nieuw@voorbeeldzaken.example",
        name="Nieuwe Ling",
        place=Place([Role.AUTHOR]),
    )


@pytest.fixture
def link(cast: Cast, acting) -> PasswordLink:
    manager = acting("beheerder")
    fg = Membership.objects.select_related("user", "actor").get(actor=cast["fg"])
    return inviting.ask_new_password(by=manager, membership=fg)


def open_link(client: Client, link: Invitation | PasswordLink) -> str:
    """Where the link in the mail leads."""
    name = "uitnodiging" if isinstance(link, Invitation) else "wachtwoord"
    response = client.get(f"/{name}/{link.token()}/")
    assert response.status_code == 302
    return response.url


def test_the_link_leads_at_once_to_a_page_without_the_token(client, invited):
    here = open_link(client, invited)
    assert here == "/uitnodiging/"
    page = client.get(here)
    assert "Ministerie van Voorbeeldzaken" in text(page) and invited.token() not in text(page)
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_no_log_line_has_the_token_whatever_is_sent_there(client, invited, caplog):
    strict = Client(enforce_csrf_checks=True)
    path = f"/uitnodiging/{invited.token()}/"
    assert client.post(path).status_code == 405 and strict.post(path).status_code == 403
    lines = [WithoutContent().format(record) for record in caplog.records]
    assert len(lines) >= 2 and all("/uitnodiging/TOKEN/" in line for line in lines)
    assert invited.token() not in "".join(lines)


def test_looking_at_it_uses_nothing_up(client, invited):
    for _ in range(3):
        client.get(open_link(client, invited))
    assert Invitation.objects.get().used_at is None


def test_somebody_new_makes_an_account_and_signs_in_with_it(client, invited):
    response = client.post(open_link(client, invited), ACCOUNT)
    assert response.url == "/login/"
    user = User.objects.get(username="nieuweling")
    assert (user.name, user.email, user.is_demo) == ("Nieuwe Ling", invited.address, False)
    signed_in = client.post("/login/", {"login": "nieuweling", "password": PASSWORD})
    assert signed_in.status_code == 302
    assert "Nieuwe toets" in text(client.get("/")) or client.get("/").status_code in (200, 302)
    [facts] = LedgerEvent.objects.filter(kind="joined").values_list("facts", flat=True)
    assert str(invited.pk) in facts and "Ling" not in facts


def test_a_link_works_once(client, invited):
    client.post(open_link(client, invited), ACCOUNT)
    again = Client()
    assert again.get(open_link(again, invited)).status_code == 404


def test_of_two_who_hold_the_same_link_one_joins(client, invited):
    other = Client()
    for browser in (client, other):
        open_link(browser, invited)
    client.post("/uitnodiging/", ACCOUNT)
    late = other.post("/uitnodiging/", {**ACCOUNT, "gebruikersnaam": "ander"})
    assert late.status_code == 404 and not User.objects.filter(username="ander").exists()


@pytest.mark.parametrize("why", ["unknown", "expired", "used", "revoked", "nonsense", "other organisation"])
def test_a_link_that_does_not_work_gives_the_same_answer_whatever_the_reason(client, cast, invited, why):
    token = invited.token()
    match why:
        case "unknown":
            token = ("B" if token.endswith("A") else "A").join([token[:-1], ""])
        case "nonsense":
            token = "é" * 20
        case "expired":
            Invitation.objects.update(expires_at=timezone.now())
        case "used":
            Invitation.objects.update(used_at=timezone.now())
        case "revoked":
            Invitation.objects.update(revoked_at=timezone.now())
        case "other organisation":
            stranger = Invitation(organisation=cast["fg-proef"].organisation, pk=invited.pk, nonce=invited.nonce)
            token = stranger.token()
    assert client.get(f"/uitnodiging/{token}/").url == "/uitnodiging/"
    gone = client.get("/uitnodiging/")
    assert gone.status_code == 404 and "Deze link werkt niet" in text(gone)
    assert client.post("/uitnodiging/", ACCOUNT).status_code == 404
    assert not User.objects.filter(username="nieuweling").exists()
    never = Client().get("/uitnodiging/")
    assert text(never).split("<main")[1] == text(gone).split("<main")[1]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"gebruikersnaam": ""}, "Kies een gebruikersnaam"),
        ({"gebruikersnaam": "fg"}, "al in gebruik"),
        ({"gebruikersnaam": "fg-proef"}, "al in gebruik"),
        ({"gebruikersnaam": "met spatie"}, "nlds-field--invalid"),
        ({"naam": ""}, "Vul uw naam in"),
        ({"herhaling": "iets anders"}, "Vul twee keer hetzelfde wachtwoord in"),
        ({"wachtwoord": "kort", "herhaling": "kort"}, "nlds-field--invalid"),
        ({"wachtwoord": "nieuweling123", "herhaling": "nieuweling123"}, "nlds-field--invalid"),
    ],
)
def test_a_mistake_is_named_and_the_link_still_works(client, invited, change, sentence):
    here = open_link(client, invited)
    response = client.post(here, {**ACCOUNT, **change})
    assert response.status_code == 422 and sentence in text(response)
    assert PASSWORD not in text(response)
    assert client.post(here, ACCOUNT).url == "/login/"


def test_who_is_signed_in_joins_with_that_account_and_keeps_the_other_organisation(client, cast, invited):
    other = sign_in(client, cast, "fg-proef")
    here = open_link(other, invited)
    assert "fg-proef" in text(other.get(here))
    assert other.post(here).url == "/organisatie/"
    assert Membership.objects.get(user=cast["fg-proef"].user).roles == ["author"]
    page = text(other.get("/organisatie/"))
    assert "Ministerie van Voorbeeldzaken" in page and "Ministerie van Proefzaken" in page


def test_a_member_cannot_join_twice_and_the_link_stays_good_for_somebody_else(client, cast, invited):
    fg = sign_in(client, cast, "fg")
    response = fg.post(open_link(fg, invited))
    assert response.status_code == 422 and "hoort al bij" in text(response)
    assert Membership.objects.get(actor=cast["fg"]).roles == ["reviewer"]
    assert Invitation.objects.get().used_at is None


def test_trying_very_often_is_refused_for_a_while(client, invited):
    here = open_link(client, invited)
    answers = [client.post(here, {}).status_code for _ in range(30)]
    assert set(answers) == {422}
    late = client.post(here, ACCOUNT)
    assert late.status_code == 429 and "Te vaak geprobeerd" in text(late)
    assert not User.objects.filter(username="nieuweling").exists()


# --- A new password -------------------------------------------------------------------------------------


def test_a_new_password_ends_every_session_and_is_told_by_mail(client, cast, link):
    elsewhere = sign_in(Client(), cast, "fg")
    assert elsewhere.get("/toetsing/").status_code == 200
    here = open_link(client, link)
    assert here == "/wachtwoord/"
    response = client.post(here, {"wachtwoord": PASSWORD, "herhaling": PASSWORD})
    assert response.url == "/login/"
    assert User.objects.get(pk=cast["fg"].user_id).check_password(PASSWORD)
    assert elsewhere.get("/toetsing/").status_code == 302
    assert OutgoingMail.objects.filter(kind="password-changed", address="fg@voorbeeld.example").count() == 1
    assert LedgerEvent.objects.filter(kind="password_set").count() == 1
    again = Client()
    assert again.get(open_link(again, link)).status_code == 404


def test_a_bad_password_is_refused_and_the_link_still_works(client, link):
    here = open_link(client, link)
    for given in ({}, {"wachtwoord": "fg", "herhaling": "fg"}, {"wachtwoord": PASSWORD, "herhaling": "x"}):
        assert client.post(here, given).status_code == 422
    assert client.post(here, {"wachtwoord": PASSWORD, "herhaling": PASSWORD}).status_code == 302


def test_a_link_for_a_password_lasts_an_hour(client, link):
    assert link.expires_at - timezone.now() <= timedelta(hours=1)
    PasswordLink.objects.update(expires_at=timezone.now())
    assert client.get(open_link(client, link)).status_code == 404


def test_a_password_link_opened_by_somebody_of_another_organisation_still_names_nobody(client, cast, link):
    other = sign_in(client, cast, "fg-proef")
    page = other.get(open_link(other, link))
    assert page.status_code == 200 and "fg@voorbeeld" not in text(page)


def test_an_invitation_is_no_password_link(client, invited, link):
    client.get(f"/wachtwoord/{invited.token()}/")
    assert client.get("/wachtwoord/").status_code == 404
    client.get(f"/uitnodiging/{link.token()}/")
    assert client.get("/uitnodiging/").status_code == 404


def test_what_expired_long_ago_is_forgotten(cast, invited, link):
    later = timezone.now() + timedelta(days=38)
    with organisation_context(cast["fg"].organisation_id):
        inviting.forget(at=timezone.now() + timedelta(days=20))
        assert Invitation.objects.exists() and PasswordLink.objects.exists()
        inviting.forget(at=later)
        assert not Invitation.objects.exists() and not PasswordLink.objects.exists()
