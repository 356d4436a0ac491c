"""The database of a developer's machine: found again, gone when it should be, and never losing what it confirmed."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from devtools import devdb, postgres
from tests.source import ROOT

SAYS_ITS_ADDRESS = "import sys; from devtools import devdb; print(devdb.throwaway().app, flush=True); sys.stdin.read()"


def pid_of(data: Path) -> int:
    return int((data / "postmaster.pid").read_text().split()[0])


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A lasting server of its own, in a place the server's account can reach."""
    root = postgres.temporary_folder()
    yield root / "postgres"
    devdb.stop(root / "postgres")
    shutil.rmtree(root)


def test_many_processes_at_once_find_one_server(folder: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: devdb.ensure(folder), range(4)))
    assert len(found) == 1
    assert found == {devdb.ensure(folder)}


def test_the_app_role_is_not_the_owner(folder: Path) -> None:
    addresses = devdb.ensure(folder)
    with psycopg.connect(addresses.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("CREATE TABLE mine (id int)")
    with psycopg.connect(addresses.owner) as owner:
        owner.execute("CREATE TABLE mine (id int)")
        owner.rollback()


def test_a_confirmed_save_survives_kill_9_of_the_server(folder: Path) -> None:
    addresses = devdb.ensure(folder)
    with psycopg.connect(addresses.owner, autocommit=True) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS saved (id int)")
        owner.execute("INSERT INTO saved VALUES (1)")
    os.kill(pid_of(folder), signal.SIGKILL)
    with psycopg.connect(devdb.ensure(folder).owner) as owner:
        assert owner.execute("SELECT count(*) FROM saved").fetchone() == (1,)


def test_a_stopped_server_starts_again_with_its_data(folder: Path) -> None:
    devdb.ensure(folder)
    devdb.stop(folder)
    assert not (folder / "postmaster.pid").exists()
    devdb.stop(folder)
    with psycopg.connect(devdb.ensure(folder).app) as app:
        assert app.execute("SELECT current_user").fetchone() == (devdb.APP,)


def test_a_removed_server_leaves_nothing(folder: Path) -> None:
    devdb.ensure(folder)
    devdb.remove(folder)
    assert not folder.exists()


def test_a_throwaway_server_is_gone_after_kill_9_of_its_maker() -> None:
    maker = subprocess.Popen(
        [sys.executable, "-c", SAYS_ITS_ADDRESS], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert maker.stdin and maker.stdout
    address = maker.stdout.readline().strip()
    root = Path(psycopg.conninfo.conninfo_to_dict(address)["host"]).parent  # type: ignore[arg-type] # text, from a URL
    assert root.exists()
    maker.kill()
    maker.communicate()
    gone = threading.Event()
    while root.exists() and not gone.wait(0.1):
        pass
    assert not root.exists()


def test_a_server_of_ones_own_is_prepared_from_its_superuser(folder: Path, tmp_path: Path) -> None:
    superuser = devdb.ensure(folder).superuser
    assert devdb.is_superuser(superuser)
    adopted = devdb.adopt(superuser, tmp_path / "passwords")
    assert adopted == devdb.adopt(superuser, tmp_path / "passwords")
    assert (tmp_path / "passwords").stat().st_mode & 0o077 == 0
    with psycopg.connect(adopted.app) as app:
        assert app.execute("SELECT current_user").fetchone() == (devdb.APP,)


def test_a_place_the_server_cannot_enter_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As below the home of root: the data goes where the server's account can go, and nothing is opened up."""
    monkeypatch.setattr(postgres, "reachable", lambda path: False)
    monkeypatch.setattr(postgres, "SHARED", tmp_path / "shared")
    assert devdb._place(tmp_path / "var").parent == tmp_path / "shared"


def test_without_postgresql_it_says_what_to_type(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PG_BINDIR", str(tmp_path))
    with pytest.raises(postgres.NotFound, match="make setup"):
        postgres.programs()
