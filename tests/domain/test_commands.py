"""`advise` and `check_questionnaire`, as somebody at a terminal uses them."""

import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.domain.builders import GENAI

CASES = GENAI / "cases"


def run(command: str, *arguments: object) -> str:
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out)
    return out.getvalue()


def run_failing(command: str, *arguments: object) -> tuple[str, str]:
    out = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command(command, *map(str, arguments), stdout=out)
    return out.getvalue(), str(failed.value)


def test_advise_prints_one_line_per_file_in_the_order_given() -> None:
    lines = [json.loads(line) for line in run("advise", CASES / "W4.yaml", CASES / "W3.yaml").splitlines()]
    assert [line["id"] for line in lines] == ["W4", "W3"]
    for line in lines:
        assert {"outcome", "blocking", "open", "conditions", "risks", "because", "to_improve"} <= set(line)
        assert line["as_expected"] is True
        assert line["in_words"]["nl"]["headline"].startswith("Niet toegestaan")


def test_all_cases_are_as_expected() -> None:
    lines = run("advise", *sorted(CASES.glob("*.yaml"))).splitlines()
    assert len(lines) == 18


def test_a_refused_file_says_what_to_do_and_others_still_get_their_advice(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("reference_date: 2026-11-01\nanswers: {QZ99: {value: ja}}\n", encoding="utf-8")
    out, message = run_failing("advise", wrong, CASES / "W3.yaml")
    first, second = map(json.loads, out.splitlines())
    assert first["refused"] == [
        {"file": "wrong.yaml", "id": "QZ99", "message": "unknown question", "remedy": "use the id of a question"}
    ]
    assert second["outcome"] == "NIET_TOEGESTAAN_TENZIJ"
    assert message == "1 of 2 case files refused or not as expected"


def test_an_expectation_that_is_not_met_fails(tmp_path: Path) -> None:
    text = (CASES / "W3.yaml").read_text(encoding="utf-8")
    other = tmp_path / "W3.yaml"
    other.write_text(text.replace("outcome: NIET_TOEGESTAAN_TENZIJ", "outcome: NIET_TOEGESTAAN"), encoding="utf-8")
    out, _ = run_failing("advise", other)
    assert json.loads(out)["differences"] == ["outcome: expected NIET_TOEGESTAAN, found NIET_TOEGESTAAN_TENZIJ"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b""])
def test_a_file_that_cannot_be_read_is_refused(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    if content is not None:
        path.write_bytes(content)
    out, _ = run_failing("advise", path)
    assert json.loads(out)["refused"][0]["file"] == "case.yaml"


def test_check_questionnaire_finds_nothing_wrong_with_ours() -> None:
    assert "genai 1.0: 0 faults" in run("check_questionnaire", GENAI)


def test_check_questionnaire_prints_all_faults_at_once(tmp_path: Path) -> None:
    shutil.copytree(GENAI, tmp_path, dirs_exist_ok=True)
    for name, old, new in (
        ("questionnaire.yaml", "gate: REIKWIJDTE", "gate: DEUR"),
        ("advice.yaml", "phase_question: QA06", "phase_question: QX06"),
        ("sources.yaml", "confirmed: primary", "confirmed: misschien"),
    ):
        path = tmp_path / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    out, message = run_failing("check_questionnaire", tmp_path)
    assert {line.partition(":")[0] for line in out.splitlines()} == {
        "questionnaire.yaml",
        "advice.yaml",
        "sources.yaml",
    }
    assert all(" → " in line for line in out.splitlines())
    assert message == f"{len(out.splitlines())} faults"


def test_check_questionnaire_checks_the_cases_too(tmp_path: Path) -> None:
    shutil.copytree(GENAI, tmp_path, dirs_exist_ok=True)
    case = tmp_path / "cases/W3.yaml"
    text = case.read_text(encoding="utf-8")
    case.write_text(text.replace("outcome: NIET_TOEGESTAAN_TENZIJ", "outcome: NIET_TOEGESTAAN"), encoding="utf-8")
    (tmp_path / "cases/extra.yaml").write_text("answers: {}\n", encoding="utf-8")
    out, _ = run_failing("check_questionnaire", tmp_path)
    assert "W3.yaml: W3: outcome: expected" in out
    assert "extra.yaml: -: reference_date is missing" in out


def test_an_empty_or_unreadable_folder_is_refused(tmp_path: Path) -> None:
    out, _ = run_failing("check_questionnaire", tmp_path)
    assert out.count("the file is missing") == 3
    (tmp_path / "advice.yaml").write_bytes(b"\xff\xfe\xff")
    _, message = run_failing("check_questionnaire", tmp_path)
    assert "advice.yaml" in message and "UTF-8" in message
