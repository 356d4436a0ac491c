"""What somebody who rules the database changes behind our back: the verifier alone finds it, and says where."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from assessments import checkpoints
from assessments.actions import ledger
from assessments.adapters.keys import keys_for
from assessments.domain.ledger import sha256, step_hash
from assessments.models import Checkpoint, LedgerEvent, Organisation, organisation_context
from tests.database import superuser
from tests.source import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

CHAINS = [f"00000000-0000-4000-8000-00000000000{number}" for number in (1, 2, 3)]
A, B, C = CHAINS
EVENT = "assessments_ledgerevent"
HEAD = "assessments_ledgerhead"


@dataclass
class Trail:
    """Three chains of eight events with a checkpoint after four and after seven of each, and who may change it all."""

    organisation: Organisation
    other: Organisation
    outside: Path
    folder: Path

    def append(self, actor: Any, chain: str, events: int, days_ago: int = 0) -> None:
        with organisation_context(self.organisation.pk):
            for number in range(events):
                ledger.append(
                    SimpleNamespace(pk=chain, organisation_id=self.organisation.pk),
                    by=actor,
                    at=timezone.now() - timedelta(days=days_ago),
                    events=[("judged", {"b": number, "a": "x"})],
                )

    def verify(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        file = self.folder / "trail.jsonl"
        call_command("export_ledger", organisation=self.organisation.slug, out=file, stdout=StringIO())
        return verify(file, self.outside, *arguments)


def verify(export: Path, outside: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Runs the one file by itself, where nothing of ours can be imported."""
    command = [sys.executable, "-I", str(ROOT / "verifier" / "verify_ledger.py"), "--export", str(export)]
    roots = ["--checkpoints", str(outside), "--roots", str(settings.PKI_DIRECTORY / "root.pem")]
    result = subprocess.run([*command, *roots, *arguments], cwd=export.parent, capture_output=True, text=True)
    assert result.returncode in (0, 1), result.stderr
    return result.returncode, json.loads(result.stdout)


@pytest.fixture
def trail(cast, outside, tmp_path) -> Trail:
    organisations = [Organisation.objects.get(pk=cast[login].organisation_id) for login in ("fg", "fg-proef")]
    made = Trail(*organisations, outside, tmp_path)
    for events in (4, 3, 1):
        for chain in CHAINS:
            made.append(cast["fg"], chain, events)
        if events > 1:
            checkpoints.make(made.organisation)
            checkpoints.write_outside(made.organisation)
    return made


type Database = psycopg.Connection[Any]


def rehash(database: Database, chain: str, first: int) -> None:
    """Makes every link from this event fit again, and the head as well."""
    rows = database.execute(
        f"SELECT seq, at, kind, actor, facts, hash FROM {EVENT} WHERE chain = %s ORDER BY seq", [chain]
    )
    prev = sha256(chain)
    for seq, at, kind, actor, facts, digest in rows.fetchall():
        made = digest
        if seq >= first:
            made = step_hash(prev=prev, chain=chain, seq=seq, at=at, kind=kind, actor=actor, facts=facts)
            database.execute(
                f"UPDATE {EVENT} SET prev = %s, hash = %s WHERE chain = %s AND seq = %s", [prev, made, chain, seq]
            )
        prev = made
    database.execute(
        f"UPDATE {HEAD} SET (seq, hash) = (SELECT seq, hash FROM {EVENT} WHERE chain = %s ORDER BY seq DESC LIMIT 1) "
        "WHERE chain = %s",
        [chain, chain],
    )


def setting(what: str) -> Callable[[Database, Trail], None]:
    """Changes event 3 of chain B."""

    def tamper(database: Database, trail: Trail) -> None:
        database.execute(f"UPDATE {EVENT} SET {what} WHERE chain = %s AND seq = 3", [B])

    return tamper


def deleting(where: str, *, rewritten: bool = False) -> Callable[[Database, Trail], None]:
    def tamper(database: Database, trail: Trail) -> None:
        database.execute(f"DELETE FROM {EVENT} WHERE chain = %s AND {where}", [B])
        if rewritten:
            rehash(database, B, 99)

    return tamper


def whole_chain(database: Database, trail: Trail) -> None:
    database.execute(f"DELETE FROM {EVENT} WHERE chain = %s", [B])
    database.execute(f"DELETE FROM {HEAD} WHERE chain = %s", [B])


def reordered(database: Database, trail: Trail) -> None:
    for before, after in ((3, 103), (4, 3), (103, 4)):
        database.execute(f"UPDATE {EVENT} SET seq = %s WHERE chain = %s AND seq = %s", [after, B, before])


def swapped(database: Database, trail: Trail) -> None:
    for before, after in (((B, 3), (B, 103)), ((C, 3), (B, 3)), ((B, 103), (C, 3))):
        database.execute(f"UPDATE {EVENT} SET chain = %s, seq = %s WHERE chain = %s AND seq = %s", [*after, *before])


def rehashed(database: Database, trail: Trail) -> None:
    database.execute(f"UPDATE {EVENT} SET actor = 'A-000000000000' WHERE chain = %s AND seq = 6", [B])
    rehash(database, B, 6)


