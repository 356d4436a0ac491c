"""The manager's pages: members, invitations, and what each of them may do."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

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
from tests.accounts import Cast, make_actor, sign_in

LEDEN, UITNODIGEN, OPEN = "/beheer/leden/", "/beheer/leden/uitnodigen/", "/beheer/uitnodigingen/"
NOBODY = "00000000-0000-4000-8000-000000000000"
GIVEN = {"adres": "nieuw@voorbeeldzaken.example", "naam": "Nieuw Lid", "taal": "nl", "rollen": ["author"], "tot": ""}


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def manager(client: Client, cast: Cast, acting) -> Client:
    """The browser of beheerder, with the organisation entered for the test's own look at the database."""
    acting("beheerder")
    return sign_in(client, cast, "beheerder")


def membership(cast: Cast, login: str) -> Membership:
    return Membership.objects.get(actor=cast[login])


def page_of(cast: Cast, login: str) -> str:
    with organisation_context(cast[login].organisation_id):
        return f"{LEDEN}{membership(cast, login).pk}/"


def events(kind: str) -> list[str]:
    return list(LedgerEvent.objects.filter(kind=kind).values_list("facts", flat=True))


# --- Who gets here -------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", ["invuller", "fg", "beslisser", "auditor"])
@pytest.mark.parametrize("path", [LEDEN, UITNODIGEN, OPEN, f"{LEDEN}{NOBODY}/"])
def test_another_role_is_refused(client, cast, login, path):
    browser = sign_in(client, cast, login)
    assert browser.get(path).status_code == browser.post(path).status_code == 403 or path == LEDEN
    assert browser.get(path).status_code == 403


def test_a_member_of_another_organisation_is_as_unknown_as_nobody(manager, cast):
    foreign, nobody = manager.get(page_of(cast, "fg-proef")), manager.get(f"{LEDEN}{NOBODY}/")
    assert foreign.status_code == nobody.status_code == 404
    assert manager.post(page_of(cast, "fg-proef"), {"stap": "end"}).status_code == 404
    assert "proef" not in text(manager.get(LEDEN)).replace("Proef", "")


def test_the_manager_finds_the_way_from_the_start_and_sees_no_assessment(manager, draft):
    assert f'href="{LEDEN}"' in text(manager.get("/"))
    for path in (LEDEN, OPEN, "/"):
        assert draft.title not in text(manager.get(path)).replace("Proefzaken", "")


# --- The list ----------------------------------------------------------------------------------------------


def test_the_list_names_everybody_with_roles_end_last_sign_in_and_second_step(manager, cast):
    Membership.objects.filter(actor=cast["collega"]).update(valid_until=timezone.localdate() - timedelta(days=1))
    Authenticator.objects.create(user=cast["fg"].user, type=Authenticator.Type.WEBAUTHN, data={})
    Authenticator.objects.create(user=cast["auditor"].user, type=Authenticator.Type.TOTP, data={})
    page = text(manager.get(LEDEN))
    assert ">passkey<" in page and ">code<" in page
    assert all(login in page for login in ("invuller", "collega", "fg", "auditor"))
    assert "dat bent u" in page and "Beëindigd" in page and "geen einddatum" in page and "nog niet" in page


def test_the_list_leafs_and_takes_the_same_queries_whatever_its_length(manager, cast, sql):
    for number in range(30):
        make_actor(cast["beheerder"].organisation, f"lid-{number:02}", Role.AUTHOR)
    manager.get(LEDEN)
    with sql(10):
        assert "lid-29" in text(manager.get(f"{LEDEN}?page=2"))
    with sql(10):
        manager.get(page_of(cast, "fg"))
    for number in range(30):
        manager.post(UITNODIGEN, {**GIVEN, "adres": f"nieuw-{number}@voorbeeldzaken.example"})
    for path in (OPEN, f"{OPEN}?page=2", UITNODIGEN):
        with sql(10):
            manager.get(path)


