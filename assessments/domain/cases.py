"""Case files: answers in YAML, for `manage.py advise`, for the tests of the content, and for lawyers (product.md).

Whatever a file names must exist: an unknown key, question, value or party is refused with file, key and remedy.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from assessments.domain.advice import Advice
from assessments.domain.answers import (
    Answer,
    Clearance,
    Commitment,
    Consultation,
    Dossier,
    Key,
    Party,
    Proof,
    StatedRisk,
    Stricter,
)
from assessments.domain.case_answers import Entry, parties_of, read_entries
from assessments.domain.cures import who_must_commit
from assessments.domain.faults import Fault, FaultsError
from assessments.domain.findings import rows
from assessments.domain.questionnaire import Questionnaire
from assessments.domain.rows import askers
from assessments.domain.shape import Node
from assessments.domain.yaml_text import read_mapping

ALL = "all"
WHO_MAY_BE_STRICTER = ("fg", "beslisser")


class Given(StrEnum):
    """What every question holds that the file does not name."""

    DEMONSTRATED = "demonstrated"  # its good value, with checked evidence
    CLAIMED = "claimed"  # its good value, without evidence
    UNKNOWN = "unknown"  # nothing


@dataclass(frozen=True)
class Case:
    """A case file as read: the dossier, and what its author expects of it."""

    file: str
    id: str
    title: str
    dossier: Dossier
    expect: Mapping[str, Any] = field(default_factory=dict)


class CaseError(FaultsError):
    """A case file that is refused; `expected` says that its author expects exactly that."""

    def __init__(self, faults: list[Fault], expects_refusal_of: str | None) -> None:
        super().__init__(faults)
        self.expected = expects_refusal_of is not None and {each.id for each in self.faults} == {expects_refusal_of}


def read_case(questionnaire: Questionnaire, file: str, text: str) -> Case:
    """The case in this text; raises `CaseError` with all faults at once."""
    data, faults = read_mapping(file, text)
    if not data:
        raise CaseError(faults, None)
    top = Node(data, file, "-", faults)
    case = Case(
        file=file,
        id=top.string("id", default=file),
        title=top.string("title", default=file),
        dossier=_read_dossier(top, questionnaire),
        expect=_read_expect(top, questionnaire),
    )
    for prose in ("facts", "why"):
        top.string(prose, default="-")
    top.close()
    refusal = case.expect.get("refused")
    if faults:
        raise CaseError(faults, refusal)
    return case


def _read_dossier(top: Node, questionnaire: Questionnaire) -> Dossier:
    given = top.code("given", Given, default=Given.UNKNOWN)
    reference_date = top.day("reference_date")
    if reference_date is None:
        top.fault("reference_date is missing", "add the day on which the case is judged")
    entries = read_entries(top.node("answers"), questionnaire)
    parties = parties_of(entries, questionnaire, assume=given is not Given.UNKNOWN)
    answers = {**_assumed(questionnaire, parties, given), **_answers(entries, parties, questionnaire)}
    bare = Dossier(reference_date=reference_date or date.min, parties=parties, answers=answers)
    commitments = {key: found for key, entry in _placed(entries, bare) if (found := entry.commitments_of(parties))}
    return Dossier(
        reference_date=bare.reference_date,
        parties=parties,
        answers=answers,
        commitments={**_commit_all(top, questionnaire, bare), **commitments},
        consultation=top.code("ap_consulted", Consultation, default=Consultation.NONE),
        consultation_proof=Proof.CHECKED,
        stated_risks=_read_risks(top, questionnaire),
        relied_on=_read_clearance(top, questionnaire),
        stricter=_read_stricter(top, questionnaire),
    )


def _assumed(questionnaire: Questionnaire, parties: tuple[Party, ...], given: Given) -> dict[Key, Answer]:
    """The good value of every question, with or without evidence; hidden rows are ignored anyway."""
    if given is Given.UNKNOWN:
        return {}
    proof = Proof.CHECKED if given is Given.DEMONSTRATED else Proof.NONE
    bare = Dossier(reference_date=date.min, parties=parties)
    return {
        Key(question.id, party): Answer(value=question.good, proof=proof, reason_checked=proof is Proof.CHECKED)
        for question in questionnaire.questions.values()
        for party in askers(question, bare)
    }


def _answers(entries: list[Entry], parties: tuple[Party, ...], questionnaire: Questionnaire) -> dict[Key, Answer]:
    bare = Dossier(reference_date=date.min, parties=parties)
    return {key: entry.answer for key, entry in _placed(entries, bare)}


def _placed(entries: list[Entry], dossier: Dossier) -> Iterator[tuple[Key, Entry]]:
    """Each entry at its rows: the row of the party it names, or every row of its question."""
    for entry in entries:
        asked = askers(entry.question, dossier)
        party = entry.party_of(dossier.parties)
        if party is None:
            yield from ((Key(entry.question.id, each), entry) for each in asked)
        elif party.id in asked:
            yield Key(entry.question.id, party.id), entry
        else:
            entry.node.fault(f"{entry.party} does not answer it", f"name one of: {', '.join(filter(None, asked))}")


def _commit_all(top: Node, questionnaire: Questionnaire, dossier: Dossier) -> dict[Key, tuple[Commitment, ...]]:
    """Every party that must promise does so, on every row."""
    if "commit_all" not in top:
        return {}
    node = top.node("commit_all")
    owner, due = node.string("owner"), node.day("due")
    node.close()
    return {
        Key(question.id, party): tuple(
            Commitment(party=each, owner=owner, due=due, signatory=owner)
            for each in who_must_commit(question, Key(question.id, party), dossier)
        )
        for question in questionnaire.questions.values()
        for party in askers(question, dossier)
    }


def _read_risks(top: Node, questionnaire: Questionnaire) -> dict[str, StatedRisk]:
    if "risks" not in top:
        return {}
    stated, node = {}, top.node("risks")
    for risk in node.names():
        inner = node.node(risk)
        likelihood, impact = inner.integer("likelihood", low=1, high=4), inner.integer("impact", low=1, high=4)
        stated[risk] = StatedRisk(likelihood, impact, inner.string("reason", default=""))
        if risk not in questionnaire.risks:
            inner.fault("unknown risk", f"use one of: {', '.join(questionnaire.risks)}")
        inner.close()
    return stated


def _read_clearance(top: Node, questionnaire: Questionnaire) -> Clearance | None:
    if "relied_on" not in top:
        return None
    node, validity = top.node("relied_on"), questionnaire.validity
    clearance = Clearance(node.string("phase"), node.day("date") or date.min, node.strings("events"))
    if "date" not in node:
        node.fault("date is missing", "add the day on which the clearance is relied on")
    if clearance.phase not in validity.phases:
        node.fault(f"unknown phase {clearance.phase!r}", f"use one of: {', '.join(validity.phases)}")
    for event in clearance.events:
        if event not in validity.ends_on_event:
            node.fault(f"unknown event {event!r}", f"use one of: {', '.join(validity.ends_on_event)}")
    node.close()
    return clearance


def _read_stricter(top: Node, questionnaire: Questionnaire) -> Stricter | None:
    if "stricter" not in top:
        return None
    node = top.node("stricter")
    stricter = Stricter(node.string("by"), node.string("outcome"), node.string("reason"))
    if stricter.by not in WHO_MAY_BE_STRICTER:
        node.fault(f"by is {stricter.by!r}", f"only {' or '.join(WHO_MAY_BE_STRICTER)} may be stricter")
    if stricter.outcome not in questionnaire.outcomes:
        node.fault(f"unknown outcome {stricter.outcome!r}", f"use one of: {', '.join(questionnaire.outcomes)}")
    node.close()
    return stricter


def _read_expect(top: Node, questionnaire: Questionnaire) -> dict[str, Any]:
    if "expect" not in top:
        return {}
    node = top.node("expect")
    expect: dict[str, Any] = {key: node.string(key) for key in ("outcome", "rule", "refused") if key in node}
    expect |= {key: node.flag(key) for key in ("incomplete", "art36_condition") if key in node}
    expect |= {key: node.strings(key) for key in ("blocking", "immediate", "high") if key in node}
    if "open" in node:
        expect["open"] = ALL if node.raw("open") == ALL else node.strings("open")
    if "valid_until" in node:
        expect["valid_until"] = node.day("valid_until")
    for name in (*expect.get("blocking", ()), *(expect.get("open", ()) if expect.get("open") != ALL else ())):
        if name not in questionnaire.questions:
            node.fault(f"unknown question {name!r}", "use the id of a question")
    node.close()
    return expect


def differences(questionnaire: Questionnaire, case: Case, advice: Advice) -> tuple[str, ...]:
    """Where the advice is not what the case expects; empty when it is, or when nothing is expected."""
    found = {
        "outcome": advice.outcome,
        "rule": advice.rule,
        "blocking": sorted(advice.blocking),
        "open": sorted(advice.open),
        "incomplete": advice.provisional,
        "art36_condition": advice.art36_condition,
        "immediate": list(advice.immediate),
        "high": sorted(advice.high),
        "valid_until": advice.valid_until,
        "refused": None,
    }
    return tuple(
        f"{key}: expected {_shown(wanted)}, found {_shown(found[key])}"
        for key, wanted in _wanted(questionnaire, case).items()
        if wanted != found[key]
    )


def _wanted(questionnaire: Questionnaire, case: Case) -> dict[str, Any]:
    wanted = dict(case.expect)
    if wanted.get("open") == ALL:
        wanted["open"] = {row.question for row in rows(questionnaire, case.dossier)}
    for key in ("open", "blocking", "high"):
        if key in wanted:
            wanted[key] = sorted(wanted[key])
    if "immediate" in wanted:
        wanted["immediate"] = list(wanted["immediate"])
    return wanted


def _shown(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
