"""The advice: the one computation the product is about, with everything that explains it.

Default: not allowed. The first rule that applies gives the outcome; a low risk or a benefit never turns it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assessments.domain.answers import Dossier, Key
from assessments.domain.conditions import evaluate
from assessments.domain.early_stop import EarlyStop, early_stop
from assessments.domain.findings import Examination, Finding, State, Why, examine
from assessments.domain.gates import GateState, gate_states
from assessments.domain.improving import Improvement, NoImprovement, improvements
from assessments.domain.obligations import Condition, conditions
from assessments.domain.outcome import ALLOWED, Decided, decide, reports_high, uncured
from assessments.domain.questionnaire import Level, Questionnaire
from assessments.domain.risks import Measures, ResidualRisk
from assessments.domain.validity import valid_until, why_ended

__all__ = [
    "Advice",
    "Condition",
    "EarlyStop",
    "GateState",
    "Improvement",
    "Reason",
    "ResidualRisk",
    "advise",
]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the outcome is what it is. `code` is a `Why`, or says which rule spoke; `sources` say so."""

    code: str
    key: Key | None = None
    risk: str | None = None
    decided_by: tuple[Key, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """The outcome of one dossier and its explanation; codes and keys only, words come from `explain`.

    `outcome` differs from `computed` only where the FG or the decider is stricter. `blocking` and `open` are
    question ids. `left_out` are rows that count only once there is a decision. `standing` are the measures that
    must stay demonstrably in place.
    """

    outcome: str
    computed: str
    provisional: bool
    rule: str
    overrulable: bool
    blocking: tuple[str, ...]
    open: tuple[str, ...]
    conditions: tuple[Condition, ...]
    risks: tuple[ResidualRisk, ...]
    high: tuple[str, ...]
    gates: tuple[GateState, ...]
    because: tuple[Reason, ...]
    to_improve: tuple[Improvement, ...]
    no_improvement: NoImprovement | None
    immediate: tuple[str, ...]
    valid_until: date | None
    standing: tuple[str, ...]
    left_out: tuple[Key, ...]
    early_stop: EarlyStop | None
    art36_condition: bool
    findings: tuple[Finding, ...]


def advise(questionnaire: Questionnaire, dossier: Dossier, *, improve: bool = True) -> Advice:
    """The advice on this dossier. Pure: the same dossier gives the same advice, in any order of answers.

    `improve=False` leaves out the search for a better outcome, which computes the advice several times over.
    """
    examination = examine(questionnaire, dossier)
    decided = decide(examination)
    stop = early_stop(examination, decided)
    better = improvements(examination, decided) if improve else None
    outcome = _stricter(decided, dossier, questionnaire)
    return Advice(
        outcome=outcome,
        computed=decided.outcome,
        provisional=_provisional(examination, stop),
        rule=decided.rule.name,
        overrulable=decided.rule.overrulable,
        blocking=_questions(examination.in_state(State.VIOLATED)),
        open=_questions(examination.in_state(State.OPEN)),
        conditions=conditions(examination, decided),
        risks=examination.risks,
        high=_high(examination),
        gates=gate_states(examination),
        because=_because(examination, decided, outcome),
        to_improve=better.found if better else (),
        no_improvement=better.none_because if better else None,
        immediate=_immediate(examination),
        valid_until=valid_until(examination.sheet).day if outcome == ALLOWED else None,
        standing=_standing(examination) if outcome == ALLOWED else (),
        left_out=tuple(each.key for each in examination.findings if each.why is Why.LATER),
        early_stop=stop,
        art36_condition=decided.extra_measure is not None,
        findings=examination.findings,
    )


def _stricter(decided: Decided, dossier: Dossier, questionnaire: Questionnaire) -> str:
    """The FG or the decider may be stricter with a reason, never milder (advice.yaml, `after_rules`)."""
    wish = dossier.stricter
    if wish is None or not wish.reason.strip():
        return decided.outcome
    outcomes = questionnaire.outcomes
    stricter = outcomes[wish.outcome].strictness > outcomes[decided.outcome].strictness
    return wish.outcome if stricter else decided.outcome


def _provisional(examination: Examination, stop: EarlyStop | None) -> bool:
    """Something is still unanswered; in a short assessment only what its report needs counts."""
    if examination.sheet.dossier.short and stop is not None:
        return bool(stop.missing)
    return any(finding.unanswered for finding in examination.findings)


def _questions(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.key.question for finding in findings))


