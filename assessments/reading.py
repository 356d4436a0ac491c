"""Rows to domain objects: what an assessment holds, as pages, actions and the advice need it. Never writes."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from assessments.domain import answers as domain
from assessments.domain import snapshot
from assessments.domain.loading import load
from assessments.domain.questionnaire import EvidenceClass, FieldType, Question, Questionnaire
from assessments.models import (
    Answer,
    AnswerRevision,
    Assessment,
    Capacity,
    CheckVerdict,
    Commitment,
    Consultation,
    EvidenceCheck,
    EvidenceKind,
    EvidenceVersion,
    FileChunk,
    Party,
    Purpose,
    QuestionnaireVersion,
    StatedRisk,
)

type RowKey = tuple[str, uuid.UUID | None]


@lru_cache(maxsize=8)
def questionnaire(version_id: uuid.UUID) -> Questionnaire:
    """The questionnaire of this version. Rows of versions never change, so one reading lasts the whole process."""
    return load(QuestionnaireVersion.objects.values_list("files", flat=True).get(pk=version_id))


def newest_version(slug: str = "genai") -> QuestionnaireVersion:
    """The version new assessments start with. Raises `QuestionnaireVersion.DoesNotExist` before the first load."""
    return QuestionnaireVersion.objects.defer("files").exclude(status="retired").filter(slug=slug).latest("loaded_at")


@dataclass(frozen=True)
class Shown:
    """One document or declaration that is meant to show an answer, in its current version."""

    evidence: uuid.UUID
    version: uuid.UUID
    kind: str
    title: str
    sha256: str
    valid_until: date | None
    verdict: str | None
    independent: bool
    checked_before: bool  # an earlier version was found sufficient
    checked_by: str | None  # pseudonym
    checked_on: date | None

    @classmethod
    def read(cls, row: dict[str, Any]) -> "Shown":
        return cls(
            evidence=uuid.UUID(row["evidence"]),
            version=uuid.UUID(row["version"]),
            kind=row["kind"],
            title=row["title"],
            sha256=row["sha256"],
            valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            verdict=row["verdict"],
            independent=row["independent"] is not False,
            checked_before=bool(row["checked_before"]),
            checked_by=row["checked_by"],
            checked_on=timezone.localdate(datetime.fromisoformat(row["checked_at"])) if row["checked_at"] else None,
        )


@dataclass(frozen=True)
class Contents:
    """Everything an assessment holds, read in a fixed number of queries."""

    assessment: Assessment
    questionnaire: Questionnaire
    parties: tuple[Party, ...]
    answers: dict[RowKey, Answer]
    commitments: tuple[Commitment, ...]
    stated_risks: tuple[StatedRisk, ...]
    consultation: Consultation | None

    @cached_property
    def shown(self) -> dict[uuid.UUID, tuple[Shown, ...]]:
        """Per answer: what is meant to show it."""
        return {
            answer.pk: tuple(Shown.read(row) for row in getattr(answer, "shown_rows", ()))
            for answer in self.answers.values()
        }

    @property
    def reference_date(self) -> date:
        return self.assessment.reference_date or timezone.localdate()

    def dossier(self, edition: domain.Edition = domain.Edition.ADVICE) -> domain.Dossier:
        """What the advice is computed from."""
        commitments: dict[domain.Key, tuple[domain.Commitment, ...]] = {}
        for row in self.commitments:
            key = domain.Key(row.question, _text(row.party_id))
            commitments[key] = (*commitments.get(key, ()), _commitment(row))
        return domain.Dossier(
            reference_date=self.reference_date,
            parties=tuple(_party(row) for row in self.parties),
            answers={
                domain.Key(row.question, _text(row.party_id)): self._answer(row)
                for row in self.answers.values()
                if row.question in self.questionnaire.questions
            },
            commitments=commitments,
            consultation=domain.Consultation(self.consultation.outcome if self.consultation else "none"),
            consultation_proof=self._consultation_proof,
            stated_risks={
                row.risk: domain.StatedRisk(row.likelihood, row.impact, row.reason) for row in self.stated_risks
            },
            edition=edition,
            short=self.assessment.short,
        )

    @property
    def _consultation_proof(self) -> domain.Proof:
        """The AP's letter is linked to the question about high risk, which itself is computed."""
        answer = self.answers.get((self.questionnaire.self_report.question, None))
        if answer is None:
            return domain.Proof.NONE
        return proof_of(self.questionnaire.questions[answer.question], self.shown[answer.pk])[0]

    def _answer(self, row: Answer) -> domain.Answer:
        question = self.questionnaire.questions[row.question]
        proof, valid_until = proof_of(question, self.shown[row.pk])
        return domain.Answer(
            value=tuple(row.value),
            fields=dict(_typed_fields(question, row.fields)),
            reason=row.note,
            reason_checked=getattr(row, "reason_verdict", None) == CheckVerdict.SUFFICIENT
            or proof is domain.Proof.CHECKED,
            proof=proof,
            valid_until=valid_until,
        )


