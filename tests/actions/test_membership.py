"""What holds about members whatever the pages do: a manager remains, and two at once wait for each other."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from assessments.actions import inviting, membership
from assessments.actions.membership import Place
from assessments.models import ChainKind, Invitation, LedgerEvent, Membership, User, organisation_context
from assessments.permissions import Role
from assessments.policies import Forbidden, Refused
from assessments.verifying.checking import read_chain
from tests.accounts import make_actor

READER = Place([Role.AUDITOR])
pytestmark = pytest.mark.django_db


def of(actor) -> Membership:
    return Membership.objects.select_related("actor", "user").get(actor=actor)


@pytest.mark.parametrize("login", ["invuller", "fg", "auditor"])
def test_only_a_manager_changes_members(cast, acting, login):
    invitation = inviting.invite(by=acting("beheerder"), address="b@b.example", name="", place=READER)
    by, target = acting(login), of(cast["collega"])
    for attempt in (
        lambda: membership.change(by=by, membership=target, place=READER),
        lambda: membership.end(by=by, membership=target),
        lambda: inviting.invite(by=by, address="a@b.example", name="", place=READER),
        lambda: inviting.send_again(by=by, invitation=invitation),
        lambda: inviting.revoke(by=by, invitation=invitation),
        lambda: inviting.ask_new_password(by=by, membership=target),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_a_manager_whose_role_was_taken_away_a_moment_ago_changes_nothing(cast, acting):
    by = acting("beheerder")
    Membership.objects.filter(actor=by).update(roles=["auditor"])
    with pytest.raises(Forbidden):
        membership.end(by=by, membership=of(cast["fg"]))


def test_nobody_stands_in_for_themselves(cast, acting):
    with pytest.raises(Refused, match="niet voor zichzelf"):
        membership.change(by=acting("beheerder"), membership=of(cast["fg"]), place=READER, stands_in_for=cast["fg"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["change", "end"])
def test_two_managers_who_remove_each_other_at_once_leave_one(cast, step):
    organisation = cast["beheerder"].organisation
    managers = [cast["beheerder"], make_actor(organisation, "beheerder-2", Role.MANAGER)]
    together = threading.Barrier(2, timeout=20)

    def work(number: int) -> str:
        by, other = managers[number], managers[1 - number]
        try:
            with organisation_context(organisation.pk):
                target = of(other)
                together.wait()
                if step == "end":
                    membership.end(by=by, membership=target)
                else:
                    membership.change(by=by, membership=target, place=READER)
        except Forbidden:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(work, range(2))) == ["done", "refused"]
    with organisation_context(organisation.pk):
        left = Membership.objects.valid_on(timezone.localdate()).filter(roles__contains=["manager"])
        assert left.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_use_one_link_at_once_make_one_account(cast):
    manager = cast["beheerder"]
    with organisation_context(manager.organisation_id):
        invitation = inviting.invite(by=manager, address="a@b.example", name="", place=READER)
    together = threading.Barrier(2, timeout=20)

    def work(number: int) -> str:
        try:
            with organisation_context(manager.organisation_id):
                mine = Invitation.objects.get(pk=invitation.pk)
                together.wait()
                inviting.accept_with_new_account(
                    by=mine, username=f"nieuw-{number}", name="Nieuw", password="een-lang-wachtwoord"
                )
        except Refused:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(work, range(2))) == ["done", "refused"]
    assert User.objects.filter(username__startswith="nieuw-").count() == 1


def test_what_happens_to_members_is_one_chain_of_the_organisation_that_verifies(cast, acting):
    by = acting("beheerder")
    invitation = inviting.invite(by=by, address="a@b.example", name="Nieuw Lid", place=READER)
    inviting.accept_with_new_account(by=invitation, username="nieuw", name="Nieuw Lid", password="een-lang-wachtwoord")
    membership.change(by=by, membership=of(cast["fg"]), place=READER)
    membership.end(by=by, membership=of(cast["fg"]))
    found = list(LedgerEvent.objects.filter(chain_kind=ChainKind.ORGANISATION))
    assert [event.kind for event in found] == ["invited", "joined", "member_changed", "member_ended"]
    assert {event.chain for event in found} == {by.organisation_id}
    assert read_chain(by.organisation_id).broken is None
    assert not [event for event in found if "@" in event.facts or "Nieuw" in event.facts or '"fg"' in event.facts]
