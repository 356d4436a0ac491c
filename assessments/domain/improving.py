"""What would lead to a better outcome: every proposal is really computed, with the changes made, before it is made.

A proposal within this variant makes promises, shows proof or betters an answer that falls short. Where a blocking
answer or a fixed risk stands in the way, a proposal for another variant says what would have to be different.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import islice

from assessments.domain.answers import Answer, Consultation, Dossier, Key, Proof
from assessments.domain.changing import Kind, Step, answer_unanswered, promise, proven, show, unblock
from assessments.domain.conditions import All, Expression, Match, matches_in
from assessments.domain.findings import Examination, State, examine
from assessments.domain.obligations import conditions
from assessments.domain.outcome import ALLOWED, CONSULT_FIRST, NOT_ALLOWED, OUTSIDE, Decided, decide
from assessments.domain.questionnaire import Level, Measure, Questionnaire
from assessments.domain.rows import NO_ANSWER
from assessments.domain.validity import valid_until, why_ended

# Rounds of changing and looking again: an answer can show new questions. And the most measures tried one by one.
MOST_ROUNDS, MOST_MEASURES = 3, 8


class NoImprovement(StrEnum):
    """Why nothing leads to a better outcome in this variant."""

    BEST = "best"
    OUTSIDE = "outside-scope"
    BLOCKED = "blocked"
    LAPSED = "lapsed"
    AP_NEGATIVE = "ap-negative"
    NOTHING_FOUND = "nothing-found"


@dataclass(frozen=True, slots=True)
class Change:
    """The same kind of change on one or more rows."""

    kind: Kind
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Improvement:
    """Changes, and the outcome that was computed with them. `other_variant`: it would be another use."""

    outcome: str
    conditions: int
    valid_until: date | None
    changes: tuple[Change, ...]
    other_variant: bool = False


@dataclass(frozen=True, slots=True)
class Improvements:
    found: tuple[Improvement, ...]
    none_because: NoImprovement | None


@dataclass(frozen=True)
class _Try:
    """A changed dossier and what was changed on the way."""

    examination: Examination
    changes: tuple[tuple[Kind, Key], ...] = ()

    @property
    def dossier(self) -> Dossier:
        return self.examination.sheet.dossier

    @property
    def questionnaire(self) -> Questionnaire:
        return self.examination.sheet.questionnaire

    @property
    def other_variant(self) -> bool:
        return any(kind is Kind.CHANGE for kind, _ in self.changes)

    def then(self, dossier: Dossier, changes: Iterable[tuple[Kind, Key]]) -> "_Try":
        examination = examine(self.questionnaire, dossier)
        return _Try(examination, tuple(dict.fromkeys((*self.changes, *changes))))


def improvements(examination: Examination, decided: Decided) -> Improvements:
    """A short list of proposals, nearest first, each strictly better than the last; or why there are none here.

    Only where this variant offers nothing, or leaves a high risk, the first proposal for another variant follows.
    """
    none_because = _why_none(examination, decided)
    if none_because in (NoImprovement.BEST, NoImprovement.OUTSIDE):
        return Improvements((), none_because)
    start = _Try(_continued(examination))
    here = () if none_because else tuple(_better(_in_this_variant(start), decided))
    if not here and none_because is None:
        none_because = NoImprovement.NOTHING_FOUND
    stuck = none_because is not None or decided.outcome == CONSULT_FIRST
    elsewhere = islice(_better(_in_another_variant(start), decided), 1) if stuck else ()
    return Improvements((*here, *elsewhere), none_because)


def _continued(examination: Examination) -> Examination:
    """A short assessment that goes on is no longer short."""
    dossier = examination.sheet.dossier
    if not dossier.short:
        return examination
    return examine(examination.sheet.questionnaire, replace(dossier, short=False))


def _why_none(examination: Examination, decided: Decided) -> NoImprovement | None:
    if decided.outcome == ALLOWED:
        return NoImprovement.BEST
    if decided.outcome == OUTSIDE:
        return NoImprovement.OUTSIDE
    if examination.in_state(State.VIOLATED):
        return NoImprovement.BLOCKED
    if why_ended(examination.sheet) is not None:
        return NoImprovement.LAPSED
    if decided.rule.test.ap_consulted == {Consultation.NEGATIVE} and decided.outcome == NOT_ALLOWED:
        return NoImprovement.AP_NEGATIVE
    return None


def _better(tries: Iterable[_Try], decided: Decided) -> Iterator[Improvement]:
    """Those tries that came out better than now, and better than the one before."""
    strictness = decided.strictness
    for each in tries:
        result = decide(each.examination)
        if result.strictness < strictness:
            strictness = result.strictness
            yield Improvement(
                outcome=result.outcome,
                conditions=len(conditions(each.examination, result)),
                valid_until=valid_until(each.examination.sheet).day if result.outcome == ALLOWED else None,
                changes=_grouped(each.changes),
                other_variant=each.other_variant,
            )


def _grouped(changes: tuple[tuple[Kind, Key], ...]) -> tuple[Change, ...]:
    """One change per kind; proof and a good answer make a promise on the same row superfluous."""
    done = {key for kind, key in changes if kind is not Kind.PROMISE}
    keys = {
        kind: tuple(key for each, key in changes if each is kind and not (kind is Kind.PROMISE and key in done))
        for kind in Kind
    }
    return tuple(Change(kind, found) for kind, found in keys.items() if found)


def _in_this_variant(start: _Try) -> Iterator[_Try]:
    """Promise what is open; or show all of it; then take measures against what risk is left, or consult the AP."""
    answered = _rounds(start, answer_unanswered)
    yield answered
    yield _rounds(answered, promise)
    shown = _rounds(answered, show)
    yield shown
    yield from (each for each in _lower_risks(shown) if start.other_variant or not each.other_variant)
    yield _consult(shown)


def _in_another_variant(start: _Try) -> Iterator[_Try]:
    """Give what blocks its good answer and do what can be done then; or make the use lighter."""
    freed = _rounds(start, unblock)
    if freed.other_variant:
        yield from _in_this_variant(freed)
    shown = _rounds(freed, show)
    yield from (each for each in _lower_risks(shown) if each.other_variant)
    lighter = _without_heavy_use(shown)
    if lighter.other_variant:
        yield lighter


def _rounds(start: _Try, step: Callable[[Examination], Step]) -> _Try:
    """Repeats a step until it finds nothing more to change."""
    here = start
    for _ in range(MOST_ROUNDS):
        dossier, changes = step(here.examination)
        if not changes:
            break
        here = here.then(dossier, changes)
    return here


def _consult(here: _Try) -> _Try:
    dossier = replace(here.dossier, consultation=Consultation.POSITIVE, consultation_proof=Proof.CHECKED)
    question = here.questionnaire.self_report.question
    return here.then(dossier, [(Kind.CONSULT, Key(question))])


def _lower_risks(here: _Try) -> Iterator[_Try]:
    """Measures that do not count yet and act on a high risk: one by one, then all together."""
    high = {each.risk for each in here.examination.risks if each.level is Level.HIGH}
    counting = {measure for each in here.examination.risks for measure in each.measures}
    useful = [
        measure
        for measure in here.questionnaire.measures.values()
        if measure.id not in counting and any(effect.risk in high for effect in measure.effects)
    ][:MOST_MEASURES]
    tries = [each for measure in useful if (each := _take(here, [measure]))]
    yield from tries
    if len(tries) > 1 and (together := _take(here, useful)):
        yield together


def _take(here: _Try, measures: Iterable[Measure]) -> _Try | None:
    """The answers a measure is recognised by, given and proven. None where they cannot be read off."""
    wanted = [match for measure in measures for match in _needed_answers(measure.verified_when)]
    return _with_codes(here, wanted) if wanted else None


def _needed_answers(condition: Expression | None) -> tuple[Match, ...]:
    match condition:
        case Match():
            return (condition,)
        case All(parts):
            return tuple(part for part in parts if isinstance(part, Match))
    return ()


def _with_codes(here: _Try, wanted: Iterable[Match]) -> _Try | None:
    """These codes as answers of every row of their questions, proven. None where nothing would change."""
    answers, changes = dict[Key, Answer](), list[tuple[Kind, Key]]()
    for match in wanted:
        question = here.questionnaire.questions[match.question]
        code = next((each for each in (*question.good, *question.options) if each in match.codes), None)
        for finding in here.examination.findings:
            if code is None or finding.key.question != match.question or code in finding.value:
                continue
            old = here.dossier.answers.get(finding.key, NO_ANSWER)
            answers[finding.key] = proven(replace(old, value=(code,)))
            changes.append((Kind.CHANGE if finding.fine else Kind.ANSWER, finding.key))
    return here.then(here.dossier.with_answers(answers), changes) if changes else None


def _without_heavy_use(here: _Try) -> _Try:
    """Good answers to whatever makes the high risks heavier: the same tool for a lighter use."""
    high = {each.risk for each in here.examination.risks if each.level is Level.HIGH}
    risks = here.questionnaire.risks
    raising = [each.condition for risk in high for each in risks[risk].instead]
    raising += [each.condition for each in here.questionnaire.raises if high & set(each.risks)]
    named = {match.question for condition in raising for match in matches_in(condition)}
    heavy = [
        Match(question, frozenset(here.questionnaire.questions[question].good))
        for question in here.questionnaire.questions
        if question in named
    ]
    return _with_codes(here, heavy) or here
