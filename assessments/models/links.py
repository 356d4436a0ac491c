"""Personal links: one person, one use, a few days. The token stands in the mail alone; here is its hash."""

import base64
import hashlib
import secrets
import uuid
from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from assessments.models.constraints import SameOrganisation
from assessments.models.organisation import Actor, TenantModel, User
from assessments.permissions import Role

_ID = 16  # bytes of a UUID


def _nonce() -> str:
    return secrets.token_hex(16)


def sha256_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def organisation_of(token: str) -> uuid.UUID | None:
    """The organisation a token says it is of; None for what cannot be a token. Whether it is, its hash decides."""
    try:
        raw = base64.urlsafe_b64decode(token)
    except ValueError:
        return None
    return uuid.UUID(bytes=raw[:_ID]) if len(raw) == _ID + hashlib.sha256().digest_size else None


class OneTimeLink(TenantModel):
    """The token is made anew from the row and the site's secret key whenever it is needed: it is stored nowhere."""

    nonce = models.CharField(max_length=32, default=_nonce)
    sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    belongs_to: ClassVar[tuple[str, ...]] = ("organisation",)

    class Meta(TenantModel.Meta):
        abstract = True

    def token(self) -> str:
        salt = f"assessments.links.{type(self).__name__}"
        proof = salted_hmac(salt, f"{self.pk}.{self.nonce}", algorithm="sha256").digest()
        return base64.urlsafe_b64encode(self.organisation_id.bytes + proof).decode()

    def renew(self, expires_at: datetime) -> None:
        """Another token, until then; the one before opens nothing any more. Does not store."""
        self.nonce = _nonce()
        self.sha256 = sha256_of(self.token())
        self.expires_at = expires_at


class Invitation(OneTimeLink):
    """Somebody is asked to join, with these roles. Joined, revoked or open; an open one can be sent again."""

    address = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5)
    roles = ArrayField(models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role]))
    valid_until = models.DateField(null=True)  # of the membership
    invited_by = models.ForeignKey(Actor, models.PROTECT, db_constraint=False, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_by = models.ForeignKey(Actor, models.PROTECT, null=True, db_constraint=False, related_name="+")

    class Meta(OneTimeLink.Meta):
        ordering: ClassVar[list[str]] = ["-invited_at", "pk"]
        constraints = [
            *OneTimeLink.Meta.constraints,
            SameOrganisation(field="invited_by", name="invitation_invited_by_fk"),
            SameOrganisation(field="accepted_by", name="invitation_accepted_by_fk"),
            models.UniqueConstraint(
                "organisation",
                Lower("address"),
                condition=models.Q(used_at=None, revoked_at=None),
                name="one_open_invitation_per_address",
            ),
        ]


class PasswordLink(OneTimeLink):
    """Lets somebody set a new password, because a manager asked for it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Actor, models.PROTECT, db_constraint=False, related_name="+")

    belongs_to = ("organisation", "user")

    class Meta(OneTimeLink.Meta):
        constraints = [
            *OneTimeLink.Meta.constraints,
            SameOrganisation(field="asked_by", name="passwordlink_asked_by_fk"),
        ]
