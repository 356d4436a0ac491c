"""What was submitted, and what the FG and the decider found of it."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from assessments.models.assessment import Assessment, AssessmentRow, Party
from assessments.models.constraints import SameOrganisation
from assessments.models.organisation import Actor, TenantModel


class Snapshot(AssessmentRow):
    """Exactly what was submitted in one round: canonical JSON and its hash. Reviewers judge this, never the draft."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, db_constraint=False, related_name="snapshots")
    round = models.PositiveSmallIntegerField()
    content = models.TextField()  # canonical JSON, snapshot v1
    sha256 = models.CharField(max_length=64)  # of the canonical JSON with its leaves replaced by their root
    outcome = models.CharField(max_length=40)
    reference_date = models.DateField()
    submitted_by = models.ForeignKey(Actor, models.PROTECT, db_constraint=False, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta(AssessmentRow.Meta):
        ordering: ClassVar[list[str]] = ["-round"]
        constraints = [
            *AssessmentRow.Meta.constraints,
            SameOrganisation(field="submitted_by", name="snapshot_submitted_by_fk"),
            models.UniqueConstraint(fields=["assessment", "round"], name="one_snapshot_per_round"),
        ]


class Judgement(models.TextChoices):
    AGREED = "akkoord"
    CHANGE = "aanpassen"


class QuestionReview(TenantModel):
    """The FG's judgement of one answer in one round."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, db_constraint=False, related_name="question_reviews")
    question = models.CharField(max_length=10)
    party = models.ForeignKey(Party, models.SET_NULL, null=True, blank=True, db_constraint=False, related_name="+")
    judgement = models.CharField(max_length=10, choices=Judgement)
    reviewed_by = models.ForeignKey(Actor, models.PROTECT, db_constraint=False, related_name="+")
    reviewed_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation(field="snapshot", name="questionreview_snapshot_fk"),
            SameOrganisation(field="party", name="questionreview_party_fk"),
            SameOrganisation(field="reviewed_by", name="questionreview_reviewed_by_fk"),
            models.UniqueConstraint(
                fields=["snapshot", "question", "party"], nulls_distinct=False, name="one_judgement_per_row"
            ),
        ]


class Comment(AssessmentRow):
    """One entry in the thread below a question (or, without one, about the whole assessment)."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, db_constraint=False, related_name="comments")
    round = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=10, blank=True)
    party = models.ForeignKey(Party, models.SET_NULL, null=True, blank=True, db_constraint=False, related_name="+")
    text = models.TextField(max_length=4000)
    written_by = models.ForeignKey(Actor, models.PROTECT, db_constraint=False, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta(AssessmentRow.Meta):
        ordering: ClassVar[list[str]] = ["written_at"]
        constraints = [
            *AssessmentRow.Meta.constraints,
            SameOrganisation(field="party", name="comment_party_fk"),
            SameOrganisation(field="written_by", name="comment_written_by_fk"),
        ]


class FgVerdict(models.TextChoices):
    AGREED = "akkoord"
    AGREED_WITH_REMARKS = "akkoord_met_opmerkingen"
    NOT_AGREED = "niet_akkoord"


class FgAdvice(TenantModel):
    """The FG's advice on one snapshot; one per round, by key. It commits to the snapshot hash."""

    snapshot = models.OneToOneField(Snapshot, models.PROTECT, db_constraint=False, related_name="advice")
    snapshot_sha256 = models.CharField(max_length=64)
    verdict = models.CharField(max_length=24, choices=FgVerdict)
    text = models.TextField(max_length=8000)
    # The FG may be stricter than the rules, with a reason; never milder.
    stricter_outcome = models.CharField(max_length=40, blank=True)
    stricter_reason = models.TextField(blank=True, max_length=4000)
    advised_by = models.ForeignKey(Actor, models.PROTECT, db_constraint=False, related_name="+")
    advised_at = models.DateTimeField()
    login_method = models.CharField(max_length=40)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation(field="snapshot", name="fgadvice_snapshot_fk"),
            SameOrganisation(field="advised_by", name="fgadvice_advised_by_fk"),
        ]


class Decision(TenantModel):
    """The mandated officer follows the advice or deviates with reasons; one per round, by key."""

    snapshot = models.OneToOneField(Snapshot, models.PROTECT, db_constraint=False, related_name="decision")
    outcome = models.CharField(max_length=40)
    follows_advice = models.BooleanField()
    reasons = models.TextField(blank=True, max_length=8000)
    mandate = models.CharField(max_length=300)
    decided_by = models.ForeignKey(Actor, models.PROTECT, db_constraint=False, related_name="+")
    decided_at = models.DateTimeField()
    login_method = models.CharField(max_length=40)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation(field="snapshot", name="decision_snapshot_fk"),
            SameOrganisation(field="decided_by", name="decision_decided_by_fk"),
            models.CheckConstraint(
                condition=models.Q(follows_advice=True) | ~models.Q(reasons=""), name="deviating_needs_reasons"
            ),
        ]
