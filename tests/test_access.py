"""Who reaches what: every (address, verb) of the URL table, by everybody, on an assessment in every state."""

import json
from collections.abc import Iterator

import pytest

from tests.access import expected, matrix, sending
from tests.access.matrix import Count
from tests.access.world import World, world
from tests.source import ROOT

__all__ = ["world"]  # a fixture
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access")]
NAMES = matrix.names()
ONE_IN = 4


@pytest.fixture(scope="module")
def total() -> Iterator[Count]:
    """What all tests of this file counted together."""
    count = Count()
    yield count
    figures = {
        "cells": count.cells,
        "allowed": count.allowed,
        "leaks": len(count.leaks),
        "unexpected": len(count.unexpected),
        "errors": len(count.errors),
        "unlike": len(count.unlike),
        "addresses": len(NAMES),
        "verbs": dict(count.verbs),
    }
    file = ROOT / "build" / "access.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(figures, indent=1) + "\n")


def test_every_address_says_what_is_expected_of_it() -> None:
    assert set(NAMES) == expected.TABLE.keys()


def test_every_form_that_is_posted_has_something_to_post() -> None:
    assert {(name, sent) for name, row in expected.TABLE.items() for sent in row.post} >= {
        (name, sent) for name, each in sending.SENT.items() for sent in each
    }


def judged(count: Count) -> None:
    assert not count.faults, "\n".join(count.faults[:30]) + f"\n{len(count.faults)} of {count.cells}"


@pytest.mark.parametrize("name", NAMES)
def test_everybody_gets_what_is_theirs_and_nothing_else(world: World, total: Count, name: str) -> None:
    count = matrix.run(world, matrix.part(matrix.cells(world, name), ONE_IN))
    total.add(count)
    judged(count)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_everybody_gets_what_is_theirs_on_everything(world: World, total: Count, name: str) -> None:
    count = matrix.run(world, matrix.cells(world, name))
    total.add(count)
    judged(count)
