"""The sealed report and what `/verify` may know of it."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from assessments.models.constraints import SameOrganisation
from assessments.models.evidence import File
from assessments.models.organisation import Actor, TenantModel
from assessments.models.review import Snapshot


class Edition(models.IntegerChoices):
    ADVICE = 1
    DECISION = 2


class Variant(models.TextChoices):
    CONFIDENTIAL = "vertrouwelijk"
    PUBLIC = "openbaar"


class Report(TenantModel):
    """One edition of the report on one snapshot, from the moment it is asked for until it is sealed."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, db_constraint=False, related_name="reports")
    edition = models.PositiveSmallIntegerField(choices=Edition)
    variant = models.CharField(max_length=16, choices=Variant, default=Variant.CONFIDENTIAL)
    locale = models.CharField(max_length=5, default="nl")
    envelope = models.TextField()  # canonical JSON that the PDF embeds
    asked_at = models.DateTimeField(default=timezone.now)
    unsigned = models.ForeignKey(File, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+")
    file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+")
    failure = models.CharField(max_length=100, blank=True)  # a code, for the operator; never content

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation(field="snapshot", name="report_snapshot_fk"),
            SameOrganisation(field="unsigned", name="report_unsigned_fk"),
            SameOrganisation(field="file", name="report_file_fk"),
            SameOrganisation(field="signed_by", name="report_signed_by_fk"),
            models.UniqueConstraint(fields=["snapshot", "edition", "variant", "locale"], name="one_report_per_edition"),
            models.CheckConstraint(
                condition=models.Q(sealed_at__isnull=True) | (models.Q(file__isnull=False) & ~models.Q(sha256="")),
                name="sealed_means_a_file_with_a_hash",
            ),
        ]


class SealedHash(models.Model):
    """Hashes of sealed files, readable by anyone: `/verify` asks here whether a file is one of ours."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    sealed_on = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = []
