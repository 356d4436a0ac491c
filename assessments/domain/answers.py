"""What was answered, proven, promised and stated: everything a computation needs, and nothing that changes.

Actions and case files both end here, so the site and `manage.py advise` compute the same thing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import NamedTuple

OWN_KIND = "organisatie"
PARTY_KINDS = (
    OWN_KIND,
    "aanbieder",
    "modelontwikkelaar",
    "verwerker",
    "subverwerker",
    "opdrachtnemer",
    "medeverantwoordelijke",
)


class Key(NamedTuple):
    """The address of one row: a question, and the party or purpose it is asked for."""

    question: str
    party: str | None = None
    purpose: str | None = None


class Proof(StrEnum):
    """How far an answer is proven; only `CHECKED` counts (advice.yaml, `evidence_states`)."""

    NONE = "none"
    DELIVERED = "delivered"
    CHECKED = "checked"
    EXPIRED = "expired"
    CHANGED = "changed"


class Consultation(StrEnum):
    """What the AP answered when it was consulted beforehand."""

    NONE = "none"
    POSITIVE = "positive"
    NEGATIVE = "negative"


class Edition(IntEnum):
    """Which report the computation is for; a case file has none (model.md, "Derived on the site")."""

    ADVICE = 1
    DECISION = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `value` holds codes; empty means: not answered.

    `reason_checked` says that somebody else found the explanation sufficient; `valid_until` is the first day after
    which the evidence is no longer valid.
    """

    value: tuple[str, ...] = ()
    fields: Mapping[str, str | int | date] = field(default_factory=dict)
    reason: str = ""
    reason_checked: bool = False
    proof: Proof = Proof.NONE
    valid_until: date | None = None

    def proven_on(self, day: date) -> bool:
        """Whether the evidence counts on this day: checked, unchanged and not expired."""
        return self.proof is Proof.CHECKED and (self.valid_until is None or self.valid_until >= day)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody involved. `kind` only names it; the two kinds of role decide what it is asked."""

    id: str
    kind: str
    name: str = ""
    country: str = ""
    avg_role: str | None = None
    ai_roles: tuple[str, ...] = ()

    @property
    def roles(self) -> frozenset[str]:
        return frozenset((*self.ai_roles, self.avg_role)) if self.avg_role else frozenset(self.ai_roles)

    @property
    def complete(self) -> bool:
        """Both a role under the GDPR and one under the AI Act are filled in ("none" is a role too)."""
        return bool(self.avg_role and self.ai_roles)


@dataclass(frozen=True, slots=True)
class Commitment:
    """A written promise of a party to fulfil what is open. `signatory` is whoever signed for another party."""

    party: str
    owner: str
    due: date | None
    measure: str | None = None
    signatory: str = ""
    expected_evidence: str = ""


@dataclass(frozen=True, slots=True)
class StatedRisk:
    """A risk somebody states by hand: it can make the result stricter, never milder."""

    likelihood: int
    impact: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Clearance:
    """An earlier clearance that somebody leans on: for which phase, when, and what happened since."""

    phase: str
    on: date
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stricter:
    """The FG or the decider is stricter than the computation (advice.yaml, `after_rules`)."""

    by: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What edition 2 adds: does the decision answer the FG's advice, does it deviate, and with which reasons."""

    answers_advice: bool
    deviates: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Dossier:
    """Everything one computation looks at. The parties *are* the answer to the question about parties (QA11)."""

    reference_date: date
    parties: tuple[Party, ...]
    answers: Mapping[Key, Answer] = field(default_factory=dict)
    commitments: Mapping[Key, tuple[Commitment, ...]] = field(default_factory=dict)
    consultation: Consultation = Consultation.NONE
    consultation_proof: Proof = Proof.NONE
    stated_risks: Mapping[str, StatedRisk] = field(default_factory=dict)
    relied_on: Clearance | None = None
    stricter: Stricter | None = None
    edition: Edition | None = None
    decision: Decision | None = None
    short: bool = False

    def __post_init__(self) -> None:
        for name in ("answers", "commitments", "stated_risks"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        if sum(party.kind == OWN_KIND for party in self.parties) != 1:
            raise ValueError(f"a dossier has exactly one party of kind {OWN_KIND!r}")
        if len({party.id for party in self.parties}) != len(self.parties):
            raise ValueError("two parties have the same id")

    @property
    def own(self) -> Party:
        return next(party for party in self.parties if party.kind == OWN_KIND)

    def party(self, party_id: str) -> Party | None:
        return next((party for party in self.parties if party.id == party_id), None)

    def with_answers(self, changed: Mapping[Key, Answer]) -> "Dossier":
        """The same dossier with these answers in place of the old ones."""
        return replace(self, answers={**self.answers, **changed})

    def with_commitments(self, added: Mapping[Key, tuple[Commitment, ...]]) -> "Dossier":
        """The same dossier with these commitments besides the old ones."""
        merged = dict(self.commitments)
        for key, commitments in added.items():
            merged[key] = (*merged.get(key, ()), *commitments)
        return replace(self, commitments=merged)
