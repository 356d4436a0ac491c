"""The edition envelope: what a report embeds, so that anyone can read and recompute it years later.

It holds the snapshot as it was submitted, the FG's verdict, in edition 2 the decision, and where the audit trail
stood. Canonical-JSON-able: strings, whole numbers, lists and mappings only.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from assessments.domain.advice import Advice, advise
from assessments.domain.answers import Decision, Dossier, Edition
from assessments.domain.explain import as_dict
from assessments.domain.ledger import snapshot_hash
from assessments.domain.questionnaire import Questionnaire
from assessments.domain.snapshot import ENGINE, dossier_of

SCHEMA = "toets-generatieve-ai/edition/1"


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """Whose assessment it is; `id` finds the audit trail."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class FgVerdict:
    """What the FG found of exactly this snapshot. `at` is RFC 3339 in UTC."""

    verdict: str
    text: str
    name: str
    pseudonym: str
    login_method: str
    at: str
    stricter_outcome: str = ""
    stricter_reason: str = ""


@dataclass(frozen=True, slots=True)
class DecisionTaken:
    """What the mandated officer decided. `at` is RFC 3339 in UTC."""

    outcome: str
    follows_advice: bool
    reasons: str
    mandate: str
    name: str
    pseudonym: str
    login_method: str
    at: str


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """The last event of the assessment's chain when this edition was fixed."""

    chain: str
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class CheckpointNamed:
    """A checkpoint of the audit trail that covers the chain up to this edition. `at` is RFC 3339 in UTC."""

    number: int
    at: str
    root: str


def envelope(
    questionnaire: Questionnaire,
    snapshot: Mapping[str, Any],
    *,
    organisation: OrganisationName,
    fg: FgVerdict,
    ledger: LedgerHead,
    decision: DecisionTaken | None = None,
    previous_edition: str | None = None,
) -> dict[str, Any]:
    """Edition 1, or edition 2 where there is a decision; that one names the hash of edition 1.

    Edition 2 carries the advice as recomputed with the decision; in edition 1 the snapshot's own advice is that.
    """
    bare = {
        "schema": SCHEMA,
        "edition": int(Edition.DECISION if decision else Edition.ADVICE),
        "variant": "vertrouwelijk",
        "locale": "nl",
        "organisation": asdict(organisation),
        "snapshot": dict(snapshot),
        "snapshot_sha256": snapshot_hash(snapshot),
        "fg": asdict(fg),
        "decision": asdict(decision) if decision else None,
        "previous_edition": previous_edition,
        "ledger": asdict(ledger),
    }
    return {**bare, "advice": as_dict(advise(questionnaire, dossier(questionnaire, bare))) if decision else None}


def covered(edition: Mapping[str, Any], checkpoint: CheckpointNamed) -> dict[str, Any]:
    """The edition with its checkpoint, which can only be made afterwards. Editions of before name none."""
    return {**edition, "checkpoint": asdict(checkpoint)}


def dossier(questionnaire: Questionnaire, edition: Mapping[str, Any]) -> Dossier:
    """What this edition was computed from. Raises `ValueError` when parts of the snapshot are withheld."""
    found = dossier_of(questionnaire, edition["snapshot"], Edition(edition["edition"]))
    taken = edition["decision"]
    if taken is None:
        return found
    deviates = not taken["follows_advice"]
    return replace(found, decision=Decision(answers_advice=True, deviates=deviates, reason=taken["reasons"]))


@dataclass(frozen=True, slots=True)
class Recomputed:
    """One edition, computed again from what it embeds. `same` says that everything came out as embedded."""

    dossier: Dossier
    advice: Advice
    same: bool


def recompute(questionnaire: Questionnaire, edition: Mapping[str, Any]) -> Recomputed:
    """Computes the edition again with today's engine. Raises `ValueError` when parts of it are withheld."""
    again = dossier(questionnaire, edition)
    advice = advise(questionnaire, again)
    return Recomputed(again, advice, hashes_fit(edition) and as_dict(advice) == embedded_advice(edition))


def embedded_advice(edition: Mapping[str, Any]) -> Mapping[str, Any]:
    """The advice this edition states."""
    stated: Mapping[str, Any] = edition["advice"] or edition["snapshot"]["advice"]
    return stated


def hashes_fit(edition: Mapping[str, Any]) -> bool:
    """Whether the snapshot is the one the FG committed to."""
    fits: bool = snapshot_hash(edition["snapshot"]) == edition["snapshot_sha256"]
    return fits


def same_engine(edition: Mapping[str, Any]) -> bool:
    """Whether it was computed with the engine of this release."""
    engine: str = edition["snapshot"]["engine"]
    return engine == ENGINE


def advised_outcome(edition: Mapping[str, Any]) -> str:
    """The outcome as the FG leaves it: the computed one, or the stricter one they advise."""
    outcome: str = edition["fg"]["stricter_outcome"] or edition["snapshot"]["advice"]["outcome"]
    return outcome


def effective_outcome(edition: Mapping[str, Any]) -> str:
    """The outcome page 1 opens with: the decision where there is one, else as the FG leaves it."""
    decision = edition["decision"]
    outcome: str = decision["outcome"] if decision else advised_outcome(edition)
    return outcome
