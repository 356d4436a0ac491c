"""Lists of people: members, who is invited, where somebody belongs; and what their personal links open."""

from datetime import date, datetime
from typing import cast

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from assessments.models import (
    Actor,
    Invitation,
    MailStatus,
    Membership,
    OneTimeLink,
    Organisation,
    OutgoingMail,
    User,
    organisation_context,
    person_context,
    sha256_of,
)


def members(actor: Actor) -> QuerySet[Membership]:
    """Everybody who belongs or belonged to the organisation, by name, with which second step they have."""
    own = Membership.objects.filter(organisation=actor.organisation_id)
    factors = Authenticator.objects.filter(user=OuterRef("user"))
    return (
        own.select_related("user", "actor", "stands_in_for__user")
        .annotate(
            has_passkey=Exists(factors.filter(type=Authenticator.Type.WEBAUTHN)),
            has_codes=Exists(factors.filter(type=Authenticator.Type.TOTP)),
        )
        .order_by("user__name", "user__username", "pk")
    )


def colleagues(actor: Actor, *, but: Membership) -> QuerySet[Actor]:
    """Whom a member may stand in for."""
    others = Actor.objects.filter(organisation=actor.organisation_id, membership__isnull=False)
    return others.exclude(pk=but.actor_id).select_related("user").order_by("user__name", "user__username")


def open_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Neither accepted nor revoked; an expired one can still be sent again."""
    own = Invitation.objects.filter(organisation=actor.organisation_id, used_at=None, revoked_at=None)
    return own.select_related("invited_by__user")


def link_of[L: OneTimeLink](kind: type[L], token: str, at: datetime) -> L | None:
    """The link of this token in the current organisation, if it still opens something."""
    usable = kind._default_manager.filter(used_at=None, revoked_at=None, expires_at__gt=at)
    # With whom it belongs to: outside this organisation nothing more can be read of it.
    return cast("L | None", usable.select_related(*kind.belongs_to).filter(sha256=sha256_of(token)).first())


def own_memberships(user: User, day: date) -> list[Membership]:
    """Where somebody may act today; seen outside any organisation."""
    with person_context(user.pk):
        found = Membership.objects.valid_on(day).filter(user=user)
        return list(found.select_related("organisation").order_by("organisation__name"))


def token_of(kind: type[OneTimeLink], pk: str) -> str:
    """For the mail that carries it."""
    return kind._default_manager.get(pk=pk).token()


def shown_mail(most: int) -> list[OutgoingMail]:
    """What the demo would have sent, newest first, over all organisations: its cast is small."""
    found: list[OutgoingMail] = []
    for organisation in [None, *Organisation.objects.values_list("pk", flat=True)]:
        with organisation_context(organisation):
            found += OutgoingMail.objects.filter(status=MailStatus.KEPT)[:most]
    return sorted(found, key=lambda mail: mail.queued_at, reverse=True)[:most]
