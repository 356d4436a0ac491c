"""Ledger arithmetic, repeated by hand as an auditor would."""

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.ledger import (
    Link,
    canonical_json,
    first_prev,
    leaf_hash,
    merkle_root,
    sha256,
    snapshot_hash,
    step_hash,
    verify_chain,
)

AT = "2026-11-23T10:00:00.000000Z"


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def test_one_value_has_one_text() -> None:
    assert canonical_json({"b": [1, True, None], "a": "é", "10": "x"}) == '{"10":"x","a":"é","b":[1,true,null]}'
    assert canonical_json({"a": 1, "b": 2}) == canonical_json({"b": 2, "a": 1})


@pytest.mark.parametrize("value", [1.5, {"a": [1.0]}, ({"b": float("nan")},)])
def test_a_float_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="float"):
        canonical_json(value)


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=20,
)


@given(values)
def test_canonical_json_can_be_read_back_and_stays_the_same(value: object) -> None:
    text = canonical_json(value)
    assert json.loads(text) == value
    assert canonical_json(json.loads(text)) == text


def test_a_leaf_is_hashed_over_its_salt_and_content() -> None:
    salt = bytes(32)
    assert leaf_hash(salt, {"a": 1}) == hashlib.sha256(salt + b'{"a":1}').hexdigest()
    assert leaf_hash(b"x" * 32, {"a": 1}) != leaf_hash(salt, {"a": 1})


def test_the_root_of_three_leaves_follows_rfc_6962() -> None:
    leaves = [sha(bytes([number])) for number in range(3)]
    a, b, c = (sha(b"\x00" + leaf) for leaf in leaves)
    expected = sha(b"\x01" + sha(b"\x01" + a + b) + c)
    assert merkle_root([leaf.hex() for leaf in leaves]) == expected.hex()


@pytest.mark.parametrize("count", [4, 5, 6, 7, 8, 9])
def test_a_larger_root_splits_at_the_largest_power_of_two(count: int) -> None:
    leaves = [sha(bytes([number])).hex() for number in range(count)]
    split = max(power for power in (1, 2, 4, 8) if power < count)
    left, right = merkle_root(leaves[:split]), merkle_root(leaves[split:])
    assert merkle_root(leaves) == sha(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hex()


def test_no_leaves_have_a_root_too() -> None:
    assert merkle_root([]) == sha256(b"")


def test_swapping_two_leaves_changes_the_root() -> None:
    one, two = sha256("1"), sha256("2")
    assert merkle_root([one, two]) != merkle_root([two, one])


def snapshot() -> dict[str, Any]:
    salt = "00" * 32
    answers = [{"id": "1", "salt": salt, "content": {"value": "ja"}}, {"id": "2", "salt": salt, "content": {}}]
    return {"schema": 1, "answers": answers, "parties": [{"id": "p", "salt": salt, "content": {"name": "X"}}]}


def test_withholding_a_leaf_keeps_the_snapshot_hash() -> None:
    whole = snapshot()
    hidden = {"id": "p", "hash": leaf_hash(bytes(32), {"name": "X"})}
    assert snapshot_hash({**whole, "parties": [hidden]}) == snapshot_hash(whole)


def test_the_order_of_leaves_does_not_matter_but_what_they_say_does() -> None:
    whole = snapshot()
    answers = whole["answers"]
    assert snapshot_hash({**whole, "answers": answers[::-1]}) == snapshot_hash(whole)
    other = [{**answers[0], "content": {"value": "nee"}}, answers[1]]
    assert snapshot_hash({**whole, "answers": other}) != snapshot_hash(whole)
    assert snapshot_hash({**whole, "schema": 2}) != snapshot_hash(whole)


def chain(length: int, name: str = "assessment:1") -> list[Link]:
    links, prev = [], first_prev(name)
    for seq in range(1, length + 1):
        facts = canonical_json({"number": seq})
        found = step_hash(prev=prev, chain=name, seq=seq, at=AT, kind="saved", actor="p1", facts=facts)
        links.append(Link(seq=seq, at=AT, kind="saved", actor="p1", facts=facts, prev=prev, hash=found))
        prev = found
    return links


def head(links: list[Link]) -> tuple[int, str]:
    return links[-1].seq, links[-1].hash


def test_a_step_is_hashed_over_everything_it_says() -> None:
    prev = first_prev("c")
    assert prev == hashlib.sha256(b"c").hexdigest()
    text = f"{prev}\nc\n1\n{AT}\nsaved\np1\n{{}}"
    found = step_hash(prev=prev, chain="c", seq=1, at=AT, kind="saved", actor="p1", facts="{}")
    assert found == hashlib.sha256(text.encode()).hexdigest()


def test_an_untouched_chain_fits() -> None:
    links = chain(4)
    assert verify_chain("assessment:1", links, head(links)) is None


@pytest.mark.parametrize(
    ("number", "change", "kind"),
    [
        (2, {"facts": '{"number":9}'}, "hash"),
        (2, {"actor": "p2"}, "hash"),
        (2, {"at": "2026-11-24T10:00:00.000000Z"}, "hash"),
        (2, {"kind": "sealed"}, "hash"),
        (2, {"prev": "00"}, "prev"),
        (2, {"hash": "00"}, "hash"),
    ],
)
def test_any_change_is_found_at_its_place(number: int, change: dict[str, str], kind: str) -> None:
    links = chain(4)
    changed = [*links[:number], replace(links[number], **change), *links[number + 1 :]]
    broken = verify_chain("assessment:1", changed, head(links))
    assert broken is not None
    assert (broken.seq, broken.kind) == (number + 1, kind)


def test_a_removed_step_is_a_gap() -> None:
    links = chain(4)
    broken = verify_chain("assessment:1", [*links[:1], *links[2:]], head(links))
    assert broken is not None and (broken.seq, broken.kind) == (2, "gap")


def test_a_chain_cut_off_at_the_end_does_not_meet_its_head() -> None:
    links = chain(4)
    for cut in (links[:3], []):
        broken = verify_chain("assessment:1", cut, head(links))
        assert broken is not None and broken.kind == "head"


def test_a_chain_under_another_name_does_not_fit() -> None:
    links = chain(2)
    assert verify_chain("assessment:2", links, head(links)) is not None
