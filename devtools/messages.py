"""`python -m devtools.messages`: brings the English catalogue up to date with the texts in code and templates."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
CODE = ("assessments", "nlds", "config")
TEMPLATES = ("templates", "nlds/templates")
HEADERS_TO_LEAVE_OUT = (
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Project-Id-Version',
    '"Report-Msgid-Bugs-To',
    '"Last-Translator',
    '"Language-Team',
    '"Generated-By',
)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
}


type Text = str | tuple[str, ...]


def strings() -> Iterator[tuple[str, Text, str | None]]:
    """(file, text or (singular, plural), context) of everything that is translated."""
    for path in sorted(_files()):
        read = _in_code if path.suffix == ".py" else _in_template
        for text, context in read(path.read_text()):
            yield str(path.relative_to(ROOT)), text, context


def texts_of_template(source: str) -> list[Text]:
    """What one template translates."""
    return [text for text, _ in _in_template(source)]


def catalogue() -> Catalog:
    """The English catalogue as it is."""
    if not CATALOGUE.exists():
        return Catalog(locale="en")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def update() -> None:
    """Add what is new, drop what is gone, keep what is translated."""
    wanted = Catalog(locale="en")
    for file, text, context in strings():
        wanted.add(text, locations=[(file, 0)], context=context)
    english = catalogue()
    # A guess at a translation is worse than a missing one: the missing one makes a test fail.
    english.update(wanted, no_fuzzy_matching=True)
    english.obsolete.clear()
    english.fuzzy = False
    english.header_comment = "# The English of the site; the texts in code and templates are Dutch."
    written = BytesIO()
    write_po(written, english, width=120, sort_output=True, no_location=True, ignore_obsolete=True)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text("".join(filter(_lasting, written.getvalue().decode().splitlines(keepends=True))))
    missing = sum(not is_translated(message) for message in english if message.id)
    print(f"{CATALOGUE.relative_to(ROOT)}: {len(english)} texts, {missing} without English")


def is_translated(message: Message) -> bool:
    """Whether there is English for it, in singular and plural, that nobody marked as doubtful."""
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(strings) and not message.fuzzy


def _in_code(source: str) -> Iterator[tuple[Text, str | None]]:
    for _line, text, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS):
        yield text, context


def _in_template(source: str) -> Iterator[tuple[Text, str | None]]:
    # What is left of a template has the indentation of HTML, which Python's tokenizer refuses.
    return _in_code("\n".join(line.lstrip() for line in templatize(source).splitlines()))


def _files() -> Iterator[Path]:
    for directory in CODE:
        yield from (ROOT / directory).rglob("*.py")
    for directory in TEMPLATES:
        yield from (ROOT / directory).rglob("*.html")
        yield from (ROOT / directory).rglob("*.txt")


def _lasting(line: str) -> bool:
    """Not a header line that changes with the day or names nobody."""
    return not line.startswith(HEADERS_TO_LEAVE_OUT)


if __name__ == "__main__":
    update()
