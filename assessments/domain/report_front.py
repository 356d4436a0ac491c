"""The report's first page and its verdicts: outcome, who, what and when, and three facts that are kept apart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.domain import report_words as words
from assessments.domain.answers import Key
from assessments.domain.edition import FgVerdict, advised_outcome
from assessments.domain.findings import State
from assessments.domain.outcome import ALLOWED, OUTSIDE, UNLESS
from assessments.domain.telling import Telling
from assessments.domain.words import EVENTS

DISAGREES = "niet_akkoord"
MOST_DECISIVE = 7
APPLICATION, KIND, PHASE, REVIEW = "QA01", "QA03", "QA06", "QJ09"


@dataclass(frozen=True, slots=True)
class Signing:
    """With which keys this report will be signed; known to whoever renders it."""

    by_fg: bool
    development: bool


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Three facts that are kept apart. `differ` is a sentence where they are not the same."""

    computed: str
    fg: str
    decision: str
    differ: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """The FG's advice or the decision, as written; `recorded` says how it was given."""

    title: str
    outcome: str
    paragraphs: tuple[str, ...]
    recorded: str


@dataclass(frozen=True, slots=True)
class Validity:
    sentences: tuple[str, ...]
    events: tuple[str, ...]


def marks(telling: Telling, signing: Signing) -> Iterator[str]:
    if telling.snapshot["assessment"].get("worked_case"):
        yield telling.say(words.INVENTED)
    if signing.development:
        yield telling.say(words.DEVELOPMENT_SHORT)


def headline(telling: Telling, outcome: str) -> str:
    """The computed outcome with its dates and numbers; nothing where that says no more than its name."""
    said = telling.explained.headline
    same = said.rstrip(".") == telling.say(words.OUTCOMES[outcome])
    return "" if same or outcome != telling.advice.outcome else said


def why(telling: Telling, outcome: str) -> str:
    """What decided the outcome: the answers, and who left the computed one."""
    said = _computed_why(telling)
    return said if outcome == telling.advice.outcome else f"{telling.say(words.WHY_OTHER)} {said}"


def _computed_why(telling: Telling) -> str:
    keys = [each.key for each in telling.advice.because if each.key]
    if not keys:
        return " ".join(each.text for each in telling.explained.because)
    if len(keys) <= MOST_DECISIVE:
        return telling.say(words.DECISIVE, questions=telling.rows(keys))
    first = telling.rows(keys[:MOST_DECISIVE])
    return telling.say(words.DECISIVE_FIRST, questions=first, rest=len(keys) - MOST_DECISIVE)


def next_step(telling: Telling, outcome: str) -> str:
    """What to do now, and where the rest of that stands."""
    said = telling.explained.immediate or (telling.say(words.NEXT[outcome]),)
    return " ".join((*said, telling.say(words.NEXT_WHERE)))


def counts(telling: Telling) -> str:
    states = [each.state for each in telling.asked()]
    parts = [
        telling.say(
            words.COUNTS,
            shown=states.count(State.SHOWN),
            open=states.count(State.OPEN),
            violated=states.count(State.VIOLATED),
        )
    ]
    if exempt := states.count(State.NOT_APPLICABLE):
        parts.append(telling.say(words.COUNTS_EXEMPT, exempt=exempt))
    if unexamined := states.count(State.NOT_EXAMINED):
        parts.append(telling.say(words.COUNTS_SHORT, unexamined=unexamined))
    return " ".join(parts)


def facts(telling: Telling) -> Iterator[tuple[str, str]]:
    about = telling.snapshot["assessment"]
    values = {
        "reference": about["reference"],
        "organisation": telling.edition["organisation"]["name"],
        "application": _application(telling),
        "kind": _answer(KIND, telling),
        "phase": _answer(PHASE, telling),
        "parties": ", ".join(telling.party(party.id) for party in telling.dossier.parties),
        "reference_date": telling.day(telling.dossier.reference_date),
        "questionnaire": telling.say(
            words.SHORT_FRAMEWORK if telling.dossier.short else words.FRAMEWORK,
            title=telling.say(telling.questionnaire.title),
            version=telling.questionnaire.version,
        ),
    }
    for name, value in values.items():
        if value:
            yield telling.say(words.FACTS[name]), value


def _application(telling: Telling) -> str:
    """Product and version, as far as they were filled in."""
    fields = telling.answers.get(Key(APPLICATION), {}).get("fields", {})
    return ", ".join(str(fields[code]) for code in ("product", "versie") if fields.get(code))


def _answer(question: str, telling: Telling) -> str:
    finding = telling.findings.get(Key(question))
    return ", ".join(telling.chosen(question, finding.value)) if finding else ""


