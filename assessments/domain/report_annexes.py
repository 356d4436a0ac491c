"""The report's annexes: every answer, what was not asked, the evidence with its hashes, and the parties."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.domain import report_words as words
from assessments.domain.answers import Key, Proof
from assessments.domain.findings import Finding, State, Why
from assessments.domain.questionnaire import EvidenceClass, Question, Type
from assessments.domain.telling import Telling
from assessments.domain.words import PARTIES


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One row: what was asked, what was answered, how it stands and who checked it."""

    id: str
    title: str
    ask: str
    party: str
    answer: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    note: str
    state: str
    word: str
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionLines:
    title: str
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True)
class NotAsked:
    id: str
    title: str
    because: str


@dataclass(frozen=True, slots=True)
class NotExamined:
    """Of one section: the questions a short assessment did not need."""

    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    title: str
    kind: str
    dated: str
    valid_until: str
    declared: str
    statement: str
    sha256: str
    questions: str
    not_independent: bool


@dataclass(frozen=True, slots=True)
class PartyLine:
    name: str
    kind: str
    country: str
    avg_role: str
    ai_roles: tuple[str, ...]


def sections(telling: Telling) -> tuple[SectionLines, ...]:
    """All rows that were asked and examined, by section."""
    rows = [each for each in telling.asked() if each.state is not State.NOT_EXAMINED]
    found = []
    for section in telling.questionnaire.sections:
        lines = tuple(_answer(each, telling) for each in rows if each.key.question in section.questions)
        if lines:
            found.append(SectionLines(telling.say(section.title), lines))
    return tuple(found)


def _answer(finding: Finding, telling: Telling) -> AnswerLine:
    question = telling.questionnaire.questions[finding.key.question]
    written = telling.answers.get(finding.key, {})
    return AnswerLine(
        id=question.id,
        title=telling.say(question.title),
        ask=telling.say(question.ask),
        party=telling.party(finding.key.party) if finding.key.party else "",
        answer=_chosen(finding, question, telling),
        fields=tuple(_fields(question, written, telling)),
        note=str(written.get("note", "")),
        state=finding.state.value,
        word=telling.say(words.STATES[finding.state.value]),
        shown=tuple(_shown(finding, question, written, telling)),
    )


def _chosen(finding: Finding, question: Question, telling: Telling) -> tuple[str, ...]:
    """The answer; for the question about parties, the parties themselves."""
    if question.type is Type.REPEAT:
        return tuple(telling.party(party.id) for party in telling.dossier.parties)
    return telling.chosen(question.id, finding.value)


def _fields(question: Question, written: Mapping[str, Any], telling: Telling) -> Iterator[tuple[str, str]]:
    for code, field in question.fields.items():
        value = written.get("fields", {}).get(code)
        if value not in (None, ""):
            is_date = field.type.value == "date"
            yield telling.say(field.text), telling.day(str(value)) if is_date else str(value)


def _shown(finding: Finding, question: Question, written: Mapping[str, Any], telling: Telling) -> Iterator[str]:
    """What shows the answer and who checked that, in sentences."""
    if finding.why is Why.LATER:
        yield telling.say(words.LATER)
        return
    if question.derived and finding.key not in telling.answers:
        yield telling.say(words.COMPUTED)
        return
    evidence = written.get("evidence", ())
    if evidence or question.evidence_class is not EvidenceClass.NONE:
        titles = "; ".join(dict.fromkeys(_titles(evidence, telling)))
        proof = _proof(finding, telling) if titles else Proof.NONE
        yield telling.say(words.PROOFS[proof.value], titles=titles)
    else:
        yield telling.say(words.NO_CHECK_NEEDED)
    if written.get("note_checked") and not evidence:
        yield telling.say(words.REASON_CHECKED)
    yield from _checks(evidence, telling)


def _proof(finding: Finding, telling: Telling) -> Proof:
    """As it counts on the reference date."""
    answer = telling.dossier.answers.get(finding.key)
    if answer is None:
        return Proof.NONE
    expired = answer.proof is Proof.CHECKED and not answer.proven_on(telling.dossier.reference_date)
    return Proof.EXPIRED if expired else answer.proof


