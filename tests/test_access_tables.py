"""Every line of the tables that decide who may do what is needed: without it, somebody gets another answer."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from django.core.management import call_command
from django.db import transaction

from assessments import access_rules, permissions, policies
from assessments.access_rules import RULES
from assessments.actions import sealing
from assessments.domain import workflow
from assessments.models import Report, assessment, organisation_context
from assessments.permissions import PERMISSIONS, Role
from assessments.policies import Forbidden, Refused
from tests.access import expected, matrix
from tests.access.matrix import Cell
from tests.access.world import World, world

__all__ = ["world"]  # a fixture
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access")]


@dataclass(frozen=True)
class Line:
    """One line of a table: how to read it, the table without it, and the cells that may notice."""

    says: str
    table: dict
    key: object
    without: object  # what stays under the key; None takes the key away
    names: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ("POST", "GET")
    roles: tuple[str, ...] = ()


PAGES = tuple(name for name, row in expected.TABLE.items() if row.who != "everybody")
STEPS = ("check", "withdraw", "dossier", "queue", "review", "review-section", "review-conclude")


def permission_lines() -> Iterator[Line]:
    for role, found in PERMISSIONS.items():
        for each in sorted(found):
            ruled = tuple(name for name in PAGES if each in RULES[name].permissions)
            rest = tuple(name for name in STEPS if name not in ruled)
            yield Line(f"{role}: {each}", PERMISSIONS, role, found - {each}, ruled + rest, roles=(role.value,))


def rule_lines() -> Iterator[Line]:
    for name, rule in RULES.items():
        yield Line(f"rule {name}", RULES, name, None, (name,), ("GET", "POST"))
        for verb in sorted(rule.verbs):
            yield Line(f"{name}: {verb}", RULES, name, replace(rule, verbs=rule.verbs - {verb}), (name,), (verb,))
        for each in sorted(rule.permissions):
            fewer = replace(rule, permissions=rule.permissions - {each})
            yield Line(f"{name}: {each}", RULES, name, fewer, (name,), ("GET",))


def workflow_lines() -> Iterator[Line]:
    for row in workflow.TABLE:
        page = row.where.removeprefix("page:")
        # The queue shows what waits; the button that claims it stands on the page of the review.
        name = {"queue": "review"}.get(page, page)
        key = (row.status, row.step)
        yield Line(f"{row.status}: {row.step}", workflow._BY_STEP, key, None, (name,), ("POST",))


def policy_lines() -> Iterator[Line]:
    for owner, capacities in policies.CAPACITIES.items():
        yield Line(f"capacities of {owner}", policies.CAPACITIES, owner, None, STEPS, ("POST",))
        for each in capacities:
            fewer = capacities - {each}
            yield Line(f"{owner}: {each}", policies.CAPACITIES, owner, fewer, STEPS, ("POST",))
    for owner in policies.NO_PART:
        yield Line(f"sentence for {owner}", policies.NO_PART, owner, None, STEPS, ("POST",))
    for step in policies.IN_HAND:
        yield Line(f"in hand: {step}", policies.IN_HAND, step, None, ("review", "review-conclude"), ("POST",))
    for role in assessment.SEEN_BY:
        yield Line(f"seen by {role}", assessment.SEEN_BY, role, None, PAGES, ("GET",), (role.value,))
    for each in policies.WRITERS:
        yield Line(f"writers: {each}", vars(policies), "WRITERS", policies.WRITERS - {each}, ("section",), ("POST",))


# Nobody in the matrix wrote in an assessment and may review too, and judging asks before advising whose it is:
# for these see tests/test_policies.py.
WITHOUT_A_CELL = {"capacities of reviewer", "sentence for reviewer", "in hand: advise"}
LINES = [
    *permission_lines(),
    *rule_lines(),
    *workflow_lines(),
    # Many cells must be asked before one notices.
    *(pytest.param(line, marks=pytest.mark.long) for line in policy_lines() if line.says not in WITHOUT_A_CELL),
]


# --- Steps that nobody takes on a page -----------------------------------------------------------------


def _advised(world: World) -> Report:
    return Report.objects.get(snapshot__assessment=world.things["advised"].ids["pk"])


def the_worker_seals(world: World) -> None:
    ours = world.actors["owner"].organisation_id
    with organisation_context(ours):
        report, system = _advised(world), sealing.system_actor(ours)
        system.roles = frozenset({Role.SYSTEM})
        sealing.seal(by=system, report=report, pdf=b"%PDF-1.7", signed_by=None)


def the_operator_asks_again(world: World) -> None:
    with organisation_context(world.actors["owner"].organisation_id):
        Report.objects.filter(pk=_advised(world).pk).update(failure="TimeoutError")
    call_command("retry_reports", stdout=io.StringIO())


BEYOND: dict[str, Callable[[World], None]] = {
    "task:render_report": the_worker_seals,
    "command:retry_reports": the_operator_asks_again,
}


def works(world: World, take: Callable[[World], None]) -> bool:
    mark = transaction.savepoint_create()
    try:
        take(world)
    except (Forbidden, Refused):
        return False
    finally:
        transaction.savepoint_rollback(mark)
    return True


# --- Taking lines away ---------------------------------------------------------------------------------


def suspects(world: World, line: Line) -> list[Cell]:
    """The cells that may notice, what is allowed now first."""
    found = [
        cell
        for name in line.names
        if name in expected.TABLE
        for cell in matrix.cells(world, name)
        if cell.verb in line.verbs and (not line.roles or role(cell) in line.roles)
    ]
    return sorted(found, key=lambda cell: (line.names.index(cell.name), rank(world, line, cell)))


def role(cell: Cell) -> str:
    return getattr(expected.ROLES.get(cell.person), "value", "")


def rank(world: World, line: Line, cell: Cell) -> tuple[bool, bool, int]:
    status = wanted(world, cell)
    return (status >= 400, status == 404, line.verbs.index(cell.verb))


def wanted(world: World, cell: Cell) -> int:
    return expected.status(cell.name, cell.verb, cell.sent, world.people[cell.person], world.things.get(cell.state))


def noticed(world: World, line: Line) -> str:
    """The first cell that answers otherwise; empty when nobody notices."""
    for name, take in BEYOND.items():
        if not works(world, take):
            return name
    for cell in suspects(world, line):
        if matrix.ask(world, cell).status_code != wanted(world, cell):
            return str(cell)
    return ""


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.says)
def test_somebody_notices_when_a_line_is_gone(world: World, monkeypatch: pytest.MonkeyPatch, line: Line) -> None:
    if line.without is None:
        monkeypatch.delitem(line.table, line.key)
    else:
        monkeypatch.setitem(line.table, line.key, line.without)
    assert noticed(world, line)


def test_with_every_line_in_place_all_steps_beyond_the_pages_work(world: World) -> None:
    assert all(works(world, take) for take in BEYOND.values())


def test_every_table_is_taken_apart() -> None:
    """A table that a new module brings along must be added above."""
    tables = {
        name
        for module in (permissions, access_rules, policies, assessment)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, dict)
    }
    assert tables == {"PERMISSIONS", "RULES", "CAPACITIES", "NO_PART", "IN_HAND", "SEEN_BY"}
