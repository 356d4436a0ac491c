"""The folder outside the database where checkpoints are kept. Nothing in it is ever written twice or removed."""

import os
import uuid
from pathlib import Path


class WrittenDifferently(OSError):
    """There is another file in the place of this one. It stays as it is; somebody has to look."""


def name_of(organisation_id: uuid.UUID, number: int) -> str:
    return f"{organisation_id}-{number:08d}.json"


def keep(folder: Path, name: str, content: bytes) -> None:
    """Writes the file whole and safely on disk, or leaves the same one alone. Raises OSError."""
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    final = folder / name
    if final.exists():
        _same(final, content)
        return
    half = folder / f".{name}.{uuid.uuid4().hex}"
    try:
        with half.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # Unlike a rename, a link never takes the place of a file that is there.
        os.link(half, final)
    except FileExistsError:
        _same(final, content)
    finally:
        half.unlink(missing_ok=True)
    _sync(folder)


def holds(folder: Path, name: str, content: bytes) -> bool | None:
    """Whether exactly this was written; None where there is no such file."""
    file = folder / name
    return file.read_bytes() == content if file.is_file() else None


def _same(file: Path, content: bytes) -> None:
    if file.read_bytes() != content:
        raise WrittenDifferently(f"{file.name} differs from the database")


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
