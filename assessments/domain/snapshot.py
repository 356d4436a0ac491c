"""Snapshot v1: exactly what was submitted, as canonical JSON; and back again, to recompute it years later.

What can be destroyed or withheld one by one (answers, parties, purposes, commitments, evidence) is a leaf with a
salt of its own; the snapshot hash stays the same when salt and content make place for their hash.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessments.domain.advice import advise
from assessments.domain.answers import (
    OWN_KIND,
    Answer,
    Commitment,
    Consultation,
    Dossier,
    Edition,
    Key,
    Party,
    Proof,
    StatedRisk,
)
from assessments.domain.explain import as_dict
from assessments.domain.ledger import LEAF_LISTS, leaf_hash
from assessments.domain.questionnaire import FieldType, Questionnaire

SCHEMA = "toets-generatieve-ai/snapshot/1"
ENGINE = "1.0"  # version of assessments/domain: sealed examples of every released engine must keep verifying


@dataclass(frozen=True)
class Leaf:
    """One element that can be withheld: where it belongs, its salt (32 random bytes) and what it says."""

    kind: str
    id: str
    salt: bytes
    content: Mapping[str, Any]


@dataclass(frozen=True)
class About:
    """Which assessment this is: facts that are not answers. All values are strings or numbers."""

    assessment: Mapping[str, Any]
    round: int
    previous: str | None  # hash of the snapshot of the round before


def build(questionnaire: Questionnaire, dossier: Dossier, about: About, leaves: Sequence[Leaf]) -> dict[str, Any]:
    """The snapshot of this dossier. `leaves` hold everything the dossier was read from.

    The advice is computed from the snapshot itself, as it will be when somebody recomputes it: order and all.
    """
    bare = _without_advice(questionnaire, dossier, about, leaves)
    return {**bare, "advice": as_dict(advise(questionnaire, dossier_of(questionnaire, bare, Edition.ADVICE)))}


def _without_advice(
    questionnaire: Questionnaire, dossier: Dossier, about: About, leaves: Sequence[Leaf]
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "engine": ENGINE,
        "locale": "nl",
        "questionnaire": {
            "slug": questionnaire.slug,
            "version": questionnaire.version,
            "rules_hash": questionnaire.rules_hash,
            "text_hash": questionnaire.text_hash,
        },
        "norms": _norms(questionnaire),
        "reference_date": dossier.reference_date.isoformat(),
        "assessment": dict(about.assessment),
        "round": about.round,
        "previous": about.previous,
        "short": dossier.short,
        "consultation": {"outcome": dossier.consultation.value, "proof": dossier.consultation_proof.value},
        "stated_risks": {
            risk: {"likelihood": stated.likelihood, "impact": stated.impact, "reason": stated.reason}
            for risk, stated in dossier.stated_risks.items()
        },
        "relied_on": None,
        **{kind: _leaves(kind, leaves) for kind in LEAF_LISTS},
    }


def _norms(questionnaire: Questionnaire) -> list[dict[str, str]]:
    """The norm set as it stood: which text of each provision, and how it was seen."""
    return [
        {"id": source.id, "version": source.version, "status": source.status, "confirmed": source.confirmed}
        for source in questionnaire.sources.values()
        if not source.is_letter
    ]


def _leaves(kind: str, leaves: Sequence[Leaf]) -> list[dict[str, Any]]:
    chosen = sorted((leaf for leaf in leaves if leaf.kind == kind), key=lambda leaf: leaf.id)
    return [{"id": leaf.id, "salt": leaf.salt.hex(), "content": dict(leaf.content)} for leaf in chosen]


def answer_content(key: Key, answer: Answer, *, evidence: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the leaf of an answer says; `evidence` names hashes and verdicts of what is meant to show it."""
    return {
        "question": key.question,
        "party": key.party,
        "purpose": key.purpose,
        "value": list(answer.value),
        "fields": {
            code: value.isoformat() if isinstance(value, date) else value for code, value in answer.fields.items()
        },
        "note": answer.reason,
        "note_checked": answer.reason_checked,
        "proof": answer.proof.value,
        "valid_until": answer.valid_until.isoformat() if answer.valid_until else None,
        "evidence": list(evidence),
    }


