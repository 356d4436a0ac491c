"""The limited process: `python -m assessments.pdf.child MEMORY_MB CPU_SECONDS`.

Reads questions from standard input and answers on standard output until the input closes.
Each operation imports what it needs, so reading a PDF never loads the layout engine.
"""

import os
import resource
import sys
from collections.abc import Callable
from typing import Any

from assessments.pdf.process import Refusal, read_frame, write_frame

Answer = tuple[dict[str, Any], list[bytes]]
Operation = Callable[[dict[str, Any], list[bytes]], Answer]


def main(memory_mb: int, cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    questions = sys.stdin.buffer
    # Whatever a library prints must not end up between our answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while frame := read_frame(questions):
        _allow_processor_time(cpu_seconds)
        header, blobs = _answer(*frame)
        write_frame(answers, header, blobs)


def _allow_processor_time(seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def _answer(question: dict[str, Any], blobs: list[bytes]) -> Answer:
    try:
        return _operation(question.pop("operation"))(question, blobs)
    except MemoryError:
        return {"error": "out_of_memory"}, []
    except RecursionError:
        return {"error": "too_deep"}, []
    except Refusal as refusal:
        return {"error": refusal.code, "refused": True, "detail": str(refusal)[:500]}, []
    except Exception as error:  # noqa: BLE001  # libraries raise anything on hostile input
        return {"error": "failed", "detail": f"{type(error).__name__}: {error}"[:500]}, []


def _operation(name: str) -> Operation:
    match name:
        case "typeset":
            from assessments.pdf import typeset

            return typeset.answer
        case "examine":
            from assessments.pdf import examine

            return examine.answer
    raise ValueError(f"unknown operation {name!r}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
