"""Risks, what raises them and what lowers them: part of advice.yaml, from plain data to frozen classes."""

from collections.abc import Iterator

from assessments.domain.conditions import Expression
from assessments.domain.questionnaire import Effect, Instead, Measure, Raise, Risk, Score
from assessments.domain.shape import Node


def required_condition(node: Node, key: str = "if") -> Expression | None:
    condition = node.condition(key)
    if condition is None and key not in node:
        node.fault(f"{key} is missing", "add a condition of the closed language")
    return condition


def read_risk(node: Node) -> tuple[Risk, tuple[Raise, ...]]:
    """The risk, and what raises it alone."""
    inherent, name = node.node("inherent"), node.string("id")
    scores = {column: _read_pair(inherent, column) for column in inherent.names()}
    risk = Risk(
        id=name,
        text=node.both(),
        letter=node.strings("letter", required=True),
        inherent=scores,
        triggers=node.strings("triggers", required=True),
        instead=tuple(each for each in map(_read_instead, node.nodes("instead", required=False)) if each),
        only_measures=node.strings("only_measures"),
    )
    own = tuple(
        each
        for number, inner in enumerate(node.nodes("raise", required=False), 1)
        if (each := _read_raise(inner, f"{name}-{number}", (name,)))
    )
    node.close()
    return risk, own


def _read_pair(node: Node, key: str) -> Score:
    """A score as `[likelihood, impact]`."""
    match node.raw(key):
        case [int() as likelihood, int() as impact] if 1 <= likelihood <= 4 and 1 <= impact <= 4:
            return Score(likelihood, impact)
        case value:
            node.fault(f"{key} is {value!r}", "write [likelihood, impact], each 1 to 4")
            return Score(1, 1)


def _read_instead(node: Node) -> Instead | None:
    condition, score, reason = required_condition(node), _read_pair(node, "score"), node.text("reason")
    node.close()
    return Instead(condition, score, reason) if condition else None


def read_modifiers(top: Node) -> Iterator[Raise]:
    for node in top.nodes("modifiers"):
        found = _read_raise(node, node.string("id"), node.strings("risks", required=True))
        if found:
            yield found


def _read_raise(node: Node, name: str, risks: tuple[str, ...]) -> Raise | None:
    condition, reason = required_condition(node), node.text("reason")
    likelihood = node.integer("likelihood", default=0, low=0, high=3)
    impact = node.integer("impact", default=0, low=0, high=3)
    node.close()
    return Raise(name, condition, risks, likelihood, impact, reason) if condition else None


def read_measure(node: Node) -> Measure:
    measure = Measure(
        id=node.string("id"),
        text=node.both(),
        kind=node.string("kind"),
        technical=node.flag("technical"),
        effects=tuple(map(_read_effect, node.nodes("effects"))),
        verified_when=node.condition("verified_when"),
        only_if=node.condition("only_if"),
        with_any=node.strings("with_any"),
        running=node.flag("running", default=False),
        supports=node.strings("supports"),
        route=node.string("route", default="") or None,
        note=node.text("note") if "note" in node else None,
    )
    node.close()
    return measure


def _read_effect(node: Node) -> Effect:
    effect = Effect(
        risk=node.string("risk"),
        likelihood=node.integer("likelihood", default=0, low=-3, high=0),
        impact=node.integer("impact", default=0, low=-3, high=0),
    )
    node.close()
    return effect