def forged_before_a_checkpoint(database: Database, trail: Trail) -> None:
    database.execute(f"UPDATE {EVENT} SET seq = seq + 100 WHERE chain = %s AND seq > 2", [B])
    database.execute(
        f"INSERT INTO {EVENT} (chain, chain_kind, seq, organisation_id, kind, actor, at, facts, prev, hash) "
        f"SELECT chain, chain_kind, 3, organisation_id, 'advise', actor, at, facts, prev, hash "
        f"FROM {EVENT} WHERE chain = %s AND seq = 2",
        [B],
    )
    database.execute(f"UPDATE {EVENT} SET seq = seq - 99 WHERE chain = %s AND seq > 100", [B])
    rehash(database, B, 3)


def backdated(database: Database, trail: Trail) -> None:
    database.execute(f"UPDATE {EVENT} SET at = '2020-01-01T00:00:00.000000Z' WHERE chain = %s AND seq = 8", [B])
    rehash(database, B, 8)


def added_chain(database: Database, trail: Trail) -> None:
    new = "00000000-0000-4000-8000-000000000009"
    database.execute(
        f"INSERT INTO {EVENT} (chain, chain_kind, seq, organisation_id, kind, actor, at, facts, prev, hash) "
        f"SELECT %s, chain_kind, seq, organisation_id, kind, actor, '2020-01-01T00:00:00.000000Z', facts, prev, hash "
        f"FROM {EVENT} WHERE chain = %s",
        [new, B],
    )
    database.execute(
        f"INSERT INTO {HEAD} (chain, organisation_id, seq, hash) VALUES (%s, %s, 0, '')", [new, trail.organisation.pk]
    )
    rehash(database, new, 1)


def row_removed(database: Database, trail: Trail) -> None:
    database.execute("DELETE FROM assessments_checkpoint WHERE number = 1")


def root_rewritten(database: Database, trail: Trail) -> None:
    database.execute("UPDATE assessments_checkpoint SET root = repeat('0', 64) WHERE number = 2")


def old_database(database: Database, trail: Trail) -> None:
    for chain in CHAINS:
        database.execute(f"DELETE FROM {EVENT} WHERE chain = %s AND seq > 4", [chain])
        rehash(database, chain, 99)
    database.execute("DELETE FROM assessments_checkpoint WHERE number = 2")


def moved_organisation(database: Database, trail: Trail) -> None:
    for table in (EVENT, HEAD):
        database.execute(f"UPDATE {table} SET organisation_id = %s WHERE chain = %s", [trail.other.pk, B])


def duplicated(database: Database, trail: Trail) -> None:
    database.execute(f"ALTER TABLE {EVENT} DROP CONSTRAINT {EVENT}_pkey")
    columns = "chain, chain_kind, seq, organisation_id, actor, at, facts, prev, hash"
    database.execute(
        f"INSERT INTO {EVENT} ({columns}, kind) SELECT {columns}, 'advise' FROM {EVENT} WHERE chain = %s AND seq = 3",
        [B],
    )


KINDS: dict[str, tuple[Callable[[Database, Trail], None], str, tuple[str | None, int | None, int | None]]] = {
    "a fact changed": (setting("facts = '{}'"), "hash", (B, 3, None)),
    "an actor changed": (setting("actor = 'A-000000000000'"), "hash", (B, 3, None)),
    "a time changed": (setting("at = '2020-01-01T00:00:00.000000Z'"), "hash", (B, 3, None)),
    "a kind changed": (setting("kind = 'advise'"), "hash", (B, 3, None)),
    "bytes of the facts reordered": (setting('facts = \'{"b":2,"a":"x"}\''), "hash", (B, 3, None)),
    "a middle event deleted": (deleting("seq = 3"), "gap", (B, 3, None)),
    "the tail deleted, head kept": (deleting("seq > 6"), "head", (B, 7, None)),
    "the tail deleted, head rewritten": (deleting("seq > 5", rewritten=True), "cut", (B, 6, 2)),
    "a whole chain deleted with its head": (whole_chain, "chain_missing", (B, 1, 1)),
    "two events reordered": (reordered, "prev", (B, 3, None)),
    "events swapped between chains": (swapped, "prev", (B, 3, None)),
    "re-hashed from event 6, head rewritten": (rehashed, "rewritten", (B, 5, 2)),
    "an event forged in before a checkpoint": (forged_before_a_checkpoint, "rewritten", (B, 1, 1)),
    "an event dated back": (backdated, "backdated", (B, 8, 2)),
    "a chain added and dated back": (added_chain, "backdated", ("00000000-0000-4000-8000-000000000009", 1, 2)),
    "the row of a checkpoint removed": (row_removed, "row_missing", (None, None, 1)),
    "the root of a checkpoint rewritten": (root_rewritten, "row_differs", (None, None, 2)),
    "an old database restored": (old_database, "cut", (A, 5, 2)),
    "a chain moved to another organisation": (moved_organisation, "chain_missing", (B, 1, 1)),
    "one event moved to another organisation": (setting("organisation_id = gen_random_uuid()"), "gap", (B, 3, None)),
    "a number there twice": (duplicated, "duplicate", (B, 3, None)),
}


