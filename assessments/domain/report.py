"""What the report says, as plain data that a template only prints: outcome first, then why, then what to do.

Made from one edition envelope and the questionnaire it was answered in, in Dutch or English; nothing else is read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.domain import report_annexes, report_front, report_grounds, report_law
from assessments.domain import report_words as words
from assessments.domain.edition import effective_outcome, recompute
from assessments.domain.questionnaire import Questionnaire
from assessments.domain.report_annexes import EvidenceLine, NotAsked, NotExamined, PartyLine, SectionLines
from assessments.domain.report_front import Opinion, Signing, Validity, Verdicts
from assessments.domain.report_grounds import (
    BetterLine,
    ConditionLine,
    GateLine,
    Ground,
    MeasureLine,
    OpenLine,
    RiskLine,
)
from assessments.domain.report_law import Duty, Layer, NormGroup, Passage, StartDate
from assessments.domain.telling import SourceLine, Telling


class NotReproducible(ValueError):
    """The edition does not follow from what it embeds: such a report must never be made."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a verifier compares: hashes, versions and the place in the audit trail."""

    snapshot: str
    engine: str
    rules: str
    texts: str
    chain: str
    seq: int
    head: str
    checkpoint: str
    root: str
    previous_edition: str


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report in one language."""

    locale: str
    edition: int
    edition_title: str
    reference: str
    title: str
    organisation: str
    marks: tuple[str, ...]  # invented facts, worthless keys
    outcome: str
    outcome_title: str
    headline: str  # what the title of the outcome leaves out
    why: str
    next_step: str
    default: str
    counts: str
    facts: tuple[tuple[str, str], ...]
    verdicts: Verdicts
    signing: tuple[str, ...]
    default_sources: tuple[SourceLine, ...]
    grounds: tuple[Ground, ...]
    left_out: str
    gates: tuple[GateLine, ...]
    gates_title: str
    immediate: tuple[str, ...]
    conditions: tuple[ConditionLine, ...]
    no_better: tuple[str, ...]
    better: tuple[BetterLine, ...]
    standing: tuple[str, ...]
    risks: tuple[RiskLine, ...]
    matrix_title: str
    matrix: Mapping[int, tuple[str, ...]]
    scales: tuple[tuple[int, str, str], ...]
    measures: tuple[MeasureLine, ...]
    open_rows: tuple[OpenLine, ...]
    duties: tuple[Duty, ...]
    start_dates: tuple[StartDate, ...]
    layers: tuple[Layer, ...]
    layers_conclusion: str
    other_law: tuple[str, ...]
    fg: Opinion
    decision: Opinion | None
    validity: Validity
    short: str
    not_examined: tuple[NotExamined, ...]
    sections: tuple[SectionLines, ...]
    not_asked: tuple[NotAsked, ...]
    evidence: tuple[EvidenceLine, ...]
    parties: tuple[PartyLine, ...]
    letter: tuple[Passage, ...]
    norms: tuple[NormGroup, ...]
    record: Record


def report_of(questionnaire: Questionnaire, edition: Mapping[str, Any], *, locale: str, signing: Signing) -> Report:
    """The report on this edition. Raises `NotReproducible` when recomputing gives something else than it states."""
    recomputed = recompute(questionnaire, edition)
    if not recomputed.same:
        raise NotReproducible("the advice does not follow from the snapshot")
    telling = Telling(questionnaire, edition, recomputed, locale)
    about, advice = telling.snapshot["assessment"], telling.advice
    outcome = effective_outcome(edition)
    return Report(
        locale=locale,
        edition=edition["edition"],
        edition_title=telling.say(words.EDITIONS[edition["edition"]]),
        reference=about["reference"],
        title=about["title"],
        organisation=edition["organisation"]["name"],
        marks=tuple(report_front.marks(telling, signing)),
        outcome=outcome,
        outcome_title=telling.say(words.OUTCOMES[outcome]),
        headline=report_front.headline(telling, outcome),
        why=report_front.why(telling, outcome),
        next_step=report_front.next_step(telling, outcome),
        default=telling.say(words.DEFAULT),
        counts=report_front.counts(telling),
        facts=tuple(report_front.facts(telling)),
        verdicts=report_front.verdicts(telling, outcome),
        signing=tuple(report_front.signing(telling, signing)),
        default_sources=telling.sources(report_law.DEFAULT_PASSAGES),
        grounds=report_grounds.grounds(telling),
        left_out=telling.explained.notes[0] if advice.left_out else "",
        gates=report_grounds.gates(telling),
        gates_title=report_grounds.gates_title(telling),
        immediate=telling.explained.immediate,
        conditions=report_grounds.conditions(telling),
        no_better=telling.explained.no_better,
        better=report_grounds.better(telling),
        standing=tuple(telling.say(questionnaire.measures[each].text) for each in advice.standing),
        risks=report_grounds.risks(telling),
        matrix_title=report_grounds.matrix_title(telling),
        matrix={impact: tuple(level.value for level in row) for impact, row in questionnaire.matrix.items()},
        scales=tuple(_scales(telling)),
        measures=report_grounds.measures(telling),
        open_rows=report_grounds.open_rows(telling),
        duties=report_law.duties(telling),
        start_dates=report_law.start_dates(telling),
        layers=report_law.layers(telling),
        layers_conclusion=report_law.layers_conclusion(telling),
        other_law=report_law.other_law(telling),
        fg=report_front.fg(telling, signing),
        decision=report_front.decision(telling),
        validity=report_front.validity(telling, outcome),
        short=_short(telling),
        not_examined=report_annexes.not_examined(telling),
        sections=report_annexes.sections(telling),
        not_asked=report_annexes.not_asked(telling),
        evidence=report_annexes.evidence(telling),
        parties=report_annexes.parties(telling),
        letter=report_law.letter(telling),
        norms=report_law.norms(telling),
        record=_record(telling),
    )


def _scales(telling: Telling) -> Iterator[tuple[int, str, str]]:
    names = telling.questionnaire
    for number in sorted(names.likelihood_names):
        yield number, telling.say(names.likelihood_names[number]), telling.say(names.impact_names[number])


def _short(telling: Telling) -> str:
    stop = telling.advice.early_stop
    if not telling.dossier.short or stop is None:
        return ""
    return telling.say(words.NOT_EXAMINED, questions=telling.rows(stop.fixed_by))


def _record(telling: Telling) -> Record:
    edition, snapshot = telling.edition, telling.snapshot
    checkpoint = edition.get("checkpoint") or {}
    return Record(
        snapshot=edition["snapshot_sha256"],
        engine=snapshot["engine"],
        rules=snapshot["questionnaire"]["rules_hash"],
        texts=snapshot["questionnaire"]["text_hash"],
        chain=edition["ledger"]["chain"],
        seq=edition["ledger"]["seq"],
        head=edition["ledger"]["hash"],
        checkpoint=str(checkpoint.get("number", "")),
        root=checkpoint.get("root", ""),
        previous_edition=edition["previous_edition"] or "",
    )
