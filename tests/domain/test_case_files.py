"""The eighteen worked cases: outcome, blocking and open questions all match what their authors expect."""

from pathlib import Path

import pytest

from assessments.domain.advice import advise
from assessments.domain.cases import CaseError, differences, read_case
from assessments.domain.questionnaire import Questionnaire
from tests.domain.builders import GENAI

CASES = sorted((GENAI / "cases").glob("*.yaml"))
REFUSED = {"T11"}


def test_all_eighteen_cases_are_there() -> None:
    workshop = {"W1", "W2", "W3", "W4", "W5a", "W5b"}
    edge = {f"T{number}" for number in (*range(1, 10), "10a", "10b", 11)}
    assert {path.stem for path in CASES} == workshop | edge


@pytest.mark.parametrize("path", [path for path in CASES if path.stem not in REFUSED], ids=lambda path: path.stem)
def test_the_advice_is_what_the_case_expects(path: Path, questionnaire: Questionnaire) -> None:
    case = read_case(questionnaire, path.name, path.read_text(encoding="utf-8"))
    assert {"outcome", "blocking", "open"} <= set(case.expect)
    assert differences(questionnaire, case, advise(questionnaire, case.dossier)) == ()


def test_not_applicable_on_a_training_question_is_refused(questionnaire: Questionnaire) -> None:
    path = GENAI / "cases/T11.yaml"
    with pytest.raises(CaseError) as refused:
        read_case(questionnaire, path.name, path.read_text(encoding="utf-8"))
    assert refused.value.expected
    assert [fault.id for fault in refused.value.faults] == ["QD01"]