def _high(examination: Examination) -> tuple[str, ...]:
    """The risks that stay high, and the question in which somebody reports one."""
    high = tuple(each.risk for each in examination.risks if each.level is Level.HIGH)
    return (*high, examination.sheet.questionnaire.self_report.question) if reports_high(examination) else high


def _because(examination: Examination, decided: Decided, outcome: str) -> tuple[Reason, ...]:
    reasons = tuple(_reasons(examination, decided))
    wish = examination.sheet.dossier.stricter
    if wish is not None and outcome != decided.outcome:
        return (Reason(f"stricter-{wish.by}"), *reasons)
    return reasons


def _reasons(examination: Examination, decided: Decided) -> Iterable[Reason]:
    """What made the rule apply: rows, risks, the end of a clearance, or that everything was demonstrated."""
    test = decided.rule.test
    if test.demonstrated is not None:
        verdict = evaluate(test.demonstrated, examination.demonstrated)
        return [_rule_reason(decided, examination, verdict.decided_by)]
    if test.any_question_state is not None or test.any_open_without_commitment:
        if test.any_open_without_commitment:
            found = uncured(examination)
        else:
            found = examination.in_state(State(str(test.any_question_state)))
        return [Reason(each.why.value, each.key, None, each.decided_by, each.sources) for each in found]
    if test.clearance_ended:
        return [_ended(examination)]
    if test.residual is not None or test.expected_residual is not None:
        return _high_risk_reasons(examination, expected=test.residual is None)
    return [_all_demonstrated(decided, examination)]


def _all_demonstrated(decided: Decided, examination: Examination) -> Reason:
    """What everyone is asked, accountability itself, is the source of the last rule."""
    asked_of_all = (each for each in examination.sheet.questionnaire.questions.values() if each.party.everyone)
    sources = tuple(source for question in asked_of_all for source in question.sources)
    code = f"{decided.rule.name}-after-consultation" if _high(examination) else decided.rule.name
    return Reason(code, None, None, (), sources)


def _rule_reason(decided: Decided, examination: Examination, keys: tuple[Key, ...]) -> Reason:
    questions = examination.sheet.questionnaire.questions
    sources = dict.fromkeys(source for key in keys for source in questions[key.question].sources)
    return Reason(decided.rule.name, keys[0] if keys else None, None, keys, tuple(sources))


def _ended(examination: Examination) -> Reason:
    validity = examination.sheet.questionnaire.validity
    why = why_ended(examination.sheet)
    by_date = valid_until(examination.sheet).decided_by if why == "date" else ()
    keys = by_date or (Key(validity.phase_question),)
    sources = examination.sheet.questionnaire.questions[keys[0].question].sources
    return Reason(f"lapsed-{why}", keys[0], None, keys, sources)


def _high_risk_reasons(examination: Examination, *, expected: bool) -> list[Reason]:
    questionnaire = examination.sheet.questionnaire
    report = questionnaire.self_report.question
    cites = questionnaire.questions[report].cites
    reasons = [
        Reason("high-risk", None, each.risk, each.kept_up_by, (*questionnaire.risks[each.risk].letter, *cites))
        for each in examination.risks
        if (each.expected_level if expected else each.level) is Level.HIGH
    ]
    if reports_high(examination):
        reasons.append(Reason("high-risk-reported", Key(report), None, (Key(report),), (*cites,)))
    return reasons


def _immediate(examination: Examination) -> tuple[str, ...]:
    """What must be done at once, whatever the outcome."""
    sheet = examination.sheet
    applying = (each for each in sheet.questionnaire.immediate if evaluate(each.condition, sheet.choices).holds)
    return tuple(dict.fromkeys(action for each in applying for action in each.actions))


def _standing(examination: Examination) -> tuple[str, ...]:
    """The measures the residual risks rest on."""
    counting = Measures(examination.sheet, examination.findings, expected=False).counting
    return tuple(measure.id for measure in counting if measure.effects)
