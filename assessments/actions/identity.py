"""Who an identity provider lets in, and which provider an organisation has."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions.membership import end_sessions
from assessments.models import (
    Actor,
    ActorKind,
    ExternalIdentity,
    IdentityProvider,
    Membership,
    Organisation,
    User,
)
from assessments.permissions import Role
from assessments.policies import Refused

# What people do; the roles of links and of the system are given by nobody.
ROLES_OF_PEOPLE = (Role.AUTHOR, Role.CONTRIBUTOR, Role.REVIEWER, Role.DECIDER, Role.AUDITOR, Role.MANAGER)


@transaction.atomic
def set_identity_provider(
    *,
    organisation: Organisation,
    issuer: str,
    client_id: str,
    secret_name: str,
    mfa_acr_values: Sequence[str],
    roles_claim: str,
    role_mapping: Mapping[str, str],
) -> IdentityProvider:
    """The operator says which provider this organisation has. An identity at an earlier issuer counts no more."""
    if unknown := sorted(set(role_mapping.values()) - set(ROLES_OF_PEOPLE)):
        raise Refused(_("Deze rol bestaat niet: {role}").format(role=unknown[0]))
    return IdentityProvider.objects.update_or_create(
        organisation=organisation,
        defaults={
            "issuer": issuer,
            "client_id": client_id,
            "secret_name": secret_name,
            "mfa_acr_values": list(mfa_acr_values),
            "roles_claim": roles_claim,
            "role_mapping": dict(role_mapping),
            "is_active": True,
        },
    )[0]


@transaction.atomic
def deactivate_identity_provider(*, organisation: Organisation) -> bool:
    """Nobody signs in through it any more, and whoever did is signed out. False when there is none."""
    changed = IdentityProvider.objects.filter(organisation=organisation, is_active=True).update(is_active=False)
    for identity in ExternalIdentity.objects.filter(organisation=organisation).select_related("user"):
        end_sessions(identity.user)
    return bool(changed)


@transaction.atomic
def admit(
    *, by: IdentityProvider, subject: str, name: str, roles: Collection[Role], at: datetime | None = None
) -> User | None:
    """The account of this subject, with the roles its provider gives it now; made if it is new.

    Without roles there is no way in: None, the membership ends, and so do the sessions. So for a closed account.
    """
    today = timezone.localdate(at)
    # Two first sign-ins of one person at once make one account.
    IdentityProvider.objects.select_for_update().get(pk=by.pk)
    identity = ExternalIdentity.objects.filter(issuer=by.issuer, subject=subject).select_related("user").first()
    if identity is None:
        return _join(by, subject, name, roles) if roles else None
    user = identity.user
    membership = Membership.objects.filter(user=user.pk, organisation=by.organisation_id)
    if not user.is_active or not roles:
        membership.update(valid_until=today - timedelta(days=1))
        end_sessions(user)
        return None
    membership.update(roles=_values(roles), valid_until=None)
    return user


def _join(provider: IdentityProvider, subject: str, name: str, roles: Collection[Role]) -> User:
    """The login is ours and says nothing: what a provider calls people is no key to an account."""
    organisation = provider.organisation_id
    user = User.objects.create_user(username=f"oidc-{uuid.uuid4().hex}", name=name)
    actor = Actor.objects.create(organisation_id=organisation, user=user, kind=ActorKind.USER)
    Membership.objects.create(organisation_id=organisation, user=user, actor=actor, roles=_values(roles))
    ExternalIdentity.objects.create(
        organisation_id=organisation, provider=provider, issuer=provider.issuer, subject=subject, user=user
    )
    return user


def _values(roles: Collection[Role]) -> list[str]:
    return sorted(role.value for role in roles)
