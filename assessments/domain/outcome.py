"""The outcome: the first rule of advice.yaml that applies to what was found."""

from dataclasses import dataclass

from assessments.domain.conditions import evaluate
from assessments.domain.findings import Examination, Finding, State
from assessments.domain.questionnaire import Level, OutcomeRule, RuleTest
from assessments.domain.validity import why_ended

NOT_ALLOWED = "NIET_TOEGESTAAN"
UNLESS = "NIET_TOEGESTAAN_TENZIJ"
CONSULT_FIRST = "VOORAFGAANDE_RAADPLEGING"
ALLOWED = "TOEGESTAAN_ONDER_VERANTWOORDING"
OUTSIDE = "BUITEN_REIKWIJDTE"


@dataclass(frozen=True, slots=True)
class Decided:
    """What the rules say: the rule that applied, its outcome, and a measure that comes on top."""

    rule: OutcomeRule
    extra_measure: str | None = None

    @property
    def outcome(self) -> str:
        return self.rule.outcome

    @property
    def strictness(self) -> int:
        """Distance from permission: NIET, TENZIJ with article 36, raadpleging, TENZIJ, TOEGESTAAN (decision 19)."""
        return _ORDER.index((self.outcome, self.extra_measure is not None))


_ORDER = (
    (OUTSIDE, False),
    (ALLOWED, False),
    (UNLESS, False),
    (CONSULT_FIRST, False),
    (UNLESS, True),
    (NOT_ALLOWED, False),
)


def decide(examination: Examination) -> Decided:
    """The first rule that applies gives the outcome; the last one always does."""
    for rule in examination.sheet.questionnaire.rules:
        if _applies(rule.test, examination):
            extra = rule.extra_test is not None and _applies(rule.extra_test, examination)
            return Decided(rule, rule.extra_measure if extra else None)
    raise ValueError("the last rule has no condition: `loading` sees to that")


def _applies(test: RuleTest, examination: Examination) -> bool:
    """Every part of the test that is filled in holds."""
    return all(
        (
            test.demonstrated is None or evaluate(test.demonstrated, examination.demonstrated).holds is True,
            test.any_question_state is None or bool(examination.in_state(State(test.any_question_state))),
            not test.any_open_without_commitment or bool(uncured(examination)),
            test.residual is None or test.residual in levels(examination, expected=False),
            test.expected_residual is None or test.expected_residual in levels(examination, expected=True),
            not test.ap_consulted or examination.sheet.dossier.consultation in test.ap_consulted,
            not test.clearance_ended or why_ended(examination.sheet) is not None,
        )
    )


def uncured(examination: Examination) -> tuple[Finding, ...]:
    """Every row that is open, or was left unasked, without a commitment that covers it."""
    return tuple(each for each in examination.in_state(State.OPEN, State.NOT_EXAMINED) if not each.cured)


def levels(examination: Examination, *, expected: bool) -> set[Level]:
    """The levels of all risks; somebody's own report of a high risk counts as one (decision 20)."""
    found = {risk.expected_level if expected else risk.level for risk in examination.risks}
    return found | ({Level.HIGH} if reports_high(examination) else set())


def reports_high(examination: Examination) -> bool:
    """Whether a case states a high risk in QJ07. On the site nobody can: there it follows from the risks."""
    rule = examination.sheet.questionnaire.self_report
    return bool(examination.sheet.choices.choice(rule.question, None).codes & rule.high_when)
