"""`make run`: it starts, it stops, and whatever is killed leaves nothing that blocks the next start."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
import pytest

from devtools import devdb, postgres, run
from tests.source import ROOT

# One machine, one port, one database: these belong to one worker.
pytestmark = pytest.mark.xdist_group("run")
ADDRESS = re.compile(r"runs at (http://\S+)")
LAST_LINE = "Ctrl-C stops everything."


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    folder = postgres.temporary_folder()
    yield folder
    devdb.stop(folder / "postgres")
    shutil.rmtree(folder)


class Demo:
    """A running demo, and what it has said."""

    def __init__(self, place: Path, port: int, command: Sequence[str]) -> None:
        ours = ("DATABASE_", "TOETS_", "MAKE")
        without = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**without, "TOETS_VAR": str(place), "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""

    def wait_until_ready(self) -> str:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line
            if LAST_LINE in line:
                break
        found = ADDRESS.search(self.said)
        assert found, f"the demo did not start:\n{self.said}"
        return found[1]

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        self.said += self.process.communicate(timeout=60)[0]
        return self.process.returncode


@contextlib.contextmanager
def demo(place: Path, port: int, *command: str) -> Iterator[Demo]:
    running = Demo(place, port, command or (sys.executable, "-m", "devtools.run"))
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.kill()
            running.process.communicate()


def status(address: str) -> int:
    with urllib.request.urlopen(address) as response:
        return int(response.status)


def processes_of(program: str, port: int) -> list[psutil.Process]:
    """Processes whose command line names the program and this test's port."""
    words = {program, f"127.0.0.1:{port}"}
    return [process for process in psutil.process_iter(["cmdline"]) if words <= set(process.info["cmdline"] or ())]


def test_it_starts_and_ctrl_c_stops_everything(place: Path, port: int) -> None:
    """The interrupt reaches make alone, as it does without a terminal."""
    with demo(place, port, "make", "--no-print-directory", "run") as running:
        address = running.wait_until_ready()
        assert address == f"http://localhost:{port}"
        assert status(f"{address}/login/") == 200
        assert status(f"{address}/en/login/") == 200
        assert (place / "postgres" / "postmaster.pid").exists()
        assert running.end(signal.SIGINT) == -signal.SIGINT
    assert "Password of all: " in running.said
    assert not (place / "postgres" / "postmaster.pid").exists()
    assert not processes_of("gunicorn", port)


def test_kill_9_leaves_nothing_that_blocks_the_next_start(place: Path, port: int) -> None:
    with demo(place, port) as killed:
        killed.wait_until_ready()
        killed.end(signal.SIGKILL)
    with demo(place, port) as again:
        assert status(f"{again.wait_until_ready()}/login/") == 200
        for process in processes_of("gunicorn", port):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        again.said += again.process.communicate(timeout=60)[0]
    assert again.process.returncode == 1
    assert "The site has stopped. Type `make run` to start again." in again.said
    assert run.is_free(port)


def test_a_port_in_use_is_said_with_what_to_type(place: Path, port: int) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        with demo(place, port) as running:
            said, _ = running.process.communicate(timeout=120)
    assert running.process.returncode == 1
    assert f"Port {port} is in use. Choose another:  PORT={port + 1} make run" in said


@pytest.mark.parametrize("port", ["http", "0", "70000"])
def test_a_port_that_is_none_is_refused(place: Path, port: str) -> None:
    with demo(place, port) as running:  # type: ignore[arg-type] # that is the point
        said, _ = running.process.communicate(timeout=120)
    assert "it must be a number between 1 and 65535" in said