def party_content(party: Party) -> dict[str, Any]:
    return {
        "kind": party.kind,
        "name": party.name,
        "country": party.country,
        "avg_role": party.avg_role,
        "ai_roles": list(party.ai_roles),
    }


def commitment_content(key: Key, commitment: Commitment, *, obligation: str) -> dict[str, Any]:
    return {
        "question": key.question,
        "party": key.party,
        "committed_by": commitment.party,
        "obligation": obligation,
        "owner": commitment.owner,
        "due": commitment.due.isoformat() if commitment.due else None,
        "measure": commitment.measure,
        "signatory": commitment.signatory,
        "expected_evidence": commitment.expected_evidence,
    }


def withheld(snapshot: Mapping[str, Any]) -> bool:
    """Whether some leaf shows only its hash; such a snapshot is genuine but cannot be recomputed."""
    return any("content" not in leaf for kind in LEAF_LISTS for leaf in snapshot[kind])


def public(snapshot: Mapping[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    """The same snapshot with salt and content of these leaves (by id) taken out; its hash does not change."""
    return {
        **snapshot,
        **{kind: [_hide(leaf) if leaf["id"] in hidden else leaf for leaf in snapshot[kind]] for kind in LEAF_LISTS},
    }


def _hide(leaf: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": leaf["id"], "hash": leaf_hash(bytes.fromhex(leaf["salt"]), leaf["content"])}


def dossier_of(questionnaire: Questionnaire, snapshot: Mapping[str, Any], edition: Edition) -> Dossier:
    """The dossier a snapshot was computed from. Raises `ValueError` when parts of it are withheld."""
    if withheld(snapshot):
        raise ValueError("parts of this snapshot are withheld")
    commitments: dict[Key, tuple[Commitment, ...]] = {}
    for leaf in snapshot["commitments"]:
        key, commitment = _commitment(leaf["content"])
        commitments[key] = (*commitments.get(key, ()), commitment)
    return Dossier(
        reference_date=date.fromisoformat(snapshot["reference_date"]),
        parties=tuple(sorted(map(_party, snapshot["parties"]), key=lambda party: party.kind != OWN_KIND)),
        answers=dict(_answers(questionnaire, snapshot)),
        commitments=commitments,
        consultation=Consultation(snapshot["consultation"]["outcome"]),
        consultation_proof=Proof(snapshot["consultation"]["proof"]),
        stated_risks={risk: StatedRisk(**stated) for risk, stated in snapshot["stated_risks"].items()},
        edition=edition,
        short=snapshot["short"],
    )


def _answers(questionnaire: Questionnaire, snapshot: Mapping[str, Any]) -> Iterator[tuple[Key, Answer]]:
    for leaf in snapshot["answers"]:
        content = leaf["content"]
        fields = questionnaire.questions[content["question"]].fields
        yield (
            Key(content["question"], content["party"], content["purpose"]),
            Answer(
                value=tuple(content["value"]),
                fields={
                    code: date.fromisoformat(value) if fields[code].type is FieldType.DATE else value
                    for code, value in content["fields"].items()
                },
                reason=content["note"],
                reason_checked=content["note_checked"],
                proof=Proof(content["proof"]),
                valid_until=_day(content["valid_until"]),
            ),
        )


def _party(leaf: Mapping[str, Any]) -> Party:
    content = leaf["content"]
    return Party(id=leaf["id"], **{**content, "ai_roles": tuple(content["ai_roles"])})


def _commitment(content: Mapping[str, Any]) -> tuple[Key, Commitment]:
    return Key(content["question"], content["party"]), Commitment(
        party=content["committed_by"],
        owner=content["owner"],
        due=_day(content["due"]),
        measure=content["measure"],
        signatory=content["signatory"],
        expected_evidence=content["expected_evidence"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
