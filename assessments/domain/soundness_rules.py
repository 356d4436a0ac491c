"""Does advice.yaml fit together, and does it fit the questions?"""

from collections.abc import Iterator

from assessments.domain.conditions import Expression
from assessments.domain.faults import Fault
from assessments.domain.outcome import ALLOWED, CONSULT_FIRST, NOT_ALLOWED, OUTSIDE, UNLESS
from assessments.domain.questionnaire import EVERYONE, FieldType, RuleTest
from assessments.domain.soundness import ADVICE, Draft, condition_faults

OUTCOMES = {NOT_ALLOWED, UNLESS, CONSULT_FIRST, ALLOWED, OUTSIDE}
MEASURE_KINDS = ("preventief", "detectief", "corrigerend", "verantwoording", "transparantie", "procedure")

type Found = Iterator[tuple[str, str, str]]


def rule_faults(draft: Draft) -> Iterator[Fault]:
    """Everything wrong with gates, rules, risks, measures and validity."""
    checks = (_outcomes, _gates, _risks, _raises, _measures, _parties, _validity, _actions, _questions, _conditions)
    for check in checks:
        for where, message, remedy in check(draft):
            yield Fault(ADVICE, where, message, remedy)


def _outcomes(draft: Draft) -> Found:
    if set(draft.rules.outcomes) != OUTCOMES:
        yield "outcomes", "not the five outcomes", f"name exactly {', '.join(sorted(OUTCOMES))}"
    if not draft.rules.rules or draft.rules.rules[-1].test != RuleTest():
        yield "rules", "the last rule has a condition", "end with a rule that always applies"
    for rule in draft.rules.rules:
        if rule.outcome not in draft.rules.outcomes:
            yield rule.name, f"unknown outcome {rule.outcome!r}", "use the code of an outcome"
        if rule.extra_measure is not None and rule.extra_measure not in draft.rules.measures:
            yield rule.name, f"unknown measure {rule.extra_measure!r}", "use the id of a measure"
    for name, steps in (("matrix", draft.rules.matrix), ("scales", draft.rules.impact_names)):
        if set(steps) != {1, 2, 3, 4}:
            yield name, "not the steps 1 to 4", "give all four"


def _gates(draft: Draft) -> Found:
    for gate in draft.rules.gates.values():
        for party in gate.parties:
            if party not in ("organisatie", EVERYONE, *draft.roles):
                yield gate.id, f"unknown party {party!r}", "use organisatie, all or a role"
        for question in gate.questions:
            if question not in draft.questions:
                yield gate.id, f"unknown question {question!r}", "use the id of a question"
            elif draft.questions[question].gate != gate.id:
                yield gate.id, f"{question} names another gate", "let the gate and the question agree"
        if not gate.questions:
            yield gate.id, "a gate without questions", "remove it, or give it questions"


def _risks(draft: Draft) -> Found:
    for risk in draft.rules.risks.values():
        if set(risk.inherent) != set(draft.rules.columns):
            yield risk.id, "inherent does not have the deployment columns", "give a score for each column"
        expected = {each.id for each in draft.questions.values() if each.risk == risk.id}
        for question in sorted(expected ^ set(risk.triggers)):
            yield risk.id, f"triggers and the risk of {question} do not agree", "name the risk in both, or in neither"
        for measure in risk.only_measures:
            if measure not in draft.rules.measures:
                yield risk.id, f"unknown measure {measure!r}", "use the id of a measure"
        for passage in risk.letter:
            if passage not in draft.sources or not draft.sources[passage].is_letter:
                yield risk.id, f"unknown letter passage {passage!r}", "use the id of a passage in sources.yaml"


def _raises(draft: Draft) -> Found:
    for each in draft.rules.raises:
        for risk in each.risks:
            if risk not in draft.rules.risks:
                yield each.id, f"unknown risk {risk!r}", "use the id of a risk"
        if not each.likelihood and not each.impact:
            yield each.id, "raises nothing", "give likelihood or impact"


