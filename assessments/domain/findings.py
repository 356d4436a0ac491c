"""From answers to findings: who is asked what, what each row shows, and what risk is left.

`examine` is the whole computation below the outcome; `rows` and `findings` are the two parts pages ask for.
"""

from dataclasses import dataclass, replace

from assessments.domain.answers import Dossier
from assessments.domain.cures import cures
from assessments.domain.derived import derive, derive_high_risk
from assessments.domain.judging import Finding, State, Why, judge
from assessments.domain.questionnaire import Questionnaire
from assessments.domain.risks import ResidualRisk, residual_risks, shown
from assessments.domain.rows import Choices, Row, Sheet

__all__ = ["Examination", "Finding", "Row", "State", "Why", "examine", "findings", "rows"]


@dataclass(frozen=True, slots=True)
class Examination:
    """One dossier, examined: every row with its finding, and the risks."""

    sheet: Sheet
    findings: tuple[Finding, ...]
    risks: tuple[ResidualRisk, ...]

    @property
    def demonstrated(self) -> Choices:
        """Only what was demonstrated, as conditions look at it."""
        return shown(self.sheet, self.findings, expected=False)

    def in_state(self, *states: State) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.state in states)


def rows(questionnaire: Questionnaire, dossier: Dossier) -> tuple[Row, ...]:
    """The rows asked now, in the order of the questionnaire."""
    return tuple(row for row in Sheet(questionnaire, dossier).rows if not row.hidden)


def findings(questionnaire: Questionnaire, dossier: Dossier) -> tuple[Finding, ...]:
    """The finding of every row; a hidden row is `nvt` and names the answers that hid it."""
    return examine(questionnaire, dossier).findings


def examine(questionnaire: Questionnaire, dossier: Dossier) -> Examination:
    """Rows, then findings, then what follows from other findings, then risks. Pure and deterministic."""
    sheet = Sheet(questionnaire, dossier)
    judged = tuple(judge(row, sheet) for row in sheet.rows)
    found = tuple(_with_cure(finding, sheet) for finding in derive(sheet, judged))
    if dossier.short:
        found = tuple(_unasked(finding) for finding in found)
    risks = residual_risks(sheet, found)
    found = derive_high_risk(sheet, found, risks)
    return Examination(sheet, tuple(_with_cure(finding, sheet) for finding in found), risks)


def _with_cure(finding: Finding, sheet: Sheet) -> Finding:
    return finding if finding.cured or not cures(finding, sheet) else replace(finding, cured=True)


def _unasked(finding: Finding) -> Finding:
    """In a short assessment what was not asked is not examined, instead of not demonstrated."""
    waiting = finding.unanswered or finding.why in (Why.ROWS_OPEN, Why.NO_DECLARATION)
    return replace(finding, state=State.NOT_EXAMINED) if waiting else finding
