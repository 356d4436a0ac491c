"""Reading plain data with strict types: whatever does not fit becomes a fault, and reading goes on.

That is how `loading` and `cases` name all faults at once. A value that does not fit is replaced by an empty one.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from assessments.domain.conditions import ConditionError, Expression, parse
from assessments.domain.faults import Fault
from assessments.domain.questionnaire import LOCALES, Text

EMPTY_TEXT = Text("", "")


class Node:
    """One mapping of a file. Every key must be taken; `close` reports the keys nobody took."""

    def __init__(self, raw: object, file: str, at: str, faults: list[Fault]) -> None:
        self.file, self.at, self.faults = file, at, faults
        self._taken: set[str] = set()
        self._raw: dict[str, Any] = {}
        if isinstance(raw, Mapping):
            self._raw = {str(key): value for key, value in raw.items()}
        else:
            self.fault(f"{raw!r} is no mapping", "write `key: value` pairs")

    def fault(self, message: str, remedy: str) -> None:
        self.faults.append(Fault(self.file, self.at, message, remedy))

    def __contains__(self, key: str) -> bool:
        return key in self._raw

    def raw(self, key: str) -> Any:
        """The value as it stands, None if absent; the key counts as taken."""
        self._taken.add(key)
        return self._raw.get(key)

    def names(self) -> tuple[str, ...]:
        return tuple(self._raw)

    def string(self, key: str, *, default: str | None = None) -> str:
        value = self._value(key, str, "a text", default)
        return value if isinstance(value, str) else ""

    def integer(self, key: str, *, default: int | None = None, low: int, high: int) -> int:
        value = self._value(key, int, "a whole number", default)
        if isinstance(value, int) and not low <= value <= high:
            self.fault(f"{key} is {value}", f"use a number from {low} to {high}")
        return value if isinstance(value, int) and low <= value <= high else low

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        return bool(self._value(key, bool, "true or false", default))

    def day(self, key: str) -> date | None:
        """A date, or None where the key is absent or empty."""
        value = self.raw(key)
        day = parse_day(value)
        if value is not None and day is None:
            self._wrong(key, value, "a date (2026-11-01)")
        return day

    def code[E: StrEnum](self, key: str, kind: type[E], *, default: E) -> E:
        """One of a closed list of codes; `default` stands in where the key is absent."""
        value = self.raw(key)
        if value is None and key not in self._raw:
            return default
        try:
            return kind(value)
        except ValueError:
            self._wrong(key, value, "one of " + ", ".join(each.value for each in kind))
            return default

    def strings(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        value = self.raw(key)
        if value is None and not required and key not in self._raw:
            return ()
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        self._wrong(key, value, "a list of texts")
        return ()

    def nodes(self, key: str, *, required: bool = True) -> Iterator["Node"]:
        """The mappings of a list, each under its own `id` or `code`; a second one with the same id is a fault."""
        value = self.raw(key)
        if value is None and not required and key not in self._raw:
            return
        if not isinstance(value, list):
            self._wrong(key, value, "a list of mappings")
            return
        seen = set()
        for number, raw in enumerate(value, 1):
            name = raw.get("id", raw.get("code")) if isinstance(raw, Mapping) else None
            if name is not None and name in seen:
                self.fault(f"{name} stands twice in {key}", "give each its own id or code")
                continue
            seen.add(name)
            yield Node(raw, self.file, self._place(key, name, number, raw), self.faults)

    def _place(self, key: str, name: object, number: int, raw: object) -> str:
        if isinstance(raw, Mapping) and "id" in raw:
            return str(name)
        return f"{self.at}.{key}.{name or number}" if self.at != "-" else f"{key}.{name or number}"

    def node(self, key: str) -> "Node":
        """A mapping under this key."""
        value = self.raw(key)
        place = key if self.at == "-" else f"{self.at}.{key}"
        if value is None:
            self.fault(f"{key} is missing", f"add {key}")
        return Node({} if value is None else value, self.file, place, self.faults)

    def text(self, key: str) -> Text:
        """A text in both languages, as a mapping `{nl, en}`."""
        node = self.node(key)
        found = node.both()
        node.close()
        return found

    def both(self) -> Text:
        """The text of this mapping itself: its keys `nl` and `en`."""
        words = {locale: self._words(locale) for locale in LOCALES}
        return Text(**words)

    def _words(self, locale: str) -> str:
        value = self.raw(locale)
        if isinstance(value, str) and value.strip():
            return value
        self.fault(f"no text in {locale!r}", "write the text in both languages, nl and en")
        return ""

    def condition(self, key: str) -> Expression | None:
        """A condition of the closed language, or None where the key is absent."""
        value = self.raw(key)
        if key not in self._raw:
            return None
        try:
            return parse(value)
        except ConditionError as error:
            self.fault(f"{key}: {error}", "use only the closed language of conditions")
            return None

    def close(self) -> None:
        """Reports every key that means nothing here."""
        for key in self._raw:
            if key not in self._taken:
                self.fault(f"unknown key {key!r}", f"use one of: {', '.join(sorted(self._taken))}")

    def _value(self, key: str, kind: type, words: str, default: object) -> object:
        value = self.raw(key)
        if key not in self._raw and default is not None:
            return default
        is_bool = isinstance(value, bool)
        if isinstance(value, kind) and (kind is bool or not is_bool) and value != "":
            return value
        self._wrong(key, value, words)
        return None

    def _wrong(self, key: str, value: object, words: str) -> None:
        if key not in self._raw:
            self.fault(f"{key} is missing", f"add {key}: {words}")
        else:
            self.fault(f"{key} is {value!r}", f"write {words}")


def parse_day(value: object) -> date | None:
    """A date from YAML, or from a text as 2026-11-01."""
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