def test_too_many_mails_in_an_hour_are_refused_and_what_was_typed_stays(manager, cast, settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"member_mail": "2/h/user"}
    manager.post(UITNODIGEN, GIVEN)
    manager.post(page_of(cast, "fg"), {"stap": "password"})
    refused = manager.post(UITNODIGEN, {**GIVEN, "adres": "ander@voorbeeldzaken.example"})
    assert refused.status_code == 422 and "te veel uitnodigingen" in text(refused)
    assert 'value="ander@voorbeeldzaken.example"' in text(refused)
    again = {"stap": "send_again", "uitnodiging": Invitation.objects.get().pk}
    assert manager.post(OPEN, again).status_code == 409
    assert OutgoingMail.objects.count() == 2


# --- Inviting ------------------------------------------------------------------------------------------------


def test_an_invitation_is_mailed_listed_and_noted_without_an_address(manager):
    assert manager.post(UITNODIGEN, GIVEN).url == OPEN
    page = text(manager.get(OPEN))
    assert GIVEN["adres"] in page and "Wacht op antwoord" in page
    [mail] = OutgoingMail.objects.all()
    assert (mail.kind, mail.address) == ("invitation", GIVEN["adres"])
    [facts] = events("invited")
    assert "@" not in facts and "Nieuw" not in facts and '"author"' in facts


def test_the_token_stands_nowhere_in_the_database(manager):
    manager.post(UITNODIGEN, GIVEN)
    invitation = Invitation.objects.get()
    stored = repr(Invitation.objects.values().get()) + repr(OutgoingMail.objects.values().get())
    assert invitation.token() not in stored and len(invitation.token()) == 64


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"adres": ""}, "Vul het e-mailadres in"),
        ({"adres": "geen adres"}, "Vul een e-mailadres in, bijvoorbeeld"),
        ({"adres": "a@b.example\r\nBcc: c@d.example"}, "Vul een e-mailadres in, bijvoorbeeld"),
        ({"rollen": []}, "Kies ten minste één rol"),
        ({"rollen": ["operator"]}, "operator"),
        ({"tot": "01-01-2020"}, "Kies vandaag of een latere dag"),
        ({"adres": "fg@voorbeeld.example"}, "hoort al bij uw organisatie"),
    ],
)
def test_a_mistake_is_named_and_what_was_typed_stays(manager, change, sentence):
    response = manager.post(UITNODIGEN, {**GIVEN, **change})
    assert response.status_code == 422 and sentence in text(response)
    assert 'value="Nieuw Lid"' in text(response)
    assert not Invitation.objects.exists() and not OutgoingMail.objects.exists()


