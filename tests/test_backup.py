"""The backup of the operator's guide: who may make it, and that what comes back stands behind the same walls."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from assessments.actions import starting
from assessments.models import QuestionnaireVersion, organisation_context
from devtools import postgres
from tests.accounts import NOON, Cast
from tests.source import ROOT

RESTORED = "test_restored"


def address(role: str, database: str) -> str:
    return make_conninfo(os.environ[role], dbname=database)


def program(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([postgres.programs() / name, *arguments], capture_output=True, text=True)


def dump(role: str, file: Path) -> subprocess.CompletedProcess[str]:
    source = address(role, connection.settings_dict["NAME"])
    return program("pg_dump", "--format=custom", f"--file={file}", f"--dbname={source}")


@pytest.fixture
def restored() -> Iterator[str]:
    """The name of an empty database, gone afterwards."""
    name = f"{RESTORED}_{os.getpid()}"
    with psycopg.connect(os.environ["DATABASE_SUPERUSER_URL"], autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield name
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def stored(transactional_db: None, cast: Cast, genai: QuestionnaireVersion) -> None:
    """One assessment, committed."""
    own = starting.PartyDetails("organisatie", "Ministerie", "verwerkingsverantwoordelijke", ())
    author = cast["invuller"]
    with organisation_context(author.organisation_id):
        starting.start(by=author, title="Proef", questionnaire_version=genai, parties=[own], at=NOON)


@pytest.mark.parametrize("role", ["DATABASE_URL", "DATABASE_OWNER_URL"])
def test_a_role_behind_the_wall_makes_no_backup_rather_than_half_a_one(tmp_path: Path, stored: None, role: str) -> None:
    result = dump(role, tmp_path / "half.dump")
    assert result.returncode != 0
    assert "row-level security" in result.stderr or "permission denied" in result.stderr


def test_a_backup_comes_back_with_its_rows_its_walls_and_chains_that_fit(
    tmp_path: Path, stored: None, restored: str
) -> None:
    file = tmp_path / "toets.dump"
    made = dump("DATABASE_SUPERUSER_URL", file)
    assert made.returncode == 0, made.stderr
    target = address("DATABASE_SUPERUSER_URL", restored)
    back = program("pg_restore", "--exit-on-error", f"--dbname={target}", str(file))
    assert back.returncode == 0, back.stderr

    with psycopg.connect(target) as rows:
        assert rows.execute("SELECT count(*) FROM assessments_assessment").fetchone() == (1,)
        forced = "SELECT count(*) FROM pg_class WHERE relname LIKE 'assessments_%' AND relforcerowsecurity"
        behind = rows.execute(forced).fetchone()
    with psycopg.connect(address("DATABASE_URL", restored)) as rows:
        assert rows.execute("SELECT count(*) FROM assessments_assessment").fetchone() == (0,), "no context, no rows"
    with connection.cursor() as cursor:
        cursor.execute(forced)
        assert cursor.fetchone() == behind != (0,)

    command = [sys.executable, "manage.py", "verify_ledger"]
    variables = {**os.environ, "DATABASE_URL": address("DATABASE_URL", restored)}
    checked = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "1" in checked.stdout


def test_the_operators_guide_gives_these_commands() -> None:
    guide = (ROOT / "docs" / "guides" / "operator.md").read_text()
    assert "pg_dump --format=custom --file=toets.dump --dbname=" in guide
    assert "pg_restore --exit-on-error --dbname=" in guide
    assert "manage.py verify_ledger" in guide