def proof_of(question: Question, shown: tuple[Shown, ...]) -> tuple[domain.Proof, date | None]:
    """How far this answer is proven, and until when. A question that asks a file is not shown by a declaration."""
    usable = [
        item for item in shown if question.evidence_class is not EvidenceClass.FILE or item.kind == EvidenceKind.FILE
    ]
    checked = [item for item in usable if item.verdict == CheckVerdict.SUFFICIENT]
    if checked:
        # The document that lasts longest counts; without an end date it lasts.
        lasting = any(item.valid_until is None for item in checked)
        return domain.Proof.CHECKED, None if lasting else max(i.valid_until for i in checked if i.valid_until)
    if any(item.checked_before for item in usable):
        return domain.Proof.CHANGED, None
    return (domain.Proof.DELIVERED if usable else domain.Proof.NONE), None


def contents(assessment: Assessment) -> Contents:
    """Reads the assessment whole: five queries, whatever its size."""
    return Contents(
        assessment=assessment,
        questionnaire=questionnaire(assessment.questionnaire_version_id),
        parties=tuple(Party.objects.filter(assessment=assessment)),
        answers={(row.question, row.party_id): row for row in _answers(assessment)},
        commitments=tuple(Commitment.objects.filter(assessment=assessment).order_by("question", "entered_at")),
        stated_risks=tuple(StatedRisk.objects.filter(assessment=assessment).order_by("risk")),
        consultation=Consultation.objects.filter(assessment=assessment).first(),
    )


def _answers(assessment: Assessment) -> QuerySet[Answer]:
    """The answers, each with what is meant to show it and how that was judged."""
    checks = EvidenceCheck.objects.filter(
        version=OuterRef("pk"),
        revision__answer=OuterRef(OuterRef("pk")),
        revision__number=OuterRef(OuterRef("revision")),
    )
    earlier = EvidenceCheck.objects.filter(
        version__evidence=OuterRef("evidence"),
        revision__answer=OuterRef(OuterRef("pk")),
        verdict=CheckVerdict.SUFFICIENT,
    )
    shown = EvidenceVersion.objects.filter(
        number=F("evidence__current"), evidence__links__answer=OuterRef("pk")
    ).order_by("added_at")
    rows = shown.values(
        json=JSONObject(
            evidence="evidence",
            version="pk",
            kind="evidence__kind",
            title="title",
            sha256="sha256",
            valid_until="valid_until",
            verdict=Subquery(checks.values("verdict")[:1]),
            independent=Subquery(checks.values("independent")[:1]),
            checked_before=Subquery(earlier.values("verdict")[:1]),
            checked_by=Subquery(checks.values("checked_by__pseudonym")[:1]),
            checked_at=Subquery(checks.values("checked_at")[:1]),
        )
    )
    reason = EvidenceCheck.objects.filter(
        version=None, revision__answer=OuterRef("pk"), revision__number=OuterRef("revision")
    )
    return (
        Answer.objects.filter(assessment=assessment)
        .select_related("answered_by__user")
        .annotate(shown_rows=ArraySubquery(rows), reason_verdict=Subquery(reason.values("verdict")[:1]))
    )


def _party(row: Party) -> domain.Party:
    return domain.Party(
        id=str(row.pk),
        kind=row.kind,
        name=row.name,
        country=row.country,
        avg_role=row.avg_role or None,
        ai_roles=tuple(row.ai_roles),
    )


