"""Choosing for which organisation one works."""

import pytest

from assessments.models import Actor, Membership, organisation_context
from tests.accounts import sign_in


@pytest.fixture
def both(client, cast):
    """fg, who is an auditor at the other organisation as well."""
    user, other = cast["fg"].user, cast["fg-proef"].organisation
    with organisation_context(other.pk):
        actor = Actor.objects.create(organisation=other, kind="user", user=user)
        Membership.objects.create(organisation=other, user=user, actor=actor, roles=["auditor"])
    return sign_in(client, cast, "fg")


def text(response) -> str:
    return response.content.decode()


def test_who_belongs_to_several_changes_from_the_header_and_stays_there(both, cast):
    other = cast["fg-proef"].organisation
    assert 'href="/organisatie/"' in text(both.get("/hulp/"))
    assert both.post("/organisatie/", {"organisatie": other.pk}).url == "/"
    assert other.name in text(both.get("/archief/"))
    assert both.get("/toetsing/").status_code == 403, "an auditor there"
    assert "Hier werkt u nu" in text(both.get("/organisatie/"))


def test_who_belongs_to_one_sees_no_such_link(client, cast):
    assert 'href="/organisatie/"' not in text(sign_in(client, cast, "fg").get("/hulp/"))


@pytest.mark.parametrize("given", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_an_organisation_one_does_not_belong_to_is_unknown(both, given):
    assert both.post("/organisatie/", {"organisatie": given}).status_code == 404


def test_an_organisation_of_somebody_else_cannot_be_chosen(client, cast):
    fg = sign_in(client, cast, "fg")
    assert fg.post("/organisatie/", {"organisatie": cast["fg-proef"].organisation_id}).status_code == 404
    assert cast["fg"].organisation.name in text(fg.get("/toetsing/"))


def test_a_choice_that_ended_locks_nobody_out_of_the_other(both, cast):
    other = cast["fg-proef"].organisation
    both.post("/organisatie/", {"organisatie": other.pk})
    with organisation_context(other.pk):
        Membership.objects.filter(user=cast["fg"].user).delete()
    assert both.get("/toetsing/").status_code == 200


def test_who_belongs_to_none_is_told_whom_to_ask(client, cast):
    with organisation_context(cast["fg"].organisation_id):
        Membership.objects.filter(actor=cast["fg"]).delete()
    assert "U hoort bij geen organisatie" in text(sign_in(client, cast, "fg").get("/organisatie/"))