def test_pressing_twice_invites_once(manager):
    manager.post(UITNODIGEN, GIVEN)
    again = manager.post(UITNODIGEN, {**GIVEN, "adres": GIVEN["adres"].upper()})
    assert again.status_code == 422 and "staat al een uitnodiging open" in text(again)
    assert (Invitation.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_sending_again_makes_a_new_link_and_withdrawing_closes_it(manager):
    manager.post(UITNODIGEN, GIVEN)
    before = Invitation.objects.get()
    manager.post(OPEN, {"stap": "send_again", "uitnodiging": before.pk})
    after = Invitation.objects.get()
    assert before.token() != after.token() and OutgoingMail.objects.count() == 2
    manager.post(OPEN, {"stap": "revoke", "uitnodiging": before.pk})
    assert "Geen open uitnodigingen" in text(manager.get(OPEN))
    gone = manager.post(OPEN, {"stap": "revoke", "uitnodiging": before.pk})
    assert gone.status_code == 409 and "staat niet meer open" in text(gone)
    assert [len(events(kind)) for kind in ("invited", "invited_again", "invitation_revoked")] == [1, 1, 1]


@pytest.mark.parametrize("posted", [{}, {"stap": "revoke"}, {"stap": "revoke", "uitnodiging": "x"}])
def test_a_made_up_step_is_no_fault_of_ours(manager, cast, posted):
    assert manager.post(OPEN, posted).status_code == 400
    assert manager.post(page_of(cast, "fg"), {"stap": "promote"}).status_code == 400


# --- Changing --------------------------------------------------------------------------------------------------


def test_roles_end_and_deputy_change_at_once_and_are_noted_with_codes(manager, cast):
    given = {"stap": "change", "rollen": ["reviewer", "author"], "tot": "31-12-2099", "waarneming": cast["fg"].pk}
    assert manager.post(page_of(cast, "collega"), given).status_code == 302
    after = membership(cast, "collega")
    assert (set(after.roles), str(after.valid_until), after.stands_in_for) == (
        {"author", "reviewer"},
        "2099-12-31",
        cast["fg"],
    )
    [facts] = events("member_changed")
    assert cast["collega"].pseudonym in facts and cast["fg"].pseudonym in facts and "collega" not in facts
    manager.post(page_of(cast, "collega"), given)
    assert len(events("member_changed")) == 1, "the same again is no change"


def test_a_role_that_was_taken_away_opens_nothing_at_the_next_request(manager, cast):
    fg = sign_in(Client(), cast, "fg")
    assert fg.get("/toetsing/").status_code == 200
    manager.post(page_of(cast, "fg"), {"stap": "change", "rollen": ["auditor"], "tot": "", "waarneming": ""})
    assert fg.get("/toetsing/").status_code == 403


def test_a_form_with_a_mistake_keeps_what_was_chosen(manager, cast):
    given = {"stap": "change", "rollen": ["decider"], "tot": "morgen", "waarneming": ""}
    response = manager.post(page_of(cast, "fg"), given)
    assert response.status_code == 422 and 'value="morgen"' in text(response)
    assert re.search(r'value="decider"[^>]* checked', text(response))
    assert membership(cast, "fg").roles == ["reviewer"]


@pytest.mark.parametrize("step", ["change", "end"])
def test_nobody_changes_their_own_membership(manager, cast, step):
    own = page_of(cast, "beheerder")
    assert "Dit bent u" in text(manager.get(own)) and 'name="stap"' not in text(manager.get(own))
    response = manager.post(own, {"stap": step, "rollen": ["manager", "reviewer"], "tot": ""})
    assert response.status_code in (409, 422) and "eigen rollen" in text(response)
    assert membership(cast, "beheerder").roles == ["manager"]


def test_ending_it_closes_an_account_without_another_organisation_and_every_session_of_it(manager, cast):
    fg = sign_in(Client(), cast, "fg")
    assert manager.post(page_of(cast, "fg"), {"stap": "end"}).url == LEDEN
    assert not User.objects.get(pk=cast["fg"].user_id).is_active
    assert fg.get("/toetsing/").status_code == 302
    manager.post(page_of(cast, "fg"), {"stap": "end"})
    assert len(events("member_ended")) == 1, "once is enough"


def test_ending_it_leaves_who_belongs_elsewhere_their_account_and_the_other_organisation(manager, cast):
    fg, other = cast["fg"], cast["fg-proef"].organisation
    with organisation_context(other.pk):
        elsewhere = type(fg).objects.create(organisation=other, kind="user", user=fg.user)
        Membership.objects.create(organisation=other, user=fg.user, actor=elsewhere, roles=["auditor"])
    browser = sign_in(Client(), cast, "fg")
    manager.post(page_of(cast, "fg"), {"stap": "end"})
    assert browser.get("/toetsing/").status_code == 403
    assert other.name in text(browser.get("/archief/"))
    [facts] = events("member_ended")
    assert '"account_closed":false' in facts


def test_somebody_who_left_can_be_let_in_again(manager, cast):
    manager.post(page_of(cast, "fg"), {"stap": "end"})
    manager.post(page_of(cast, "fg"), {"stap": "change", "rollen": ["reviewer"], "tot": "", "waarneming": ""})
    assert sign_in(Client(), cast, "fg").get("/toetsing/").status_code == 200


def test_a_link_for_a_new_password_is_mailed_and_the_one_before_stops_working(manager, cast):
    for _ in range(2):
        assert manager.post(page_of(cast, "fg"), {"stap": "password"}).status_code == 302
    assert OutgoingMail.objects.filter(kind="set-password", address="fg@voorbeeld.example").count() == 2
    assert PasswordLink.objects.filter(revoked_at=None).count() == 1
    assert len(events("password_link_sent")) == 2


def test_the_pages_read_in_english(manager, cast):
    for path in (LEDEN, UITNODIGEN, OPEN, page_of(cast, "fg")):
        main = text(manager.get(f"/en{path}")).split("<main")[1]
        assert "Lid " not in main and "nodig iemand" not in main.lower()
