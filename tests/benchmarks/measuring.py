"""What a piece of work costs: its statements, its processor time, and its time on the clock."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext

REPEATS = 20
NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@dataclass(frozen=True)
class Row:
    """One line of the table. `ratio` is against the yardstick of the same run, so that two machines compare."""

    name: str
    sql: int
    cpu_ms: float
    p50_ms: float
    p95_ms: float
    ratio: float
    yardstick: str
    n: int


def statements(once: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        once()
    texts = [query["sql"] for query in captured.captured_queries]
    return len([text for text in texts if not text.startswith(NOT_COUNTED) and "set_config" not in text])


def times(once: Callable[[], object], repeats: int = REPEATS) -> Iterator[tuple[float, float]]:
    """(clock, processor) in milliseconds, for each time."""
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        once()
        yield (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def row(name: str, sql: int, taken: list[tuple[float, float]], *, ratio: float, yardstick: str) -> Row:
    walls = sorted(wall for wall, _ in taken)
    cpu = statistics.median(cpu for _, cpu in taken)
    p95 = walls[max(0, int(len(walls) * 0.95) - 1)]
    figures = (round(figure, 2) for figure in (cpu, statistics.median(walls), p95, ratio))
    return Row(name, sql, *figures, yardstick=yardstick, n=len(taken))


def by_processor(name: str, once: Callable[[], object], yardstick: Row | None = None) -> Row:
    """One piece of work; its ratio is processor time against the yardstick's."""
    once()
    taken = list(times(once))
    cpu = statistics.median(cpu for _, cpu in taken)
    ratio = cpu / yardstick.cpu_ms if yardstick else 1.0
    return row(name, statements(once), taken, ratio=ratio, yardstick=yardstick.name if yardstick else name)


def side_by_side(
    first: str,
    second: str,
    once: Callable[[], object],
    *,
    within_first: Callable[[], AbstractContextManager[object]] = nullcontext,
    within_second: Callable[[], AbstractContextManager[object]] = nullcontext,
    rounds: int = 5,
) -> list[Row]:
    """The same work in two surroundings, turn by turn, so that a busy moment hits both; by the clock."""
    taken: dict[str, list[tuple[float, float]]] = {first: [], second: []}
    for _ in range(rounds):
        for name, within in ((first, within_first), (second, within_second)):
            with within():
                once()
                taken[name] += times(once)
    sql = statements(once)
    medians = {name: statistics.median(wall for wall, _ in figures) for name, figures in taken.items()}
    return [row(name, sql, each, ratio=medians[name] / medians[first], yardstick=first) for name, each in taken.items()]
