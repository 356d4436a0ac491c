"""Ways to change a dossier for the better, each with the rows it touches. `improving` tries them out."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from assessments.domain.answers import Answer, Commitment, Dossier, Key, Party, Proof
from assessments.domain.cures import who_must_commit
from assessments.domain.findings import Examination, Finding, State
from assessments.domain.questionnaire import Question, Questionnaire, Type
from assessments.domain.rows import NO_ANSWER


class Kind(StrEnum):
    """How rows are changed."""

    CHANGE = "change"  # another answer than a good or blocking one: another use, so another variant
    ANSWER = "answer"  # the good answer, with checked proof
    PROVE = "prove"  # the same answer, now with checked proof
    PROMISE = "promise"  # valid commitments of everybody who must promise
    CONSULT = "consult"  # the AP is consulted and advises positively


type Step = tuple[Dossier, list[tuple[Kind, Key]]]


def answer_unanswered(here: Examination) -> Step:
    """Unanswered questions first: nothing can be promised about them (decision 2)."""
    return _with_good_answers(here, [each for each in here.in_state(State.OPEN) if each.unanswered])


def show(here: Examination) -> Step:
    return _with_good_answers(here, here.in_state(State.OPEN))


def unblock(here: Examination) -> Step:
    return _with_good_answers(here, here.in_state(State.VIOLATED))


def _with_good_answers(here: Examination, findings: Iterable[Finding]) -> Step:
    dossier, answers, changes = here.sheet.dossier, dict[Key, Answer](), list[tuple[Kind, Key]]()
    for finding in findings:
        question = here.sheet.questionnaire.questions[finding.key.question]
        if question.type is Type.REPEAT:
            dossier = replace(dossier, parties=_with_roles(dossier.parties, here.sheet.questionnaire))
        answers[finding.key] = _good_answer(question, finding, dossier)
        changes.append((_kind_of(finding), finding.key))
    return dossier.with_answers(answers), changes


def _kind_of(finding: Finding) -> Kind:
    if finding.state is State.VIOLATED:
        return Kind.CHANGE
    return Kind.PROVE if finding.lacks_only_proof else Kind.ANSWER


def _good_answer(question: Question, finding: Finding, dossier: Dossier) -> Answer:
    old = dossier.answers.get(finding.key, NO_ANSWER)
    value = old.value if finding.lacks_only_proof else question.good
    return proven(replace(old, value=value))


def proven(answer: Answer) -> Answer:
    return replace(answer, proof=Proof.CHECKED, valid_until=None, reason=answer.reason or "-", reason_checked=True)


def _with_roles(parties: tuple[Party, ...], questionnaire: Questionnaire) -> tuple[Party, ...]:
    """Every party with the roles it would usually have, and the usual parties where one is missing."""
    usual = {each.kind: each for each in next(iter(questionnaire.default_parties.values()))}
    fallback = next(each for kind, each in usual.items() if kind != parties[0].kind)
    filled = [
        replace(
            party,
            avg_role=party.avg_role or usual.get(party.kind, fallback).avg_role,
            ai_roles=party.ai_roles or usual.get(party.kind, fallback).ai_roles,
        )
        for party in parties
    ]
    present = {role for party in filled for role in party.roles}
    for kind, each in usual.items():
        if not {*each.ai_roles} & present:
            filled.append(Party(id=f"+{kind}", kind=kind, avg_role=each.avg_role, ai_roles=each.ai_roles))
    return tuple(filled)


def promise(here: Examination) -> Step:
    added, changes = dict[Key, tuple[Commitment, ...]](), list[tuple[Kind, Key]]()
    for finding in here.in_state(State.OPEN):
        question = here.sheet.questionnaire.questions[finding.key.question]
        if not finding.cured and question.curable:
            parties = who_must_commit(question, finding.key, here.sheet.dossier)
            added[finding.key] = tuple(_commitment(party, here.sheet.dossier) for party in parties)
            changes.append((Kind.PROMISE, finding.key))
    return here.sheet.dossier.with_commitments(added), changes


def _commitment(party: str, dossier: Dossier) -> Commitment:
    return Commitment(party=party, owner="-", due=dossier.reference_date, signatory="-")
