"""A child process with limits on memory, processor time and patience.

Laying out a document and reading an uploaded PDF can both be made to eat a machine, so both
happen in `python -m assessments.pdf.child`. It gets no environment of ours (no database address,
no secrets) and dies with its parent: it stops when its standard input closes.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, ClassVar, Self

CODE_ROOT = Path(__file__).resolve().parents[2]
EMPTY_FONT_CONFIGURATION = Path(__file__).with_name("fonts.conf")


@dataclass(frozen=True)
class Limits:
    """Memory and wall time of the process; processor time per question."""

    memory_mb: int
    cpu_seconds: int
    wall_seconds: float


class Refusal(Exception):
    """Raised inside the child by our own code, which stays sound; `code` reaches the parent."""

    code: ClassVar[str]


class ChildFailed(Exception):
    """The child gave no answer; `reason` is a code: timeout, died, or what it reported."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class Child:
    """One limited process, started at the first question and again after a failure.

    Keep one to avoid the seconds of importing; use a fresh one for each untrusted input.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def ask(
        self, operation: str, arguments: Mapping[str, Any], blobs: Sequence[bytes] = ()
    ) -> tuple[dict[str, Any], list[bytes]]:
        """Answer and bytes of one operation; raises ChildFailed."""
        with self._lock:
            process = self._started()
            try:
                answer, answered = self._exchange(process, operation, arguments, blobs)
            except BaseException:
                self._stop()
                raise
            if "error" in answer:
                if not answer.get("refused"):  # unforeseen: its state is anyone's guess
                    self._stop()
                raise ChildFailed(answer["error"], answer.get("detail", ""))
            return answer, answered

    def close(self) -> None:
        with self._lock:
            self._stop()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            # A killed process cannot clear up after itself; we do.
            self._scratch = tempfile.TemporaryDirectory(prefix="toets-pdf-")
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "assessments.pdf.child"),
                    *(str(self._limits.memory_mb), str(self._limits.cpu_seconds)),
                ],
                cwd=CODE_ROOT,
                env=_bare_environment(self._scratch.name),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _exchange(
        self,
        process: subprocess.Popen[bytes],
        operation: str,
        arguments: Mapping[str, Any],
        blobs: Sequence[bytes],
    ) -> tuple[dict[str, Any], list[bytes]]:
        assert process.stdin is not None
        assert process.stdout is not None
        out_of_patience = threading.Event()

        def give_up() -> None:
            out_of_patience.set()
            process.kill()

        timer = threading.Timer(self._limits.wall_seconds, give_up)
        timer.start()
        try:
            write_frame(process.stdin, {"operation": operation, **arguments}, blobs)
            answer = read_frame(process.stdout)
        except OSError:  # it died while we were still writing
            answer = None
        finally:
            timer.cancel()
        if answer is None:
            raise ChildFailed("timeout" if out_of_patience.is_set() else "died")
        return answer

    def _stop(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):  # unsent bytes to a process that has gone
                    stream.close()
        if self._scratch is not None:
            self._scratch.cleanup()


def write_frame(stream: IO[bytes], header: Mapping[str, Any], blobs: Sequence[bytes]) -> None:
    """One line of JSON that says how many bytes follow, then those bytes."""
    line = json.dumps({**header, "sizes": [len(blob) for blob in blobs]})
    stream.write(line.encode() + b"\n")
    for blob in blobs:
        stream.write(blob)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[dict[str, Any], list[bytes]] | None:
    """The next frame, or None when the other side has gone."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    header = json.loads(line)
    blobs = [stream.read(size) for size in header.pop("sizes")]
    if any(len(blob) < size for blob, size in zip(blobs, json.loads(line)["sizes"], strict=True)):
        return None
    return header, blobs


def _bare_environment(scratch: str) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "TMPDIR": scratch,
        # Only the fonts we ship: the same report on every machine.
        "FONTCONFIG_FILE": str(EMPTY_FONT_CONFIGURATION),
    }
