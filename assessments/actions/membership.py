"""Who belongs to which organisation, with which roles."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Actor, ActorKind, Membership, Organisation, User
from assessments.permissions import Permission, Role
from assessments.policies import Refused, check_may


@transaction.atomic
def ensure_organisation(*, slug: str, name: str) -> Organisation:
    """The organisation with this slug, made if it is new."""
    return Organisation.objects.get_or_create(slug=slug, defaults={"name": name})[0]


@transaction.atomic
def ensure_demo_user(*, login: str, name: str, organisation: Organisation, role: Role, password: str) -> Actor:
    """A demo account with this password, made or brought up to date. Signs in nowhere outside the demo."""
    user, _made = User.objects.get_or_create(
        username=login, defaults={"name": name, "email": f"{login}@{organisation.slug}.example", "is_demo": True}
    )
    # Before its actor is there, no page of this organisation knows the account: the database would not change it.
    actor, _made = Actor.objects.get_or_create(organisation=organisation, user=user, defaults={"kind": ActorKind.USER})
    membership, _made = Membership.objects.get_or_create(
        organisation=organisation, user=user, defaults={"actor": actor, "roles": [role.value]}
    )
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    return membership.signed_in()


@transaction.atomic
def disable_user(*, by: Actor, user: User) -> None:
    """Closes an account: every session of it ends now, and none begins."""
    check_may(by, Permission.MANAGE_MEMBERS)
    if user.pk == by.user_id or not Membership.objects.filter(user=user.pk).exists():
        raise Refused(_("Dit account kunt u niet afsluiten."))
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)


def end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user.pk):
        session.end()
