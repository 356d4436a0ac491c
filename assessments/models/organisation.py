"""Who: organisations, people, what they may do where, and the actors that write."""

import secrets
import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from assessments.models.constraints import SameOrganisation
from assessments.models.tenancy import OwnRowsManager, TenantManager
from assessments.permissions import Role


class Organisation(models.Model):
    """A tenant: nothing of one is visible to another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    # A single privacy officer may check their own evidence; the report then says so at each place.
    allows_self_checking = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. What they may do stands in their memberships, never here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=150, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    # Made by the demo: signs in nowhere else.
    is_demo = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.username


class TenantModel(models.Model):
    """A row of one organisation. The unique pair lets other rows point at it with the organisation included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    objects = TenantManager()

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "id"], name="%(class)s_organisation_id"),
        ]


def _pseudonym() -> str:
    return f"A-{secrets.token_hex(6)}"


class ActorKind(models.TextChoices):
    USER = "user"
    SUPPLIER_LINK = "supplier_link"
    SYSTEM = "system"


class Actor(TenantModel):
    """Everything that writes. History and ledger name the pseudonym, so a person can leave without breaking a chain."""

    kind = models.CharField(max_length=20, choices=ActorKind)
    pseudonym = models.CharField(max_length=20, unique=True, default=_pseudonym, editable=False)
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="actors")

    objects = OwnRowsManager()  # type: ignore[misc]  # narrower than the abstract model's

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["user", "organisation"], name="one_actor_per_user_and_organisation"),
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(kind=ActorKind.SYSTEM), name="one_system_actor"
            ),
        ]

    # Set by whoever signed the actor in (middleware, tests, tasks) from the membership that is valid today.
    roles: frozenset[Role] = frozenset()
    has_other_organisations = False

    def __str__(self) -> str:
        return str(self.user) if self.user else self.pseudonym


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_on(self, day: date) -> "MembershipQuerySet":
        return self.filter(
            models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=day),
            valid_from__lte=day,
            user__is_active=True,
        )


class Membership(TenantModel):
    """What someone may do in one organisation, and until when. A deputy stands in for someone for a period."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    actor = models.OneToOneField(Actor, models.PROTECT, db_constraint=False, related_name="membership")
    roles = ArrayField(models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role]))
    valid_from = models.DateField(default=timezone.localdate)
    valid_until = models.DateField(null=True, blank=True)
    stands_in_for = models.ForeignKey(
        Actor, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="deputies"
    )

    objects = OwnRowsManager.from_queryset(MembershipQuerySet)()  # type: ignore[misc]  # narrower than the abstract model's

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation(field="actor", name="membership_actor_fk"),
            SameOrganisation(field="stands_in_for", name="membership_stands_in_for_fk"),
            models.UniqueConstraint(fields=["user", "organisation"], name="one_membership_per_organisation"),
        ]

    def signed_in(self) -> Actor:
        """The actor of this membership, knowing its roles."""
        self.actor.roles = frozenset(Role(role) for role in self.roles)
        return self.actor
