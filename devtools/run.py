"""`make run`: the demo on this machine, from database to address, until Ctrl-C."""

import argparse
import contextlib
import fcntl
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

from devtools import devdb, development

HOST = "127.0.0.1"
# A previous start that was killed lets go of its port within this time.
PORT_PATIENCE = 10.0
START_PATIENCE = 60.0
LOGINS = """\
  Ministerie van Voorbeeldzaken: invuller, collega, fg, beslisser, auditor, beheerder
  Ministerie van Proefzaken:     invuller-proef, fg-proef"""


class CannotRun(Exception):
    """The demo cannot start or go on; the message says why and what to do."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--child", action="store_true", help="stop when the process that started this is gone")
    parser.add_argument("--remove-database", action="store_true", help="only remove what earlier starts kept")
    options = parser.parse_args()
    if options.remove_database:
        devdb.remove(development.folder() / "postgres")
        return 0
    for interruption in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(interruption, _interrupt)
    parent = Parent() if options.child else None
    try:
        with _database():
            _serve(_port(), parent)
    except KeyboardInterrupt:
        say("Stopped.")
    except CannotRun as error:
        say(str(error))
        return 1
    return 0


class Parent:
    """The `make` that started this demo, which should not outlive it."""

    def __init__(self) -> None:
        self._pid = os.getppid()
        self._blocked = self._blocks_interrupts()

    def has_gone(self) -> bool:
        """It ended, or it was interrupted alone: then make tells nobody and waits for us."""
        return os.getppid() != self._pid or (self._blocks_interrupts() and not self._blocked)

    def _blocks_interrupts(self) -> bool:
        try:
            status = Path(f"/proc/{self._pid}/status").read_text()
        except OSError:
            return False
        blocked = re.search(r"^SigBlk:\s*(\w+)", status, re.MULTILINE)
        return bool(blocked and int(blocked[1], 16) >> (signal.SIGINT - 1) & 1)


def _serve(port: int, parent: Parent | None) -> None:
    password = _prepare()
    _wait_for_port(port)
    with _leashed(_web(port)) as web, _leashed([sys.executable, "manage.py", "procrastinate", "worker"]) as worker:
        address = f"http://{HOST}:{port}"
        _wait_for(f"{address}/login/", web)
        # By name: a browser makes no passkey for a number.
        say(f"\nToets generatieve AI runs at http://localhost:{port}\n\nSign in as\n{LOGINS}")
        say(f"Password of all: {password}\n\nCtrl-C stops everything.\n")
        while parent is None or not parent.has_gone():
            for name, process in (("site", web), ("worker", worker)):
                if process.poll() is not None:
                    raise CannotRun(f"The {name} has stopped. Type `make run` to start again.")
            time.sleep(0.5)
        raise KeyboardInterrupt


def say(text: str) -> None:
    print(text, flush=True)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


@contextlib.contextmanager
def _database() -> Iterator[None]:
    """The database runs inside; the last demo to leave stops the embedded one."""
    embedded = "DATABASE_URL" not in os.environ
    folder = development.folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "running").open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_SH)
        if embedded:
            say(f"Starting the database in {folder / 'postgres'}")
        development.prepare_environment()
        try:
            yield
        finally:
            if embedded and _is_last(mark.fileno()):
                devdb.stop(folder / "postgres")


def _is_last(mark: int) -> bool:
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _prepare() -> str:
    """Tables, questionnaire and demo, each only where missing; gives the demo's password."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import CommandError, call_command
    from django.db import connections

    password = _password()
    try:
        django.setup()
        say("Bringing the tables up to date")
        call_command("migrate", verbosity=0, skip_checks=True)
        say("Loading the questionnaire and the demo")
        call_command("load_questionnaires", skip_checks=True)
        call_command("load_demo", password_file=password, skip_checks=True)
    except CommandError as error:
        raise CannotRun(str(error)) from error
    connections.close_all()
    return password.read_text().strip()


def _password() -> Path:
    file = development.folder() / "demo_password"
    if not file.exists():
        file.touch(0o600)
        file.write_text(f"demo-{secrets.token_hex(4)}")
    return file


def _port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise CannotRun(f"PORT is {text!r}; it must be a number between 1 and 65535.")
    port = int(text)
    _wait_for_port(port)
    return port


def _wait_for_port(port: int) -> None:
    deadline = time.monotonic() + PORT_PATIENCE
    if not is_free(port):
        say(f"Waiting for port {port}")
    while not is_free(port):
        if time.monotonic() > deadline:
            raise CannotRun(f"Port {port} is in use. Choose another:  PORT={port + 1} make run")
        time.sleep(0.3)


def is_free(port: int) -> bool:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except OSError:
            return False
    return True


def _web(port: int) -> list[str]:
    capacity = ["--workers", "2", "--threads", "4", "--graceful-timeout", "5"]
    quiet = ["--log-level", "warning", "--no-control-socket"]
    return [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}", *capacity, *quiet]


@contextlib.contextmanager
def _leashed(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """The command runs inside, and ends with this process, however that ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "devtools.leash", *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        cwd=development.ROOT,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.stdin:
            process.stdin.close()
        process.wait()


def _wait_for(address: str, web: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_PATIENCE
    while web.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5)
        except urllib.error.HTTPError as error:
            raise CannotRun(f"{address} answers {error.code}; see the lines above.") from error
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise CannotRun(f"The site does not answer at {address}; see the lines above.")


if __name__ == "__main__":
    sys.exit(main())
