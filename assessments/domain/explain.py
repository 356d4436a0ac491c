"""An advice for machines (`as_dict`: codes and keys only) and for people (`sentences`, in Dutch or English)."""

from collections.abc import Iterable
from typing import Any

from assessments.domain.advice import Advice, Reason
from assessments.domain.answers import Key
from assessments.domain.early_stop import EarlyStop
from assessments.domain.findings import Finding
from assessments.domain.gates import GateState
from assessments.domain.improving import Improvement
from assessments.domain.obligations import Condition
from assessments.domain.questionnaire import Score
from assessments.domain.risks import ResidualRisk
from assessments.domain.speaking import Explained, Sentence, sentences

__all__ = ["Explained", "Sentence", "as_dict", "sentences"]


def as_dict(advice: Advice) -> dict[str, Any]:
    """The advice as plain data for JSON: codes, ids, dates and numbers; no text anybody wrote in an assessment."""
    return {
        "outcome": advice.outcome,
        "computed": advice.computed,
        "provisional": advice.provisional,
        "rule": advice.rule,
        "overrulable": advice.overrulable,
        "blocking": list(advice.blocking),
        "open": list(advice.open),
        "conditions": [_condition(each) for each in advice.conditions],
        "risks": [_risk(each) for each in advice.risks],
        "high": list(advice.high),
        "gates": [_gate(each) for each in advice.gates],
        "because": [_reason(each) for each in advice.because],
        "to_improve": [_improvement(each) for each in advice.to_improve],
        "no_improvement": advice.no_improvement.value if advice.no_improvement else None,
        "immediate": list(advice.immediate),
        "valid_until": advice.valid_until.isoformat() if advice.valid_until else None,
        "standing": list(advice.standing),
        "left_out": _keys(advice.left_out),
        "early_stop": _stop(advice.early_stop) if advice.early_stop else None,
        "art36_condition": advice.art36_condition,
        "findings": [_finding(each) for each in advice.findings],
    }


def _key(key: Key) -> dict[str, str | None]:
    return {"question": key.question, "party": key.party}


def _keys(keys: Iterable[Key]) -> list[dict[str, str | None]]:
    return [_key(key) for key in keys]


def _score(score: Score) -> dict[str, int]:
    return {"likelihood": score.likelihood, "impact": score.impact}


def _condition(condition: Condition) -> dict[str, Any]:
    return {
        "number": condition.number,
        "row": _key(condition.key) if condition.key else None,
        "measure": condition.measure,
        "promised": [
            {"party": each.party, "due": each.due.isoformat() if each.due else None, "measure": each.measure}
            for each in condition.commitments
        ],
        "sources": list(condition.sources),
    }


def _risk(risk: ResidualRisk) -> dict[str, Any]:
    return {
        "risk": risk.risk,
        "inherent": _score(risk.inherent),
        "residual": _score(risk.residual),
        "level": risk.level.value,
        "expected": _score(risk.expected),
        "expected_level": risk.expected_level.value,
        "measures": list(risk.measures),
        "expected_measures": list(risk.expected_measures),
        "raised_by": list(risk.raised_by),
        "kept_up_by": _keys(risk.kept_up_by),
        "stated": risk.stated,
        "examined": risk.examined,
    }


def _gate(gate: GateState) -> dict[str, Any]:
    return {"gate": gate.gate, "party": gate.party, "status": gate.status.value, "waiting": _keys(gate.waiting)}


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "code": reason.code,
        "row": _key(reason.key) if reason.key else None,
        "risk": reason.risk,
        "decided_by": _keys(reason.decided_by),
        "sources": list(reason.sources),
    }


def _improvement(improvement: Improvement) -> dict[str, Any]:
    return {
        "outcome": improvement.outcome,
        "conditions": improvement.conditions,
        "valid_until": improvement.valid_until.isoformat() if improvement.valid_until else None,
        "other_variant": improvement.other_variant,
        "changes": [{"kind": each.kind.value, "rows": _keys(each.keys)} for each in improvement.changes],
    }


def _stop(stop: EarlyStop) -> dict[str, Any]:
    return {
        "outcome": stop.outcome,
        "fixed_by": _keys(stop.fixed_by),
        "needed": list(stop.needed),
        "missing": list(stop.missing),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "row": _key(finding.key),
        "state": finding.state.value,
        "why": finding.why.value,
        "value": list(finding.value),
        "cured": finding.cured,
        "decided_by": _keys(finding.decided_by),
        "sources": list(finding.sources),
    }
