"""Adding a document or a declaration, saying what it shows, and judging whether it does."""

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.evidence import Document
from assessments.domain.answers import Key
from assessments.domain.questionnaire import EvidenceClass
from assessments.forms.files import ALLOWED, Accepted, accept
from assessments.forms.names import field_name, named_key
from assessments.models import CheckVerdict, EvidenceKind
from nlds import layout
from nlds.fields import AnyOf, DateField, OneOf, TextField

FILE, DECLARATION = EvidenceKind.FILE, EvidenceKind.DECLARATION
STATEMENT_MAX, NOTE_MAX = 4000, 2000


class DocumentForm(forms.Form):
    """A file, or a statement of a named person, in its first or a new version."""

    helper: FormHelper

    soort = OneOf(
        label=gettext_lazy("Wat voegt u toe?"),
        choices=[
            (FILE.value, gettext_lazy("Een document")),
            (DECLARATION.value, gettext_lazy("Een verklaring van iemand")),
        ],
        error_messages={"required": gettext_lazy("Kies of u een document of een verklaring toevoegt")},
    )
    bestand = forms.FileField(label=gettext_lazy("Bestand"), required=False, allow_empty_file=True, max_length=500)
    tekst = TextField(
        label=gettext_lazy("Wat verklaart deze persoon?"), rows=5, max_length=STATEMENT_MAX, required=False
    )
    door = TextField(label=gettext_lazy("Naam van wie dit verklaart"), max_length=200, required=False)
    functie = TextField(label=gettext_lazy("Functie"), max_length=200, required=False)
    titel = TextField(
        label=gettext_lazy("Hoe heet dit bewijs?"),
        help_text=gettext_lazy("Zodat een ander het in een lijst herkent. Bijvoorbeeld: Verwerkersovereenkomst 2026."),
        max_length=200,
        error_messages={"required": gettext_lazy("Geef het bewijs een naam")},
    )
    datum = DateField(
        label=gettext_lazy("Datum van het document of de verklaring"),
        error_messages={"required": gettext_lazy("Vul de datum van het document of de verklaring in")},
    )
    tot = DateField(label=gettext_lazy("Geldig tot en met"), required=False)

    def __init__(self, *args: Any, only: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = only
        field = self.fields["soort"]
        assert isinstance(field, OneOf)
        field.hints = {DECLARATION.value: _("Iemand die het weten kan, verklaart met naam en functie dat iets zo is.")}
        self.fields["bestand"].help_text = _("Hoogstens 20 MB. Soorten: %s.") % ", ".join(
            each.removeprefix(".") for each in ALLOWED
        )
        if only:
            del self.fields["soort"]

    @property
    def kind(self) -> str:
        return self.only or self.cleaned_data.get("soort", "")

    def clean_bestand(self) -> Accepted | None:
        upload = self.cleaned_data.get("bestand")
        return accept(upload) if upload else None

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if self.kind == FILE and not found.get("bestand") and "bestand" not in self.errors:
            self.add_error("bestand", _("Kies het bestand dat u wilt toevoegen"))
        if self.kind == DECLARATION:
            self._needs("tekst", _("Schrijf op wat deze persoon verklaart"))
            self._needs("door", _("Vul de naam in van wie dit verklaart"))
            self._needs("functie", _("Vul de functie in van wie dit verklaart"))
        dated, until = found.get("datum"), found.get("tot")
        if dated and until and until < dated:
            self.add_error("tot", _("Vul een einddatum in die niet vóór de datum van het stuk ligt"))
        return found

    def _needs(self, name: str, message: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, message)

    def layout_objects(self) -> list[Any]:
        """The fields in reading order; those of the other kind stay folded away."""
        of_file, of_statement = ("bestand",), ("tekst", "door", "functie")
        rest = ["titel", "datum", "tot"]
        if self.only:
            return [*(of_file if self.only == FILE else of_statement), *rest]
        reveals = (layout.Reveal((FILE.value,), of_file), layout.Reveal((DECLARATION.value,), of_statement))
        return [layout.Question("soort", reveals=reveals), *rest]

    @property
    def document(self) -> Document:
        found = self.cleaned_data
        about = {"title": found["titel"], "dated": found["datum"], "valid_until": found["tot"]}
        if self.kind == FILE:
            file: Accepted = found["bestand"]
            return Document(**about, content=file.content, content_type=file.content_type, file_name=file.name)
        return Document(**about, statement=found["tekst"], declared_by=found["door"], declared_as=found["functie"])


class LinkForm(forms.Form):
    """Which answers a document or declaration is meant to show. `rows` are (row, title, hint, evidence class)."""

    vragen = AnyOf(
        label=gettext_lazy("Welke antwoorden laat dit zien?"),
        help_text=gettext_lazy(
            "U hoeft een document maar één keer toe te voegen: kies alle antwoorden die het laat zien."
        ),
        required=False,
    )

    def __init__(
        self, *args: Any, rows: Iterable[tuple[Key, str, str, EvidenceClass]], kind: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = tuple(rows)
        self.kind = kind
        field = self.fields["vragen"]
        assert isinstance(field, AnyOf)
        field.choices = [(field_name(key), title) for key, title, _hint, _class in self.rows]
        field.hints = {field_name(key): hint for key, _title, hint, _class in self.rows}

    def clean_vragen(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["vragen"]
        if self.kind == DECLARATION:
            self.refuse_files(chosen)
        return chosen

    def refuse_files(self, chosen: Iterable[str]) -> None:
        """A question that asks for a document is not shown by a declaration."""
        of_file = {field_name(key): title for key, title, _hint, each in self.rows if each is EvidenceClass.FILE}
        wrong = [of_file[name] for name in chosen if name in of_file]
        if wrong:
            text = _("Bij deze vraag hoort een document; een verklaring is niet genoeg: %s")
            raise forms.ValidationError([text % title for title in wrong])

    @property
    def chosen(self) -> tuple[Key, ...]:
        found = (named_key(name) for name in self.cleaned_data["vragen"])
        return tuple(key for key in found if key is not None)


class VerdictForm(forms.Form):
    """Does this show these answers? What is left open stays unchecked. `rows` are (answer id, question)."""

    def __init__(self, *args: Any, rows: Mapping[str, str], judged: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row, title in rows.items():
            self.fields[row] = OneOf(
                label=_("Is dit genoeg voor %s?") % title,
                required=False,
                initial=judged.get(row),
                choices=[
                    (CheckVerdict.SUFFICIENT.value, _("Ja, dit laat het antwoord zien")),
                    (CheckVerdict.INSUFFICIENT.value, _("Nee, dit is niet genoeg")),
                ],
            )
        self.fields["opmerking"] = TextField(
            label=_("Opmerking voor de invuller"), rows=3, max_length=NOTE_MAX, required=False
        )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.verdict_codes:
            raise forms.ValidationError(_("Kies bij ten minste één antwoord of het genoeg is"))
        insufficient = CheckVerdict.INSUFFICIENT.value in self.verdict_codes.values()
        if insufficient and not found.get("opmerking") and "opmerking" not in self.errors:
            self.add_error("opmerking", _("Schrijf op wat er nog ontbreekt"))
        return found

    @property
    def verdict_codes(self) -> dict[str, str]:
        return {row: code for row in self.rows if (code := self.cleaned_data.get(row))}
