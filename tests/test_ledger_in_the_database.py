"""The chain as the database makes it and as the domain verifies it."""

import pytest

from assessments.actions import ledger
from assessments.domain.ledger import Link, verify_chain
from assessments.models import Actor, Assessment, LedgerEvent, LedgerHead
from tests.accounts import NOON


def chain_of(assessment: Assessment) -> tuple[list[Link], tuple[int, str]]:
    events = LedgerEvent.objects.filter(chain=assessment.pk).order_by("seq")
    head = LedgerHead.objects.get(chain=assessment.pk)
    links = [Link(e.seq, e.at, e.kind, e.actor, e.facts, e.prev, e.hash) for e in events]
    return links, (head.seq, head.hash)


def test_what_the_database_appends_is_what_the_domain_computes(cast, draft):
    actor: Actor = cast["invuller"]
    events = [("judged", {"naam": "Zoë — €", "n": 1}), ("sealed", {"a": ["b"]})]
    ledger.append(draft, by=actor, at=NOON, events=events)
    links, head = chain_of(draft)
    assert [link.seq for link in links] == [1, 2, 3]
    assert verify_chain(str(draft.pk), links, head) is None


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda links: [links[0], links[2]], "gap"),
        (lambda links: [links[1], links[0], links[2]], "gap"),
        (lambda links: links[:-1], "head"),
        (lambda links: [], "head"),
        (lambda links: [*links[:-1], Link(**{**vars(links[-1]), "facts": "{}"})], "hash"),
        (lambda links: [*links[:-1], Link(**{**vars(links[-1]), "actor": "A-000000000000"})], "hash"),
        (lambda links: [*links[:-1], Link(**{**vars(links[-1]), "prev": "0" * 64})], "prev"),
    ],
)
def test_every_change_to_a_chain_is_found(cast, draft, change, kind):
    ledger.append(draft, by=cast["invuller"], at=NOON, events=[("a", {}), ("b", {"x": 1})])
    links, head = chain_of(draft)
    found = verify_chain(str(draft.pk), change(links), head)
    assert found is not None and found.kind == kind
