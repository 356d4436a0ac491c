"""The answers of a case file: one entry for a question, or a list of them for several parties."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from assessments.domain.answers import OWN_KIND, PARTY_KINDS, Answer, Commitment, Party, Proof
from assessments.domain.questionnaire import DefaultParty, Field, FieldType, Question, Questionnaire, Type
from assessments.domain.rows import why_refused
from assessments.domain.shape import Node, parse_day

REFUSALS = {
    "unknown-code": "is no answer of this question",
    "one-only": "is more than one answer where one is possible",
    "exclusive": "puts other answers beside one that stands alone",
    "twice": "gives an answer twice",
}


@dataclass(frozen=True)
class Entry:
    """What the file says of one question, for one party or for all who are asked."""

    node: Node
    question: Question
    value: tuple[str, ...]
    answer: Answer
    party: str | None
    parties: tuple[Party, ...]
    commitments: tuple["_Promise", ...]

    def party_of(self, parties: Iterable[Party]) -> Party | None:
        """The party the entry names; None where it names nobody."""
        return find_party(self.party, tuple(parties), self.node) if self.party is not None else None

    def commitments_of(self, parties: tuple[Party, ...]) -> tuple[Commitment, ...]:
        """The promises on this row, each with its party. A promise in a case is signed by its owner."""
        return tuple(found for each in self.commitments if (found := each.by(parties)))


@dataclass(frozen=True)
class _Promise:
    node: Node
    party: str
    commitment: Commitment

    def by(self, parties: tuple[Party, ...]) -> Commitment | None:
        party = find_party(self.party, parties, self.node)
        values = self.commitment
        if party is None:
            return None
        return Commitment(
            party.id, values.owner, values.due, values.measure, values.signatory, values.expected_evidence
        )


def find_party(name: str, parties: tuple[Party, ...], node: Node) -> Party | None:
    """By id, or by kind where there is one of that kind; anything else is a fault."""
    by_id = [party for party in parties if party.id == name]
    found = by_id or [party for party in parties if party.kind == name]
    if len(found) == 1:
        return found[0]
    known = ", ".join(party.id for party in parties)
    node.fault(f"{'several parties are' if found else 'no party is'} called {name!r}", f"use one of: {known}")
    return None


def read_entries(node: Node, questionnaire: Questionnaire) -> list[Entry]:
    """Every entry under `answers`, in the order of the file."""
    entries = []
    for name in node.names():
        raw = node.raw(name)
        for each in raw if isinstance(raw, list) else [raw]:
            inner = Node(each, node.file, name, node.faults)
            question = questionnaire.questions.get(name)
            if question is None:
                inner.fault("unknown question", "use the id of a question")
            else:
                entries.append(_read_entry(inner, question, questionnaire))
    return entries


def _read_entry(node: Node, question: Question, questionnaire: Questionnaire) -> Entry:
    repeat = question.type is Type.REPEAT
    parties = _read_parties(node, question) if repeat else ()
    value = () if repeat else _read_value(node, question)
    proof, valid_until = _read_evidence(node)
    answer = Answer(
        value=value,
        fields=_read_fields(node, question),
        reason=node.string("reason", default=""),
        reason_checked=proof is Proof.CHECKED,
        proof=proof,
        valid_until=valid_until,
    )
    entry = Entry(
        node=node,
        question=question,
        value=value,
        answer=answer,
        party=node.string("party", default="") or None,
        parties=parties,
        commitments=_read_promises(node, questionnaire),
    )
    if entry.party is not None and not question.party.repeats:
        node.fault("is asked once, not per party", "remove party")
    node.close()
    return entry


def _read_value(node: Node, question: Question) -> tuple[str, ...]:
    raw = node.raw("value")
    value = (raw,) if isinstance(raw, str) else node.strings("value", required=True)
    refusal = why_refused(question, value)
    if refusal:
        node.fault(f"{', '.join(value)} {REFUSALS[refusal]}", f"use: {', '.join(question.options)}")
        return ()
    return value


def _read_evidence(node: Node) -> tuple[Proof, date | None]:
    """A state, or `{state, valid_until, hash}`. Checked unless the file says otherwise."""
    raw = node.raw("evidence")
    if raw is None or isinstance(raw, str):
        return node.code("evidence", Proof, default=Proof.CHECKED), None
    inner = node.node("evidence")
    proof, valid_until = inner.code("state", Proof, default=Proof.CHECKED), inner.day("valid_until")
    hashed = inner.string("hash", default="unchanged")
    if hashed not in ("changed", "unchanged"):
        inner.fault(f"hash is {hashed!r}", "use changed or unchanged")
    inner.close()
    return (Proof.CHANGED if hashed == "changed" else proof), valid_until


def _read_fields(node: Node, question: Question) -> Mapping[str, str | int | date]:
    if "fields" not in node:
        return {}
    inner, found = node.node("fields"), dict[str, str | int | date]()
    for code in inner.names():
        asked = question.fields.get(code)
        raw = inner.raw(code)
        if asked is None:
            node.fault(f"unknown field {code!r}", f"use: {', '.join(question.fields) or 'no fields'}")
        elif (value := _field_value(asked, raw)) is None:
            node.fault(f"field {code} is {raw!r}", f"write a {asked.type.value}")
        else:
            found[code] = value
    return found


def _field_value(field: Field, raw: object) -> str | int | date | None:
    match field.type, raw:
        case FieldType.DATE, _:
            return parse_day(raw)
        case (FieldType.NUMBER, int()) if not isinstance(raw, bool):
            return raw
        case (FieldType.TEXT, str()) if len(raw) <= (field.max_length or len(raw)):
            return raw
    return None


def _read_promises(node: Node, questionnaire: Questionnaire) -> tuple[_Promise, ...]:
    raw = node.raw("commitment")
    if raw is None:
        return ()
    inner = [Node(each, node.file, node.at, node.faults) for each in (raw if isinstance(raw, list) else [raw])]
    return tuple(_read_promise(each, questionnaire) for each in inner)


def _read_promise(node: Node, questionnaire: Questionnaire) -> _Promise:
    party, owner = node.string("party"), node.string("owner", default="")
    measure = node.string("measure", default="") or None
    if measure is not None and measure not in questionnaire.measures:
        node.fault(f"unknown measure {measure!r}", "use the id of a measure in advice.yaml")
    commitment = Commitment(
        party=party,
        owner=owner,
        due=node.day("due"),
        measure=measure,
        signatory=node.string("signatory", default="") or owner,
        expected_evidence=node.string("evidence", default=""),
    )
    node.close()
    return _Promise(node, party, commitment)


def _read_parties(node: Node, question: Question) -> tuple[Party, ...]:
    """The party rows under `value`; the id of a party is its kind unless the file gives another."""
    found: list[Party] = []
    for inner in node.nodes("value"):
        kind, avg_role, ai_roles = inner.string("party"), inner.string("avg"), inner.strings("ai", required=True)
        party = Party(
            id=inner.string("id", default="") or kind,
            kind=kind,
            name=inner.string("name", default=""),
            country=inner.string("country", default=""),
            avg_role=avg_role,
            ai_roles=ai_roles,
        )
        for role, field in ((avg_role, "avg"), *((each, "ai") for each in ai_roles)):
            if role not in question.options or question.options[role].field != field:
                node.fault(f"{role!r} is no role of kind {field}", f"use: {_roles(question, field)}")
        if kind not in PARTY_KINDS:
            node.fault(f"unknown kind of party {kind!r}", f"use: {', '.join(PARTY_KINDS)}")
        if any(party.id == other.id for other in found):
            node.fault(f"two parties are called {party.id!r}", "give each an id of its own")
            continue
        inner.close()
        found.append(party)
    if sum(party.kind == OWN_KIND for party in found) != 1:
        node.fault("not exactly one own organisation", f"name the party {OWN_KIND} once")
        return ()
    return tuple(found)


def _roles(question: Question, field: str) -> str:
    return ", ".join(option.code for option in question.options.values() if option.field == field)


def parties_of(entries: Iterable[Entry], questionnaire: Questionnaire, *, assume: bool) -> tuple[Party, ...]:
    """The parties the file names; else, with `assume`, the usual ones for its deployment kinds; else only ourselves."""
    chosen: tuple[str, ...] = questionnaire.questions[questionnaire.kinds_question].good
    for entry in entries:
        if entry.parties:
            return entry.parties
        if entry.question.id == questionnaire.kinds_question and entry.value:
            chosen = entry.value
    if not assume:
        return (Party(id=OWN_KIND, kind=OWN_KIND),)
    usual = [each for kind in chosen for each in questionnaire.default_parties[kind]]
    return _merged(usual)


def _merged(usual: list[DefaultParty]) -> tuple[Party, ...]:
    """The usual parties of several deployment kinds: the own organisation once, with all its roles."""
    own = [each for each in usual if each.kind == OWN_KIND]
    ai_roles = tuple(dict.fromkeys(role for each in own for role in each.ai_roles))
    parties = [Party(id=OWN_KIND, kind=OWN_KIND, avg_role=own[0].avg_role, ai_roles=ai_roles)]
    for other in dict.fromkeys(each for each in usual if each.kind != OWN_KIND):
        same_kind = sum(party.kind == other.kind for party in parties)
        name = f"{other.kind}-{same_kind + 1}" if same_kind else other.kind
        parties.append(Party(id=name, kind=other.kind, avg_role=other.avg_role, ai_roles=other.ai_roles))
    return tuple(parties)
