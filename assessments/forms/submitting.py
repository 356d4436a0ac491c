"""Submitting to the FG, and withdrawing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nlds.fields import TextField

REASON_MAX = 2000


class SubmitForm(forms.Form):
    bevestiging = forms.BooleanField(
        label=_("Ik heb de antwoorden nagelezen. Ze kloppen, voor zover ik weet."),
        error_messages={"required": _("Bevestig dat u de antwoorden hebt nagelezen")},
    )


class WithdrawForm(forms.Form):
    reden = TextField(
        label=_("Waarom trekt u de toets in?"),
        help_text=_("De FG kan dit lezen als de toets al was ingediend."),
        rows=4,
        max_length=REASON_MAX,
        error_messages={"required": _("Schrijf op waarom u de toets intrekt")},
    )
