"""advice.yaml, from plain data to frozen classes: gates, outcome rules, risks, measures, validity."""

from dataclasses import dataclass

from assessments.domain.conditions import Expression
from assessments.domain.load_risks import read_measure, read_modifiers, read_risk, required_condition
from assessments.domain.questionnaire import (
    DefaultParty,
    Gate,
    Immediate,
    Level,
    MaxMonths,
    Measure,
    Outcome,
    OutcomeRule,
    Raise,
    Risk,
    RuleTest,
    SelfReport,
    ShortReport,
    Text,
    Validity,
)
from assessments.domain.shape import Node


@dataclass(frozen=True)
class Rules:
    """Everything advice.yaml holds, under the names of `Questionnaire`."""

    outcomes: dict[str, Outcome]
    provisional_suffix: Text
    rules: tuple[OutcomeRule, ...]
    self_report: SelfReport
    kinds_question: str
    default_parties: dict[str, tuple[DefaultParty, ...]]
    gates: dict[str, Gate]
    matrix: dict[int, tuple[Level, ...]]
    likelihood_names: dict[int, Text]
    impact_names: dict[int, Text]
    columns: dict[str, Expression]
    risks: dict[str, Risk]
    raises: tuple[Raise, ...]
    measures: dict[str, Measure]
    validity: Validity
    immediate: tuple[Immediate, ...]
    immediate_texts: dict[str, Text]
    short_report: ShortReport


def read_rules(top: Node) -> Rules:
    """The whole file. Version and questionnaire name what it belongs to."""
    likelihood, impact = _read_scales(top.node("scales"))
    columns = _read_conditions(top.node("deployment_columns"))
    risks = [read_risk(node) for node in top.nodes("risks")]
    kinds_question, default_parties = _read_parties(top.node("parties"))
    return Rules(
        outcomes={each.code: each for each in map(_read_outcome, top.nodes("outcomes"))},
        provisional_suffix=top.text("provisional_suffix"),
        rules=tuple(_read_rule(node) for node in top.nodes("rules")),
        self_report=_read_self_report(top.node("self_report")),
        kinds_question=kinds_question,
        default_parties=default_parties,
        gates={each.id: each for each in map(_read_gate, top.nodes("gates"))},
        matrix=_read_matrix(top),
        likelihood_names=likelihood,
        impact_names=impact,
        columns=columns,
        risks={risk.id: risk for risk, _ in risks},
        raises=(*(each for _, own in risks for each in own), *read_modifiers(top)),
        measures={each.id: each for each in map(read_measure, top.nodes("measures"))},
        validity=_read_validity(top.node("validity")),
        immediate=tuple(each for each in map(_read_immediate, top.nodes("immediate_actions")) if each),
        immediate_texts=_read_texts(top.node("immediate_texts")),
        short_report=_read_short_report(top.node("short_report")),
    )


def _read_outcome(node: Node) -> Outcome:
    outcome = Outcome(node.string("code"), node.integer("strictness", low=0, high=9), node.both())
    node.close()
    return outcome


def _read_rule(node: Node) -> OutcomeRule:
    extra = node.node("extra_condition") if "extra_condition" in node else None
    rule = OutcomeRule(
        rule=node.integer("rule", low=1, high=99),
        name=node.string("name"),
        test=_read_test(node.node("if")) if "if" in node else RuleTest(),
        outcome=node.string("outcome"),
        overrulable=node.flag("overrulable", default=True),
        extra_test=_read_test(extra.node("if")) if extra else None,
        extra_measure=extra.string("add") if extra else None,
    )
    if extra:
        extra.close()
    node.close()
    return rule


def _read_test(node: Node) -> RuleTest:
    clearance = node.string("clearance", default="")
    if clearance not in ("", "ended"):
        node.fault(f"clearance is {clearance!r}", "write `clearance: ended`")
    consulted = node.strings("ap_consulted")
    if set(consulted) - {"none", "positive", "negative"}:
        node.fault("ap_consulted holds an unknown code", "use none, positive or negative")
    test = RuleTest(
        demonstrated=node.condition("demonstrated"),
        any_question_state=_read_state(node),
        any_open_without_commitment=node.flag("any_open_without_commitment", default=False),
        residual=node.code("residual", Level, default=Level.HIGH) if "residual" in node else None,
        expected_residual=node.code("expected_residual", Level, default=Level.HIGH)
        if "expected_residual" in node
        else None,
        ap_consulted=frozenset(consulted),
        clearance_ended=bool(clearance),
    )
    node.close()
    return test


