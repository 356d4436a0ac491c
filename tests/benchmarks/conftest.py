"""The table of `make bench`: printed, and written to build/bench.json."""

import json
from collections.abc import Iterator
from dataclasses import asdict

import pytest

from tests.benchmarks.measuring import Row
from tests.source import ROOT


@pytest.fixture(scope="session")
def table(request: pytest.FixtureRequest) -> Iterator[list[Row]]:
    """Every benchmark adds its rows."""
    rows: list[Row] = []
    yield rows
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "bench.json").write_text(json.dumps([asdict(row) for row in rows], indent=2))
    capturing = request.config.pluginmanager.getplugin("capturemanager")
    assert capturing is not None
    with capturing.global_and_fixture_disabled():
        print(f"\n{'':44}{'sql':>5}{'cpu ms':>9}{'p50 ms':>9}{'p95 ms':>9}{'ratio':>8}  against")
        for row in rows:
            figures = f"{row.cpu_ms:9.1f}{row.p50_ms:9.1f}{row.p95_ms:9.1f}{row.ratio:8.2f}"
            print(f"{row.name:44}{row.sql:5}{figures}  {row.yardstick}")
