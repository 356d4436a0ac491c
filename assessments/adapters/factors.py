"""What django-allauth says of second factors, and how it names passkeys and the person they are of."""

from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import User


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("Dit klopt niet. Probeer het opnieuw, met een nieuwe code of met uw passkey"),
        "cannot_delete_authenticator": gettext_lazy("U hebt deze manier van inloggen nodig. Voeg eerst een andere toe"),
        "cannot_generate_recovery_codes": gettext_lazy("Stel eerst een authenticator-app of een passkey in"),
    }

    def _get_user_identifier(self, user: User) -> str:
        """The login, never the e-mail address: that is kept on the device, and shown there."""
        return user.username

    def _get_site_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002 -- the name is allauth's
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey {number}").format(number=number)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Outside the demo the last factor stays: without it nothing can be reached."""
        if settings.DEMO:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())
