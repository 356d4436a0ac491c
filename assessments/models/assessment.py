"""The assessment, who takes part in it, what it is about and what was answered."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from assessments.domain.workflow import Status
from assessments.models.constraints import SameOrganisation
from assessments.models.organisation import Actor, TenantModel
from assessments.models.questionnaire import QuestionnaireVersion
from assessments.models.tenancy import TenantManager
from assessments.permissions import Role

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

# Statuses in which the FG's advice is fixed and the signed report exists.
SEALED = (
    Status.SEALED_ADVICE,
    Status.DECIDED,
    Status.CONDITIONAL,
    Status.IN_FORCE,
    Status.CLOSED,
    Status.EXPIRED,
)


class Capacity(models.TextChoices):
    AUTHOR = "author"
    CONTRIBUTOR = "contributor"
    SUPPLIER = "supplier"
    REVIEWER = "reviewer"
    DECIDER = "decider"


# Per role what somebody may know exists besides what they write in; a role without a line knows of nothing.
SEEN_BY: dict[Role, Q] = {
    Role.AUTHOR: Q(open_to_authors=True),
    Role.CONTRIBUTOR: Q(pk__in=()),
    Role.REVIEWER: Q(snapshots__isnull=False),
    Role.DECIDER: Q(snapshots__reports__sealed_at__isnull=False),
    Role.AUDITOR: Q(snapshots__reports__sealed_at__isnull=False),
}


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, actor: Actor) -> "AssessmentQuerySet":
        """The only door: what this actor may know exists. Everything else is as unknown as a random id.

        Writers see what they take part in (or what its author opened to all authors); the FG and the decider
        see what was submitted; the auditor sees what was sealed; manager and operator see no content.
        """
        ours = Participant.objects.filter(assessment=OuterRef("pk"), actor=actor)
        roles = actor.roles & SEEN_BY.keys()
        if not roles:
            return self.none()
        seen = Q(Exists(ours.filter(capacity__in=(Capacity.AUTHOR, Capacity.CONTRIBUTOR))))
        for role in sorted(roles):
            seen |= SEEN_BY[role]
        mine = Assessment.objects.filter(seen, organisation=actor.organisation_id, pk=OuterRef("pk"))
        capacity = ours.values("capacity")[:1]
        return self.filter(Exists(mine), organisation=actor.organisation_id).annotate(  # type: ignore[no-redef]  # declared on the model, so that its readers are typed
            capacity=Subquery(capacity)
        )

    def for_change(self) -> "AssessmentQuerySet":
        """Locked until the transaction ends, so that saving and submitting never overlap; knows its party ids."""
        parties = Party.objects.filter(assessment=OuterRef("pk")).values("pk")
        return self.select_for_update(of=("self",), no_key=True).annotate(  # type: ignore[no-redef]  # as above
            party_ids=ArraySubquery(parties)
        )


class Assessment(TenantModel):
    """One use of generative AI, from first question to sealed report."""

    reference = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    questionnaire_version = models.ForeignKey(QuestionnaireVersion, models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=[(s.value, s.value) for s in Status], default=Status.DRAFT)
    round = models.PositiveSmallIntegerField(default=1)
    # Today while in draft; fixed at submit.
    reference_date = models.DateField(null=True, blank=True)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_constraint=False, related_name="renewals"
    )
    open_to_authors = models.BooleanField(default=False)
    # A short assessment stopped at a blocking answer; what was not asked is `niet_onderzocht`.
    short = models.BooleanField(default=False)
    # Plays a worked case: its pages and its PDF then say that the facts are invented.
    worked_case = models.CharField(max_length=10, blank=True)
    claimed_by = models.ForeignKey(
        Actor, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="claims"
    )
    created_at = models.DateTimeField(default=timezone.now)
    status_since = models.DateTimeField(default=timezone.now)

    objects = TenantManager.from_queryset(AssessmentQuerySet)()  # type: ignore[misc]  # narrower than the abstract model's

    # Annotated by `visible_to` and `for_change`.
    capacity: str | None
    party_ids: list[uuid.UUID]

    if TYPE_CHECKING:
        participants: RelatedManager["Participant"]
        parties: RelatedManager["Party"]
        answers: RelatedManager["Answer"]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "reference"], name="one_reference_per_organisation"),
            SameOrganisation(field="previous", name="assessment_previous_fk"),
            SameOrganisation(field="claimed_by", name="assessment_claimed_by_fk"),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in Status]), name="assessment_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.IN_REVIEW, claimed_by__isnull=False) | ~Q(status=Status.IN_REVIEW),
                name="in_review_has_a_reviewer",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "status", "-status_since"], name="assessment_queue"),
            GinIndex(SearchVector("title", "reference", config="dutch"), name="assessment_search"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class Participant(models.Model):
    """One capacity per person per assessment: a writer can never be its reviewer or its decider."""

    pk = models.CompositePrimaryKey("assessment_id", "actor_id")
    organisation = models.ForeignKey("Organisation", models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, models.CASCADE, db_constraint=False, related_name="participants")
    actor = models.ForeignKey(Actor, models.PROTECT, db_constraint=False, related_name="participations")
    capacity = models.CharField(max_length=20, choices=Capacity)
    since = models.DateTimeField(default=timezone.now)

    objects = TenantManager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            SameOrganisation(field="assessment", name="participant_assessment_fk"),
            SameOrganisation(field="actor", name="participant_actor_fk"),
        ]


class PartyKind(models.TextChoices):
    ORGANISATIE = "organisatie"
    AANBIEDER = "aanbieder"
    MODELONTWIKKELAAR = "modelontwikkelaar"
    VERWERKER = "verwerker"
    SUBVERWERKER = "subverwerker"
    OPDRACHTNEMER = "opdrachtnemer"
    MEDEVERANTWOORDELIJKE = "medeverantwoordelijke"


class AssessmentRow(TenantModel):
    """A row that belongs to one assessment."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, db_constraint=False, related_name="%(class)s_rows")

    class Meta(TenantModel.Meta):
        abstract = True
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation(field="assessment", name="%(class)s_assessment_fk"),
        ]


