"""The report's law: AI Act duties with their dates, three layers of rules, other law, and every source used."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.domain import report_words as words
from assessments.domain.answers import Key
from assessments.domain.findings import State
from assessments.domain.outcome import ALLOWED, OUTSIDE
from assessments.domain.questionnaire import Source
from assessments.domain.telling import SourceLine, Telling

AI_ACT, POLICY, OTHER_LAW = "aivo", "QB07", "QA13"
DEFAULT_PASSAGES = ("S4d", "S4e")
HISTORICAL = "historisch"
AI_ACT_INSTRUMENT = "Verordening (EU) 2024/1689"


@dataclass(frozen=True, slots=True)
class Duty:
    """A point of the AI Act: for whom and from when in words, and how it stands here."""

    id: str
    title: str
    law: str
    state: str
    word: str


@dataclass(frozen=True, slots=True)
class StartDate:
    """The provisions of the AI Act that start on one day."""

    day: str
    applies: bool  # on the reference date
    provisions: str


@dataclass(frozen=True, slots=True)
class Layer:
    title: str
    says: str
    here: tuple[str, ...]
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the letter in the annex, in our own words."""

    id: str
    title: str
    says: str
    place: str


@dataclass(frozen=True, slots=True)
class NormLine:
    """One provision. `remark` says what differs from its group, and everything one must know before leaning on it."""

    provision: str
    says: str
    remark: str


@dataclass(frozen=True, slots=True)
class NormGroup:
    """All provisions used of one law or document; `about` holds for each of them unless its remark says otherwise."""

    title: str
    about: str
    norms: tuple[NormLine, ...]


def duties(telling: Telling) -> tuple[Duty, ...]:
    """Everything asked under the AI Act; per question the state that is furthest from demonstrated."""
    order = [State.VIOLATED, State.OPEN, State.NOT_EXAMINED, State.SHOWN, State.NOT_APPLICABLE]
    worst: dict[str, State] = {}
    for finding in telling.asked():
        question = finding.key.question
        if telling.questionnaire.questions[question].section == AI_ACT:
            worst[question] = min(worst.get(question, finding.state), finding.state, key=order.index)
    return tuple(
        Duty(
            id=question,
            title=telling.title(question),
            law=telling.say(telling.questionnaire.questions[question].law),
            state=state.value,
            word=telling.say(words.STATES[state.value]),
        )
        for question, state in worst.items()
    )


def start_dates(telling: Telling) -> tuple[StartDate, ...]:
    """From when each provision of the AI Act applies that the questions of this assessment cite."""
    cited = {source for finding in telling.asked() for source in finding.sources}
    by_day: dict[str, list[str]] = {}
    for source in telling.questionnaire.sources.values():
        if source.id in cited and source.instrument.startswith(AI_ACT_INSTRUMENT) and source.applies_from:
            by_day.setdefault(source.applies_from.isoformat(), []).append(source.provision)
    reference = telling.dossier.reference_date.isoformat()
    return tuple(
        StartDate(telling.day(day), day <= reference, ", ".join(dict.fromkeys(by_day[day]))) for day in sorted(by_day)
    )


def layers(telling: Telling) -> tuple[Layer, ...]:
    """Law, government position and the AP's advice, kept apart."""
    counts = {state: sum(each.state is state for each in telling.asked()) for state in State}
    law_here = telling.say(
        words.LAYER_LAW_HERE, shown=counts[State.SHOWN], open=counts[State.OPEN], violated=counts[State.VIOLATED]
    )
    outcome = telling.say(words.OUTCOMES[telling.advice.outcome])
    policy = telling.questionnaire.questions[POLICY].cites
    positions = [each for each in policy if telling.questionnaire.sources[each].kind == "beleid"]
    parts: dict[str, tuple[tuple[str, ...], Iterable[str]]] = {
        "law": ((law_here,), ()),
        "government": (_policy_here(telling), positions),
        "ap": ((telling.say(words.LAYER_AP_HERE, outcome=outcome),), DEFAULT_PASSAGES),
    }
    return tuple(
        Layer(telling.say(words.LAYERS[each]), telling.say(words.LAYER_SAYS[each]), here, telling.sources(sources))
        for each, (here, sources) in parts.items()
    )


