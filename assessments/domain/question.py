"""What is asked: sections, questions, options, and the sources they rest on. Names follow questionnaire.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assessments.domain.conditions import Expression

LOCALES = ("nl", "en")
EVERYONE = "all"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages; Dutch is authentic."""

    nl: str
    en: str

    def in_(self, locale: str) -> str:
        """The text in `nl` or `en`; raises `ValueError` for any other language."""
        if locale not in LOCALES:
            raise ValueError(f"no texts in {locale!r}, only in {' and '.join(LOCALES)}")
        return self.nl if locale == "nl" else self.en


class Type(StrEnum):
    CHOICE = "choice"
    YES_NO = "yes_no_partly_unknown"
    MULTI = "multi"
    REPEAT = "repeat"  # the party rows are the answer (QA11)


class Means(StrEnum):
    """What choosing an option does: fulfils, only steers, falls short, is unknown, or cannot be cured."""

    GOOD = "good"
    NEUTRAL = "neutral"
    BAD = "bad"
    OPEN = "open"
    BLOCKS = "blocks"


class Need(StrEnum):
    """What an option asks besides being chosen; `CHECK` means somebody else reviewed the reason."""

    EVIDENCE = "evidence"
    REASON = "reason"
    CHECK = "check"


class Per(StrEnum):
    ASSESSMENT = "assessment"
    PARTY = "party"
    PURPOSE = "purpose"


class EvidenceClass(StrEnum):
    """What shows the good answer: a file, a named person's declaration, or nothing."""

    FILE = "file"
    DECLARATION = "declaration"
    NONE = "none"


class FieldType(StrEnum):
    TEXT = "text"
    DATE = "date"
    NUMBER = "number"


class Level(StrEnum):
    LOW = "laag"
    MEDIUM = "midden"
    HIGH = "hoog"


@dataclass(frozen=True, slots=True)
class Score:
    """Likelihood and impact, each 1 to 4."""

    likelihood: int
    impact: int

    def at_least(self, other: "Score") -> "Score":
        """The higher of the two, likelihood and impact apart (no averaging)."""
        return Score(max(self.likelihood, other.likelihood), max(self.impact, other.impact))

    def raised(self, likelihood: int, impact: int) -> "Score":
        """Raised by these steps, never above 4."""
        return Score(min(4, self.likelihood + likelihood), min(4, self.impact + impact))


@dataclass(frozen=True, slots=True)
class MeansIf:
    condition: Expression
    means: Means


@dataclass(frozen=True, slots=True)
class Option:
    """One closed answer. `field` says to which role of a repeated row the code belongs."""

    code: str
    text: Text
    means: Means
    means_if: tuple[MeansIf, ...] = ()
    needs: frozenset[Need] = frozenset()
    unproven_counts_as: str | None = None
    field: str | None = None
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A text, date or number that explains a closed answer; it never decides one (decision 1)."""

    code: str
    type: FieldType
    text: Text
    max_length: int | None = None


@dataclass(frozen=True, slots=True)
class PartyRule:
    """Who answers: the own organisation once (`roles` empty), everyone, or each party with one of `roles`.

    `otherwise` answers where nobody has the role; `commits_too` must promise as well (decisions 12 and 15).
    """

    roles: frozenset[str] = frozenset()
    everyone: bool = False
    otherwise: str | None = None
    commits_too: str | None = None

    @property
    def repeats(self) -> bool:
        return self.everyone or bool(self.roles)


@dataclass(frozen=True, slots=True)
class OwnCure:
    """When the own organisation may promise for a maker without any role here, naming a measure (decision 14)."""

    measures: tuple[str, ...]
    condition: Expression
    party_roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its words, its rules and its sources."""

    id: str
    section: str
    order: int
    type: Type
    title: Text
    ask: Text
    help: Text
    why: Text
    good_answer: Text
    evidence: tuple[Text, ...]
    options: Mapping[str, Option]
    fields: Mapping[str, Field]
    good: tuple[str, ...]
    party: PartyRule
    per: Per
    evidence_class: EvidenceClass
    letter: tuple[str, ...]
    cites: tuple[str, ...]
    law: Text
    gate: str
    severity: str
    reuse: str
    curable: bool
    steering: bool
    derived: bool
    knockout: bool
    risk: str | None = None
    kxi: Score | None = None
    measures: tuple[str, ...] = ()
    knows: str | None = None
    show_if: Expression | None = None
    complete_if: Expression | None = None
    blocking: Expression | None = None
    own_cure: OwnCure | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """Letter passages first, then norms."""
        return (*self.letter, *self.cites)


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    order: int
    title: Text
    intro: Text
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A letter passage or a norm. `confirmed` is how it was seen: `primary`, `secondary` or `none`."""

    id: str
    is_letter: bool
    title: Text
    says: Text
    place: Text | None = None
    context_only: bool = False
    instrument: str = ""
    provision: str = ""
    kind: str = ""
    version: str = ""
    applies_from: date | None = None
    status: str = "geldend"
    confirmed: str = "primary"
    checked_on: date | None = None
    checked_in: str = ""
    note: Text | None = None