class Party(AssessmentRow):
    """Somebody who must account for this use. The rows together are the value of QA11."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, db_constraint=False, related_name="parties")
    kind = models.CharField(max_length=24, choices=PartyKind)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=100, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    avg_role = models.CharField(max_length=40)
    ai_roles = ArrayField(models.CharField(max_length=40), default=list)
    order = models.PositiveSmallIntegerField(default=0)
    # Drawn once: the leaf of this row in the snapshot is hashed over it.
    salt = models.BinaryField(max_length=32)

    class Meta(AssessmentRow.Meta):
        ordering: ClassVar[list[str]] = ["order", "id"]


class Purpose(AssessmentRow):
    """A purpose of the use. genai/1.0 has one row and asks nothing per purpose."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, db_constraint=False, related_name="purposes")
    name = models.CharField(max_length=200)
    salt = models.BinaryField(max_length=32)

    class Meta(AssessmentRow.Meta):
        pass


class Answer(AssessmentRow):
    """The answer as it is now. `version` counts every save: a save with an older version is a conflict."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, db_constraint=False, related_name="answers")
    question = models.CharField(max_length=10)
    party = models.ForeignKey(Party, models.CASCADE, null=True, blank=True, db_constraint=False, related_name="+")
    purpose = models.ForeignKey(Purpose, models.CASCADE, null=True, blank=True, db_constraint=False, related_name="+")
    value = ArrayField(models.CharField(max_length=40), default=list)  # no, one or several codes
    fields = models.JSONField(default=dict)  # {field code: text, number or ISO date}
    note = models.TextField(blank=True, max_length=4000)
    version = models.PositiveIntegerField(default=1)
    revision = models.PositiveIntegerField(default=1)  # number of the current revision
    answered_by = models.ForeignKey(Actor, models.PROTECT, db_constraint=False, related_name="+")
    answered_at = models.DateTimeField()
    # A supplier mailed a document instead of using the link; somebody of ours typed it in.
    on_behalf_of = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, db_constraint=False, related_name="+"
    )
    origin = models.CharField(max_length=100, blank=True)

    class Meta(AssessmentRow.Meta):
        constraints = [
            *AssessmentRow.Meta.constraints,
            SameOrganisation(field="party", name="answer_party_fk"),
            SameOrganisation(field="purpose", name="answer_purpose_fk"),
            SameOrganisation(field="answered_by", name="answer_answered_by_fk"),
            SameOrganisation(field="on_behalf_of", name="answer_on_behalf_of_fk"),
            models.UniqueConstraint(
                fields=["assessment", "question", "party", "purpose"],
                nulls_distinct=False,
                name="one_answer_per_question_and_row",
            ),
        ]


class AnswerRevision(TenantModel):
    """What was answered, by whom, when. Only its own actor updates the open one; a closed one never changes."""

    answer = models.ForeignKey(Answer, models.CASCADE, db_constraint=False, related_name="revisions")
    number = models.PositiveIntegerField()
    value = ArrayField(models.CharField(max_length=40), default=list)
    fields = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    actor = models.ForeignKey(Actor, models.PROTECT, db_constraint=False, related_name="+")
    on_behalf_of = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, db_constraint=False, related_name="+"
    )
    opened_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    salt = models.BinaryField(max_length=32, null=True, blank=True)  # drawn when it closes
    leaf_hash = models.CharField(max_length=64, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation(field="answer", name="answerrevision_answer_fk"),
            SameOrganisation(field="actor", name="answerrevision_actor_fk"),
            SameOrganisation(field="on_behalf_of", name="answerrevision_on_behalf_of_fk"),
            models.UniqueConstraint(fields=["answer", "number"], name="one_revision_per_number"),
            models.UniqueConstraint(
                fields=["answer"], condition=Q(closed_at__isnull=True), name="one_open_revision_per_answer"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, salt__isnull=True) | Q(closed_at__isnull=False, salt__isnull=False),
                name="a_closed_revision_is_salted",
            ),
        ]


class Commitment(AssessmentRow):
    """A promise that cures an open answer; without owner and date (or signatory, of another party) it cures nothing."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, db_constraint=False, related_name="commitments")
    question = models.CharField(max_length=10)
    party = models.ForeignKey(Party, models.CASCADE, null=True, blank=True, db_constraint=False, related_name="+")
    # Who commits; for most questions the party of the row itself.
    committed_by = models.ForeignKey(Party, models.CASCADE, db_constraint=False, related_name="+")
    obligation = models.TextField(max_length=2000)
    owner = models.CharField(max_length=200)
    due = models.DateField()
    measure = models.CharField(max_length=10, blank=True)
    expected_evidence = models.CharField(max_length=500, blank=True)
    signatory = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(Actor, models.PROTECT, db_constraint=False, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    salt = models.BinaryField(max_length=32)

    class Meta(AssessmentRow.Meta):
        constraints = [
            *AssessmentRow.Meta.constraints,
            SameOrganisation(field="party", name="commitment_party_fk"),
            SameOrganisation(field="committed_by", name="commitment_committed_by_fk"),
            SameOrganisation(field="entered_by", name="commitment_entered_by_fk"),
            models.UniqueConstraint(
                fields=["assessment", "question", "party", "committed_by"],
                nulls_distinct=False,
                name="one_commitment_per_row_and_party",
            ),
        ]


class ConsultationOutcome(models.TextChoices):
    NONE = "none"
    POSITIVE = "positive"
    NEGATIVE = "negative"


class Consultation(AssessmentRow):
    """Prior consultation of the AP (art. 36 AVG), as the author recorded it."""

    assessment = models.OneToOneField(Assessment, models.CASCADE, db_constraint=False, related_name="consultation")
    asked_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=ConsultationOutcome, default=ConsultationOutcome.NONE)
    note = models.TextField(blank=True, max_length=2000)

    class Meta(AssessmentRow.Meta):
        pass


class StatedRisk(AssessmentRow):
    """A residual risk the author judges higher than computed; it only ever makes a result stricter."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, db_constraint=False, related_name="stated_risks")
    risk = models.CharField(max_length=10)
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    reason = models.TextField(max_length=2000)

    class Meta(AssessmentRow.Meta):
        constraints = [
            *AssessmentRow.Meta.constraints,
            models.UniqueConstraint(fields=["assessment", "risk"], name="one_stated_risk_per_risk"),
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 4), impact__range=(1, 4)), name="risk_scores_run_from_1_to_4"
            ),
        ]
