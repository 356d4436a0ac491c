"""Signing in: allauth's forms without what does not work here."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ReauthenticateForm
from django import forms
from django.utils.translation import gettext_lazy as _


def plain(field: forms.Field, required: Any, label: Any = None) -> None:
    """No placeholder that repeats the label, and no link to a reset by e-mail: a manager sets a new password."""
    field.widget.attrs.pop("placeholder", None)
    field.help_text = ""
    field.error_messages["required"] = required
    field.label = label or field.label


class LoginForm(AllauthLoginForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["login"], _("Vul uw gebruikersnaam in"))
        plain(self.fields["password"], _("Vul uw wachtwoord in"))


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["password"], _("Vul uw wachtwoord in"))


class ChangePasswordForm(AllauthChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self.fields["oldpassword"], _("Vul uw huidige wachtwoord in"), _("Huidig wachtwoord"))
        plain(self.fields["password1"], _("Vul een nieuw wachtwoord in"), _("Nieuw wachtwoord"))
        plain(self.fields["password2"], _("Vul het nieuwe wachtwoord nog een keer in"), _("Nieuw wachtwoord, nog eens"))
        self.fields["password1"].help_text = _(
            "Ten minste 12 tekens; 15 of meer is beter. Een zin van vier of vijf woorden onthoudt u makkelijk."
        )


class OrganisationForm(forms.Form):
    organisatie = forms.SlugField(
        label=_("Korte naam van uw organisatie"),
        help_text=_("Zoals in het adres dat u van uw beheerder kreeg, bijvoorbeeld voorbeeldzaken."),
        max_length=50,
        error_messages={
            "required": _("Vul de korte naam van uw organisatie in"),
            "invalid": _("Een korte naam heeft alleen letters, cijfers en streepjes"),
            "max_length": _("Een korte naam heeft ten hoogste 50 tekens"),
        },
    )
