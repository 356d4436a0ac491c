"""A checkpoint: what every chain of an organisation came to at one moment, as one root that is signed.

The leaves and the document are written so that an auditor repeats them with a page of code (docs/guides/auditor.md).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.domain.ledger import canonical_json, merkle_root, sha256

SCHEMA = "toets-generatieve-ai/checkpoint/1"

# Chain, number of its last event, hash of that event.
type Leaf = tuple[str, int, str]


@dataclass(frozen=True)
class Statement:
    """What is signed. `previous` is the root of the checkpoint before it, empty for the first."""

    organisation: str
    number: int
    at: str  # RFC 3339, UTC, microseconds
    leaves: tuple[Leaf, ...]
    previous: str

    @property
    def root(self) -> str:
        return root_of(self.leaves)

    @property
    def document(self) -> str:
        return canonical_json(
            {
                "schema": SCHEMA,
                "organisation": self.organisation,
                "number": self.number,
                "at": self.at,
                "chains": len(self.leaves),
                "root": self.root,
                "previous": self.previous,
            }
        )


def root_of(leaves: Iterable[Leaf]) -> str:
    """The Merkle root of RFC 6962 over the leaves in the order of their chains."""
    return merkle_root([sha256(canonical_json(list(leaf))) for leaf in sorted(leaves)])


def leaves_of(text: str) -> tuple[Leaf, ...]:
    """The leaves from their canonical JSON."""
    return tuple((chain, seq, digest) for chain, seq, digest in json.loads(text))


def covers(leaves: Iterable[Leaf], chain: str, seq: int) -> bool:
    """Whether the event at this place of this chain stands under the root."""
    return any(leaf[0] == chain and leaf[1] >= seq for leaf in leaves)
