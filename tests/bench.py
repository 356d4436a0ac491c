"""`make bench`: what the main pages and computations cost. Ratios are against a yardstick of the same run,
so that tables of two machines can be compared. No limits here: the tests hold those."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import reading
from assessments.domain import advice, loading
from assessments.domain.cases import read_case
from assessments.management.playing import Player
from assessments.models import Assessment, organisation_context
from tests.accounts import FILES, FOLDER, NOON, sign_in
from tests.source import ROOT

REPEATS = 20
YARDSTICK = "sign-in page"
NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@dataclass(frozen=True)
class Row:
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


def measure(name: str, once: Callable[[], object], yardstick: float | None = None) -> Row:
    once()
    count = statements(once)
    walls, cpus = [], []
    for _ in range(REPEATS):
        wall, cpu = time.perf_counter(), time.process_time()
        once()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    median = statistics.median(cpus)
    ratio = median / yardstick if yardstick else 1.0
    p95 = sorted(walls)[int(REPEATS * 0.95) - 1]
    figures = (round(figure, 2) for figure in (median, statistics.median(walls), p95, ratio))
    return Row(name, count, *figures, yardstick=YARDSTICK, n=REPEATS)


@pytest.fixture
def assessment(acting, cast, genai) -> Assessment:
    questionnaire = reading.questionnaire(genai.pk)
    case = read_case(questionnaire, "W3.yaml", (FOLDER / "cases" / "W3.yaml").read_text())
    author = acting("invuller")
    return Player(questionnaire, case, author=author, checker=acting("collega"), at=NOON, titles={}).play(genai)


def page(client: Client, address: str) -> Callable[[], object]:
    def get() -> None:
        assert client.get(address).status_code == 200, address

    return get


def test_bench(assessment, cast, capsys: pytest.CaptureFixture[str]) -> None:
    author = sign_in(Client(), cast, "invuller")
    yardstick = measure(YARDSTICK, page(Client(), reverse("account_login")))
    with organisation_context(cast["invuller"].organisation_id):
        contents = reading.contents(assessment)
    dossier, questionnaire = contents.dossier(), contents.questionnaire
    section = questionnaire.sections[1].id
    work = {
        "overview": page(author, reverse("overview")),
        "task list": page(author, reverse("tasks", args=[assessment.pk])),
        "section": page(author, reverse("section", args=[assessment.pk, section])),
        "provisional outcome": page(author, reverse("outcome", args=[assessment.pk])),
        "check and submit": page(author, reverse("check", args=[assessment.pk])),
        "computing the advice (W3)": lambda: advice.advise(questionnaire, dossier),
        "loading the questionnaire": lambda: loading.load(FILES),
    }
    rows = [yardstick, *(measure(name, once, yardstick.cpu_ms) for name, once in work.items())]
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "bench.json").write_text(json.dumps([asdict(row) for row in rows], indent=2))
    with capsys.disabled():
        print(f"\n{'':28}{'sql':>5}{'cpu ms':>9}{'p50 ms':>9}{'p95 ms':>9}{'ratio':>8}")
        for row in rows:
            print(f"{row.name:28}{row.sql:5}{row.cpu_ms:9.1f}{row.p50_ms:9.1f}{row.p95_ms:9.1f}{row.ratio:8.1f}")
        print(f"ratio: cpu against the {YARDSTICK}; {REPEATS} times each")
