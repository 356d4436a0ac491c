"""The checks in order: the seal, what it covers, the advice computed again, and the audit trail."""

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery

from assessments.domain.checkpoint import covers, leaves_of, root_of
from assessments.domain.edition import SCHEMA, hashes_fit, recompute, same_engine
from assessments.domain.ledger import Break, Link, verify_chain
from assessments.domain.loading import load
from assessments.domain.questionnaire import Questionnaire
from assessments.domain.snapshot import withheld
from assessments.models import (
    Checkpoint,
    LedgerEvent,
    LedgerHead,
    QuestionnaireVersion,
    SealedHash,
    organisation_context,
)
from assessments.pdf.verdict import Code, Expected, Verdict
from assessments.pdf.verify import verify as verify_pdf
from assessments.verifying import trust
from assessments.verifying.people import Recomputation, Trail, VerdictForPeople, told

SEALED = {Code.GENUINE, Code.GENUINE_UNKNOWN_HERE}
FILES = ("questionnaire.yaml", "advice.yaml", "sources.yaml")


def verify(pdf: bytes, *, with_database: bool = True, holders: frozenset[str] = frozenset()) -> VerdictForPeople:
    """The verdict on these bytes, in the active language. Never raises for what the bytes hold.

    Without a database the records of this installation cannot be asked; the verdict says so. `holders` are further
    names of seals that count.
    """
    issued = _issued(pdf) if with_database else False
    known = trust.seal_holders() if with_database else trust.holders_on_file()
    expected = Expected(
        seal_holders=known | holders,
        issued=frozenset({hashlib.sha256(pdf).hexdigest()}) if issued else frozenset(),
    )
    verdict = verify_pdf(pdf, trust=trust.trust(), expected=expected)
    if verdict.code not in SEALED:
        return told(verdict)
    edition = _edition(verdict)
    if edition is None:
        return told(verdict, recomputed=Recomputation.UNREADABLE)
    trail = _trail(edition, verdict.sha256) if issued else Trail.NOT_ASKED
    recomputed = _recomputed(edition, with_database=with_database)
    return told(verdict, edition, recomputed, trail, offline=not with_database)


def _issued(pdf: bytes) -> bool:
    return SealedHash.objects.filter(sha256=hashlib.sha256(pdf).hexdigest()).exists()


def _edition(verdict: Verdict) -> dict[str, Any] | None:
    """What the file embeds; None where that is not an edition. Only asked of a file that was really sealed by us."""
    try:
        edition = json.loads(verdict.attachment or b"")
    except ValueError:
        return None
    return edition if isinstance(edition, dict) and edition.get("schema") == SCHEMA else None


def _recomputed(edition: dict[str, Any], *, with_database: bool) -> Recomputation:
    if withheld(edition["snapshot"]):
        return Recomputation.WITHHELD if hashes_fit(edition) else Recomputation.DIFFERS
    if not same_engine(edition):
        return Recomputation.OTHER_ENGINE
    text_hash = edition["snapshot"]["questionnaire"]["text_hash"]
    questionnaire = (_stored(text_hash) if with_database else None) or _shipped(text_hash)
    if questionnaire is None:
        return Recomputation.NO_QUESTIONNAIRE
    return Recomputation.SAME if recompute(questionnaire, edition).same else Recomputation.DIFFERS


def _stored(text_hash: str) -> Questionnaire | None:
    files = QuestionnaireVersion.objects.filter(text_hash=text_hash).values_list("files", flat=True).first()
    return load(files) if files else None


def _shipped(text_hash: str) -> Questionnaire | None:
    """The version with exactly these texts among those that came with this release."""
    for folder in sorted(Path(settings.BASE_DIR, "fixtures", "questionnaires").glob("*/*")):
        if all((folder / name).is_file() for name in FILES):
            questionnaire = load({name: (folder / name).read_text(encoding="utf-8") for name in FILES})
            if questionnaire.text_hash == text_hash:
                return questionnaire
    return None


def _trail(edition: dict[str, Any], sha256: str) -> Trail:
    """Whether the audit trail is whole, still holds the place the report names, and the hash of this file."""
    chain, organisation = uuid.UUID(edition["ledger"]["chain"]), uuid.UUID(edition["organisation"]["id"])
    with organisation_context(organisation):
        found = read_chain(chain)
        covered = _is_covered(edition)
    if found.broken is not None:
        return Trail.BROKEN
    place = edition["ledger"]["seq"], edition["ledger"]["hash"]
    named = any((link.seq, link.hash) == place for link in found.links)
    sealed = any(link.kind == "sealed" and json.loads(link.facts)["report"] == sha256 for link in found.links)
    return Trail.HOLDS if named and sealed and covered else Trail.LACKS


def _is_covered(edition: dict[str, Any]) -> bool:
    """Whether the checkpoint that the report names is the one kept here, over the chain of this report."""
    named = edition.get("checkpoint")
    if named is None:  # sealed before there were checkpoints
        return True
    kept = Checkpoint.objects.filter(number=named["number"], root=named["root"]).first()
    if kept is None:
        return False
    leaves = leaves_of(kept.leaves)
    place = edition["ledger"]
    return root_of(leaves) == kept.root and covers(leaves, place["chain"], place["seq"])


@dataclass(frozen=True)
class Chain:
    """One chain of the audit trail and the first place where it does not fit."""

    links: tuple[Link, ...]
    broken: Break | None


def read_chain(chain: uuid.UUID) -> Chain:
    """The chain, verified from its first event to the head that is kept apart. Needs the organisation's context."""
    rows = list(_rows(chain))
    if not rows:
        head = LedgerHead.objects.filter(chain=chain).values_list("seq", "hash").first()
        return Chain((), verify_chain(str(chain), (), head))
    links = tuple(Link(*row[:-2]) for row in rows)
    return Chain(links, verify_chain(str(chain), links, rows[0][-2:]))


def _rows(chain: uuid.UUID) -> Iterator[Any]:
    """Events and head in one statement: read one after the other, somebody could append in between."""
    head = LedgerHead.objects.filter(chain=OuterRef("chain"))
    rows = LedgerEvent.objects.filter(chain=chain).order_by("seq")
    columns = ("seq", "at", "kind", "actor", "facts", "prev", "hash")
    yield from rows.values_list(*columns, Subquery(head.values("seq")), Subquery(head.values("hash")))
