"""The audit trail: append-only, one hash chain per assessment. Rows are written by one database function."""

import uuid
from typing import ClassVar

from django.db import models

from assessments.models.organisation import Organisation, TenantModel
from assessments.models.tenancy import NobodysRowsManager, TenantManager


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


class AccessKind(models.TextChoices):
    LOOKED = "looked"
    DOWNLOADED = "downloaded"
    SENT = "sent"  # a form, whatever came of it
    REFUSED = "refused"
    FAILED = "failed"
    SIGN_IN_BEGUN = "sign_in_begun"  # the password was right, a second proof is asked
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    PROOF_FAILED = "proof_failed"  # somebody signed in had to prove again who they are
    SIGNED_OUT = "signed_out"


class AccessEvent(models.Model):
    """One line of the access log: append-only, no chain, so a GET never waits for a lock.

    Written by one database function. A line without an organisation (nobody knows who tried) is read outside any.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    actor = models.CharField(max_length=20)  # pseudonym, or "-"
    kind = models.CharField(max_length=40, choices=AccessKind)
    page = models.CharField(max_length=60, blank=True)  # the name of the address, never the address
    subject = models.CharField(max_length=120, blank=True)  # ids, never content
    result = models.PositiveSmallIntegerField(default=0)  # HTTP status; 0 for a command
    origin = models.CharField(max_length=45, blank=True)
    at = models.DateTimeField()

    objects = TenantManager()
    of_nobody = NobodysRowsManager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organisation", "-at"], name="access_log")]


class Checkpoint(TenantModel):
    """What every chain of an organisation came to at one moment: one root, signed and time-stamped.

    `leaves` is canonical JSON: a list of [chain, number, hash], ordered by chain. The whole is also written outside
    the database, where nobody who can change the database can change it.
    """

    number = models.PositiveIntegerField()
    at = models.CharField(max_length=27)  # RFC 3339, UTC, microseconds: signed as it stands
    chains = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous_root = models.CharField(max_length=64, blank=True)
    leaves = models.TextField()
    signature = models.BinaryField()  # CMS, DER, detached, over the document of domain/checkpoint.py
    timestamp = models.BinaryField()  # RFC 3161 token over the signature

    class Meta(TenantModel.Meta):
        ordering: ClassVar[list[str]] = ["organisation", "number"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "number"], name="one_checkpoint_per_number"),
        ]
