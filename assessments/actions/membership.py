"""Who belongs to which organisation, with which roles."""

from django.db import transaction

from assessments.models import Actor, ActorKind, Membership, Organisation, User
from assessments.permissions import Role


@transaction.atomic
def ensure_organisation(*, slug: str, name: str) -> Organisation:
    """The organisation with this slug, made if it is new."""
    return Organisation.objects.get_or_create(slug=slug, defaults={"name": name})[0]


@transaction.atomic
def ensure_demo_user(*, login: str, name: str, organisation: Organisation, role: Role, password: str) -> Actor:
    """A demo account with this password, made or brought up to date. Signs in nowhere outside the demo."""
    user, _ = User.objects.get_or_create(
        username=login, defaults={"name": name, "email": f"{login}@{organisation.slug}.example", "is_demo": True}
    )
    # Before its actor is there, no page of this organisation knows the account: the database would not change it.
    actor, _ = Actor.objects.get_or_create(organisation=organisation, user=user, defaults={"kind": ActorKind.USER})
    membership, _ = Membership.objects.get_or_create(
        organisation=organisation, user=user, defaults={"actor": actor, "roles": [role.value]}
    )
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    return membership.signed_in()
