"""Does the questionnaire fit together? Every check yields faults with a remedy; `loading` gathers them all."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assessments.domain.conditions import Expression, Match, matches_in, questions_in
from assessments.domain.derived import DERIVED
from assessments.domain.faults import Fault
from assessments.domain.judging import NOT_APPLICABLE_CODE
from assessments.domain.load_rules import Rules
from assessments.domain.questionnaire import EvidenceClass, Means, Need, Per, Question, Section, Source, Type
from assessments.domain.reach import reachable

QUESTIONS, ADVICE, SOURCES = "questionnaire.yaml", "advice.yaml", "sources.yaml"
MOST_FILES = 30
SEVERITIES = ("laag", "midden", "hoog", "kritiek")
REUSES = ("use", "organisation", "provider")
KNOWERS = ("aanbieder", "ciso", "privacy-officer", "proceseigenaar")


@dataclass(frozen=True)
class Draft:
    """The three files as read, before anybody vouches for them."""

    sections: tuple[Section, ...]
    questions: Mapping[str, Question]
    sources: Mapping[str, Source]
    rules: Rules

    @property
    def roles(self) -> Mapping[str, str | None]:
        """The role codes of the party rows, with the kind of role each is."""
        repeated = [each for each in self.questions.values() if each.type is Type.REPEAT]
        return {option.code: option.field for each in repeated for option in each.options.values()}


def question_faults(draft: Draft) -> Iterator[Fault]:
    """Everything wrong with questions, sections and their sources."""
    for question in draft.questions.values():
        for message, remedy in _faults_of(question, draft):
            yield Fault(QUESTIONS, question.id, message, remedy)
    yield from _whole(draft)
    yield from _letter(draft)


type Found = Iterator[tuple[str, str]]


def _faults_of(question: Question, draft: Draft) -> Found:
    yield from _places(question, draft)
    yield from _options(question)
    yield from _party(question, draft)
    yield from _blocking(question, draft)
    for name, condition in conditions_of(question):
        for message, remedy in condition_faults(condition, draft.questions):
            yield f"{name}: {message}", remedy
    yield from _visibility(question, draft)


def _places(question: Question, draft: Draft) -> Found:
    """Every id a question names must exist."""
    if question.section not in {each.id for each in draft.sections}:
        yield f"unknown section {question.section!r}", "use the id of a section"
    gate = draft.rules.gates.get(question.gate)
    if gate is None:
        yield f"unknown gate {question.gate!r}", "use the id of a gate in advice.yaml"
    elif question.id not in gate.questions:
        yield f"gate {gate.id} does not list it", "add the question to that gate in advice.yaml"
    if question.risk is not None and question.risk not in draft.rules.risks:
        yield f"unknown risk {question.risk!r}", "use the id of a risk in advice.yaml"
    if (question.risk is None) is not (question.kxi is None):
        yield "risk and kxi do not stand together", "give both, or neither"
    for measure in (*question.measures, *(question.own_cure.measures if question.own_cure else ())):
        if measure not in draft.rules.measures:
            yield f"unknown measure {measure!r}", "use the id of a measure in advice.yaml"
    for source in question.sources:
        if source not in draft.sources:
            yield f"unknown source {source!r}", "add it to sources.yaml or correct the id"
        elif draft.sources[source].is_letter is not (source in question.letter):
            yield f"{source} stands in the wrong list", "letter passages go under letter, norms under cites"
    for key, value, possible in (
        ("severity", question.severity, SEVERITIES),
        ("reuse", question.reuse, REUSES),
        ("knows", question.knows, (*KNOWERS, None)),
    ):
        if value not in possible:
            yield f"{key} is {value!r}", f"use one of: {', '.join(filter(None, possible))}"


def _options(question: Question) -> Found:
    """The closed answers, the good one among them."""
    if not question.options:
        yield "has no options", "give a closed answer (decision 1)"
    multi = question.type in (Type.MULTI, Type.REPEAT)
    if question.type is not Type.REPEAT and (not question.good or (len(question.good) > 1 and not multi)):
        yield "names no good answer, or too many", "name the good answer a case file takes"
    for code in question.good:
        if code not in question.options:
            yield f"good answer {code!r} is no option", "use the code of an option"
        elif question.options[code].means not in (Means.GOOD, Means.NEUTRAL):
            yield f"good answer {code!r} is not good or neutral", "name an option that fulfils or only steers"
    for option in question.options.values():
        if option.unproven_counts_as is not None and option.unproven_counts_as not in question.options:
            yield f"{option.code} counts as unknown option {option.unproven_counts_as!r}", "use the code of an option"
        if option.exclusive and not multi:
            yield f"{option.code} is exclusive where only one can be chosen", "remove exclusive"
        if option.code == NOT_APPLICABLE_CODE and not option.needs >= {Need.REASON, Need.CHECK}:
            yield "nvt without a checked reason", "let nvt need reason and check (decision 7)"
    yield from _proof(question)


def _proof(question: Question) -> Found:
    if question.derived is not (question.id in DERIVED):
        yield "derived does not fit", f"the code derives exactly {', '.join(DERIVED)}"
    good = [question.options[code] for code in question.good if code in question.options]
    if question.type is Type.REPEAT:
        good = list(question.options.values())
    if question.evidence_class is EvidenceClass.NONE and any(Need.EVIDENCE in option.needs for option in good):
        yield "evidence_class none, but its good answer needs evidence", "use file or declaration"


def _party(question: Question, draft: Draft) -> Found:
    rule = question.party
    for role in sorted(rule.roles | (question.own_cure.party_roles if question.own_cure else frozenset())):
        if role not in draft.roles:
            yield f"unknown role {role!r}", "use a role of the question about parties"
    if rule.otherwise not in (None, "organisatie"):
        yield f"else is {rule.otherwise!r}", "only organisatie can answer in another's place"
    if rule.commits_too not in (None, "organisatie", *draft.roles):
        yield f"commits_too is {rule.commits_too!r}", "use organisatie or a role of the question about parties"
    if (question.per is Per.PARTY) is not rule.repeats:
        yield "per does not fit who is asked", "per: party belongs to ask: all or a list of roles"
    if question.type is Type.REPEAT:
        for option in question.options.values():
            if option.field not in ("avg", "ai"):
                yield f"role {option.code} has no field", "say field: avg or field: ai"


def _blocking(question: Question, draft: Draft) -> Found:
    """What an option means and what the blocking condition says must agree, and only law in force may block."""
    condition, blocks = question.blocking, _blocking_codes(question)
    if condition is None:
        if blocks:
            yield f"{', '.join(blocks)} blocks, but there is no blocking condition", "add blocking"
        return
    own = {code for match in matches_in(condition) if match.question == question.id for code in match.codes}
    if not blocks:
        yield "a blocking condition, but no option that blocks", "give the blocking option means: blocks"
    for code in blocks:
        if code not in own:
            yield f"{code} blocks, but the blocking condition does not name it", "name it in blocking"
    if not any(draft.sources[each].status == "geldend" for each in question.cites if each in draft.sources):
        yield "blocks without a norm in force", "cite a norm with status geldend, or do not block"


def _blocking_codes(question: Question) -> list[str]:
    return [
        option.code
        for option in question.options.values()
        if Means.BLOCKS in (option.means, *(each.means for each in option.means_if))
    ]


def _visibility(question: Question, draft: Draft) -> Found:
    """A question is shown because of earlier answers only, so there is no circle; and somebody must get it."""
    later = [
        name
        for name in (questions_in(question.show_if) if question.show_if else ())
        if name in draft.questions and draft.questions[name].order >= question.order
    ]
    for name in dict.fromkeys(later):
        yield f"show_if looks at {name}, which is no earlier question", "let show_if look at earlier questions only"
    if not later and not reachable(question, draft.questions):
        yield "nobody can reach it: no answers make show_if hold", "correct show_if, or remove the question"


def conditions_of(question: Question) -> Iterator[tuple[str, Expression]]:
    """Every condition of a question, with the key it stands under."""
    named = (("show_if", question.show_if), ("complete_if", question.complete_if), ("blocking", question.blocking))
    yield from ((name, condition) for name, condition in named if condition is not None)
    if question.own_cure is not None:
        yield "own_cure", question.own_cure.condition
    for option in question.options.values():
        yield from (("means_if", each.condition) for each in option.means_if)


def condition_faults(condition: Expression, questions: Mapping[str, Question]) -> Found:
    """Questions and codes a condition names that do not exist."""
    for name in dict.fromkeys(questions_in(condition)):
        if name not in questions:
            yield f"unknown question {name!r}", "use the id of a question"
    for match in matches_in(condition):
        for code in _unknown_codes(match, questions):
            yield f"{code!r} is no answer of {match.question}", "use the code of an option"


def _unknown_codes(match: Match, questions: Mapping[str, Question]) -> Iterable[str]:
    return sorted(match.codes - set(questions[match.question].options)) if match.question in questions else ()


def _whole(draft: Draft) -> Iterator[Fault]:
    """What no single question can show."""
    orders: dict[int, str] = {}
    for question in draft.questions.values():
        if question.order in orders:
            message = f"has the same order as {orders[question.order]}"
            yield Fault(QUESTIONS, question.id, message, "give each question its own order")
        orders[question.order] = question.id
    for section in draft.sections:
        if not section.questions:
            yield Fault(QUESTIONS, section.id, "a section without questions", "remove it, or move questions into it")
    files = [each.id for each in draft.questions.values() if each.evidence_class is EvidenceClass.FILE]
    if len(files) > MOST_FILES:
        message = f"{len(files)} questions ask for a file, at most {MOST_FILES} may"
        yield Fault(QUESTIONS, "evidence_class", message, "let a declaration do for some")
    if sum(each.type is Type.REPEAT for each in draft.questions.values()) != 1:
        yield Fault(QUESTIONS, "questions", "not exactly one question of type repeat", "ask for the parties once")


def _letter(draft: Draft) -> Iterator[Fault]:
    asked = {passage for question in draft.questions.values() for passage in question.letter}
    for source in draft.sources.values():
        if source.is_letter and source.id not in asked and not source.context_only:
            remedy = "name it under letter of a question, or mark it context_only"
            yield Fault(SOURCES, source.id, "a letter passage without a question", remedy)
