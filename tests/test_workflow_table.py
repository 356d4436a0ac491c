"""The workflow table against the code: each row has a real owner, permission, action, and a place where it is taken."""

import importlib
import inspect

import pytest
from django.core.management import get_commands
from procrastinate.contrib.django import app

from assessments import tasks, urls
from assessments.domain.workflow import TABLE, Owner, Status, Transition
from assessments.permissions import PERMISSIONS, Permission, Role

PAGES = {pattern.name for pattern in urls.urlpatterns}
# Later issues give these their steps: deciding, conditions, validity.
WITHOUT_A_STEP_YET = {
    Status.AWAITING_SIGNATURE,
    Status.DECIDED,
    Status.CONDITIONAL,
    Status.IN_FORCE,
    Status.WITHDRAWN,
    Status.CLOSED,
    Status.EXPIRED,
}


def label(row: Transition) -> str:
    return f"{row.status}-{row.step}"


@pytest.mark.parametrize("row", TABLE, ids=label)
def test_the_owner_of_a_step_has_its_permission(row):
    assert Permission(row.permission) in PERMISSIONS[Role(row.owner.value)]


@pytest.mark.parametrize("row", TABLE, ids=label)
def test_the_action_of_a_step_exists_and_says_who_does_it(row):
    module, _, name = row.action.partition(".")
    action = getattr(importlib.import_module(f"assessments.actions.{module}"), name)
    assert {"by", "at"} <= inspect.signature(action).parameters.keys()


@pytest.mark.parametrize("row", TABLE, ids=label)
def test_a_step_is_taken_on_a_page_or_by_a_task_or_command_that_exists(row):
    kind, _, name = row.where.partition(":")
    places = {"page": PAGES, "task": app.tasks.keys(), "command": get_commands().keys()}
    assert tasks and name in places[kind]
    assert (kind != "page") == (row.owner in (Owner.SYSTEM, Owner.OPERATOR))


def test_every_status_has_a_step_or_is_known_to_have_none_yet():
    assert {row.status for row in TABLE} == set(Status) - WITHOUT_A_STEP_YET


def test_a_step_stands_once_per_status():
    assert len({(row.status, row.step) for row in TABLE}) == len(TABLE)
