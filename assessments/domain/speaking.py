"""An advice in sentences for people. The words are fixed (`words`); names and numbers come from what was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assessments.domain.advice import Advice, Reason
from assessments.domain.answers import Dossier, Key
from assessments.domain.gates import GateState
from assessments.domain.improving import Improvement
from assessments.domain.obligations import Condition
from assessments.domain.questionnaire import Questionnaire, Text
from assessments.domain.words import (
    AND_MORE,
    CHANGES,
    CONDITION,
    CONDITION_MEASURE,
    EARLY_STOP,
    EVENTS,
    GATES,
    LEFT_OUT,
    NO_IMPROVEMENT,
    PARTIES,
    REASONS,
    STILL_NEEDED,
    THEN,
    THEN_ELSEWHERE,
    long_date,
    named,
)

MOST_LISTED = 5


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, the row it is about, and the letter passages and norms (by id) that say so."""

    text: str
    key: Key | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Better:
    """A better outcome and the changes that lead to it; `text` says it all in one sentence."""

    text: str
    changes: tuple[str, ...]
    outcome: str
    other_variant: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """An advice in sentences, in one language."""

    headline: str
    because: tuple[Sentence, ...]
    gates: tuple[Sentence, ...]
    conditions: tuple[Sentence, ...]
    no_better: tuple[str, ...]
    better: tuple[Better, ...]
    immediate: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def to_improve(self) -> tuple[str, ...]:
        return (*self.no_better, *(each.text for each in self.better))


def sentences(
    questionnaire: Questionnaire, dossier: Dossier, advice: Advice, locale: str, *, complete: bool = False
) -> Explained:
    """The same advice for people; `locale` is nl or en. `complete` names every row, however long the list."""
    return _Speaker(questionnaire, dossier, advice, locale, None if complete else MOST_LISTED).explained()


class _Speaker:
    def __init__(
        self, questionnaire: Questionnaire, dossier: Dossier, advice: Advice, locale: str, most: int | None
    ) -> None:
        self.questionnaire, self.dossier, self.advice, self.locale = questionnaire, dossier, advice, locale
        self.most = most

    def explained(self) -> Explained:
        advice = self.advice
        return Explained(
            headline=self._headline(),
            because=tuple(self._because(each) for each in advice.because),
            gates=tuple(self._gate(each) for each in advice.gates if each.status.value in GATES),
            conditions=tuple(self._condition(each) for each in advice.conditions),
            no_better=self._none(),
            better=tuple(self._better(each) for each in advice.to_improve),
            immediate=tuple(self._say(self.questionnaire.immediate_texts[each]) for each in advice.immediate),
            notes=tuple(self._notes()),
        )

    def _say(self, text: Text, **parts: object) -> str:
        said = text.in_(self.locale)
        return said.format(**parts) if parts else said

    def _headline(self) -> str:
        advice = self.advice
        said = self._outcome(advice.outcome, len(advice.conditions), advice.valid_until)
        if advice.provisional:
            return f"{said} {self._say(self.questionnaire.provisional_suffix)}"
        return said

    def _outcome(self, code: str, conditions: int, until: date | None) -> str:
        """The text of an outcome. It names its last day as {datum} or {date}, and its number of conditions as {n}."""
        text = self.questionnaire.outcomes[code].text.in_(self.locale)
        day = long_date(until, self.locale) if until else "…"
        return text.replace("{n}", str(conditions)).replace("{datum}", day).replace("{date}", day)

    def _because(self, reason: Reason) -> Sentence:
        """`lapsed-…` names a date, a phase or an event; everything else has a sentence of its own."""
        text, parts = REASONS.get(reason.code), {}
        if text is None:
            event = reason.code.removeprefix("lapsed-")
            text, parts = REASONS["lapsed"], {"event": self._say(EVENTS[event]) if event in EVENTS else event}
        if reason.risk is not None:
            risk = next(each for each in self.advice.risks if each.risk == reason.risk)
            parts = {
                "risk": self._say(self.questionnaire.risks[reason.risk].text),
                "likelihood": str(risk.residual.likelihood),
                "impact": str(risk.residual.impact),
            }
        elif reason.key is not None:
            parts |= {"question": self._row(reason.key), "answer": self._answer(reason.key)}
        return Sentence(self._say(text, **parts), reason.key, reason.sources)

    def _row(self, key: Key) -> str:
        """The short name of a question, with its party where it is asked per party."""
        title = named(self._say(self.questionnaire.questions[key.question].title))
        return f"{title} ({self._party(key.party)})" if key.party else title

    def _party(self, party_id: str) -> str:
        party = self.dossier.party(party_id)
        if party is None:
            return party_id.lstrip("+")
        return party.name or (self._say(PARTIES[party.kind]) if party.kind in PARTIES else party.kind)

    def _answer(self, key: Key) -> str:
        finding = next((each for each in self.advice.findings if each.key == key), None)
        options = self.questionnaire.questions[key.question].options
        return ", ".join(self._say(options[code].text) for code in finding.value) if finding else ""

    def _rows(self, keys: Iterable[Key]) -> str:
        """The first few rows by name, and how many more there are: a list people can read."""
        names = list(dict.fromkeys(self._row(key) for key in keys))
        listed = names[: self.most]
        said, rest = "; ".join(listed), len(names) - len(listed)
        return self._say(AND_MORE, listed=said, rest=rest) if rest else said

    def _gate(self, gate: GateState) -> Sentence:
        text = self._say(
            GATES[gate.status.value],
            gate=self._say(self.questionnaire.gates[gate.gate].text),
            party=self._party(gate.party),
            questions=self._rows(Key(key.question) for key in gate.waiting),
        )
        return Sentence(text)

    def _condition(self, condition: Condition) -> Sentence:
        if condition.key is None or not condition.commitments:
            what = self._say(self.questionnaire.measures[str(condition.measure)].text)
            return Sentence(self._say(CONDITION_MEASURE, number=condition.number, what=what), None, condition.sources)
        dues = [each.due for each in condition.commitments if each.due]
        text = self._say(
            CONDITION,
            number=condition.number,
            what=self._row(condition.key),
            who=", ".join(dict.fromkeys(self._party(each.party) for each in condition.commitments)),
            due=long_date(max(dues), self.locale),
        )
        return Sentence(text, condition.key, condition.sources)

    def _none(self) -> tuple[str, ...]:
        why = self.advice.no_improvement
        return (self._say(NO_IMPROVEMENT[why.value]),) if why else ()

    def _better(self, improvement: Improvement) -> Better:
        changes = tuple(
            self._say(CHANGES[each.kind.value], questions=self._rows(each.keys)) for each in improvement.changes
        )
        outcome = self._outcome(improvement.outcome, improvement.conditions, improvement.valid_until)
        text = THEN_ELSEWHERE if improvement.other_variant else THEN
        said = self._say(text, changes="; ".join(changes), outcome=outcome)
        return Better(said, changes, outcome, improvement.other_variant)

    def _notes(self) -> Iterable[str]:
        advice = self.advice
        if advice.left_out:
            yield self._say(LEFT_OUT, questions=self._rows(advice.left_out))
        if advice.early_stop is not None:
            yield self._say(EARLY_STOP, questions=self._rows(advice.early_stop.fixed_by))
            if advice.early_stop.missing:
                missing = (Key(question) for question in advice.early_stop.missing)
                yield self._say(STILL_NEEDED, questions=self._rows(missing))