def _policy_here(telling: Telling) -> tuple[str, ...]:
    finding = telling.findings.get(Key(POLICY))
    if finding is None:
        return ()
    answer = ", ".join(telling.chosen(POLICY, finding.value))
    state = telling.say(words.STATES[finding.state.value])
    return (f"{telling.title(POLICY)}: {answer} ({state})." if answer else f"{telling.title(POLICY)}: {state}.",)


def layers_conclusion(telling: Telling) -> str:
    """Which layer gives the outcome."""
    finding = telling.findings.get(Key(POLICY))
    fits = finding is not None and finding.state is State.SHOWN
    differ = fits and telling.advice.outcome not in (ALLOWED, OUTSIDE)
    return telling.say(words.LAYERS_DIFFER if differ else words.LAYERS_STRICTEST)


def other_law(telling: Telling) -> tuple[str, ...]:
    """Rules that play a part and were named, not tested."""
    finding = telling.findings.get(Key(OTHER_LAW))
    return telling.chosen(OTHER_LAW, finding.value) if finding else ()


def letter(telling: Telling) -> tuple[Passage, ...]:
    return tuple(
        Passage(each.id, telling.say(each.title), telling.say(each.says), telling.say(each.place) if each.place else "")
        for each in _used(telling)
        if each.is_letter
    )


def norms(telling: Telling) -> tuple[NormGroup, ...]:
    """By law or document, in the order of the source list."""
    by_instrument: dict[str, list[Source]] = {}
    for source in _used(telling):
        if not source.is_letter:
            by_instrument.setdefault(source.instrument, []).append(source)
    return tuple(_group(instrument, found, telling) for instrument, found in by_instrument.items())


def _group(instrument: str, found: list[Source], telling: Telling) -> NormGroup:
    """What most provisions have in common is said once."""
    version = _usual(_version(source, telling) for source in found)
    standing = _usual(_standing(source, telling) for source in found)
    about = "; ".join(part for part in (version, standing) if part)
    lines = []
    for source in found:
        own = _standing(source, telling)
        of_its_own = _version(source, telling)
        differs = [of_its_own if of_its_own != version else "", own if own != standing else ""]
        note = [telling.say(source.note)] if source.note else []
        remark = "; ".join(part for part in differs if part)
        lines.append(NormLine(source.provision, telling.say(source.says), ". ".join(filter(None, [remark, *note]))))
    return NormGroup(instrument, about, tuple(lines))


def _usual(values: Iterable[str]) -> str:
    return Counter(values).most_common(1)[0][0]


def _version(source: Source, telling: Telling) -> str:
    """Nothing where the version is the day it applies from: that is said already."""
    if source.applies_from and source.version == source.applies_from.isoformat():
        return ""
    return telling.in_words(source.version)


def _standing(source: Source, telling: Telling) -> str:
    """In force, announced or historical, since or from when, and how we saw it."""
    return f"{_status(source, telling)}; {telling.say(words.CONFIRMED[source.confirmed])}"


def _status(source: Source, telling: Telling) -> str:
    status = telling.say(words.STATUSES[source.status])
    if not source.applies_from:
        return status
    day = telling.day(source.applies_from)
    if source.applies_from > telling.dossier.reference_date:
        return f"{status}, {telling.say(words.STARTS, day=day)}"
    if source.status == HISTORICAL:
        return f"{status}, {telling.say(words.OF_OLD, day=day)}"
    return f"{status} {telling.say(words.SINCE, day=day)}"


def _used(telling: Telling) -> tuple[Source, ...]:
    """What the questions of this assessment and the risks rest on, in the order of the source list."""
    used = {*DEFAULT_PASSAGES}
    for finding in telling.asked():
        if finding.state is not State.NOT_EXAMINED:
            used |= set(finding.sources)
    for risk in telling.advice.risks:
        used |= set(telling.questionnaire.risks[risk.risk].letter)
    return tuple(each for each in telling.questionnaire.sources.values() if each.id in used)
