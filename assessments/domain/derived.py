"""Questions the site never asks: it computes them (model.md, "Derived on the site, never asked there").

In a case file a derived question takes what the case states. On the site: QG06 follows from the rows and the
declaration of each party, QJ07 from the residual risks and the recorded consultation, QJ03 and QJ08 from the
decision. In edition 1 there is no decision yet: QJ03 and QJ08 are then left out of the gates.
"""

from collections.abc import Callable
from dataclasses import replace

from assessments.domain.answers import Consultation, Decision, Edition, Key, Proof
from assessments.domain.cures import cures, promised
from assessments.domain.judging import Finding, State, Why
from assessments.domain.questionnaire import Level
from assessments.domain.risks import ResidualRisk
from assessments.domain.rows import NO_ANSWER, Sheet

ACCOUNTS, ADVICE_ASKED, HIGH_RISK, DEVIATION = "QG06", "QJ03", "QJ07", "QJ08"
DERIVED = (ACCOUNTS, ADVICE_ASKED, HIGH_RISK, DEVIATION)
ACCOUNTS_GOOD, ACCOUNTS_CLAIMED, ACCOUNTS_NOT = "ja-gecontroleerd", "ja-beweerd", "nee"


def derive(sheet: Sheet, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings with QG06, QJ03 and QJ08 computed; QJ07 follows once the risks are known."""
    if sheet.dossier.edition is None:
        return findings
    return tuple(_derive(finding, sheet, findings) for finding in findings)


def _derive(finding: Finding, sheet: Sheet, findings: tuple[Finding, ...]) -> Finding:
    if finding.why is Why.HIDDEN:
        return finding
    match finding.key.question:
        case question if question == ACCOUNTS:
            return _accounts(finding, sheet, findings)
        case question if question == ADVICE_ASKED:
            return _by_decision(finding, sheet, lambda decision: "ja" if decision.answers_advice else "nee")
        case question if question == DEVIATION:
            return _by_decision(finding, sheet, _deviation)
    return finding


def _accounts(finding: Finding, sheet: Sheet, findings: tuple[Finding, ...]) -> Finding:
    """A party accounts for itself when its rows are demonstrated and its declaration is checked.

    For our own organisation the declaration alone decides. Promises on the open rows, or on the missing
    declaration, cure it: no second promise is asked.
    """
    dossier, party = sheet.dossier, finding.key.party
    question = sheet.questionnaire.questions[ACCOUNTS]
    rows = () if party == dossier.own.id else _rows_of(party, findings)
    waiting = tuple(row for row in rows if not row.fine)
    declaration = dossier.answers.get(finding.key, NO_ANSWER)
    declared = declaration.proven_on(dossier.reference_date)
    decided_by = (finding.key, *(row.key for row in waiting))
    if declared and not waiting:
        value, state, why, cured = ACCOUNTS_GOOD, State.SHOWN, Why.DEMONSTRATED, False
    else:
        value = ACCOUNTS_NOT if declaration.proof is Proof.NONE else ACCOUNTS_CLAIMED
        state, why = State.OPEN, Why.ROWS_OPEN if declared else Why.NO_DECLARATION
        cured = all(cures(row, sheet) for row in waiting) and (declared or promised(question, finding.key, sheet))
    return replace(finding, state=state, why=why, value=(value,), decided_by=decided_by, cured=cured)


def _rows_of(party: str | None, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(each for each in findings if each.key.party == party and each.key.question != ACCOUNTS)


def _by_decision(finding: Finding, sheet: Sheet, value_of: Callable[[Decision], str]) -> Finding:
    decision = sheet.dossier.decision
    if decision is None or sheet.dossier.edition is not Edition.DECISION:
        return replace(finding, state=State.NOT_APPLICABLE, why=Why.LATER, value=(), decided_by=(finding.key,))
    value = value_of(decision)
    shown = value != "nee"
    state, why = (State.SHOWN, Why.DEMONSTRATED) if shown else (State.OPEN, Why.FALLS_SHORT)
    return replace(finding, state=state, why=why, value=(value,), decided_by=(finding.key,))


def _deviation(decision: Decision) -> str:
    if not decision.deviates:
        return "geen-afwijking"
    return "ja" if decision.reason.strip() else "nee"


def derive_high_risk(
    sheet: Sheet, findings: tuple[Finding, ...], risks: tuple[ResidualRisk, ...]
) -> tuple[Finding, ...]:
    """The findings with QJ07 computed; a consultation counts once the letters of the AP are checked.

    A short assessment does not examine the risks, so it says nothing of them either.
    """
    if sheet.dossier.edition is None or sheet.dossier.short:
        return findings
    return tuple(_high_risk(each, sheet, risks) if each.key == Key(HIGH_RISK) else each for each in findings)


def _high_risk(finding: Finding, sheet: Sheet, risks: tuple[ResidualRisk, ...]) -> Finding:
    dossier = sheet.dossier
    state, why, cured = State.SHOWN, Why.DEMONSTRATED, False
    if not any(risk.level is Level.HIGH for risk in risks):
        value = "geen-hoog"
    elif dossier.consultation is Consultation.NONE:
        value = "hoog-niet-geraadpleegd"
    else:
        value = "hoog-ap-geraadpleegd"
        if dossier.consultation_proof is not Proof.CHECKED:
            state, why = State.OPEN, Why.NO_EVIDENCE
            cured = promised(sheet.questionnaire.questions[HIGH_RISK], finding.key, sheet)
    return replace(finding, state=state, why=why, value=(value,), decided_by=(finding.key,), cured=cured)
