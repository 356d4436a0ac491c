"""What the answers lead to: gates, outcome rules, risks, measures and validity. Names follow advice.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.domain.conditions import Expression
from assessments.domain.question import Level, Score, Text


@dataclass(frozen=True, slots=True)
class Gate:
    """An accountability gate: open for a party as long as one of its rows here is."""

    id: str
    text: Text
    parties: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Raise:
    """What raises risks: steps on likelihood or impact for `risks` as long as the condition may hold."""

    id: str
    condition: Expression
    risks: tuple[str, ...]
    likelihood: int
    impact: int
    reason: Text


@dataclass(frozen=True, slots=True)
class Instead:
    """A heavier inherent score as long as the condition may hold."""

    condition: Expression
    score: Score
    reason: Text


@dataclass(frozen=True, slots=True)
class Risk:
    id: str
    text: Text
    letter: tuple[str, ...]
    inherent: Mapping[str, Score]
    triggers: tuple[str, ...]
    instead: tuple[Instead, ...] = ()
    only_measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """Steps down on one risk; both numbers are zero or negative."""

    risk: str
    likelihood: int
    impact: int


@dataclass(frozen=True, slots=True)
class Measure:
    id: str
    text: Text
    kind: str
    technical: bool
    effects: tuple[Effect, ...]
    verified_when: Expression | None = None
    only_if: Expression | None = None
    with_any: tuple[str, ...] = ()
    running: bool = False
    supports: tuple[str, ...] = ()
    route: str | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A possible outcome. A higher strictness is further from permission; 0 is no permission at all."""

    code: str
    strictness: int
    text: Text


@dataclass(frozen=True, slots=True)
class RuleTest:
    """When an outcome rule applies; every part that is filled in must hold. An empty test always holds."""

    demonstrated: Expression | None = None
    any_question_state: str | None = None
    any_open_without_commitment: bool = False
    residual: Level | None = None
    expected_residual: Level | None = None
    ap_consulted: frozenset[str] = frozenset()
    clearance_ended: bool = False


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    rule: int
    name: str
    test: RuleTest
    outcome: str
    overrulable: bool = True
    extra_test: RuleTest | None = None
    extra_measure: str | None = None


@dataclass(frozen=True, slots=True)
class SelfReport:
    """A question whose answer counts as one high risk (decision 20)."""

    question: str
    high_when: frozenset[str]


@dataclass(frozen=True, slots=True)
class DefaultParty:
    """A party a case file takes for a deployment kind when it names none."""

    kind: str
    avg_role: str
    ai_roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MaxMonths:
    months: int
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class Validity:
    """How long an outcome holds, for which phase, and what ends it (decision 22)."""

    max_months: tuple[MaxMonths, ...]
    ends_at: tuple[tuple[str, str], ...]
    ends_on_event: tuple[str, ...]
    phase_question: str
    phases: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Immediate:
    condition: Expression
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShortReport:
    """What a short report still needs: `scope` always, `extra` besides the question that fixed the outcome."""

    scope: tuple[str, ...]
    extra: Mapping[str, tuple[str, ...]]
