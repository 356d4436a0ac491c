"""Conditions 1 to n of "not allowed, unless": what must be demonstrated before the start, and who promised it."""

from dataclasses import dataclass

from assessments.domain.answers import Commitment, Key
from assessments.domain.cures import is_valid
from assessments.domain.findings import Examination, State
from assessments.domain.outcome import Decided


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must be demonstrated before the start: a row with its promises, or a measure of its own."""

    number: int
    key: Key | None
    commitments: tuple[Commitment, ...]
    measure: str | None
    sources: tuple[str, ...]


def conditions(examination: Examination, decided: Decided) -> tuple[Condition, ...]:
    """One per promised row, in the order of the questionnaire, then the measure that comes on top (article 36)."""
    if decided.rule.extra_test is None:
        return ()
    dossier, questionnaire = examination.sheet.dossier, examination.sheet.questionnaire
    found: list[tuple[Key | None, tuple[Commitment, ...], str | None, tuple[str, ...]]] = []
    for finding in examination.in_state(State.OPEN):
        valid = tuple(each for each in dossier.commitments.get(finding.key, ()) if is_valid(each, dossier))
        if valid:
            found.append((finding.key, valid, None, finding.sources))
    if decided.extra_measure is not None:
        consulted = questionnaire.questions[questionnaire.self_report.question]
        found.append((None, (), decided.extra_measure, consulted.sources))
    return tuple(Condition(number, *each) for number, each in enumerate(found, 1))