def _commitment(row: Commitment) -> domain.Commitment:
    return domain.Commitment(
        party=str(row.committed_by_id),
        owner=row.owner,
        due=row.due,
        measure=row.measure or None,
        signatory=row.signatory,
        expected_evidence=row.expected_evidence,
    )


def _typed_fields(question: Question, fields: dict[str, Any]) -> Iterator[tuple[str, str | int | date]]:
    for code, value in fields.items():
        if (field := question.fields.get(code)) is not None:
            yield code, date.fromisoformat(value) if field.type is FieldType.DATE else value


def _text(value: uuid.UUID | None) -> str | None:
    return str(value) if value else None


def leaves(contents: Contents) -> list[snapshot.Leaf]:
    """Everything the dossier was read from, each with the salt drawn when it was fixed. All revisions are closed."""
    dossier = contents.dossier()
    salts = dict(
        AnswerRevision.objects.filter(answer__assessment=contents.assessment, number=F("answer__revision")).values_list(
            "answer_id", "salt"
        )
    )
    found = []
    for row in contents.answers.values():
        key = domain.Key(row.question, _text(row.party_id))
        evidence = [
            {
                "version": str(item.version),
                "sha256": item.sha256,
                "verdict": item.verdict,
                "independent": item.independent,
                "checked_by": item.checked_by,
                "checked_on": item.checked_on.isoformat() if item.checked_on else None,
            }
            for item in contents.shown[row.pk]
        ]
        content = snapshot.answer_content(key, dossier.answers[key], evidence=evidence)
        found.append(snapshot.Leaf("answers", str(row.pk), bytes(salts[row.pk] or b""), content))
    for party, fact in zip(contents.parties, dossier.parties, strict=True):
        found.append(snapshot.Leaf("parties", str(party.pk), bytes(party.salt), snapshot.party_content(fact)))
    for promise in contents.commitments:
        key = domain.Key(promise.question, _text(promise.party_id))
        content = snapshot.commitment_content(key, _commitment(promise), obligation=promise.obligation)
        found.append(snapshot.Leaf("commitments", str(promise.pk), bytes(promise.salt), content))
    found.extend(
        snapshot.Leaf("purposes", str(purpose.pk), bytes(purpose.salt), {"name": purpose.name})
        for purpose in Purpose.objects.filter(assessment=contents.assessment)
    )
    return [*found, *_evidence_leaves(contents.assessment)]


def _evidence_leaves(assessment: Assessment) -> Iterator[snapshot.Leaf]:
    versions = EvidenceVersion.objects.filter(evidence__assessment=assessment, number=F("evidence__current"))
    for version in versions.select_related("evidence"):
        content = {
            "kind": version.evidence.kind,
            "title": version.title,
            "sha256": version.sha256,
            "size": version.size,
            "dated": version.dated.isoformat(),
            "valid_until": version.valid_until.isoformat() if version.valid_until else None,
            "declared_by": version.declared_by,
            "declared_as": version.declared_as,
            "statement": version.statement,
        }
        yield snapshot.Leaf("evidence", str(version.pk), bytes(version.salt), content)


def current_version(assessment: Assessment, evidence: uuid.UUID) -> EvidenceVersion | None:
    """The newest version of this document or declaration, with who added it."""
    return current_versions(assessment).filter(evidence=evidence).first()


def current_versions(assessment: Assessment) -> QuerySet[EvidenceVersion]:
    """The newest version of each document and declaration, newest first."""
    versions = EvidenceVersion.objects.filter(evidence__assessment=assessment, number=F("evidence__current"))
    return versions.select_related("evidence__party", "file", "added_by__user").order_by("-added_at")


def file_bytes(file_id: uuid.UUID) -> bytes:
    """The whole content; files are at most 20 MB (settings, EVIDENCE_MAX_BYTES)."""
    return b"".join(bytes(data) for data in FileChunk.objects.filter(file=file_id).values_list("data", flat=True))


def writers(assessment: Assessment) -> list[str]:
    """Who fills this assessment in, the author first."""
    found = assessment.participants.filter(capacity__in=(Capacity.AUTHOR, Capacity.CONTRIBUTOR))
    return [str(each.actor) for each in found.select_related("actor__user").order_by("capacity", "since")]
