"""The FG's forms: a judgement per answer, taking over, sending back, advising."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain.answers import Key
from assessments.forms.names import field_name
from assessments.models import FgVerdict, Judgement
from assessments.templatetags.words import OUTCOMES
from nlds.fields import OneOf, TextField

COMMENT_MAX = 4000
ADVICE_MAX = 8000
JUDGEMENTS = [
    (Judgement.AGREED.value, gettext_lazy("Akkoord")),
    (Judgement.CHANGE.value, gettext_lazy("Aanpassen nodig")),
]


class SectionForm(forms.Form):
    """Judgements and comments for the rows of one section, each with its name. Nothing has to be filled in.

    `told` says of a row whether the FG already wrote about it in this round.
    """

    def __init__(
        self, *args: Any, rows: Mapping[Key, str], judged: Mapping[Key, str], told: Callable[[Key], bool], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.judged = judged
        self.told = told
        for key in self.rows:
            name = field_name(key)
            self.fields[f"oordeel-{name}"] = OneOf(
                label=_("Uw oordeel"), choices=JUDGEMENTS, required=False, initial=judged.get(key)
            )
            self.fields[f"opmerking-{name}"] = TextField(
                label=_("Opmerking voor de invuller"), rows=4, max_length=COMMENT_MAX, required=False
            )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for key, title in self.rows.items():
            name = field_name(key)
            comment = f"opmerking-{name}"
            if found.get(f"oordeel-{name}") != Judgement.CHANGE or comment in self.errors:
                continue
            if not found.get(comment) and not self.told(key):
                self.add_error(comment, _("Schrijf op wat de invuller moet aanpassen bij %s") % title)
        return found

    @property
    def judgements(self) -> dict[Key, Judgement]:
        """Only what differs from before."""
        chosen = {key: self.cleaned_data.get(f"oordeel-{field_name(key)}") for key in self.rows}
        return {key: Judgement(code) for key, code in chosen.items() if code and code != self.judged.get(key)}

    @property
    def comments(self) -> dict[Key, str]:
        found = {key: self.cleaned_data.get(f"opmerking-{field_name(key)}", "") for key in self.rows}
        return {key: text for key, text in found.items() if text}


class TakeOverForm(forms.Form):
    reden = TextField(
        label=gettext_lazy("Waarom neemt u de toetsing over?"),
        help_text=gettext_lazy("Uw collega en de invuller kunnen dit lezen."),
        rows=3,
        max_length=COMMENT_MAX,
        error_messages={"required": gettext_lazy("Schrijf op waarom u de toetsing overneemt")},
    )


class SendBackForm(forms.Form):
    # Not `tekst`: both forms stand on one page, and an id stands for one control.
    aanpassen = TextField(
        label=gettext_lazy("Wat moet de invuller aanpassen?"),
        help_text=gettext_lazy("Uw opmerkingen per vraag gaan vanzelf mee. Schrijf hier het belangrijkste op."),
        rows=6,
        max_length=COMMENT_MAX,
        error_messages={"required": gettext_lazy("Schrijf op wat de invuller moet aanpassen")},
    )


class AdviceForm(forms.Form):
    """The FG's advice on one snapshot. `stricter` are the outcomes stricter than the computed one."""

    oordeel = OneOf(
        label=gettext_lazy("Uw advies"),
        help_text=gettext_lazy("Bent u het eens met deze toets en met de berekende uitkomst?"),
        choices=[
            (FgVerdict.AGREED.value, gettext_lazy("Akkoord")),
            (FgVerdict.AGREED_WITH_REMARKS.value, gettext_lazy("Akkoord met opmerkingen")),
            (FgVerdict.NOT_AGREED.value, gettext_lazy("Niet akkoord")),
        ],
        error_messages={"required": gettext_lazy("Kies uw advies")},
    )
    tekst = TextField(
        label=gettext_lazy("Toelichting op uw advies"),
        help_text=gettext_lazy("Deze tekst komt in het rapport. Bij ‘akkoord’ mag u dit leeg laten."),
        rows=8,
        max_length=ADVICE_MAX,
        required=False,
    )
    reden = TextField(label=gettext_lazy("Waarom strenger?"), rows=4, max_length=COMMENT_MAX, required=False)
    bevestiging = forms.BooleanField(
        label=gettext_lazy("Mijn advies geldt voor precies deze versie. Ik kan het hierna niet meer wijzigen."),
        error_messages={"required": gettext_lazy("Bevestig dat uw advies voor deze versie geldt")},
    )
    momentopname = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, stricter: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["strenger"] = forms.ChoiceField(
            label=_("Adviseert u een strengere uitkomst?"),
            help_text=_("Milder dan de berekende uitkomst kan niet."),
            choices=[("", _("Nee, de berekende uitkomst")), *((code, OUTCOMES[code].label) for code in stricter)],
            required=False,
        )
        self.order_fields(["oordeel", "tekst", "strenger"])

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        verdict = found.get("oordeel")
        if verdict and verdict != FgVerdict.AGREED and not found.get("tekst") and "tekst" not in self.errors:
            self.add_error("tekst", _("Schrijf op waarom: de invuller en de beslisser moeten het kunnen lezen"))
        if found.get("strenger") and not found.get("reden") and "reden" not in self.errors:
            self.add_error("reden", _("Schrijf op waarom u een strengere uitkomst adviseert"))
        return found