def _measures(draft: Draft) -> Found:
    for measure in draft.rules.measures.values():
        for risk in (*measure.supports, *(effect.risk for effect in measure.effects)):
            if risk not in draft.rules.risks:
                yield measure.id, f"unknown risk {risk!r}", "use the id of a risk"
        for other in measure.with_any:
            if other not in draft.rules.measures:
                yield measure.id, f"unknown measure {other!r}", "use the id of a measure"
        if measure.route is not None and measure.route not in draft.questions:
            yield measure.id, f"unknown question {measure.route!r}", "use the id of a question"
        if measure.kind not in MEASURE_KINDS:
            yield measure.id, f"kind is {measure.kind!r}", f"use one of: {', '.join(MEASURE_KINDS)}"


def _parties(draft: Draft) -> Found:
    kinds = draft.questions.get(draft.rules.kinds_question)
    if kinds is None:
        yield "parties.by", f"unknown question {draft.rules.kinds_question!r}", "use the id of a question"
    elif set(kinds.options) != set(draft.rules.default_parties):
        yield "parties.default", f"not the answers of {kinds.id}", "give parties for each of its options"
    for kind, parties in draft.rules.default_parties.items():
        where = f"parties.default.{kind}"
        if [party.kind for party in parties].count("organisatie") != 1:
            yield where, "not exactly one own organisation", "name organisatie once"
        for party in parties:
            wrong = [role for role in party.ai_roles if draft.roles.get(role) != "ai"]
            wrong += [party.avg_role] if draft.roles.get(party.avg_role) != "avg" else []
            for role in wrong:
                yield where, f"unknown role {role!r}", "use a role of the question about parties"


def _validity(draft: Draft) -> Found:
    validity = draft.rules.validity
    for name, code in validity.ends_at:
        question = draft.questions.get(name)
        field = question.fields.get(code) if question else None
        if field is None or field.type is not FieldType.DATE:
            yield "validity.ends_at", f"{name}.{code} is no date field", "use question.field of type date"
    phases = draft.questions.get(validity.phase_question)
    if phases is None:
        yield "validity", f"unknown question {validity.phase_question!r}", "use the id of a question"
    else:
        for phase in {*validity.phases, *(each for covered in validity.phases.values() for each in covered)}:
            if phase not in phases.options:
                yield "validity.phases", f"{phase!r} is no answer of {phases.id}", "use the code of an option"
    if not validity.max_months or validity.max_months[-1].condition is not None:
        yield "validity.max_months", "the last term has a condition", "end with a term that always applies"


def _actions(draft: Draft) -> Found:
    actions = {action for each in draft.rules.immediate for action in each.actions}
    for action in sorted(actions - set(draft.rules.immediate_texts)):
        yield "immediate_actions", f"{action} has no text", "add it to immediate_texts"


def _questions(draft: Draft) -> Found:
    short, report = draft.rules.short_report, draft.rules.self_report
    named = {*short.scope, *short.extra, *(each for extra in short.extra.values() for each in extra)}
    for question in sorted(named - set(draft.questions)):
        yield "short_report", f"unknown question {question!r}", "use the id of a question"
    if report.question not in draft.questions:
        yield "self_report", f"unknown question {report.question!r}", "use the id of a question"
    else:
        for code in sorted(report.high_when - set(draft.questions[report.question].options)):
            yield "self_report", f"{code!r} is no answer of {report.question}", "use the code of an option"


def _conditions(draft: Draft) -> Found:
    for where, condition in _all_conditions(draft):
        for message, remedy in condition_faults(condition, draft.questions):
            yield where, message, remedy


def _all_conditions(draft: Draft) -> Iterator[tuple[str, Expression]]:
    rules = draft.rules
    yield from rules.columns.items()
    yield from ((each.id, each.condition) for each in rules.raises)
    yield from ((risk.id, each.condition) for risk in rules.risks.values() for each in risk.instead)
    yield from (("immediate_actions", each.condition) for each in rules.immediate)
    yield from (("validity.max_months", each.condition) for each in rules.validity.max_months if each.condition)
    yield from ((rule.name, rule.test.demonstrated) for rule in rules.rules if rule.test.demonstrated)
    for measure in rules.measures.values():
        yield from ((measure.id, each) for each in (measure.verified_when, measure.only_if) if each)
