"""Form fields for government forms: plain text that is safe to show, Dutch dates, choices with a hint each."""

import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Marks that turn the reading direction: what a reviewer sees would not be what was written.
BIDIRECTIONAL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# What word processors put in a pasted text: other line breaks, and marks without width or meaning.
PASTED = str.maketrans(
    {"\r": "\n", "\x0b": "\n", "\u2028": "\n", "\u2029": "\n", **dict.fromkeys("\u200b\u2060\ufeff")}
)
UNNAMED = {"\x00": "NULL", "\x08": "BACKSPACE", "\x0c": "FORM FEED", "\x1b": "ESCAPE", "\x7f": "DELETE"}


def refuse_hidden_characters(text: str) -> None:
    """Raise ValidationError naming the first character that a reader cannot see but a machine obeys."""
    for character in text:
        if character in "\n\t":
            continue
        if character in BIDIRECTIONAL or unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn"):
            name = unicodedata.name(character, UNNAMED.get(character, _("stuurteken")))
            raise ValidationError(
                _("Haal een onzichtbaar teken weg op regel %(line)s: %(name)s (%(code)s)"),
                code="hidden_character",
                params={
                    "name": name,
                    "code": f"U+{ord(character):04X}",
                    "line": text[: text.index(character)].count("\n") + 1,
                },
            )


class TextField(forms.CharField):
    """Plain text of at most `max_length` characters; a line break counts as one, as people count it."""

    default_error_messages = {"required": gettext_lazy("Vul dit veld in")}

    def __init__(self, *, rows: int = 0, **kwargs: Any) -> None:
        if rows:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace("\r\n", "\n").translate(PASTED)
        return super().to_python(value)

    def run_validators(self, value: Any) -> None:
        if isinstance(value, str):
            too_long = len(value) - self.max_length if self.max_length else 0
            if too_long > 0:
                raise ValidationError(
                    _("Maak uw antwoord korter: het heeft %(extra)s tekens te veel (maximaal %(max)s)"),
                    code="max_length",
                    params={"extra": too_long, "max": self.max_length},
                )
            refuse_hidden_characters(value)
        super().run_validators(value)


class DateInput(forms.DateInput):
    """A text box: a date is copied from a document more often than picked, and looks the same in every browser."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})}, format="%d-%m-%Y")


class DateField(forms.DateField):
    """Day-month-year in both languages, so that 03-04 never changes meaning with the language."""

    widget = DateInput
    default_error_messages = {
        "invalid": gettext_lazy("Schrijf de datum als dag-maand-jaar, bijvoorbeeld 31-12-2026"),
        "required": gettext_lazy("Vul een datum in, bijvoorbeeld 31-12-2026"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d"])
        kwargs.setdefault("help_text", gettext_lazy("Dag-maand-jaar, bijvoorbeeld 31-12-2026"))
        super().__init__(**kwargs)


class NumberField(forms.IntegerField):
    """A whole number in a text box: a scroll wheel must not change an answer."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": gettext_lazy("Vul een heel getal in, bijvoorbeeld 12"),
        "required": gettext_lazy("Vul een getal in"),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "numeric", "autocomplete": "off"}


class OneOf(forms.ChoiceField):
    """Radio buttons; `hints` maps a value to the line below its label."""

    widget = forms.RadioSelect
    default_error_messages = {"required": gettext_lazy("Kies een antwoord")}

    def __init__(self, *, hints: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        self.hints = dict(hints or {})
        super().__init__(**kwargs)


class AnyOf(forms.MultipleChoiceField):
    """Check boxes; an `exclusive` value ("weet ik niet") cannot go together with another."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"required": gettext_lazy("Kies een of meer antwoorden")}

    def __init__(
        self, *, hints: Mapping[str, str] | None = None, exclusive: Collection[str] = (), **kwargs: Any
    ) -> None:
        self.hints = dict(hints or {})
        self.exclusive = frozenset(exclusive)
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        alone = self.exclusive & set(value)
        if alone and len(value) > 1:
            labels = {str(key): label for key, label in self.widget.choices}
            raise ValidationError(
                _("Kies “%(label)s” niet samen met een ander antwoord"),
                code="exclusive",
                params={"label": labels[next(v for v in value if v in alone)]},
            )
