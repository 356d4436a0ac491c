"""questionnaire.yaml and sources.yaml, from plain data to frozen classes. What fits together is `soundness`'s work."""

from dataclasses import replace

from assessments.domain.questionnaire import (
    EVERYONE,
    LOCALES,
    EvidenceClass,
    Field,
    FieldType,
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
from assessments.domain.shape import Node

MAX_FIELD_LENGTH = 10_000


def read_sections(top: Node, questions: dict[str, Question]) -> tuple[Section, ...]:
    """The sections in their order, each with the ids of its questions in theirs."""
    found = []
    for node in top.nodes("sections"):
        section = Section(
            id=node.string("id"),
            order=node.integer("order", low=1, high=1000),
            title=node.text("title"),
            intro=node.text("intro"),
        )
        inside = sorted(
            (each for each in questions.values() if each.section == section.id), key=lambda each: each.order
        )
        found.append(replace(section, questions=tuple(each.id for each in inside)))
        node.close()
    return tuple(sorted(found, key=lambda each: each.order))


def read_questions(top: Node) -> dict[str, Question]:
    """Every question by id, in their order."""
    found = [_read_question(node) for node in top.nodes("questions")]
    return {question.id: question for question in sorted(found, key=lambda each: each.order)}


def _read_question(node: Node) -> Question:
    question = Question(
        id=node.string("id"),
        section=node.string("section"),
        order=node.integer("order", low=1, high=1000),
        type=node.code("type", Type, default=Type.CHOICE),
        title=node.text("title"),
        ask=node.text("ask"),
        help=node.text("help"),
        why=node.text("why"),
        good_answer=node.text("good_answer"),
        evidence=_read_evidence(node.node("evidence")),
        options={each.code: each for each in map(_read_option, node.nodes("options"))},
        fields={each.code: each for each in map(_read_field, node.nodes("fields", required=False))},
        good=_read_good(node),
        party=_read_party(node.node("party")),
        per=node.code("per", Per, default=Per.ASSESSMENT),
        evidence_class=node.code("evidence_class", EvidenceClass, default=EvidenceClass.FILE),
        letter=node.strings("letter", required=True),
        cites=node.strings("cites", required=True),
        law=node.text("law"),
        gate=node.string("gate"),
        severity=node.string("severity"),
        reuse=node.string("reuse"),
        curable=node.flag("curable"),
        steering=node.flag("steering", default=False),
        derived=node.flag("derived", default=False),
        knockout=node.flag("knockout", default=False),
        risk=node.string("risk", default="") or None,
        kxi=_read_kxi(node),
        measures=node.strings("measures"),
        knows=node.string("knows", default="") or None,
        show_if=node.condition("show_if"),
        complete_if=node.condition("complete_if"),
        blocking=node.condition("blocking"),
        own_cure=_read_own_cure(node),
    )
    for key in ("per", "evidence_class", "type"):
        if key not in node:
            node.fault(f"{key} is missing", f"add {key}")
    node.close()
    return question


def _read_good(node: Node) -> tuple[str, ...]:
    value = node.raw("good")
    if value is None or isinstance(value, str):
        return (value,) if value else ()
    return node.strings("good")


def _read_kxi(node: Node) -> Score | None:
    return read_score(node.node("kxi")) if "kxi" in node else None


def read_score(node: Node) -> Score:
    """`{likelihood, impact}`, each 1 to 4."""
    score = Score(node.integer("likelihood", low=1, high=4), node.integer("impact", low=1, high=4))
    node.close()
    return score


def _read_evidence(node: Node) -> tuple[Text, ...]:
    """Two lists of equal length: what may show the good answer, in both languages."""
    words = {locale: node.strings(locale, required=True) for locale in LOCALES}
    if len({len(each) for each in words.values()}) > 1:
        node.fault("the lists nl and en differ in length", "translate every kind of evidence")
    node.close()
    return tuple(Text(nl, en) for nl, en in zip(words["nl"], words["en"], strict=False))


def _read_option(node: Node) -> Option:
    needs = node.strings("needs")
    unknown = set(needs) - {each.value for each in Need}
    if unknown:
        node.fault(f"needs {', '.join(sorted(unknown))}", "use evidence, reason or check")
    option = Option(
        code=node.string("code"),
        text=node.both(),
        means=node.code("means", Means, default=Means.OPEN),
        means_if=tuple(each for each in map(_read_means_if, node.nodes("means_if", required=False)) if each),
        needs=frozenset(Need(each) for each in needs if each not in unknown),
        unproven_counts_as=node.string("unproven_counts_as", default="") or None,
        field=node.string("field", default="") or None,
        exclusive=node.flag("exclusive", default=False),
    )
    if "means" not in node:
        node.fault("means is missing", "say what choosing this option means")
    node.close()
    return option


def _read_means_if(node: Node) -> MeansIf | None:
    condition, means = node.condition("if"), node.code("means", Means, default=Means.OPEN)
    if "if" not in node or "means" not in node:
        node.fault("if or means is missing", "write `{if: condition, means: code}`")
    node.close()
    return MeansIf(condition, means) if condition else None


def _read_field(node: Node) -> Field:
    has_length = "max_length" in node
    field = Field(
        code=node.string("code"),
        type=node.code("type", FieldType, default=FieldType.TEXT),
        text=node.both(),
        max_length=node.integer("max_length", low=1, high=MAX_FIELD_LENGTH) if has_length else None,
    )
    if field.type is FieldType.TEXT and not has_length:
        node.fault("a text field without max_length", "document its limit with max_length")
    node.close()
    return field


def _read_party(node: Node) -> PartyRule:
    ask = node.raw("ask")
    if not isinstance(ask, str | list) or not all(isinstance(each, str) for each in ask):
        node.fault(f"ask is {ask!r}", "write organisatie, all or a list of roles")
        ask = "organisatie"
    rule = PartyRule(
        roles=frozenset(ask if isinstance(ask, list) else ()),
        everyone=ask == EVERYONE,
        otherwise=node.string("else", default="") or None,
        commits_too=node.string("commits_too", default="") or None,
    )
    if isinstance(ask, str) and ask not in ("organisatie", EVERYONE):
        node.fault(f"ask is {ask!r}", "write organisatie, all or a list of roles")
    if node.flag("repeat", default=rule.repeats) is not rule.repeats:
        node.fault("repeat does not fit ask", "a list of roles or `all` repeats, organisatie does not")
    node.close()
    return rule


def _read_own_cure(node: Node) -> OwnCure | None:
    if "own_cure" not in node:
        return None
    inner = node.node("own_cure")
    measures, roles = inner.strings("measures", required=True), inner.strings("party_roles", required=True)
    condition = inner.condition("if")
    if condition is None and "if" not in inner:
        inner.fault("if is missing", "say when the own organisation may promise")
    inner.close()
    return OwnCure(measures, condition, frozenset(roles)) if condition else None


def read_sources(top: Node) -> dict[str, Source]:
    """Letter passages and norms, by id."""
    sources = [_read_passage(node) for node in top.nodes("letter")]
    for source in map(_read_norm, top.nodes("norms")):
        if any(source.id == other.id for other in sources):
            top.fault(f"{source.id} stands twice", "give each source its own id")
        sources.append(source)
    return {source.id: source for source in sources}


def _read_passage(node: Node) -> Source:
    source = Source(
        id=node.string("id"),
        is_letter=True,
        title=node.text("title"),
        says=node.text("says"),
        place=node.text("place"),
        kind=node.string("kind"),
        context_only=node.flag("context_only", default=False),
    )
    node.close()
    return source


STATUSES = ("geldend", "aangekondigd", "voorgesteld", "historisch")
CONFIRMED = ("primary", "secondary", "none")
KINDS = ("verordening", "wet", "verdrag", "beleid", "richtsnoer", "toezichtbrief", "rechtspraak")


def _read_norm(node: Node) -> Source:
    source = Source(
        id=node.string("id"),
        is_letter=False,
        title=node.text("title"),
        says=node.text("says"),
        instrument=node.string("instrument"),
        provision=node.string("provision", default=""),
        kind=_one_of(node, "kind", KINDS),
        version=node.string("version", default=""),
        applies_from=node.day("applies_from"),
        status=_one_of(node, "status", STATUSES),
        confirmed=_one_of(node, "confirmed", CONFIRMED),
        checked_on=node.day("checked_on"),
        checked_in=node.string("source", default=""),
        note=node.text("note") if "note" in node else None,
    )
    node.close()
    return source


def _one_of(node: Node, key: str, possible: tuple[str, ...]) -> str:
    value = node.string(key)
    if value and value not in possible:
        node.fault(f"{key} is {value!r}", f"use one of: {', '.join(possible)}")
    return value
