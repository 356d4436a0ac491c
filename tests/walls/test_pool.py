"""Eight threads on two pooled connections: nobody ever finds a connection that still knows an organisation."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from tests.accounts import Cast
from tests.source import ROOT

SEED = 20_261_127


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("requests", [2_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_a_shared_connection_never_carries_an_organisation_over(cast: Cast, requests: int) -> None:
    address = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
    result = subprocess.run(
        [sys.executable, "-m", "tests.walls.pool", str(requests), str(SEED)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    counts = json.loads(result.stdout)
    assert counts.get("leaks", 0) == 0
    assert counts["requests"] == requests
    assert requests * 0.05 < counts["exceptions"] < requests * 0.15
