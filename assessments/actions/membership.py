"""Who belongs to which organisation, with which roles: what the demo sets up and what a manager changes."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions import ledger
from assessments.models import Actor, ActorKind, Membership, Organisation, User, person_context
from assessments.permissions import Permission, Role
from assessments.policies import Forbidden, Refused, check_may

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Place:
    """What somebody is asked for: roles, and until when."""

    roles: Collection[Role]
    valid_until: date | None = None

    @property
    def facts(self) -> dict[str, object]:
        """As the ledger says it."""
        return {
            "roles": sorted(role.value for role in self.roles),
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
        }


@transaction.atomic
def ensure_organisation(*, slug: str, name: str) -> Organisation:
    """The organisation with this slug, made if it is new."""
    return Organisation.objects.get_or_create(slug=slug, defaults={"name": name})[0]


@transaction.atomic
def ensure_demo_user(*, login: str, name: str, organisation: Organisation, role: Role, password: str) -> Actor:
    """A demo account with this password, made or brought up to date. Signs in nowhere outside the demo."""
    user, _new = User.objects.get_or_create(
        username=login, defaults={"name": name, "email": f"{login}@{organisation.slug}.example", "is_demo": True}
    )
    # Before its actor is there, no page of this organisation knows the account: the database would not change it.
    actor, _new = Actor.objects.get_or_create(organisation=organisation, user=user, defaults={"kind": ActorKind.USER})
    membership, _new = Membership.objects.get_or_create(
        organisation=organisation, user=user, defaults={"actor": actor, "roles": [role.value]}
    )
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    return membership.signed_in()


@transaction.atomic
def change(
    *, by: Actor, membership: Membership, place: Place, stands_in_for: Actor | None = None, at: datetime | None = None
) -> None:
    """Other roles, another end, another person to stand in for. An ended membership so begins again."""
    at = at or timezone.now()
    membership = _changeable(by, membership, at)
    if stands_in_for and stands_in_for.pk == membership.actor_id:
        raise Refused(_("Iemand kan niet voor zichzelf waarnemen."))
    before = _facts(membership)
    membership.roles = [role.value for role in place.roles]
    membership.valid_until = place.valid_until
    membership.stands_in_for = stands_in_for
    if _facts(membership) == before:
        return
    membership.save(update_fields=["roles", "valid_until", "stands_in_for"])
    if _is_valid(membership, timezone.localdate(at)) and not membership.user.is_active:
        User.objects.filter(pk=membership.user_id).update(is_active=True)
    facts = {"member": membership.actor.pseudonym, "before": before, "after": _facts(membership)}
    ledger.append_to_organisation(by=by, at=at, events=[("member_changed", facts)])


@transaction.atomic
def end(*, by: Actor, membership: Membership, at: datetime | None = None) -> None:
    """Ends it now. The account is closed too when it belongs to no other organisation; otherwise it stays."""
    at = at or timezone.now()
    membership = _changeable(by, membership, at)
    yesterday = timezone.localdate(at) - ONE_DAY
    if not _is_valid(membership, yesterday + ONE_DAY):
        return
    membership.valid_until = yesterday
    membership.save(update_fields=["valid_until"])
    closed = not _belongs_elsewhere(membership.user_id, yesterday + ONE_DAY)
    if closed:
        User.objects.filter(pk=membership.user_id).update(is_active=False)
        end_sessions(membership.user)
    facts = {"member": membership.actor.pseudonym, "account_closed": closed}
    ledger.append_to_organisation(by=by, at=at, events=[("member_ended", facts)])


def _changeable(by: Actor, membership: Membership, at: datetime) -> Membership:
    """The same one, locked. Managers of one organisation wait for each other, so that one of them always remains.

    Nobody changes their own membership: so whoever gets here is a manager who stays.
    """
    check_may(by, Permission.MANAGE_MEMBERS)
    Organisation.objects.select_for_update().get(pk=by.organisation_id)
    today = timezone.localdate(at)
    own = Membership.objects.valid_on(today).filter(actor=by).first()
    if own is None or Role.MANAGER not in own.roles:
        raise Forbidden(_("Uw rol geeft geen toegang tot deze handeling."))
    if membership.actor_id == by.pk:
        raise Refused(_("U kunt uw eigen rollen en toegang niet wijzigen. Vraag het een andere beheerder."))
    return Membership.objects.select_related("actor", "user", "stands_in_for").get(pk=membership.pk)


def _is_valid(membership: Membership, day: date) -> bool:
    return membership.valid_until is None or membership.valid_until >= day


def _facts(membership: Membership) -> dict[str, object]:
    """As the ledger says it: codes and pseudonyms."""
    place = Place([Role(role) for role in membership.roles], membership.valid_until)
    deputy_of = membership.stands_in_for
    return {**place.facts, "stands_in_for": deputy_of.pseudonym if deputy_of else None}


def _belongs_elsewhere(user_id: uuid.UUID, today: date) -> bool:
    """Outside every organisation somebody's own memberships are seen, whichever organisation they are of."""
    with person_context(user_id):
        return Membership.objects.valid_on(today).filter(user=user_id).exists()


def end_sessions(user: User) -> None:
    """Everywhere, at once."""
    for session in UserSession.objects.filter(user=user.pk):
        session.end()
