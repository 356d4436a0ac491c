"""Plays a worked case through the actions, as its people would: answers, evidence, checks and promises.

Used by the demo and by tests; dates move along so that the case looks as fresh as on its own reference date.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone

from assessments.actions import answering, evidence, promising, reviewing, starting
from assessments.domain import answers as domain
from assessments.domain.answers import Commitment, Consultation, Dossier, Key, Proof
from assessments.domain.cases import Case
from assessments.domain.questionnaire import EvidenceClass, Question, Questionnaire
from assessments.domain.rows import Sheet
from assessments.forms.names import row_key
from assessments.models import (
    Actor,
    Assessment,
    CheckVerdict,
    EvidenceVersion,
    Judgement,
    Party,
    QuestionnaireVersion,
    Snapshot,
)
from assessments.submitted import review_round

# A derived question is computed on the site; of these only the proof is kept (model.md, "Derived on the site").
PROOF_ONLY = frozenset({"QG06", "QA11"})


type Fields = Mapping[str, str | int]


class Player:
    """One case, one author and one colleague who checks what the author brings.

    `fields` are details the case leaves out, by question: a product, a version.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        case: Case,
        *,
        author: Actor,
        checker: Actor,
        at: datetime,
        titles: Mapping[str, str],
        fields: Mapping[str, Fields] | None = None,
    ) -> None:
        self.questionnaire = questionnaire
        self.case = case
        self.author, self.checker = author, checker
        self.at = at
        self.titles = titles
        self.fields = fields or {}
        self.shift = timezone.localdate(at) - case.dossier.reference_date
        self.party_ids: dict[str, uuid.UUID] = {}

    def play(self, version: QuestionnaireVersion) -> Assessment:
        """The finished draft."""
        dossier = self.case.dossier
        self.assessment = starting.start(
            by=self.author,
            title=self.case.title,
            questionnaire_version=version,
            parties=[self._details(party) for party in _ordered(dossier)],
            worked_case=self.case.id,
            at=self.at,
        )
        rows = Party.objects.filter(assessment=self.assessment).order_by("order")
        self.party_ids = {party.id: row.pk for party, row in zip(_ordered(dossier), rows, strict=True)}
        self._answer()
        self._show()
        self._promise()
        return self.assessment

    def _details(self, party: domain.Party) -> starting.PartyDetails:
        is_own = party.kind == domain.OWN_KIND
        return starting.PartyDetails(
            kind=party.kind,
            name=party.name or (self.author.organisation.name if is_own else f"Verzonnen {party.kind}"),
            avg_role=party.avg_role or "",
            ai_roles=party.ai_roles,
        )

    def _answer(self) -> None:
        given = []
        for key, question in self._asked():
            answer = self.case.dossier.answers.get(key)
            if answer is None or question.derived:
                continue
            fields = {
                code: (value + self.shift).isoformat() if isinstance(value, date) else value
                for code, value in answer.fields.items()
            } | dict(self.fields.get(key.question, {}))
            note = answer.reason or self._note(question, answer.value)
            given.append(answering.Given(key.question, self._party(key), answer.value, fields, note))
        answering.save_answers(
            by=self.author, assessment=self.assessment, values=given, expected_versions={}, at=self.at
        )

    def _asked(self) -> Iterator[tuple[Key, Question]]:
        for row in Sheet(self.questionnaire, self.case.dossier).rows:
            if not row.hidden:
                yield row.key, self.questionnaire.questions[row.question]

    def _note(self, question: Question, value: tuple[str, ...]) -> str:
        """An explanation where the chosen option asks for one."""
        needed = any(question.options[code].needs - {"evidence"} for code in value if code in question.options)
        return "Toelichting bij dit antwoord (verzonnen voorbeeld)." if needed else ""

    def _show(self) -> None:
        """One document per section, one declaration per party for what needs no file; all checked by the colleague."""
        documents: dict[tuple[str, uuid.UUID | None], list[Key]] = defaultdict(list)
        for key, question in self._asked():
            answer = self.case.dossier.answers.get(key)
            if answer is None or answer.proof not in (Proof.CHECKED, Proof.DELIVERED):
                continue
            if question.evidence_class is EvidenceClass.FILE:
                documents[question.section, None].append(key)
            else:
                documents["", self._party(key) or self.party_ids[self.case.dossier.own.id]].append(key)
        for (section, party), keys in documents.items():
            self._add_and_check(self._document(section, party), keys)

    def _document(self, section: str, party: uuid.UUID | None) -> evidence.Document:
        day = timezone.localdate(self.at) - timedelta(days=14)
        if section:
            title = self.titles.get(section, section)
            content = f"{title}\n\nVerzonnen voorbeeld bij {self.case.title}.\n".encode()
            return evidence.Document(
                title=title, dated=day, content=content, content_type="text/plain", file_name=f"{section}.txt"
            )
        assert party is not None
        name = Party.objects.get(pk=party).name
        return evidence.Document(
            title=f"Verklaring van {name}",
            dated=day,
            party=party,
            statement=f"{name} verklaart dat de antwoorden over haar eigen handelen kloppen. Verzonnen voorbeeld.",
            declared_by="Functionaris (verzonnen)",
            declared_as="directeur",
        )

    def _add_and_check(self, document: evidence.Document, keys: list[Key]) -> None:
        rows = [(key.question, self._party(key)) for key in keys]
        added = evidence.add(by=self.author, assessment=self.assessment, document=document, rows=rows, at=self.at)
        checked = {
            (key.question, self._party(key)) for key in keys if self.case.dossier.answers[key].proof is Proof.CHECKED
        }
        version = EvidenceVersion.objects.get(evidence=added, number=added.current)
        verdicts = {
            link.answer_id: CheckVerdict.SUFFICIENT
            for link in added.links.select_related("answer")
            if (link.answer.question, link.answer.party_id) in checked
        }
        if verdicts:
            evidence.check(by=self.checker, assessment=self.assessment, version=version, verdicts=verdicts, at=self.at)

    def _promise(self) -> None:
        dossier = self.case.dossier
        asked = {key for key, _ in self._asked()}
        for key, commitments in dossier.commitments.items():
            for commitment in commitments if key in asked else ():
                promising.commit(
                    by=self.author, assessment=self.assessment, promise=self._promised(key, commitment), at=self.at
                )
        if dossier.consultation is not Consultation.NONE:
            promising.record_consultation(
                by=self.author,
                assessment=self.assessment,
                asked_on=timezone.localdate(self.at) - timedelta(days=60),
                answered_on=timezone.localdate(self.at) - timedelta(days=4),
                outcome=dossier.consultation.value,
                at=self.at,
            )
        for risk, stated in dossier.stated_risks.items():
            promising.state_risk(
                by=self.author,
                assessment=self.assessment,
                risk=risk,
                likelihood=stated.likelihood,
                impact=stated.impact,
                reason=stated.reason or "Zo gesteld in het voorbeeld.",
                at=self.at,
            )

    def _promised(self, key: Key, commitment: Commitment) -> promising.Promise:
        assert commitment.due is not None
        return promising.Promise(
            question=key.question,
            party=self._party(key),
            committed_by=self.party_ids[commitment.party],
            obligation=self.questionnaire.questions[key.question].good_answer.nl,
            owner=commitment.owner,
            due=commitment.due + self.shift,
            measure=commitment.measure or "",
            signatory=commitment.signatory,
            expected_evidence=commitment.expected_evidence,
        )

    def _party(self, key: Key) -> uuid.UUID | None:
        return self.party_ids[key.party] if key.party else None


def agree_with_everything(*, by: Actor, assessment: Assessment, at: datetime) -> Snapshot:
    """As an FG who agrees with every answer; what they judged."""
    round_ = review_round(assessment)
    assert round_ is not None
    judgements = {row_key(finding.key): Judgement.AGREED for finding in round_.not_judged}
    snapshot = round_.submission.snapshot
    reviewing.judge(by=by, assessment=assessment, snapshot=snapshot, judgements=judgements, at=at)
    return snapshot


def _ordered(dossier: Dossier) -> list[domain.Party]:
    return sorted(dossier.parties, key=lambda party: party.kind != "organisatie")
