"""The limited process: alone, bare and mortal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assessments.pdf.process import CODE_ROOT, Child, ChildFailed, Limits

LIMITS = Limits(memory_mb=1024, cpu_seconds=5, wall_seconds=20)


@pytest.mark.parametrize("operation", ["typeset", "examine"])
def test_the_child_imports_only_pdf_and_domain_of_ours(operation):
    script = (
        "import sys; from assessments.pdf import child; "
        f"child._operation({operation!r}); "
        "print('\\n'.join(sys.modules))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script], cwd=CODE_ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert f"assessments.pdf.{operation}" in loaded
    assert not [name for name in loaded if name.split(".")[0] in {"django", "config", "psycopg"}]
    ours = {".".join(name.split(".")[:2]) for name in loaded if name.startswith("assessments.")}
    assert ours <= {"assessments.pdf", "assessments.domain"}


def test_asking_for_a_verdict_loads_no_pdf_library():
    script = "import sys, assessments.pdf.verify; print('\\n'.join(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", script], cwd=CODE_ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"pyhanko", "pikepdf", "weasyprint"} & set(loaded)


def test_the_child_inherits_no_secrets(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://user:secret@host/db")
    with Child(LIMITS) as child:
        process = child._started()
        environment = Path(f"/proc/{process.pid}/environ").read_bytes()
        names = {entry.split(b"=")[0] for entry in environment.split(b"\0") if entry}
    assert names <= {b"PATH", b"LANG", b"TZ", b"TMPDIR", b"FONTCONFIG_FILE"}


def test_the_limits_are_the_childs_own():
    with Child(LIMITS) as child:
        with pytest.raises(ChildFailed):
            child.ask("nonsense", {})
        process = child._started()
        child._exchange(process, "nonsense", {}, [])
        listed = Path(f"/proc/{process.pid}/limits").read_text().splitlines()
        limits = {line[:25].strip(): line[26:].split()[0] for line in listed}
    assert limits["Max address space"] == str(1024 << 20)
    assert int(limits["Max cpu time"]) <= 1 + 1 + 5
    assert limits["Max core file size"] == "0"


def test_a_child_that_does_not_answer_in_time_is_ended():
    impatient = Limits(memory_mb=1024, cpu_seconds=5, wall_seconds=0)
    with Child(impatient) as child, pytest.raises(ChildFailed) as failure:
        child.ask("examine", {}, [bytes(1_000_000)])
    assert failure.value.reason == "timeout"


def test_a_child_that_dies_is_replaced_at_the_next_question():
    with Child(LIMITS) as child:
        first = child._started()
        first.kill()
        first.wait()
        with pytest.raises(ChildFailed) as failure:
            child.ask("nonsense", {})
        assert failure.value.reason == "failed"
        assert child._process is None


def test_the_child_ends_when_its_parent_is_gone():
    child = Child(LIMITS)
    process = child._started()
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=20) == 0
    child.close()


def test_nothing_is_left_after_closing():
    child = Child(LIMITS)
    number = child._started().pid
    assert child._scratch is not None
    scratch = Path(child._scratch.name)
    (scratch / "font").write_text("left behind")
    child.close()
    assert not scratch.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
