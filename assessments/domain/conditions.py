"""Conditions: small closed expressions over answers that explain their own outcome.

In the questionnaire a condition is plain data: `{question: code}`, `{question: [codes]}`, `{answered: question}`,
`{count: question, at_least: n}`, `all`, `any` and `not`. `parse` turns it once into the classes below; `evaluate`
then answers true, false or cannot-tell-yet (None), and names the answers that decided it (decisions 4 and 8).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from assessments.domain.answers import Key


@dataclass(frozen=True, slots=True)
class Match:
    """The answer to `question` is, or contains, one of `codes`."""

    question: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answered:
    """Every row of `question` has an answer."""

    question: str


@dataclass(frozen=True, slots=True)
class Count:
    """At least `at_least` codes were chosen for `question`."""

    question: str
    at_least: int


@dataclass(frozen=True, slots=True)
class All:
    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    part: "Expression"


type Expression = Match | Answered | Count | All | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Verdict:
    """True, False or None (cannot tell yet), and the answers that decided it."""

    holds: bool | None
    decided_by: tuple[Key, ...] = ()


ALWAYS = Verdict(holds=True)


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for a question, over all rows a condition looks at.

    `complete` is False while a row is still unanswered: a code that is not there may yet come.
    """

    codes: frozenset[str]
    complete: bool
    keys: tuple[Key, ...]
    hidden: bool = False


class Look(Protocol):
    """How a condition sees answers. For a row of a party, `party` makes it look at the same party's row."""

    def choice(self, question: str, party: str | None) -> Choice: ...


class ConditionError(ValueError):
    """A condition outside the closed language; the message says what was found and what is possible."""


FORMS = "{question: code}, {question: [codes]}, {answered: question}, {count: question, at_least: n}, all, any, not"


def parse(raw: object) -> Expression:
    """The condition as classes; raises `ConditionError` for anything outside the closed language."""
    match raw:
        case {"all": list() as parts, **rest} if parts and not rest:
            return All(tuple(parse(part) for part in parts))
        case {"any": list() as parts, **rest} if parts and not rest:
            return AnyOf(tuple(parse(part) for part in parts))
        case {"not": part, **rest} if not rest:
            return Not(parse(part))
        case {"answered": str() as question, **rest} if not rest:
            return Answered(question)
        case {"count": str() as question, "at_least": int() as least, **rest} if least > 0 and not rest:
            return Count(question, least)
        case dict() if len(raw) == 1:
            return _parse_match(raw)
    raise ConditionError(f"{raw!r} is no condition; possible are {FORMS}")


def _parse_match(raw: Mapping[object, object]) -> Match:
    ((question, wanted),) = raw.items()
    codes = wanted if isinstance(wanted, list) else [wanted]
    reserved = question in {"all", "any", "not", "answered", "count", "at_least"}
    if not isinstance(question, str) or reserved or not codes or not all(isinstance(code, str) for code in codes):
        raise ConditionError(f"{dict(raw)!r} is no condition; possible are {FORMS}")
    return Match(question, frozenset(str(code) for code in codes))


def evaluate(expression: Expression, look: Look, party: str | None = None) -> Verdict:
    """What the condition says of these answers, for the row of `party` where it stands in one."""
    match expression:
        case All(parts):
            return _combine([evaluate(part, look, party) for part in parts], decisive=False)
        case AnyOf(parts):
            return _combine([evaluate(part, look, party) for part in parts], decisive=True)
        case Not(part):
            inner = evaluate(part, look, party)
            return Verdict(None if inner.holds is None else not inner.holds, inner.decided_by)
        case Match(question, codes):
            chosen = look.choice(question, party)
            return Verdict(_settled(chosen, found=bool(chosen.codes & codes)), chosen.keys)
        case Count(question, at_least):
            chosen = look.choice(question, party)
            return Verdict(_settled(chosen, found=len(chosen.codes) >= at_least), chosen.keys)
        case Answered(question):
            chosen = look.choice(question, party)
            return Verdict(chosen.complete and not chosen.hidden, chosen.keys)


def _settled(chosen: Choice, *, found: bool) -> bool | None:
    """A hidden question does not match (decision 4); an unfinished one may still come to match."""
    if chosen.hidden:
        return False
    if found:
        return True
    return False if chosen.complete else None


def _combine(verdicts: list[Verdict], *, decisive: bool) -> Verdict:
    """One decisive verdict settles it; otherwise every undecided one keeps it open."""
    for outcome in (decisive, None, not decisive):
        matching = [verdict for verdict in verdicts if verdict.holds is outcome]
        if matching:
            keys = (key for verdict in matching for key in verdict.decided_by)
            return Verdict(outcome, tuple(dict.fromkeys(keys)))
    return Verdict(not decisive)


def matches_in(expression: Expression) -> Iterator[Match]:
    """Every `{question: codes}` in a condition."""
    match expression:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from matches_in(part)
        case Not(part):
            yield from matches_in(part)
        case Match():
            yield expression


def questions_in(expression: Expression) -> Iterator[str]:
    """Every question a condition looks at, as often as it does."""
    match expression:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from questions_in(part)
        case Not(part):
            yield from questions_in(part)
        case Match(question, _) | Answered(question) | Count(question, _):
            yield question
