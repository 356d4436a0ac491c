"""Searching the archive and offering a file for verification."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import SEALED
from assessments.searching import Search
from assessments.templatetags.words import OUTCOMES, STATUSES
from nlds.fields import TextField

EVERYTHING = ("", _("Alle"))


class ArchiveForm(forms.Form):
    """A plain GET form; nothing filled in finds everything."""

    zoek = TextField(label=_("Titel of kenmerk"), max_length=200, required=False)
    uitkomst = forms.ChoiceField(
        label=_("Uitkomst"),
        choices=[EVERYTHING, *((code, word.label) for code, word in OUTCOMES.items())],
        required=False,
    )
    status = forms.ChoiceField(
        label=_("Status"), choices=[EVERYTHING, *((s.value, STATUSES[s].label) for s in SEALED)], required=False
    )

    def __init__(self, *args: Any, years: range, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jaar"] = forms.TypedChoiceField(
            label=_("Jaar"),
            choices=[EVERYTHING, *((str(year), str(year)) for year in years)],
            coerce=int,
            empty_value=None,
            required=False,
        )

    def search(self) -> Search:
        """What was asked for; parts that are not valid do not narrow the search."""
        found = self.cleaned_data if self.is_bound and (self.is_valid() or self.errors) else {}
        return Search(
            words=found.get("zoek", ""),
            outcome=found.get("uitkomst", ""),
            year=found.get("jaar"),
            status=found.get("status", ""),
        )


class VerifyForm(forms.Form):
    """One file; everything about its content is for the verdict, so that a strange file is no form error."""

    bestand = forms.FileField(
        label=_("Pdf-bestand"),
        help_text=_("Een rapport van deze toets, precies zoals u het hebt gekregen."),
        allow_empty_file=True,
        max_length=500,
        error_messages={
            "required": _("Kies het bestand dat u wilt controleren"),
            "invalid": _("Kies het bestand dat u wilt controleren"),
            "missing": _("Kies het bestand dat u wilt controleren"),
            "max_length": _("De naam van dit bestand is te lang. Geef het een kortere naam"),
        },
    )
