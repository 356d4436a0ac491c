"""What a reviewer must look at, and what can be agreed with at once."""

import pytest

from assessments.domain.answers import Key
from assessments.domain.judging import Finding, State, Why
from assessments.domain.remarks import Remark, is_put_before_reviewer, remarks

KEY = Key("QB01")
ANSWER = {"proof": "checked", "evidence": [{"independent": True}]}


def finding(state: State = State.SHOWN, why: Why = Why.DEMONSTRATED, *, cured: bool = False) -> Finding:
    return Finding(KEY, state, why, ("ja",), (KEY,), (), cured)


def test_a_shown_and_checked_answer_that_did_not_change_is_unremarkable():
    assert remarks(finding(), ANSWER, changed=False) == ()


@pytest.mark.parametrize(
    ("found", "answer", "changed", "expected"),
    [
        (finding(State.VIOLATED, Why.BLOCKS), ANSWER, False, (Remark.BLOCKS,)),
        (finding(State.OPEN, Why.UNKNOWN), ANSWER, False, (Remark.OPEN,)),
        (finding(State.OPEN, Why.UNANSWERED), None, False, (Remark.OPEN,)),
        (finding(State.OPEN, Why.UNKNOWN, cured=True), ANSWER, False, (Remark.PROMISED,)),
        (finding(State.OPEN, Why.UNCHECKED), {**ANSWER, "proof": "delivered"}, False, (Remark.OPEN, Remark.UNCHECKED)),
        (finding(State.OPEN, Why.REASON_UNCHECKED), ANSWER, False, (Remark.OPEN, Remark.UNCHECKED)),
        (finding(), {**ANSWER, "proof": "delivered"}, False, (Remark.UNCHECKED,)),
        (finding(), {**ANSWER, "evidence": [{"independent": False}]}, False, (Remark.NOT_INDEPENDENT,)),
        (finding(), {**ANSWER, "evidence": [{"independent": None}]}, False, ()),
        (finding(State.NOT_APPLICABLE, Why.EXCEPTION), ANSWER, False, (Remark.EXCEPTION,)),
        (finding(), ANSWER, True, (Remark.CHANGED,)),
    ],
)
def test_each_reason_to_look_is_named_gravest_first(found, answer, changed, expected):
    assert remarks(found, answer, changed=changed) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (finding(), True),
        (finding(State.OPEN, Why.UNANSWERED), True),
        (finding(State.NOT_APPLICABLE, Why.EXCEPTION), True),
        (finding(State.NOT_APPLICABLE, Why.HIDDEN), False),
        (finding(State.NOT_APPLICABLE, Why.LATER), False),
        (finding(State.NOT_EXAMINED, Why.UNANSWERED), False),
    ],
)
def test_only_what_was_asked_and_counts_now_is_judged(found, expected):
    assert is_put_before_reviewer(found) is expected
