"""The report's grounds: why this outcome, gate by gate, what must be done, and what risk is left."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from assessments.domain import report_words as words
from assessments.domain.advice import Condition as AdviceCondition
from assessments.domain.advice import GateState, Reason, ResidualRisk
from assessments.domain.answers import Commitment, Key
from assessments.domain.findings import Finding, State
from assessments.domain.questionnaire import Score
from assessments.domain.telling import SourceLine, Telling


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that decided the outcome, with the letter passages and norms that say so."""

    text: str
    question: str
    letter: tuple[SourceLine, ...]
    norms: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class GateParty:
    """Where one gate stands for one party, and what it waits for."""

    party_id: str
    party: str
    status: str
    word: str
    waiting: str


@dataclass(frozen=True, slots=True)
class GateLine:
    id: str
    title: str
    parties: tuple[GateParty, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    who: str
    obligation: str
    owner: str
    due: str
    signatory: str
    evidence: str


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One of conditions 1 to n."""

    number: int
    title: str
    question: str
    promises: tuple[Promise, ...]
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class RiskLine:
    id: str
    title: str
    inherent: Score
    residual: Score
    level: str
    level_word: str
    expected: Score
    expected_word: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureLine:
    id: str
    title: str
    risks: str
    promised: bool


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A row that was not demonstrated or is violated: why, how grave, what says so, and which condition covers it."""

    id: str
    title: str
    party: str
    state: str
    word: str
    why: str
    severity: str
    letter: str
    law: str
    condition: int | None


@dataclass(frozen=True, slots=True)
class BetterLine:
    """A better outcome: what it takes, and what it then is."""

    lead: str
    changes: tuple[str, ...]
    then: str


def grounds(telling: Telling) -> tuple[Ground, ...]:
    pairs = zip(telling.advice.because, telling.explained.because, strict=True)
    return tuple(_ground(reason, sentence.text, telling) for reason, sentence in pairs)


def _ground(reason: Reason, text: str, telling: Telling) -> Ground:
    sources = telling.sources(reason.sources)
    return Ground(
        text=text,
        question=reason.key.question if reason.key else reason.risk or "",
        letter=tuple(each for each in sources if each.is_letter),
        norms=tuple(each for each in sources if not each.is_letter),
    )


def gates(telling: Telling) -> tuple[GateLine, ...]:
    """Every gate with the parties that have a row in it."""
    by_gate: dict[str, list[GateState]] = {}
    for state in telling.advice.gates:
        by_gate.setdefault(state.gate, []).append(state)
    return tuple(
        GateLine(
            gate, telling.say(telling.questionnaire.gates[gate].text), tuple(_at(each, telling) for each in states)
        )
        for gate, states in by_gate.items()
    )


def _at(state: GateState, telling: Telling) -> GateParty:
    return GateParty(
        party_id=state.party,
        party=telling.party(state.party),
        status=state.status.value,
        word=telling.say(words.GATE_STATUSES[state.status.value]),
        waiting=telling.rows(Key(key.question) for key in state.waiting if _holds_up(telling.findings[key])),
    )


def _holds_up(finding: Finding) -> bool:
    return finding.state in (State.OPEN, State.VIOLATED)


def gates_title(telling: Telling) -> str:
    """What the picture of the gates shows, in one sentence."""
    counts = Counter(state.status.value for state in telling.advice.gates)
    said = ", ".join(f"{number} {telling.say(words.GATE_STATUSES[status])}" for status, number in counts.items())
    number = len({state.gate for state in telling.advice.gates})
    return telling.say(words.GATES_TITLE, gates=number, counts=said)


def conditions(telling: Telling) -> tuple[ConditionLine, ...]:
    return tuple(_condition(each, telling) for each in telling.advice.conditions)


def _condition(condition: AdviceCondition, telling: Telling) -> ConditionLine:
    sources = telling.sources(condition.sources)
    if condition.key is None:
        title = telling.say(telling.questionnaire.measures[str(condition.measure)].text)
        return ConditionLine(condition.number, title, "", (), sources)
    promises = tuple(_promise(condition.key, each, telling) for each in condition.commitments)
    return ConditionLine(condition.number, telling.row(condition.key), condition.key.question, promises, sources)


def _promise(key: Key, commitment: Commitment, telling: Telling) -> Promise:
    question = telling.questionnaire.questions[key.question]
    evidence = commitment.expected_evidence or "; ".join(telling.say(each) for each in question.evidence)
    return Promise(
        who=telling.party(commitment.party),
        obligation=_obligation(key, commitment, telling) or telling.say(question.good_answer),
        owner=commitment.owner,
        due=telling.day(commitment.due),
        signatory=commitment.signatory if commitment.signatory != commitment.owner else "",
        evidence=evidence,
    )


def _obligation(key: Key, commitment: Commitment, telling: Telling) -> str:
    """What was promised, in the words of whoever promised it."""
    due = commitment.due.isoformat() if commitment.due else None
    wanted = (key.question, key.party, commitment.party, commitment.owner, due)
    for leaf in telling.snapshot["commitments"]:
        said = leaf["content"]
        if (said["question"], said["party"], said["committed_by"], said["owner"], said["due"]) == wanted:
            return str(said["obligation"])
    return ""


def risks(telling: Telling) -> tuple[RiskLine, ...]:
    return tuple(_risk(each, telling) for each in telling.advice.risks)


def _risk(risk: ResidualRisk, telling: Telling) -> RiskLine:
    return RiskLine(
        id=risk.risk,
        title=telling.say(telling.questionnaire.risks[risk.risk].text),
        inherent=risk.inherent,
        residual=risk.residual,
        level=risk.level.value,
        level_word=telling.say(words.LEVELS[risk.level.value]),
        expected=risk.expected,
        expected_word=telling.say(words.LEVELS[risk.expected_level.value]),
        notes=tuple(_risk_notes(risk, telling)),
    )


def _risk_notes(risk: ResidualRisk, telling: Telling) -> Iterator[str]:
    if not risk.examined:
        yield telling.say(words.RISK_NOT_EXAMINED)
        return
    if risk.kept_up_by:
        yield telling.say(words.KEPT_UP, questions=telling.rows(risk.kept_up_by))
    reasons = {each.id: each.reason for each in telling.questionnaire.raises}
    for raised in risk.raised_by:
        yield telling.say(words.RAISED, reason=telling.say(reasons[raised]))
    if risk.stated:
        yield telling.say(words.STATED)


def matrix_title(telling: Telling) -> str:
    """What the picture of the risks shows, in one sentence."""
    counts = Counter(each.level.value for each in telling.advice.risks)
    said = ", ".join(f"{counts[level]} {telling.say(words.LEVELS[level])}" for level in words.LEVELS if counts[level])
    return telling.say(words.MATRIX_TITLE, counts=said)


def measures(telling: Telling) -> tuple[MeasureLine, ...]:
    """The measures that count for some risk, now or once every commitment is kept."""
    now = {measure for risk in telling.advice.risks for measure in risk.measures}
    acting: dict[str, list[str]] = {}
    for risk in telling.advice.risks:
        for measure in dict.fromkeys((*risk.measures, *risk.expected_measures)):
            acting.setdefault(measure, []).append(risk.risk)
    return tuple(
        MeasureLine(measure, telling.say(each.text), ", ".join(acting[measure]), measure not in now)
        for measure, each in telling.questionnaire.measures.items()
        if measure in acting
    )


def open_rows(telling: Telling) -> tuple[OpenLine, ...]:
    """Everything that was examined and not demonstrated, in the order of the questionnaire."""
    numbers = {each.key: each.number for each in telling.advice.conditions}
    findings = (each for each in telling.advice.findings if _holds_up(each))
    return tuple(_open(each, numbers.get(each.key), telling) for each in findings)


def _open(finding: Finding, condition: int | None, telling: Telling) -> OpenLine:
    question = telling.questionnaire.questions[finding.key.question]
    why = words.WHY_OPEN.get(finding.why.value)
    return OpenLine(
        id=question.id,
        title=telling.say(question.title),
        party=telling.party(finding.key.party),
        state=finding.state.value,
        word=telling.say(words.STATES[finding.state.value]),
        why=telling.say(why) if why else "",
        severity=telling.say(words.SEVERITIES[question.severity]),
        letter=", ".join(each.id for each in telling.sources(finding.sources) if each.is_letter),
        law=telling.say(question.law),
        condition=condition,
    )


def better(telling: Telling) -> tuple[BetterLine, ...]:
    return tuple(
        BetterLine(
            lead=telling.say(words.HELPS_ELSEWHERE if each.other_variant else words.HELPS),
            changes=each.changes,
            then=telling.say(words.THEN, outcome=each.outcome),
        )
        for each in telling.explained.better
    )