def _titles(evidence: Iterable[Mapping[str, Any]], telling: Telling) -> Iterator[str]:
    titles = {leaf["id"]: leaf["content"]["title"] for leaf in telling.snapshot["evidence"]}
    for item in evidence:
        if title := titles.get(item["version"]):
            yield title


def _checks(evidence: Iterable[Mapping[str, Any]], telling: Telling) -> Iterator[str]:
    """Who found what sufficient, once per person and day; and where that was nobody else."""
    checked = [each for each in evidence if each["verdict"] == "voldoende"]
    for who, at in dict.fromkeys((each.get("checked_by"), each.get("checked_on")) for each in checked):
        if who and at:
            yield telling.say(words.CHECKED_BY, who=who, day=telling.day(at))
    if any(each["independent"] is False for each in checked):
        yield telling.say(words.NOT_INDEPENDENT)


def not_asked(telling: Telling) -> tuple[NotAsked, ...]:
    """Questions that do not apply at all, with the answers that say so."""
    hidden: dict[str, list[Key]] = {}
    asked = {each.key.question for each in telling.asked()}
    for finding in telling.advice.findings:
        if finding.key.question not in asked:
            hidden.setdefault(finding.key.question, []).extend(finding.decided_by)
    return tuple(
        NotAsked(question, telling.title(question), _because(keys, telling)) for question, keys in hidden.items()
    )


def _because(keys: list[Key], telling: Telling) -> str:
    return telling.say(words.NONE_WHY, questions=telling.rows(keys)) if keys else ""


def not_examined(telling: Telling) -> tuple[NotExamined, ...]:
    """What a short assessment left unasked, by section."""
    questions = {each.key.question for each in telling.advice.findings if each.state is State.NOT_EXAMINED}
    return tuple(
        NotExamined(
            title=telling.say(section.title),
            questions=tuple(f"{each} {telling.title(each)}" for each in section.questions if each in questions),
        )
        for section in telling.questionnaire.sections
        if questions & set(section.questions)
    )


def evidence(telling: Telling) -> tuple[EvidenceLine, ...]:
    """Every document and declaration, and which answers it is meant to show."""
    used: dict[str, list[Key]] = {}
    alone = set()
    for key, written in telling.answers.items():
        for item in written["evidence"]:
            used.setdefault(item["version"], []).append(key)
            if item["independent"] is False and item["verdict"]:
                alone.add(item["version"])
    leaves = sorted(telling.snapshot["evidence"], key=lambda leaf: (leaf["content"]["kind"], leaf["content"]["title"]))
    return tuple(
        _evidence(leaf, used.get(leaf["id"], []), not_independent=leaf["id"] in alone, telling=telling)
        for leaf in leaves
    )


def _evidence(leaf: Mapping[str, Any], keys: list[Key], *, not_independent: bool, telling: Telling) -> EvidenceLine:
    content = leaf["content"]
    return EvidenceLine(
        title=content["title"],
        kind=content["kind"],
        dated=telling.day(content["dated"]),
        valid_until=telling.day(content["valid_until"]),
        declared=", ".join(part for part in (content["declared_by"], content["declared_as"]) if part),
        statement=content["statement"],
        sha256=content["sha256"],
        questions=", ".join(dict.fromkeys(key.question for key in sorted(keys))),
        not_independent=not_independent,
    )


def parties(telling: Telling) -> tuple[PartyLine, ...]:
    question = telling.questionnaire.parties_question
    unknown = telling.say(words.AVG_ROLES_MISSING)
    return tuple(
        PartyLine(
            name=telling.party(party.id),
            kind=telling.say(PARTIES[party.kind]) if party.kind in PARTIES else party.kind,
            country=party.country,
            avg_role="".join(telling.chosen(question, [party.avg_role or ""])) or unknown,
            ai_roles=telling.chosen(question, party.ai_roles) or (unknown,),
        )
        for party in telling.dossier.parties
    )
