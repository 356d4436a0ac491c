"""One version of the questionnaire as the code sees it: frozen, complete, and free of files.

`loading.load` makes it from the texts of `fixtures/questionnaires/<slug>/<version>/`. Its parts stand in `question`
(what is asked) and `rulebook` (what the answers lead to); everybody else imports them from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.domain.conditions import Expression
from assessments.domain.question import (
    EVERYONE,
    LOCALES,
    EvidenceClass,
    Field,
    FieldType,
    Level,
    Means,
    MeansIf,
    Need,
    Option,
    OwnCure,
    PartyRule,
    Per,
    Question,
    Score,
    Section,
    Source,
    Text,
    Type,
)
from assessments.domain.rulebook import (
    DefaultParty,
    Effect,
    Gate,
    Immediate,
    Instead,
    MaxMonths,
    Measure,
    Outcome,
    OutcomeRule,
    Raise,
    Risk,
    RuleTest,
    SelfReport,
    ShortReport,
    Validity,
)

__all__ = [
    "EVERYONE",
    "LOCALES",
    "DefaultParty",
    "Effect",
    "EvidenceClass",
    "Field",
    "FieldType",
    "Gate",
    "Immediate",
    "Instead",
    "Level",
    "MaxMonths",
    "Means",
    "MeansIf",
    "Measure",
    "Need",
    "Option",
    "Outcome",
    "OutcomeRule",
    "OwnCure",
    "PartyRule",
    "Per",
    "Question",
    "Questionnaire",
    "Raise",
    "Risk",
    "RuleTest",
    "Score",
    "Section",
    "SelfReport",
    "ShortReport",
    "Source",
    "Text",
    "Type",
    "Validity",
]


@dataclass(frozen=True)
class Questionnaire:
    """One loaded version. Mappings keep the order of the files.

    `rules_hash` covers the rules without words, `text_hash` everything, sources included.
    """

    slug: str
    version: str
    title: Text
    sections: tuple[Section, ...]
    questions: Mapping[str, Question]
    gates: Mapping[str, Gate]
    risks: Mapping[str, Risk]
    raises: tuple[Raise, ...]
    measures: Mapping[str, Measure]
    sources: Mapping[str, Source]
    outcomes: Mapping[str, Outcome]
    provisional_suffix: Text
    rules: tuple[OutcomeRule, ...]
    self_report: SelfReport
    kinds_question: str
    default_parties: Mapping[str, tuple[DefaultParty, ...]]
    matrix: Mapping[int, tuple[Level, ...]]
    likelihood_names: Mapping[int, Text]
    impact_names: Mapping[int, Text]
    columns: Mapping[str, Expression]
    validity: Validity
    immediate: tuple[Immediate, ...]
    immediate_texts: Mapping[str, Text]
    short_report: ShortReport
    rules_hash: str
    text_hash: str

    @property
    def parties_question(self) -> str:
        """The question whose value is the party rows (QA11)."""
        return next(question.id for question in self.questions.values() if question.type is Type.REPEAT)

    def level(self, score: Score) -> Level:
        """The matrix: impact gives the row, likelihood the column."""
        return self.matrix[score.impact][score.likelihood - 1]
