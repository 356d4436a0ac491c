import datetime

import pytest
from django.core.exceptions import ValidationError

from nlds.fields import AnyOf, DateField, NumberField, TextField


def message(refused: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(refused.value.messages)


def test_a_line_break_counts_as_one_character() -> None:
    assert TextField(max_length=3).clean("a\r\nb") == "a\nb"


def test_a_text_that_is_too_long_says_by_how_much() -> None:
    with pytest.raises(ValidationError) as refused:
        TextField(max_length=3).clean("abcde")
    assert "2 tekens te veel (maximaal 3)" in message(refused)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a\u202eb", "op regel 1: RIGHT-TO-LEFT OVERRIDE (U+202E)"),
        ("a\n\nb\u2066c", "op regel 3: LEFT-TO-RIGHT ISOLATE (U+2066)"),
        ("a\x1b[31m", "ESCAPE (U+001B)"),
        ("a\x07", "stuurteken (U+0007)"),
        ("\ud800", "(U+D800)"),
    ],
)
def test_a_character_nobody_sees_is_refused_by_name(text: str, name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TextField().clean(text)
    assert name in message(refused)


def test_what_a_word_processor_pastes_along_is_cleaned_up() -> None:
    assert TextField().clean("\ufeffeen\x0btwee\u2028drie\u200b") == "een\ntwee\ndrie"


@pytest.mark.parametrize("text", ["Zoë – “één”\tA", "регистр, 登録, سجل", "👩🏽 tekst", "e\u0301"])
def test_every_script_and_tabs_are_welcome(text: str) -> None:
    assert TextField().clean(text) == text


@pytest.mark.parametrize("text", ["31-12-2026", "31/12/2026", "31.12.2026", "2026-12-31"])
def test_a_date_is_read_as_day_month_year(text: str) -> None:
    assert DateField().clean(text) == datetime.date(2026, 12, 31)


@pytest.mark.parametrize("text", ["31-02-2026", "12-31-2026", "morgen", "31-12-26"])
def test_what_is_no_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        DateField().clean(text)
    assert "bijvoorbeeld 31-12-2026" in message(refused)


def test_a_number_is_whole() -> None:
    assert NumberField().clean("12") == 12
    with pytest.raises(ValidationError):
        NumberField().clean("1,5")


def test_i_do_not_know_cannot_go_with_another_answer() -> None:
    field = AnyOf(choices=[("a", "A"), ("weet-niet", "Weet ik niet")], exclusive=["weet-niet"])
    assert field.clean(["weet-niet"]) == ["weet-niet"]
    with pytest.raises(ValidationError) as refused:
        field.clean(["a", "weet-niet"])
    assert "“Weet ik niet” niet samen" in message(refused)
