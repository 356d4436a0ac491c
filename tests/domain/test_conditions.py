"""Conditions: closed, three-valued, and naming what decided them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.answers import Key
from assessments.domain.conditions import ConditionError, evaluate, matches_in, parse, questions_in
from assessments.domain.rows import Choices


def looking_at(**rows: object) -> Choices:
    """`Q=("a",)` is answered, `Q=None` not yet, `Q="hidden"` is hidden; `Q={"p": …}` has a row per party."""
    choices = Choices()
    for question, value in rows.items():
        for party, codes in (value if isinstance(value, dict) else {None: value}).items():
            if codes == "hidden":
                choices.add(Key(question, party), (), complete=True, hidden=True)
            else:
                choices.add(Key(question, party), codes or (), complete=codes is not None)
    return choices


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"A": "x"}, True),
        ({"A": ["y", "x"]}, True),
        ({"A": "y"}, False),
        ({"B": "x"}, None),
        ({"H": "x"}, False),
        ({"not": {"H": "x"}}, True),
        ({"not": {"B": "x"}}, None),
        ({"answered": "A"}, True),
        ({"answered": "B"}, False),
        ({"answered": "H"}, False),
        ({"count": "M", "at_least": 2}, True),
        ({"count": "M", "at_least": 3}, False),
        ({"count": "B", "at_least": 1}, None),
        ({"count": "H", "at_least": 1}, False),
        ({"all": [{"A": "x"}, {"B": "x"}]}, None),
        ({"all": [{"A": "y"}, {"B": "x"}]}, False),
        ({"any": [{"A": "x"}, {"B": "x"}]}, True),
        ({"any": [{"A": "y"}, {"B": "x"}]}, None),
        ({"any": [{"A": "y"}, {"H": "x"}]}, False),
    ],
)
def test_a_condition_is_true_false_or_cannot_be_told_yet(condition: object, expected: bool | None) -> None:
    look = looking_at(A=("x",), B=None, H="hidden", M=("x", "y"))
    assert evaluate(parse(condition), look).holds is expected


def test_a_verdict_names_only_the_answers_that_decided_it() -> None:
    look = looking_at(A=("x",), B=("y",), C=None)
    all_of = parse({"all": [{"A": "x"}, {"B": "x"}, {"C": "x"}]})
    assert evaluate(all_of, look).decided_by == (Key("B"),)
    any_of = parse({"any": [{"A": "x"}, {"B": "x"}, {"C": "x"}]})
    assert evaluate(any_of, look).decided_by == (Key("A"),)


def test_what_cannot_be_told_yet_names_what_it_waits_for() -> None:
    look = looking_at(A=("x",), C=None)
    assert evaluate(parse({"all": [{"A": "x"}, {"C": "x"}]}), look).decided_by == (Key("C"),)


def test_within_a_party_a_condition_looks_at_the_same_row() -> None:
    look = looking_at(A={"p": ("x",), "q": ("y",)})
    assert evaluate(parse({"A": "x"}), look, "p").holds is True
    assert evaluate(parse({"A": "x"}), look, "q").holds is False


def test_from_outside_a_condition_looks_at_all_rows() -> None:
    condition = parse({"A": "x"})
    assert evaluate(condition, looking_at(A={"p": ("x",), "q": ("y",)})).holds is True
    assert evaluate(condition, looking_at(A={"p": None, "q": ("y",)})).holds is None
    assert evaluate(condition, looking_at(A={"p": "hidden", "q": ("y",)})).holds is False
    assert evaluate(condition, looking_at(A={"p": "hidden", "q": "hidden"})).holds is False


def test_a_party_without_a_row_there_looks_at_all_rows() -> None:
    assert evaluate(parse({"A": "x"}), looking_at(A=("x",)), "somebody").holds is True


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "A == x",
        [],
        {},
        {"A": "x", "B": "y"},
        {"all": []},
        {"all": {"A": "x"}},
        {"any": [{"A": "x"}], "A": "x"},
        {"not": {"A": "x"}, "B": "y"},
        {"answered": ["A"]},
        {"count": "A"},
        {"count": "A", "at_least": 0},
        {"A": []},
        {"A": [1]},
        {"A": {"gt": 3}},
        {"A": True},
        {1: "x"},
    ],
)
def test_anything_outside_the_closed_language_is_refused(raw: object) -> None:
    with pytest.raises(ConditionError, match="is no condition"):
        parse(raw)


def test_every_question_of_a_condition_is_found() -> None:
    condition = parse({"all": [{"not": {"A": "x"}}, {"any": [{"answered": "B"}, {"count": "C", "at_least": 1}]}]})
    assert list(questions_in(condition)) == ["A", "B", "C"]
    assert [match.question for match in matches_in(condition)] == ["A"]


codes = st.sampled_from("xyz")
leaves = st.builds(lambda name, code: {name: code}, st.sampled_from("ABC"), codes)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda part: {"not": part}, inner),
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=8,
)
rows = st.fixed_dictionaries({name: st.one_of(st.none(), st.tuples(codes)) for name in "ABC"})


@given(conditions, rows, st.sampled_from("ABC"), codes)
def test_one_more_answer_never_turns_a_settled_verdict(
    condition: object, given_rows: dict[str, tuple[str] | None], name: str, code: str
) -> None:
    expression = parse(condition)
    before = evaluate(expression, looking_at(**given_rows)).holds
    if given_rows[name] is None and before is not None:
        assert evaluate(expression, looking_at(**{**given_rows, name: (code,)})).holds is before