def verdicts(telling: Telling, outcome: str) -> Verdicts:
    fg, decision = telling.edition["fg"], telling.edition["decision"]
    computed = telling.advice.computed
    said = telling.say(words.VERDICTS[fg["verdict"]])
    if fg["stricter_outcome"]:
        stricter = telling.say(words.OUTCOMES[fg["stricter_outcome"]])
        said = telling.say(words.FG_STRICTER, verdict=said, outcome=stricter)
    return Verdicts(
        computed=telling.say(words.OUTCOMES[computed]),
        fg=said,
        decision=_decided(decision, telling) if decision else telling.say(words.NO_DECISION),
        differ=_differ(telling, outcome),
    )


def _differ(telling: Telling, outcome: str) -> str:
    """What page 1 warns of where computation, FG and decision do not agree."""
    computed = telling.advice.computed
    if {outcome, advised_outcome(telling.edition)} != {computed}:
        said = {
            name: telling.say(words.OUTCOMES[code]) for name, code in (("computed", computed), ("effective", outcome))
        }
        return telling.say(words.DIFFER, **said)
    return telling.say(words.FG_DISAGREES) if telling.edition["fg"]["verdict"] == DISAGREES else ""


def _decided(decision: Mapping[str, Any], telling: Telling) -> str:
    outcome = telling.say(words.OUTCOMES[decision["outcome"]])
    return telling.say(words.FOLLOWS if decision["follows_advice"] else words.DEVIATES, outcome=outcome)


def signing(telling: Telling, signing: Signing) -> Iterator[str]:
    yield _fg_recorded(telling, signing)
    if telling.edition["decision"]:
        yield _decision_recorded(telling)
    yield telling.say(words.SEALED, organisation=telling.edition["organisation"]["name"])
    if signing.development:
        yield telling.say(words.DEVELOPMENT)
    yield telling.say(words.AUTHENTIC)


def _fg_recorded(telling: Telling, signing: Signing) -> str:
    fg = FgVerdict(**telling.edition["fg"])
    text = words.FG_RECORDED
    if signing.by_fg:
        text = words.FG_SIGNED_DEVELOPMENT if signing.development else words.FG_SIGNED
    return telling.say(text, name=fg.name, moment=telling.moment(fg.at), method=_method(fg.login_method, telling))


def _decision_recorded(telling: Telling) -> str:
    decision = telling.edition["decision"]
    return telling.say(
        words.DECISION_RECORDED,
        name=decision["name"],
        moment=telling.moment(decision["at"]),
        method=_method(decision["login_method"], telling),
        mandate=decision["mandate"],
    )


def _method(code: str, telling: Telling) -> str:
    return telling.say(words.METHODS[code]) if code in words.METHODS else code


def _paragraphs(*texts: str) -> tuple[str, ...]:
    return tuple(line.strip() for text in texts for line in text.splitlines() if line.strip())


def fg(telling: Telling, signing: Signing) -> Opinion:
    fg = telling.edition["fg"]
    stricter = telling.say(words.OUTCOMES[fg["stricter_outcome"]]) if fg["stricter_outcome"] else ""
    return Opinion(
        title=telling.say(words.VERDICTS[fg["verdict"]]),
        outcome=stricter,
        paragraphs=_paragraphs(fg["text"], fg["stricter_reason"]),
        recorded=_fg_recorded(telling, signing),
    )


def decision(telling: Telling) -> Opinion | None:
    decision = telling.edition["decision"]
    if decision is None:
        return None
    return Opinion(
        title=_decided(decision, telling),
        outcome=telling.say(words.OUTCOMES[decision["outcome"]]),
        paragraphs=_paragraphs(decision["reasons"]),
        recorded=_decision_recorded(telling),
    )


def validity(telling: Telling, outcome: str) -> Validity:
    """Until when the outcome holds, and what ends it earlier."""
    events = (EVENTS[each] for each in telling.questionnaire.validity.ends_on_event)
    return Validity(tuple(_validity_sentences(telling, outcome)), tuple(telling.say(each) for each in events))


def _validity_sentences(telling: Telling, outcome: str) -> Iterator[str]:
    advice = telling.advice
    if outcome == ALLOWED and advice.valid_until:
        yield telling.say(words.VALID_UNTIL, day=telling.day(advice.valid_until))
        yield telling.say(words.TERM)
    elif outcome == OUTSIDE:
        yield telling.say(words.OUTSIDE_VALID)
    else:
        yield telling.say(
            words.NOT_YET_VALID if outcome == UNLESS else words.NOT_VALID,
            day=telling.day(telling.dossier.reference_date),
        )
    dues = [each.due for condition in advice.conditions for each in condition.commitments if each.due]
    if dues and outcome == advice.outcome:
        yield telling.say(words.LATEST_DUE, day=telling.day(max(dues)))
    review = telling.answers.get(Key(REVIEW), {}).get("fields", {}).get("herzieningsdatum")
    if review:
        yield telling.say(words.REVIEW_DATE, day=telling.day(review))
