"""Who is asked what: the rows of the questionnaire for this dossier, and what was chosen in them.

A question is asked once, of every party, or of each party with a role; where nobody has the role the own
organisation answers (decision 12). A row is hidden only if its condition is definitely false, and what a hidden
row holds is never looked at (decision 4).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessments.domain.answers import Answer, Dossier, Key
from assessments.domain.conditions import ALWAYS, Choice, Verdict, evaluate
from assessments.domain.questionnaire import Question, Questionnaire, Type

NO_ANSWER = Answer()


@dataclass(frozen=True, slots=True)
class Row:
    """One question as it is put to one party; `applies` says why, or why not."""

    question: str
    party: str | None
    applies: Verdict

    @property
    def key(self) -> Key:
        return Key(self.question, self.party)

    @property
    def hidden(self) -> bool:
        return self.applies.holds is False


class Choices:
    """Chosen codes per row, as conditions look at them (`conditions.Look`)."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Choice]] = {}
        self._merged: dict[tuple[str, str | None], Choice] = {}

    def add(self, key: Key, codes: Iterable[str], *, complete: bool, hidden: bool = False) -> None:
        """Records one row. All rows of a question are added before anything looks at it."""
        row = Choice(frozenset(codes), complete, (key,), hidden)
        self._rows.setdefault(key.question, []).append(row)
        if key.party is not None:
            self._merged[key.question, key.party] = row

    def choice(self, question: str, party: str | None) -> Choice:
        """The same party's row where it has one (decision 8), else all rows together."""
        found = self._merged.get((question, party))
        if found is None:
            found = self._merged[question, party] = _merge(self._rows.get(question, []))
        return found


def _merge(rows: list[Choice]) -> Choice:
    shown = [row for row in rows if not row.hidden]
    keys = tuple(key for row in shown or rows for key in row.keys)
    codes = frozenset[str]().union(*(row.codes for row in shown))
    return Choice(codes, all(row.complete for row in shown), keys, hidden=not shown)


class Sheet:
    """All rows of a dossier with their visibility, in the order of the questionnaire."""

    def __init__(self, questionnaire: Questionnaire, dossier: Dossier) -> None:
        self.questionnaire = questionnaire
        self.dossier = dossier
        self.choices = Choices()
        self.rows = tuple(row for question in questionnaire.questions.values() for row in self._ask(question))

    def _ask(self, question: Question) -> Iterator[Row]:
        for party in askers(question, self.dossier):
            applies = evaluate(question.show_if, self.choices, party) if question.show_if else ALWAYS
            row = Row(question.id, party, applies)
            if row.hidden:
                self.choices.add(row.key, (), complete=True, hidden=True)
            elif question.type is Type.REPEAT:
                roles = [code for each in self.dossier.parties for code in each.roles]
                complete = all(each.complete for each in self.dossier.parties)
                self.choices.add(row.key, roles, complete=complete)
            else:
                codes = self._counting_codes(question, row.key)
                self.choices.add(row.key, codes, complete=bool(codes))
            yield row

    def _counting_codes(self, question: Question, key: Key) -> tuple[str, ...]:
        """How conditions read the answer: some count as unknown until they are proven (decision 5)."""
        if question.derived and self.dossier.edition is not None:
            return ()
        answer = self.dossier.answers.get(key, NO_ANSWER)
        codes = accepted(question, answer.value)
        if answer.proven_on(self.dossier.reference_date):
            return codes
        return tuple(question.options[code].unproven_counts_as or code for code in codes)


def askers(question: Question, dossier: Dossier) -> tuple[str | None, ...]:
    """Which parties get a row for this question; (None,) where it is asked once."""
    rule = question.party
    if not rule.repeats:
        return (None,)
    if rule.everyone:
        return tuple(party.id for party in dossier.parties)
    with_role = tuple(party.id for party in dossier.parties if party.roles & rule.roles)
    if with_role or rule.otherwise is None:
        return with_role
    return (dossier.own.id,)


def accepted(question: Question, value: tuple[str, ...]) -> tuple[str, ...]:
    """The codes, or nothing where this is no answer of this question; `why_refused` says why."""
    return () if why_refused(question, value) else value


def why_refused(question: Question, value: tuple[str, ...]) -> str | None:
    """Why these codes are no answer of the question: `unknown-code`, `one-only`, `exclusive` or `twice`."""
    if any(code not in question.options for code in value):
        return "unknown-code"
    if len(set(value)) < len(value):
        return "twice"
    if len(value) > 1 and question.type not in (Type.MULTI, Type.REPEAT):
        return "one-only"
    if len(value) > 1 and any(question.options[code].exclusive for code in value):
        return "exclusive"
    return None
