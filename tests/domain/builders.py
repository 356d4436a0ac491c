"""Dossiers in few words: a perfect one of the real questionnaire, and ways to spoil it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from assessments.domain.advice import Advice, advise
from assessments.domain.answers import Answer, Commitment, Dossier, Edition, Key, Proof
from assessments.domain.cases import read_case
from assessments.domain.findings import Finding, findings
from assessments.domain.loading import load
from assessments.domain.questionnaire import Questionnaire

HERE = Path(__file__).parent
GENAI = HERE.parents[1] / "fixtures/questionnaires/genai/1.0"
SMALL = HERE / "small"
TODAY = date(2026, 11, 1)
LATER = date(2027, 2, 1)


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}


@cache
def genai() -> Questionnaire:
    return load(texts(GENAI))


@cache
def small() -> Questionnaire:
    return load(texts(SMALL))


def perfect(kind: str = "online", more: str = "", given: str = "demonstrated") -> Dossier:
    """A dossier of this deployment kind; `more` are answers in the form of a case file, one per line."""
    lines = "".join(f"\n  {line.strip()}" for line in more.strip().splitlines())
    text = f"reference_date: {TODAY}\ngiven: {given}\nanswers:\n  QA03: {{value: [{kind}]}}{lines}\n"
    return read_case(genai(), "test.yaml", text).dossier


def on_the_site(dossier: Dossier, edition: Edition = Edition.ADVICE) -> Dossier:
    """The same dossier as the site knows it: derived questions hold no answer, only the parties' declarations."""
    derived = {question.id for question in genai().questions.values() if question.derived}
    answers = {key: answer for key, answer in dossier.answers.items() if key.question not in derived}
    declared = {Key("QG06", party.id): Answer(proof=Proof.CHECKED) for party in dossier.parties}
    return replace(dossier, edition=edition, answers={**answers, **declared}, consultation_proof=Proof.NONE)


def answered(dossier: Dossier, question: str, value: str, party: str | None = None, **more: object) -> Dossier:
    """One answer changed; with checked proof unless `more` says otherwise."""
    given = {"proof": Proof.CHECKED, "reason_checked": True, **more}
    return dossier.with_answers({Key(question, party): Answer(value=(value,), **given)})


def unproven(dossier: Dossier, question: str, party: str | None = None) -> Dossier:
    key = Key(question, party)
    return dossier.with_answers({key: replace(dossier.answers[key], proof=Proof.NONE)})


def unanswered(dossier: Dossier, question: str, party: str | None = None) -> Dossier:
    return dossier.with_answers({Key(question, party): Answer()})


def promised(
    dossier: Dossier, question: str, party: str | None = None, *, by: str | None = None, **changed: object
) -> Dossier:
    """A valid promise of whoever the row lies with, unless `by` names another or `changed` spoils it."""
    values: Mapping[str, object] = {
        "party": by or party or dossier.own.id,
        "owner": "proceseigenaar",
        "due": LATER,
        "signatory": "directeur",
        **changed,
    }
    return dossier.with_commitments({Key(question, party): (Commitment(**values),)})


def finding(dossier: Dossier, question: str, party: str | None = None) -> Finding:
    return next(each for each in findings(genai(), dossier) if each.key == Key(question, party))


def advice(dossier: Dossier) -> Advice:
    """The advice without the search for a better one."""
    return advise(genai(), dossier, improve=False)
