"""Members: whom a manager invites, what members may do and until when, and what an invited person fills in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.membership import Place
from assessments.models import Actor, Membership, User
from assessments.permissions import Role
from assessments.templatetags.words import ROLES
from nlds.fields import AnyOf, DateField, OneOf, TextField

# What a manager can give. A supplier has a link, the operator and the worker have no membership.
GIVEN_BY_A_MANAGER = {
    Role.AUTHOR: gettext_lazy("Maakt toetsen, vult ze in en dient ze in"),
    Role.CONTRIBUTOR: gettext_lazy("Vult mee in toetsen waar een invuller hem of haar bij vraagt"),
    Role.REVIEWER: gettext_lazy("Beoordeelt ingediende toetsen en geeft het advies"),
    Role.DECIDER: gettext_lazy("Neemt het besluit na het advies"),
    Role.AUDITOR: gettext_lazy("Leest verzegelde toetsen en het logboek"),
    Role.MANAGER: gettext_lazy("Nodigt mensen uit en beheert hun rollen; leest geen toetsen"),
}
PASSWORD_MAX = 128


class RolesForm(forms.Form):
    """Roles, and until when."""

    rollen = AnyOf(
        label=gettext_lazy("Rollen"),
        choices=[(role.value, ROLES[role].label) for role in GIVEN_BY_A_MANAGER],
        error_messages={"required": gettext_lazy("Kies ten minste één rol")},
    )
    tot = DateField(
        label=gettext_lazy("Lid tot en met"),
        help_text=gettext_lazy("Dag-maand-jaar, bijvoorbeeld 31-12-2026. Leeg: zonder einddatum."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = self.fields["rollen"]
        assert isinstance(roles, AnyOf)
        roles.hints = {role.value: str(hint) for role, hint in GIVEN_BY_A_MANAGER.items()}

    def clean_tot(self) -> Any:
        day = self.cleaned_data["tot"]
        if day and day < timezone.localdate():
            raise ValidationError(_("Kies vandaag of een latere dag"))
        return day

    @property
    def place(self) -> Place:
        return Place([Role(role) for role in self.cleaned_data["rollen"]], self.cleaned_data["tot"])


class InviteForm(RolesForm):
    adres = forms.EmailField(
        label=gettext_lazy("E-mailadres"),
        help_text=gettext_lazy("De uitnodiging gaat naar dit adres en werkt zeven dagen."),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Vul het e-mailadres in"),
            "invalid": gettext_lazy("Vul een e-mailadres in, bijvoorbeeld naam@organisatie.nl"),
        },
    )
    naam = TextField(label=gettext_lazy("Naam"), max_length=200, required=False)
    taal = OneOf(
        label=gettext_lazy("Taal van de uitnodiging"),
        choices=[("nl", "Nederlands"), ("en", "English")],
        initial="nl",
    )
    field_order = ["adres", "naam", "taal", "rollen", "tot"]


class MemberForm(RolesForm):
    """`colleagues` are the members this person may stand in for."""

    waarneming = forms.ChoiceField(
        label=gettext_lazy("Neemt waar voor"),
        help_text=gettext_lazy("Alleen om vast te leggen wie wie vervangt. De rollen geeft u zelf."),
        required=False,
    )

    def __init__(self, data: QueryDict | None, *, membership: Membership, colleagues: Iterable[Actor]) -> None:
        now = {
            "rollen": membership.roles,
            "tot": membership.valid_until,
            "waarneming": membership.stands_in_for_id or "",
        }
        super().__init__(data, initial=now)
        self.colleagues = {str(actor.pk): actor for actor in colleagues}
        waarneming = self.fields["waarneming"]
        assert isinstance(waarneming, forms.ChoiceField)
        waarneming.choices = [("", _("Niemand")), *((pk, str(actor)) for pk, actor in self.colleagues.items())]

    @property
    def stands_in_for(self) -> Actor | None:
        return self.colleagues.get(self.cleaned_data["waarneming"])


class PasswordForm(forms.Form):
    """A password of one's own, twice."""

    wachtwoord = forms.CharField(
        label=gettext_lazy("Wachtwoord"),
        help_text=gettext_lazy("Ten minste 12 tekens. Een zin van een paar woorden is sterk en goed te onthouden."),
        max_length=PASSWORD_MAX,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Kies een wachtwoord")},
    )
    herhaling = forms.CharField(
        label=gettext_lazy("Wachtwoord, nog een keer"),
        max_length=PASSWORD_MAX,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Vul het wachtwoord nog een keer in")},
    )

    def account(self) -> User:
        """Whose password it is: the validators compare it with what is known of them."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        password, again = found.get("wachtwoord"), found.get("herhaling")
        if password and again and password != again:
            self.add_error("herhaling", _("Vul twee keer hetzelfde wachtwoord in"))
        if password and not self.errors:
            try:
                validate_password(password, self.account())
            except ValidationError as error:
                self.add_error("wachtwoord", error)
        return found


class NewPasswordForm(PasswordForm):
    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def account(self) -> User:
        return self.user


class AccountForm(PasswordForm):
    """An account for who was invited."""

    gebruikersnaam = forms.CharField(
        label=gettext_lazy("Gebruikersnaam"),
        help_text=gettext_lazy("Letters, cijfers en de tekens @ . + - _"),
        max_length=150,
        validators=User._meta.get_field("username").validators,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Kies een gebruikersnaam")},
    )
    naam = TextField(
        label=gettext_lazy("Uw naam"),
        help_text=gettext_lazy("Zo ziet u eruit voor collega's, en in een rapport dat u ondertekent."),
        max_length=200,
        error_messages={"required": gettext_lazy("Vul uw naam in")},
    )
    field_order = ["gebruikersnaam", "naam", "wachtwoord", "herhaling"]

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address

    def account(self) -> User:
        given = self.cleaned_data
        return User(username=given.get("gebruikersnaam", ""), name=given.get("naam", ""), email=self.address)
