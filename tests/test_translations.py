"""Dutch is written in code and templates; English is complete, and says the same with the same blanks."""

import re

import pytest
from django.template import engines

from devtools import messages

BLANK = re.compile(r"%\(\w+\)s|%s|\{\w+\}")


def texts() -> list[tuple[str, str | tuple[str, ...], str | None]]:
    return list(messages.strings())


def test_every_text_has_english() -> None:
    english = messages.catalogue()
    missing = {
        f"{file}: {text}"
        for file, text, context in texts()
        if (found := english.get(text, context)) is None or not messages.is_translated(found)
    }
    assert not missing, "run `python -m devtools.messages` and fill in locale/en"


def test_no_english_is_left_of_texts_that_are_gone() -> None:
    used = {text if isinstance(text, str) else text[0] for _, text, _ in texts()}
    kept = {message.id if isinstance(message.id, str) else message.id[0] for message in messages.catalogue()} - {""}
    assert kept == used


def test_the_blanks_of_a_translation_are_those_of_the_text() -> None:
    for message in messages.catalogue():
        if not message.id:
            continue
        dutch = [message.id] if isinstance(message.id, str) else list(message.id)
        english = [message.string] if isinstance(message.string, str) else list(message.string or ())
        allowed = {blank for text in dutch for blank in BLANK.findall(text)}
        for text in english:
            assert set(BLANK.findall(text)) <= allowed, text
        assert set(BLANK.findall(english[-1])) == set(BLANK.findall(dutch[-1])), dutch[-1]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% translate "Ja" %}', ["Ja"]),
        ("<a title=\"{% translate 'Nee' %}\">", ["Nee"]),
        ("  {% blocktranslate trimmed %}\n    Zo   is\n    het\n  {% endblocktranslate %}", ["Zo   is het"]),
        (
            "{% blocktranslate count n=x %}Eén{% plural %}{{ n }} stuks{% endblocktranslate %}",
            [("Eén", "%(n)s stuks")],
        ),
    ],
)
def test_texts_are_found_however_they_are_marked(source: str, expected: list[str | tuple[str, ...]]) -> None:
    engines["django"].from_string("{% load i18n %}" + source)  # is a template
    assert messages.texts_of_template(source) == expected
