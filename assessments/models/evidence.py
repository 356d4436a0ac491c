"""What shows an answer: documents and declarations, their versions, and who checked them."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from assessments.models.assessment import Answer, AnswerRevision, AssessmentRow, Party
from assessments.models.constraints import SameOrganisation
from assessments.models.organisation import Actor, TenantModel


class File(TenantModel):
    """Bytes, kept once per organisation under their hash. In the database: one transaction, one backup."""

    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    content_type = models.CharField(max_length=100)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "sha256"], name="one_file_per_hash"),
        ]


class FileChunk(TenantModel):
    file = models.ForeignKey(File, models.CASCADE, db_constraint=False, related_name="chunks")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta(TenantModel.Meta):
        ordering: ClassVar[list[str]] = ["number"]
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation(field="file", name="filechunk_file_fk"),
            models.UniqueConstraint(fields=["file", "number"], name="one_chunk_per_number"),
        ]


class EvidenceKind(models.TextChoices):
    FILE = "file"
    DECLARATION = "declaration"


class Evidence(AssessmentRow):
    """One document (in all its versions), linked to every answer it supports."""

    kind = models.CharField(max_length=12, choices=EvidenceKind)
    current = models.PositiveIntegerField(default=1)  # number of the current version
    party = models.ForeignKey(Party, models.SET_NULL, null=True, blank=True, db_constraint=False, related_name="+")

    class Meta(AssessmentRow.Meta):
        constraints = [*AssessmentRow.Meta.constraints, SameOrganisation(field="party", name="evidence_party_fk")]


class EvidenceVersion(TenantModel):
    """A version never changes; a new one drops the checks of the old."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, db_constraint=False, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    # A declaration: what a named person states, instead of a file.
    statement = models.TextField(blank=True, max_length=4000)
    declared_by = models.CharField(max_length=200, blank=True)
    declared_as = models.CharField(max_length=200, blank=True)  # function
    dated = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(Actor, models.PROTECT, db_constraint=False, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    salt = models.BinaryField(max_length=32)

    class Meta(TenantModel.Meta):
        ordering: ClassVar[list[str]] = ["-number"]
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation(field="evidence", name="evidenceversion_evidence_fk"),
            SameOrganisation(field="file", name="evidenceversion_file_fk"),
            SameOrganisation(field="added_by", name="evidenceversion_added_by_fk"),
            models.UniqueConstraint(fields=["evidence", "number"], name="one_version_per_number"),
        ]


class EvidenceLink(TenantModel):
    """This evidence is meant to show that answer."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, db_constraint=False, related_name="links")
    answer = models.ForeignKey(Answer, models.CASCADE, db_constraint=False, related_name="links")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation(field="evidence", name="evidencelink_evidence_fk"),
            SameOrganisation(field="answer", name="evidencelink_answer_fk"),
            models.UniqueConstraint(fields=["evidence", "answer"], name="one_link_per_answer"),
        ]


class CheckVerdict(models.TextChoices):
    SUFFICIENT = "voldoende"
    INSUFFICIENT = "onvoldoende"


class EvidenceCheck(TenantModel):
    """Somebody who wrote neither looked at exactly this revision with exactly this version.

    Without an evidence version it is a check of the explanation alone. A new revision or version simply has no
    check: nothing needs to be dropped.
    """

    revision = models.ForeignKey(AnswerRevision, models.CASCADE, db_constraint=False, related_name="checks")
    version = models.ForeignKey(
        EvidenceVersion, models.CASCADE, null=True, blank=True, db_constraint=False, related_name="checks"
    )
    verdict = models.CharField(max_length=12, choices=CheckVerdict)
    note = models.TextField(blank=True, max_length=2000)
    checked_by = models.ForeignKey(Actor, models.PROTECT, db_constraint=False, related_name="+")
    checked_at = models.DateTimeField(default=timezone.now)
    independent = models.BooleanField(default=True)  # false: the organisation allows self-checking

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation(field="revision", name="evidencecheck_revision_fk"),
            SameOrganisation(field="version", name="evidencecheck_version_fk"),
            SameOrganisation(field="checked_by", name="evidencecheck_checked_by_fk"),
            models.UniqueConstraint(fields=["revision", "version"], nulls_distinct=False, name="one_check_per_pair"),
        ]
