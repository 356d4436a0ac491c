"""What the author adds beside the answers: commitments, the prior consultation, stated risks."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import ConsultationOutcome
from nlds.fields import DateField, OneOf, TextField


class PromiseForm(forms.Form):
    """A commitment for one open row. `parties` are those who may commit; `own` is ours, which needs no signature."""

    vraag = forms.CharField(widget=forms.HiddenInput, max_length=60)
    partij = OneOf(
        label=gettext_lazy("Wie zegt dit toe?"),
        choices=[],
        error_messages={"required": gettext_lazy("Kies wie dit toezegt")},
    )
    verplichting = TextField(
        label=gettext_lazy("Wat is toegezegd?"),
        help_text=gettext_lazy("Schrijf op wat er klaar moet zijn, zodat iemand anders het kan nagaan."),
        rows=4,
        max_length=2000,
        error_messages={"required": gettext_lazy("Schrijf op wat er is toegezegd")},
    )
    eigenaar = TextField(
        label=gettext_lazy("Wie is hiervoor verantwoordelijk?"),
        help_text=gettext_lazy("Noem een functie, bijvoorbeeld directeur informatie."),
        max_length=200,
        error_messages={"required": gettext_lazy("Noem wie hiervoor verantwoordelijk is")},
    )
    datum = DateField(
        label=gettext_lazy("Wanneer is het klaar?"),
        error_messages={"required": gettext_lazy("Vul in wanneer het klaar is")},
    )
    bewijs = TextField(
        label=gettext_lazy("Waaruit blijkt dat straks?"),
        help_text=gettext_lazy("Bijvoorbeeld een vastgestelde DPIA of een testrapport."),
        max_length=500,
        required=False,
    )
    maatregel = forms.ChoiceField(
        label=gettext_lazy("Met welke maatregel?"),
        help_text=gettext_lazy("Nodig als uw eigen organisatie dit toezegt in plaats van de maker van het model."),
        required=False,
    )
    ondertekenaar = TextField(
        label=gettext_lazy("Wie heeft namens deze partij getekend?"),
        help_text=gettext_lazy("Naam en functie. Nodig bij een andere partij dan uw eigen organisatie."),
        max_length=200,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        parties: Sequence[tuple[str, str]],
        measures: Sequence[tuple[str, str]],
        own: str,
        needs_measure: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        self.needs_measure = needs_measure
        _choices(self.fields["partij"], parties)
        if measures:
            _choices(self.fields["maatregel"], [("", _("Geen van deze")), *measures])
        else:
            del self.fields["maatregel"]
        if {party for party, _name in parties} == {own}:
            del self.fields["ondertekenaar"]

    def clean_datum(self) -> date:
        due: date = self.cleaned_data["datum"]
        if due < timezone.localdate():
            raise forms.ValidationError(_("Kies een datum die nog moet komen"))
        return due

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        party = found.get("partij")
        if party and party != self.own and not found.get("ondertekenaar") and "ondertekenaar" not in self.errors:
            self.add_error("ondertekenaar", _("Noem wie namens deze partij heeft getekend"))
        if party == self.own and self.needs_measure and not found.get("maatregel"):
            self.add_error("maatregel", _("Kies met welke maatregel u dit zelf oplost"))
        return found


class ConsultationForm(forms.Form):
    """The prior consultation of the AP (art. 36 AVG)."""

    uitkomst = OneOf(
        label=gettext_lazy("Is de AP vooraf geraadpleegd?"),
        choices=[
            (ConsultationOutcome.NONE.value, gettext_lazy("Nee, of nog geen antwoord")),
            (ConsultationOutcome.POSITIVE.value, gettext_lazy("Ja, de AP heeft geen bezwaar")),
            (ConsultationOutcome.NEGATIVE.value, gettext_lazy("Ja, de AP adviseert negatief")),
        ],
        error_messages={"required": gettext_lazy("Kies of de AP is geraadpleegd")},
    )
    gevraagd = DateField(label=gettext_lazy("Datum van de vraag aan de AP"), required=False)
    beantwoord = DateField(label=gettext_lazy("Datum van het antwoord"), required=False)
    toelichting = TextField(label=gettext_lazy("Toelichting"), rows=4, max_length=2000, required=False)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        asked, answered = found.get("gevraagd"), found.get("beantwoord")
        if found.get("uitkomst") in (ConsultationOutcome.POSITIVE, ConsultationOutcome.NEGATIVE):
            for name, value in (("gevraagd", asked), ("beantwoord", answered)):
                if value is None and name not in self.errors:
                    self.add_error(name, _("Vul deze datum in"))
        if asked and answered and answered < asked:
            self.add_error("beantwoord", _("Het antwoord kan niet ouder zijn dan de vraag"))
        return found


class RiskForm(forms.Form):
    """A residual risk that the author judges higher than computed."""

    risico = forms.ChoiceField(
        label=gettext_lazy("Welk risico?"), error_messages={"required": gettext_lazy("Kies een risico")}
    )
    kans = forms.TypedChoiceField(
        label=gettext_lazy("Kans"), coerce=int, error_messages={"required": gettext_lazy("Kies hoe groot de kans is")}
    )
    gevolg = forms.TypedChoiceField(
        label=gettext_lazy("Gevolg"),
        coerce=int,
        error_messages={"required": gettext_lazy("Kies hoe groot het gevolg is")},
    )
    reden = TextField(
        label=gettext_lazy("Waarom schat u het hoger in?"),
        rows=4,
        max_length=2000,
        error_messages={"required": gettext_lazy("Schrijf op waarom u het risico hoger inschat")},
    )

    def __init__(
        self,
        *args: Any,
        risks: Iterable[tuple[str, str]],
        likelihoods: Iterable[tuple[int, str]],
        impacts: Iterable[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _choices(self.fields["risico"], [("", _("Maak een keuze")), *risks])
        for name, scale in (("kans", likelihoods), ("gevolg", impacts)):
            _choices(self.fields[name], [("", _("Maak een keuze")), *((str(n), f"{n} – {word}") for n, word in scale)])


def _choices(field: forms.Field, choices: Sequence[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
