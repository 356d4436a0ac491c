"""Lines about members and invitations."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from assessments.models import Actor, Invitation, Membership
from assessments.templatetags.words import ROLES, Word


@dataclass(frozen=True)
class MemberRow:
    membership: Membership
    name: str
    roles: str
    word: Word
    is_you: bool
    factor: str


def roles_text(roles: list[str]) -> str:
    return ", ".join(str(ROLES[role].label) for role in sorted(roles))


def member_row(membership: Membership, actor: Actor, today: date) -> MemberRow:
    return MemberRow(
        membership=membership,
        name=str(membership.user),
        roles=roles_text(membership.roles),
        word=state_of(membership, today),
        is_you=membership.actor_id == actor.pk,
        factor=_factor(membership),
    )


def _factor(membership: Membership) -> str:
    """`membership` comes from `people.members`, which knows."""
    if getattr(membership, "has_passkey", False):
        return _("passkey")
    return _("code") if getattr(membership, "has_codes", False) else _("nog niet")


def state_of(membership: Membership, today: date) -> Word:
    if not membership.user.is_active:
        return Word(_("Account gesloten"))
    if membership.valid_until and membership.valid_until < today:
        return Word(_("Beëindigd"))
    if membership.valid_from > today:
        return Word(_("Begint later"), "info")
    return Word(_("Lid"), "positive")


@dataclass(frozen=True)
class InvitationRow:
    invitation: Invitation
    roles: str
    word: Word


def invitation_row(invitation: Invitation, now: datetime) -> InvitationRow:
    expired = invitation.expires_at <= now
    word = Word(_("Verlopen"), "warning") if expired else Word(_("Wacht op antwoord"), "info")
    return InvitationRow(invitation, roles_text(invitation.roles), word)
