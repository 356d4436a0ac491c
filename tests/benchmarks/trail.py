"""What the audit trail costs: appending with eight writers at once, and verifying a hundred thousand events."""

import json
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assessments.domain.ledger import first_prev, step_hash
from assessments.models import Organisation
from tests import database
from tests.benchmarks.measuring import Row, row
from tests.source import ROOT

WRITERS, EACH, ROUNDS, CHAINS, EVENTS = 8, 200, 4, 200, 100_000
AT = "2026-11-02T12:00:00.000000Z"
PLAIN = """
INSERT INTO plain_events (chain, chain_kind, seq, organisation_id, kind, actor, at, facts, prev, hash)
VALUES (%s, 'assessment', %s, %s, 'judged', 'A-1', %s, '{"a":1}', repeat('0', 64), repeat('0', 64))
"""
APPEND = "SELECT append_to_ledger(%s, 'assessment', %s, 'A-1', %s, '{judged}', ARRAY['{\"a\":1}'])"


def eight_writers(organisation: Organisation, *, chained: bool) -> list[tuple[float, float]]:
    """The time of each transaction."""
    chains = [uuid.UUID(int=number) for number in range(CHAINS)]

    def write(writer: int) -> list[tuple[float, float]]:
        taken = []
        with database.superuser(autocommit=True) as rows:
            rows.execute("SELECT set_config('app.organisation', %s, false)", [str(organisation.pk)])
            for number in range(EACH):
                chain = chains[(writer * 31 + number * 7) % CHAINS]
                begun = time.perf_counter()
                if chained:
                    rows.execute(APPEND, [organisation.pk, chain, AT])
                else:
                    rows.execute(PLAIN, [chain, writer * EACH + number, organisation.pk, AT])
                taken.append(((time.perf_counter() - begun) * 1000, 0.0))
        return taken

    with ThreadPoolExecutor(WRITERS) as pool:
        return [each for writer in pool.map(write, range(WRITERS)) for each in writer]


@pytest.mark.django_db(transaction=True)
def test_appending(table: list[Row]) -> None:
    organisation = Organisation.objects.create(slug="trail", name="Trail")
    with database.superuser(autocommit=True) as rows:
        rows.execute("CREATE TABLE plain_events (LIKE assessments_ledgerevent)")
    plain: list[tuple[float, float]] = []
    chained: list[tuple[float, float]] = []
    try:
        for _ in range(ROUNDS):  # turn by turn, so that a busy moment hits both
            plain += eight_writers(organisation, chained=False)
            chained += eight_writers(organisation, chained=True)
    finally:
        with database.superuser(autocommit=True) as rows:
            rows.execute("DROP TABLE plain_events")
    name = f"plain insert, {WRITERS} writers"
    table += [
        row(name, 1, plain, ratio=1.0, yardstick=name),
        row(
            f"append to a chain, {WRITERS} writers, {CHAINS} chains",
            1,
            chained,
            ratio=sum(wall for wall, _ in chained) / sum(wall for wall, _ in plain),
            yardstick=name,
        ),
    ]


def trail_of(events: int, file: Path, *, chains: int = CHAINS) -> None:
    """An export of so many events that fit."""
    organisation = str(uuid.UUID(int=1))
    with file.open("w") as lines:
        lines.write(json.dumps({"type": "organisation", "id": organisation}) + "\n")
        for number in range(chains):
            chain = str(uuid.UUID(int=number))
            prev = first_prev(chain)
            for seq in range(1, events // chains + 1):
                event = {"chain": chain, "seq": seq, "at": AT, "kind": "judged", "actor": "A-1", "facts": '{"a":1}'}
                digest = step_hash(prev=prev, **event)  # type: ignore[arg-type]  # as the columns are called
                event |= {"type": "event", "organisation": organisation, "prev": prev, "hash": digest}
                lines.write(json.dumps(event) + "\n")
                prev = digest
            lines.write(json.dumps({"type": "head", "chain": chain, "seq": events // chains, "hash": prev}) + "\n")


def verify(file: Path) -> dict[str, object]:
    command = [sys.executable, "-I", str(ROOT / "verifier" / "verify_ledger.py"), "--export", str(file)]
    result = subprocess.run(command, capture_output=True, text=True)
    verdict: dict[str, object] = json.loads(result.stdout)
    return verdict


@pytest.mark.django_db
def test_verifying(table: list[Row], tmp_path: Path) -> None:
    few, many = tmp_path / "few.jsonl", tmp_path / "many.jsonl"
    trail_of(EVENTS // 10, few)
    trail_of(EVENTS, many)
    yardstick = by_clock(f"verifier, {EVENTS // 10} events", few)
    table += [yardstick, by_clock(f"verifier, {EVENTS} events", many, yardstick)]


def by_clock(name: str, file: Path, yardstick: Row | None = None) -> Row:
    taken = []
    for _ in range(5):
        begun = time.perf_counter()
        assert verify(file)["fits"]
        taken.append(((time.perf_counter() - begun) * 1000, 0.0))
    middle = sorted(wall for wall, _ in taken)[2]
    ratio = middle / yardstick.p50_ms if yardstick else 1.0
    return row(name, 0, taken, ratio=ratio, yardstick=yardstick.name if yardstick else name)
