"""The door of django-allauth: who may sign in, and that nobody signs up."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.actions import mailing
from assessments.adapters import devices, identity
from assessments.models import Actor, User, organisation_context
from assessments.sessions import kept, limits
from assessments.sessions.proof import record_sign_in, used_recovery_code

WAYS_TO_PROVE = {
    "reauthenticate": _("Gebruik uw wachtwoord"),
    "mfa_reauthenticate": _("Gebruik uw authenticator-app of een herstelcode"),
    "mfa_reauthenticate:webauthn": _("Gebruik uw passkey"),
    "identity_provider": _("Log opnieuw in bij uw organisatie"),
}
# What allauth reports, and the mail it becomes.
NOTICES = {
    "account/email/password_changed": "password-changed",
    "account/email/password_set": "password-changed",
    "mfa/email/totp_activated": "factor-added",
    "mfa/email/webauthn_added": "factor-added",
    "mfa/email/recovery_codes_generated": "factor-added",
    "mfa/email/totp_deactivated": "factor-removed",
    "mfa/email/webauthn_removed": "factor-removed",
}


class AuthenticationBackend(AllauthBackend):  # type: ignore[misc]  # allauth has no types
    """Password sign-in in which demo accounts open nothing outside the demo."""

    def user_can_authenticate(self, user: User) -> bool:
        """Asked at sign-in and at every request of a session."""
        return bool(super().user_can_authenticate(user)) and (settings.DEMO or not user.is_demo)

    @classmethod
    def _stash_user(cls, user: User | None) -> User | None:  # noqa: ARG003 -- what allauth hands over
        """allauth keeps who may not sign in but knows the password, to tell them. We tell nobody anything."""
        before: User | None = super()._stash_user(None)
        return before


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("De gebruikersnaam of het wachtwoord klopt niet"),
        "incorrect_password": _("Dit wachtwoord klopt niet"),
        "enter_current_password": _("Dit is niet uw huidige wachtwoord"),
        "too_many_login_attempts": _(
            "Er is te vaak een verkeerd wachtwoord of een verkeerde code ingevuld. Probeer het later opnieuw"
        ),
        "rate_limited": _("Dit is te vaak geprobeerd. Probeer het later opnieuw"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by an organisation's manager."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Also who tried too often costs one hash, so that the time of an answer says nothing."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            User().set_password(credentials.get("password"))
            raise

    def pre_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse | None:
        """A passkey of an account that was closed proves who you are, and opens nothing."""
        if not AuthenticationBackend().user_can_authenticate(user):
            user.is_active = False
        response: HttpResponse | None = super().pre_login(request, user, **details)
        return response

    def login(self, request: HttpRequest, user: User) -> None:
        """Django gives the session a new id; we write how and when, and that this was a proof of who you are."""
        super().login(request, user)
        session, now = request.session, timezone.now()
        for record in session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])[-1:]:
            record["reauthenticated"] = True
        record_sign_in(request, at=now)
        limits.see(session, at=now)
        kept.unlock(session)

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **details)
        if not devices.is_known(request, user):
            self._tell("new-sign-in", user, link=reverse("usersessions_list"))
            devices.remember(request, response, user)
        if used_recovery_code(request):
            self._tell("recovery-code-used", user)
        return response

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """allauth says what changed; the mail is one of ours, with nothing in it but when."""
        self._tell(NOTICES[template_prefix], user)

    def _tell(self, kind: str, user: User, **facts: str) -> None:
        actor: Actor | None = getattr(self.request, "actor", None)
        organisation = actor.organisation_id if actor else None
        moment = timezone.now().isoformat()
        with organisation_context(organisation):
            mailing.queue(
                kind=kind,
                to=user,
                organisation_id=organisation,
                facts={"moment": moment, **facts},
                language=get_language() or settings.LANGUAGE_CODE,
            )

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The passkey first, for who has one, in our words."""
        methods = super().get_reauthentication_methods(user)
        if slug := self.request.session.get(identity.SIGNED_IN_THROUGH):
            address = f"{reverse('organisation-sign-in', args=[slug])}?opnieuw=1"
            methods.append({"id": "identity_provider", "url": address})
        for method in methods:
            method["description"] = WAYS_TO_PROVE[method["id"]]
        return sorted(methods, key=lambda method: method["id"] != "mfa_reauthenticate:webauthn")
