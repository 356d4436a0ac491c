"""The accountability gates, per party: one party that does not demonstrate is enough to keep a gate open."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assessments.domain.answers import Key
from assessments.domain.findings import Examination, Finding, State


class GateStatus(StrEnum):
    PASSED = "gehaald"
    PROMISED = "toegezegd"
    OPEN = "open"
    BLOCKED = "geblokkeerd"
    NOT_EXAMINED = "niet_onderzocht"
    NOT_APPLICABLE = "nvt"


@dataclass(frozen=True, slots=True)
class GateState:
    """Where one gate stands for one party, and the rows that keep it there."""

    gate: str
    party: str
    status: GateStatus
    waiting: tuple[Key, ...]


def gate_states(examination: Examination) -> tuple[GateState, ...]:
    """Per gate, in order: every party that has a row in it. A question asked once lies with the own organisation."""
    dossier = examination.sheet.dossier
    by_place: dict[tuple[str, str], list[Finding]] = {}
    for finding in examination.findings:
        gate = examination.sheet.questionnaire.questions[finding.key.question].gate
        by_place.setdefault((gate, finding.key.party or dossier.own.id), []).append(finding)
    return tuple(
        _state(gate, party.id, by_place[gate, party.id])
        for gate in examination.sheet.questionnaire.gates
        for party in dossier.parties
        if (gate, party.id) in by_place
    )


def _state(gate: str, party: str, findings: Iterable[Finding]) -> GateState:
    found = tuple(findings)
    waiting = tuple(finding.key for finding in found if not finding.fine)
    return GateState(gate, party, _status(found), waiting)


def _status(findings: tuple[Finding, ...]) -> GateStatus:
    states = {finding.state for finding in findings}
    if State.VIOLATED in states:
        return GateStatus.BLOCKED
    if any(finding.state is State.OPEN and not finding.cured for finding in findings):
        return GateStatus.OPEN
    if State.NOT_EXAMINED in states:
        return GateStatus.NOT_EXAMINED
    if State.OPEN in states:
        return GateStatus.PROMISED
    return GateStatus.NOT_APPLICABLE if states == {State.NOT_APPLICABLE} else GateStatus.PASSED
