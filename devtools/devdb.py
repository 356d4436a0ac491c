"""PostgreSQL for development and tests, used where DATABASE_URL names no other.

`ensure` starts or finds the one lasting server of a folder; `throwaway` makes one that is gone
when this process is. Both give the addresses of three roles: the app role, which runs the
site and the tests, the owner, which migrates, and the superuser, which empties tables between tests.
"""

import atexit
import contextlib
import fcntl
import hashlib
import secrets
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from devtools import postgres

DATABASE, APP, OWNER, SUPERUSER = "toets", "toets_app", "toets_owner", "postgres"
PATIENCE = 60.0
# Longer paths do not fit the address of a Unix socket.
SOCKET_PATH_LIMIT = 90

_SERVER = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}
_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class Addresses:
    app: str
    owner: str
    superuser: str

    def environment(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.app,
            "DATABASE_OWNER_URL": self.owner,
            "DATABASE_SUPERUSER_URL": self.superuser,
        }


def ensure(folder: Path) -> Addresses:
    """Addresses of the running server of this folder; safe to call from many processes at once."""
    data = _place(folder)
    with _lock(data):
        existing = data / "PG_VERSION"
        programs = postgres.programs(int(existing.read_text()) if existing.exists() else None)
        if not existing.exists():
            _create(programs, data)
        _start(programs, data)
        addresses = _addresses(data)
        prepare_roles(addresses.superuser)
    return addresses


def stop(folder: Path) -> None:
    """Stop the server of this folder, if it runs."""
    data = _place(folder)
    if not (data / "PG_VERSION").exists():
        return
    with _lock(data):
        programs = postgres.programs(int((data / "PG_VERSION").read_text()))
        if _answers(programs, data):
            postgres.run(programs / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop")


def remove(folder: Path) -> None:
    """Stop the server of this folder and delete its data."""
    stop(folder)
    shutil.rmtree(_place(folder), ignore_errors=True)


def throwaway() -> Addresses:
    """A server without durability, gone a moment after this process, even after kill -9."""
    programs = postgres.programs()
    root = postgres.temporary_folder()
    data = root / "data"
    _create(programs, data, "--no-sync")
    who = postgres.account()
    identity = ["--user", str(who["user"]), "--group", str(who["group"])] if who else []
    leash = [sys.executable, "-m", "devtools.leash", "--signal", "SIGQUIT", "--remove", str(root), *identity]
    with (root / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [*leash, str(programs / "postgres"), "-D", str(data), *_options(data, _FORGETFUL)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=Path(__file__).parent.parent,
            start_new_session=True,
        )
    atexit.register(_let_go, process)
    deadline = time.monotonic() + PATIENCE
    while not _answers(programs, data):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start:\n{(root / 'server.log').read_text(errors='replace')}")
        time.sleep(0.02)
    addresses = _addresses(data)
    prepare_roles(addresses.superuser)
    return addresses


def adopt(url: str, keys: Path) -> Addresses:
    """The three addresses on a server of the developer's own, given the address of its superuser.

    The passwords of both roles are drawn once and kept in the file `keys`.
    """
    if not keys.exists():
        keys.parent.mkdir(parents=True, exist_ok=True)
        keys.touch(0o600)
        keys.write_text(f"{secrets.token_urlsafe(24)}\n{secrets.token_urlsafe(24)}\n")
    owner, app = keys.read_text().split()
    prepare_roles(url, {OWNER: owner, APP: app})
    return Addresses(
        app=make_conninfo(url, user=APP, password=app),
        owner=make_conninfo(url, user=OWNER, password=owner),
        superuser=url,
    )


def is_superuser(url: str) -> bool:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(row and row[0])


def prepare_roles(superuser_url: str, passwords: Mapping[str, str] | None = None) -> None:
    """Create both roles and the owner's database; leave what is there."""
    wanted = conninfo_to_dict(superuser_url)["dbname"]
    with psycopg.connect(superuser_url, dbname="postgres", autocommit=True) as connection:
        for role, right in ((OWNER, sql.SQL("CREATEDB")), (APP, sql.SQL("NOCREATEDB"))):
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
            verb = sql.SQL("ALTER ROLE" if known else "CREATE ROLE")
            rights = sql.SQL("{} {} LOGIN NOSUPERUSER NOBYPASSRLS {}")
            connection.execute(rights.format(verb, sql.Identifier(role), right))
            if passwords:
                connection.execute(
                    sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(passwords[role]))
                )
        name, owner = sql.Identifier(str(wanted)), sql.Identifier(OWNER)
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [wanted]).fetchone():
            creation = sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0")
            connection.execute(creation.format(name, owner))
        else:
            connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(name, owner))


def _place(folder: Path) -> Path:
    folder = folder.resolve()
    if postgres.reachable(folder):
        return folder
    return postgres.SHARED / hashlib.sha256(str(folder).encode()).hexdigest()[:12]


def _socket_folder(data: Path) -> Path:
    if len(str(data)) < SOCKET_PATH_LIMIT:
        return data
    folder = Path(tempfile.gettempdir()) / f"toets-{hashlib.sha256(str(data).encode()).hexdigest()[:12]}"
    postgres.own(folder)
    return folder


def _addresses(data: Path) -> Addresses:
    host = quote(str(_socket_folder(data)), safe="")
    return Addresses(*(f"postgresql://{role}@{host}/{DATABASE}" for role in (APP, OWNER, SUPERUSER)))


def _create(programs: Path, data: Path, *extra: str) -> None:
    postgres.own(data)
    # `trust` is safe here: the only way in is a socket in a folder of this account alone.
    choices = ["-A", "trust", "-E", "UTF8", "--locale=C", "--data-checksums", "--no-instructions", *extra]
    postgres.run(programs / "initdb", "-D", data, "-U", SUPERUSER, *choices)


def _options(data: Path, more: Mapping[str, str] | None = None) -> list[str]:
    settings = {**_SERVER, "unix_socket_directories": str(_socket_folder(data)), **(more or {})}
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _answers(programs: Path, data: Path) -> bool:
    command = [str(programs / "pg_isready"), "-q", "-h", str(_socket_folder(data))]
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def _start(programs: Path, data: Path) -> None:
    """Start the server unless it answers; one that recovers from a crash, or is still dying, is waited for."""
    deadline = time.monotonic() + PATIENCE
    log = data / "server.log"
    while not _answers(programs, data):
        try:
            postgres.run(programs / "pg_ctl", "-D", data, "-w", "-l", log, "-o", shlex.join(_options(data)), "start")
        except RuntimeError as error:
            tail = log.read_text(errors="replace")[-1500:] if log.exists() else ""
            passing = "postmaster.pid" in tail or "shared memory" in tail or "starting up" in tail
            if not passing or time.monotonic() > deadline:
                raise RuntimeError(f"{error}\n{tail}") from None
            time.sleep(0.3)


@contextlib.contextmanager
def _lock(data: Path) -> Iterator[None]:
    data.parent.mkdir(parents=True, exist_ok=True)
    with data.with_name(f"{data.name}.lock").open("w") as file:
        # The kernel lets go of it when this process ends, also after kill -9.
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _let_go(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(20)