@pytest.fixture
def primary_key_comes_back(transactional_db):
    yield
    with superuser(autocommit=True) as database:
        key = f"{EVENT}_pkey"
        if not database.execute("SELECT FROM pg_constraint WHERE conname = %s", [key]).fetchall():
            database.execute("SET session_replication_role = replica")
            database.execute(f"DELETE FROM {EVENT}")
            database.execute(f"ALTER TABLE {EVENT} ADD PRIMARY KEY (chain, seq)")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_tampering_is_found_and_placed(primary_key_comes_back, trail, kind):
    tamper, found, place = KINDS[kind]
    with superuser(autocommit=True) as database:
        database.execute("SET session_replication_role = replica")
        tamper(database, trail)
    code, verdict = trail.verify()
    first = verdict["first"]
    assert (code, verdict["fits"], first["kind"]) == (1, False, found), verdict["sentence"]
    assert (first["chain"], first["seq"], first["checkpoint"]) == place
    assert verdict["sentence"].startswith("Does not fit: ")


def test_an_untouched_trail_fits_with_the_name_of_the_seal_and_what_reports_print(trail):
    with organisation_context(trail.organisation.pk):
        event = LedgerEvent.objects.get(chain=B, seq=6)
        checkpoint = Checkpoint.objects.get(number=2)
    printed = trail.folder / "printed.json"
    entry = {"chain": B, "seq": 6, "hash": event.hash, "checkpoint": 2, "root": checkpoint.root}
    printed.write_text(json.dumps([entry]))
    arguments = ("--holder", trail.organisation.name, "--printed", str(printed))
    code, verdict = trail.verify(*arguments)
    assert (code, verdict["sentence"]) == (0, "Everything fits: 3 chains, 24 events, 2 checkpoints.")
    for change, kind in (
        ({"hash": "0" * 64}, "printed_event"),
        ({"root": "0" * 64}, "printed_root"),
        ({"checkpoint": 7}, "printed_root"),
    ):
        printed.write_text(json.dumps([{**entry, **change}]))
        code, verdict = trail.verify(*arguments)
        assert (code, verdict["first"]["kind"]) == (1, kind)


def changed(file: Path, **changes: Any) -> None:
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))


def with_document(file: Path, **changes: Any) -> None:
    document = {**json.loads(json.loads(file.read_text())["document"]), **changes}
    changed(file, document=json.dumps(document, sort_keys=True, separators=(",", ":")))


def test_files_outside_that_were_changed_swapped_or_lost_are_found(trail):
    first, second = sorted(trail.outside.iterdir())
    kept = {file: file.read_bytes() for file in (first, second)}
    stolen = json.loads(kept[first])
    forgeries = {
        "checkpoint_missing": lambda: first.unlink(),
        "checkpoint_root": lambda: changed(second, leaves=stolen["leaves"]),
        "checkpoint_signature": lambda: with_document(second, at="2020-01-01T00:00:00.000000Z"),
        "checkpoint_previous": lambda: with_document(second, previous="0" * 64),
        "checkpoint_organisation": lambda: with_document(second, organisation=str(trail.other.pk)),
    }
    for kind, forge in forgeries.items():
        forge()
        code, verdict = trail.verify()
        assert (code, verdict["first"]["kind"]) == (1, kind)
        for file, content in kept.items():
            file.write_bytes(content)
    for part in ("signature", "timestamp"):
        changed(second, **{part: stolen[part]})
        code, verdict = trail.verify()
        assert (code, verdict["first"]["kind"], verdict["first"]["checkpoint"]) == (1, "checkpoint_signature", 2)
        second.write_bytes(kept[second])
    assert trail.verify()[0] == 0


def test_a_checkpoint_signed_under_another_root_or_another_name_does_not_count(trail, tmp_path):
    code, verdict = trail.verify("--holder", "Iemand anders")
    assert (code, verdict["first"]["fault"]) == (1, f"it is signed by {trail.organisation.name}")
    with override_settings(PKI_DIRECTORY=tmp_path / "strange"):
        keys_for(trail.organisation, None)
        code, verdict = trail.verify()
    assert (code, verdict["first"]["fault"]) == (1, "its certificate does not lead to a root that counts")


def test_what_cannot_be_read_is_said_in_one_sentence(trail, tmp_path):
    (tmp_path / "nonsense").write_text("no json")
    code, verdict = verify(tmp_path / "nonsense", trail.outside)
    assert (code, verdict["fits"]) == (1, False)
    assert verdict["sentence"].startswith("Cannot be read: ")


def test_the_verifier_fits_on_four_hundred_lines_and_imports_nothing_of_ours():
    text = (ROOT / "verifier" / "verify_ledger.py").read_text()
    assert len(text.splitlines()) <= 400
    assert "django" not in text.lower()
    assert "assessments" not in text
