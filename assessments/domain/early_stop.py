"""Stopping early: which answer already fixes the outcome, and what a short report still needs (burden.md).

A commitment cannot change a blocking answer, so going on would only help another variant.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.domain.answers import Key
from assessments.domain.conditions import questions_in
from assessments.domain.findings import Examination, State
from assessments.domain.outcome import OUTSIDE, Decided
from assessments.domain.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class EarlyStop:
    """The outcome is fixed by these rows; `needed` are the questions of a short report, `missing` those still open."""

    outcome: str
    fixed_by: tuple[Key, ...]
    needed: tuple[str, ...]
    missing: tuple[str, ...]


def early_stop(examination: Examination, decided: Decided) -> EarlyStop | None:
    """Where one may stop; None as long as nothing fixes the outcome."""
    if decided.outcome == OUTSIDE:
        test = decided.rule.test.demonstrated
        fixed = {Key(question) for question in questions_in(test)} if test else set()
        fixed_by = tuple(each.key for each in examination.findings if each.key in fixed)
        named: Iterable[Key] = fixed_by
    elif violated := examination.in_state(State.VIOLATED):
        fixed_by = tuple(each.key for each in violated)
        named = violated[0].decided_by
    else:
        return None
    needed = _needed(examination.sheet.questionnaire, fixed_by[:1], named)
    missing = {each.key.question for each in examination.findings if each.unanswered}
    return EarlyStop(decided.outcome, fixed_by, needed, tuple(each for each in needed if each in missing))


def _needed(questionnaire: Questionnaire, fixed_by: Iterable[Key], named: Iterable[Key]) -> tuple[str, ...]:
    """The scope, the blocking question and what its conditions look at, in the order of the questionnaire."""
    short = questionnaire.short_report
    waiting = [*short.scope, *(key.question for key in named)]
    for key in fixed_by:
        waiting += [key.question, *short.extra.get(key.question, ())]
    needed = set[str]()
    while waiting:
        question = waiting.pop()
        if question not in needed:
            needed.add(question)
            show_if = questionnaire.questions[question].show_if
            waiting += questions_in(show_if) if show_if else ()
    return tuple(question for question in questionnaire.questions if question in needed)