def _read_state(node: Node) -> str | None:
    """`niet-aangetoond` and `niet_aangetoond` are the same state."""
    state = node.string("any_question_state", default="").replace("-", "_")
    if state and state not in ("aangetoond", "niet_aangetoond", "geschonden", "nvt"):
        node.fault(f"any_question_state is {state!r}", "use aangetoond, niet-aangetoond, geschonden or nvt")
        return None
    return state or None


def _read_self_report(node: Node) -> SelfReport:
    report = SelfReport(node.string("question"), frozenset(node.strings("high_when", required=True)))
    node.close()
    return report


def _read_parties(node: Node) -> tuple[str, dict[str, tuple[DefaultParty, ...]]]:
    kinds_question, own, default = node.string("by"), node.string("own"), node.node("default")
    if own not in ("", "organisatie"):
        node.fault(f"own is {own!r}", "the own organisation is called organisatie")
    found = {kind: tuple(map(_read_default_party, default.nodes(kind))) for kind in default.names()}
    node.close()
    return kinds_question, found


def _read_default_party(node: Node) -> DefaultParty:
    party = DefaultParty(node.string("party"), node.string("avg"), node.strings("ai", required=True))
    node.close()
    return party


def _read_gate(node: Node) -> Gate:
    parties, questions = node.strings("parties", required=True), node.strings("questions", required=True)
    gate = Gate(node.string("id"), node.both(), parties, questions)
    node.close()
    return gate


def _read_scales(node: Node) -> tuple[dict[int, Text], dict[int, Text]]:
    scales = tuple(_read_scale(node.node(name)) for name in ("likelihood", "impact"))
    node.close()
    return scales[0], scales[1]


def _read_scale(node: Node) -> dict[int, Text]:
    if node.names() != ("1", "2", "3", "4"):
        node.fault("not the steps 1 to 4", "name the steps 1, 2, 3 and 4, in that order")
        return {}
    return {int(step): node.text(step) for step in node.names()}


def _read_matrix(top: Node) -> dict[int, tuple[Level, ...]]:
    """Impact gives the row; four levels, for likelihood 1 to 4."""
    node = top.node("matrix")
    levels = {each.value: each for each in Level}
    rows = {impact: node.strings(impact, required=True) for impact in node.names()}
    if set(rows) != {"1", "2", "3", "4"} or any(len(row) != 4 or set(row) - set(levels) for row in rows.values()):
        node.fault("not four rows of four levels", "give impact 1 to 4 each four of: laag, midden, hoog")
        return {}
    return {int(impact): tuple(levels[each] for each in row) for impact, row in rows.items()}


def _read_conditions(node: Node) -> dict[str, Expression]:
    found = {name: condition for name in node.names() if (condition := node.condition(name))}
    node.close()
    return found


def _read_validity(node: Node) -> Validity:
    phases = node.node("phases")
    validity = Validity(
        max_months=tuple(map(_read_term, node.nodes("max_months"))),
        ends_at=tuple(_split(node, each) for each in node.strings("ends_at", required=True)),
        ends_on_event=node.strings("ends_on_event", required=True),
        phase_question=node.string("phase_question"),
        phases={phase: frozenset(phases.strings(phase)) for phase in phases.names()},
    )
    node.close()
    return validity


def _read_term(node: Node) -> MaxMonths:
    term = MaxMonths(node.integer("months", low=1, high=120), node.condition("if"))
    node.close()
    return term


def _split(node: Node, address: str) -> tuple[str, str]:
    question, dot, field = address.partition(".")
    if not dot:
        node.fault(f"ends_at names {address!r}", "write question.field")
    return question, field


def _read_immediate(node: Node) -> Immediate | None:
    condition, actions = required_condition(node), node.strings("actions", required=True)
    node.close()
    return Immediate(condition, actions) if condition else None


def _read_texts(node: Node) -> dict[str, Text]:
    return {code: node.text(code) for code in node.names()}


def _read_short_report(node: Node) -> ShortReport:
    extra = node.node("extra")
    report = ShortReport(
        scope=node.strings("scope", required=True),
        extra={question: extra.strings(question) for question in extra.names()},
    )
    node.close()
    return report
