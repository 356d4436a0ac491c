"""Signing in: allauth's form without what does not work here."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django.utils.translation import gettext_lazy as _


class LoginForm(AllauthLoginForm):  # type: ignore[misc]  # allauth has no types
    """No placeholders that repeat the label, and no link to a reset by e-mail: a manager sets a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        required = {"login": _("Vul uw gebruikersnaam in"), "password": _("Vul uw wachtwoord in")}
        for name, message in required.items():
            field = self.fields[name]
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
            field.error_messages["required"] = message
