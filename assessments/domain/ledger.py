"""Ledger arithmetic: canonical JSON, salted leaves, their Merkle root, and the links of a chain.

Everything that is hashed for the record goes through here, so that an auditor can repeat it with a page of code.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Lists of a snapshot whose elements can be destroyed or withheld one by one, leaving their hash.
LEAF_LISTS = ("answers", "parties", "purposes", "commitments", "evidence")


def canonical_json(value: Any) -> str:
    """One text for one value: sorted keys, no spaces, UTF-8, no floats. Raises `ValueError` on a float."""
    _refuse_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("a float has no single text; use an integer or a string")
    if isinstance(value, Mapping):
        for part in value.values():
            _refuse_floats(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_floats(part)


def sha256(text: str | bytes) -> str:
    """SHA-256 in hexadecimal; text as UTF-8."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def leaf_hash(salt: bytes, content: Mapping[str, Any]) -> str:
    """The hash of one leaf: over 32 random bytes and its canonical JSON, so that it tells nothing about short texts."""
    return sha256(salt + canonical_json(content).encode())


def merkle_root(leaves: Sequence[str]) -> str:
    """The root over hexadecimal leaf hashes as in RFC 6962: 0x00 before a leaf, 0x01 before a node."""
    return _root([bytes.fromhex(leaf) for leaf in leaves]).hex()


def _root(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1  # the largest power of two below the number of leaves
    return hashlib.sha256(b"\x01" + _root(leaves[:split]) + _root(leaves[split:])).digest()


def snapshot_hash(snapshot: Mapping[str, Any]) -> str:
    """The hash a verdict commits to: of the canonical JSON with the lists of leaves replaced by their root.

    A leaf is `{id, salt (hex), content}`, or `{id, hash}` where salt and content were destroyed or withheld: the
    root, and with it this hash, stays the same.
    """
    leaves = [
        (kind, leaf["id"], leaf["hash"] if "hash" in leaf else leaf_hash(bytes.fromhex(leaf["salt"]), leaf["content"]))
        for kind in LEAF_LISTS
        for leaf in snapshot.get(kind, ())
    ]
    rest = {key: value for key, value in snapshot.items() if key not in LEAF_LISTS}
    root = merkle_root([digest for _, _, digest in sorted(leaves)])
    return sha256(canonical_json({**rest, "leaves_root": root}))


@dataclass(frozen=True)
class Link:
    """One event of a chain as it is stored."""

    seq: int
    at: str  # RFC 3339, UTC, microseconds
    kind: str
    actor: str  # pseudonym
    facts: str  # canonical JSON
    prev: str
    hash: str


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not fit: `gap`, `prev`, `hash` or `head`."""

    chain: str
    seq: int
    kind: str


def first_prev(chain: str) -> str:
    """What the first event of a chain stands on."""
    return sha256(chain)


def step_hash(*, prev: str, chain: str, seq: int, at: str, kind: str, actor: str, facts: str) -> str:
    """The hash of one event; the database computes the same."""
    return sha256("\n".join((prev, chain, str(seq), at, kind, actor, facts)))


def verify_chain(chain: str, links: Iterable[Link], head: tuple[int, str] | None) -> Break | None:
    """The first break of a chain, or None. `head` is the number and hash kept apart from the events.

    A chain whose events were all removed is told from its head; a chain cut off at the end as well.
    """
    seq, prev = 0, first_prev(chain)
    for link in links:
        if link.seq != seq + 1:
            return Break(chain, seq + 1, "gap")
        if link.prev != prev:
            return Break(chain, link.seq, "prev")
        expected = step_hash(
            prev=prev, chain=chain, seq=link.seq, at=link.at, kind=link.kind, actor=link.actor, facts=link.facts
        )
        if link.hash != expected:
            return Break(chain, link.seq, "hash")
        seq, prev = link.seq, link.hash
    if head != (seq, prev):
        return Break(chain, seq + 1, "head")
    return None
