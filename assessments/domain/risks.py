"""Residual risk, as decisions 24 to 27 and advice.yaml describe it.

Inherent is the highest of deployment column, heavier variant and the score of every open or violated question; what
raises a risk comes on top, never above 4. Measures lower the column score only: an open question keeps its risk at
least at its own score. In doubt (a condition that cannot be told yet) the higher value counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.domain.answers import Dossier, Key
from assessments.domain.conditions import Expression, evaluate
from assessments.domain.judging import Finding, State, Why
from assessments.domain.questionnaire import Level, Measure, Questionnaire, Risk, Score, Type
from assessments.domain.rows import Choices, Sheet

RANK = {Level.LOW: 1, Level.MEDIUM: 2, Level.HIGH: 3}
LOWEST = Score(1, 1)
# Likelihood 1 needs a technical preventive and a running detective measure acting on the risk (decision 25).
PREVENTIVE, DETECTIVE = "preventief", "detectief"


@dataclass(frozen=True, slots=True)
class ResidualRisk:
    """One risk before and after measures. `expected` is how it will be once every commitment is kept.

    `raised_by` names modifiers, `kept_up_by` the open rows that hold it up, `stated` a score somebody stated by hand
    that is stricter than ours. Not `examined`: a short assessment left its questions unasked.
    """

    risk: str
    inherent: Score
    residual: Score
    level: Level
    expected: Score
    expected_level: Level
    measures: tuple[str, ...]
    expected_measures: tuple[str, ...]
    raised_by: tuple[str, ...]
    kept_up_by: tuple[Key, ...]
    stated: bool = False
    examined: bool = True


def residual_risks(sheet: Sheet, findings: Iterable[Finding]) -> tuple[ResidualRisk, ...]:
    """All risks of the questionnaire, in its order."""
    found = tuple(findings)
    now, expected = Measures(sheet, found, expected=False), Measures(sheet, found, expected=True)
    return tuple(_residual(risk, sheet, found, now, expected) for risk in sheet.questionnaire.risks.values())


class Measures:
    """Which measures count: demonstrated now or, in the expected view, promised as well."""

    def __init__(self, sheet: Sheet, findings: tuple[Finding, ...], *, expected: bool) -> None:
        self._shown = shown(sheet, findings, expected=expected)
        measures = sheet.questionnaire.measures.values()
        verified = {measure.id for measure in measures if self._holds(measure.verified_when)}
        self.counting = tuple(
            measure
            for measure in measures
            if measure.id in verified
            and (not measure.with_any or verified & set(measure.with_any))
            and (measure.only_if is None or evaluate(measure.only_if, sheet.choices).holds is True)
        )

    def _holds(self, condition: Expression | None) -> bool:
        return condition is not None and evaluate(condition, self._shown).holds is True

    def acting_on(self, risk: Risk) -> tuple[Measure, ...]:
        return tuple(measure for measure in self.counting if _acts(measure, risk))


def _acts(measure: Measure, risk: Risk) -> bool:
    if risk.only_measures and measure.id not in risk.only_measures:
        return False
    return risk.id in measure.supports or any(effect.risk == risk.id for effect in measure.effects)


def shown(sheet: Sheet, findings: tuple[Finding, ...], *, expected: bool) -> Choices:
    """Only demonstrated answers. In the expected view a promised row counts too: with its good value, or with its own
    where only proof is lacking.
    """
    choices = Choices()
    for finding in findings:
        question = sheet.questionnaire.questions[finding.key.question]
        if finding.why is Why.HIDDEN:
            choices.add(finding.key, (), complete=True, hidden=True)
        elif finding.fine and finding.why is not Why.LATER:
            choices.add(finding.key, finding.value, complete=True)
        elif expected and finding.cured:
            keeps = finding.lacks_only_proof or question.type is Type.REPEAT
            choices.add(finding.key, finding.value if keeps else question.good, complete=True)
        else:
            choices.add(finding.key, (), complete=False)
    return choices


def _residual(
    risk: Risk, sheet: Sheet, findings: tuple[Finding, ...], now: Measures, expected: Measures
) -> ResidualRisk:
    questionnaire = sheet.questionnaire
    raises = [each for each in questionnaire.raises if risk.id in each.risks and _may_hold(each.condition, sheet)]
    likelihood, impact = sum(each.likelihood for each in raises), sum(each.impact for each in raises)
    column = _column(risk, sheet).raised(likelihood, impact)
    scored = [(each, kxi) for each in findings if (kxi := _own_score(each, risk, questionnaire))]
    kept_up = _highest(kxi for _, kxi in scored).raised(likelihood, impact) if scored else LOWEST
    open_later = [kxi for each, kxi in scored if not each.cured]
    kept_up_later = _highest(open_later).raised(likelihood, impact) if open_later else LOWEST
    acting, acting_later = now.acting_on(risk), expected.acting_on(risk)
    residual = _lowered(column, acting, risk).at_least(kept_up)
    later = _lowered(column, acting_later, risk).at_least(kept_up_later)
    inherent = column.at_least(kept_up)
    if not _examined(risk, findings, questionnaire):
        residual = later = inherent
    residual, stated = _stricter(residual, risk, sheet.dossier, questionnaire)
    later, _ = _stricter(later, risk, sheet.dossier, questionnaire)
    return ResidualRisk(
        risk=risk.id,
        inherent=inherent,
        residual=residual,
        level=questionnaire.level(residual),
        expected=later,
        expected_level=questionnaire.level(later),
        measures=tuple(measure.id for measure in acting),
        expected_measures=tuple(measure.id for measure in acting_later),
        raised_by=tuple(each.id for each in raises),
        kept_up_by=tuple(each.key for each, _ in scored),
        stated=stated,
        examined=_examined(risk, findings, questionnaire),
    )


def _may_hold(condition: Expression, sheet: Sheet) -> bool:
    return evaluate(condition, sheet.choices).holds is not False


def _column(risk: Risk, sheet: Sheet) -> Score:
    """The highest deployment column that may apply (all, if none does), or the heavier variant."""
    columns = sheet.questionnaire.columns
    applying = [name for name, condition in columns.items() if _may_hold(condition, sheet)] or list(columns)
    scores = [risk.inherent[name] for name in applying]
    scores += [each.score for each in risk.instead if _may_hold(each.condition, sheet)]
    return _highest(scores)


def _own_score(finding: Finding, risk: Risk, questionnaire: Questionnaire) -> Score | None:
    """What an open or violated question holds its risk up to."""
    question = questionnaire.questions[finding.key.question]
    if question.risk != risk.id or finding.state not in (State.OPEN, State.VIOLATED):
        return None
    return question.kxi


def _lowered(score: Score, measures: tuple[Measure, ...], risk: Risk) -> Score:
    """Likelihood steps add up to a floor of 2, or 1; of the impact steps only the largest counts (decision 25)."""
    effects = [effect for measure in measures for effect in measure.effects if effect.risk == risk.id]
    prevented = any(measure.technical and measure.kind == PREVENTIVE for measure in measures)
    watched = any(measure.running and measure.kind == DETECTIVE for measure in measures)
    floor = 1 if prevented and watched else 2
    steps = sum(effect.likelihood for effect in effects)
    likelihood = min(score.likelihood, max(floor, score.likelihood + steps))
    largest = min((effect.impact for effect in effects), default=0)
    return Score(likelihood, max(1, score.impact + largest))


def _stricter(score: Score, risk: Risk, dossier: Dossier, questionnaire: Questionnaire) -> tuple[Score, bool]:
    """A stated risk makes the result stricter, never milder (decision 20)."""
    stated = dossier.stated_risks.get(risk.id)
    if stated is None:
        return score, False
    by_hand = Score(stated.likelihood, stated.impact)
    if RANK[questionnaire.level(by_hand)] > RANK[questionnaire.level(score)]:
        return by_hand, True
    return score, False


def _examined(risk: Risk, findings: tuple[Finding, ...], questionnaire: Questionnaire) -> bool:
    return not any(
        finding.state is State.NOT_EXAMINED and questionnaire.questions[finding.key.question].risk == risk.id
        for finding in findings
    )


def _highest(scores: Iterable[Score]) -> Score:
    highest = LOWEST
    for score in scores:
        highest = highest.at_least(score)
    return highest
