"""The audit trail: append-only, one hash chain per assessment. Rows are written by one database function."""

import uuid
from typing import ClassVar

from django.db import models

from assessments.models.organisation import Organisation
from assessments.models.tenancy import TenantManager


class ChainKind(models.TextChoices):
    ASSESSMENT = "assessment"
    ORGANISATION = "organisation"
    USER = "user"


class LedgerEvent(models.Model):
    """One link of a chain. `facts` is canonical JSON with codes, numbers and hashes: never somebody's text."""

    pk = models.CompositePrimaryKey("chain", "seq")
    chain = models.UUIDField()
    chain_kind = models.CharField(max_length=12, choices=ChainKind)
    seq = models.PositiveIntegerField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    actor = models.CharField(max_length=20)  # pseudonym
    at = models.CharField(max_length=27)  # RFC 3339, UTC, microseconds: hashed as it stands
    facts = models.TextField()
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = TenantManager()

    class Meta:
        ordering: ClassVar[list[str]] = ["chain", "seq"]


class LedgerHead(models.Model):
    """The last link of each chain; its row lock keeps appenders in line."""

    chain = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    objects = TenantManager()


class AccessEvent(models.Model):
    """Looks, downloads, logins and refusals: append-only, no chain, so a GET never waits for a lock."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    actor = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=60, blank=True)  # an id or a reference, never content
    at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organisation", "-at"], name="access_log")]
