"""The door of django-allauth: who may sign in, and that nobody signs up."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from assessments.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("De gebruikersnaam of het wachtwoord klopt niet"),
        "too_many_login_attempts": _("Er is te vaak met een verkeerd wachtwoord ingelogd. Probeer het later opnieuw"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by an organisation's manager."""
        return False


class AuthenticationBackend(AllauthBackend):  # type: ignore[misc]  # allauth has no types
    """Password sign-in in which demo accounts open nothing outside the demo."""

    def user_can_authenticate(self, user: User) -> bool:
        """Asked at sign-in and at every request of a session."""
        return bool(super().user_can_authenticate(user)) and (settings.DEMO or not user.is_demo)
