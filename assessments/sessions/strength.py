"""Whether a session is strong enough for what lies behind the sign-in, and where to make it so."""

from collections.abc import Iterable
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from assessments.access_rules import Rule, Who
from assessments.permissions import Role
from assessments.sessions.proof import sign_in_of

# Whoever holds one of these signs in with a passkey, or through a provider that does as much.
NEED_A_PASSKEY = frozenset({Role.REVIEWER, Role.DECIDER, Role.MANAGER})


def is_strong_enough(request: HttpRequest, roles: Iterable[Role]) -> bool:
    """Always in the demo, where a second factor may be tried and is never demanded."""
    if settings.DEMO:
        return True
    sign_in = sign_in_of(request.session)
    if sign_in is None or not sign_in.mfa:
        return False
    return sign_in.resists_phishing or not NEED_A_PASSKEY & set(roles)


def may_pass(request: HttpRequest, rule: Rule, roles: Iterable[Role]) -> bool:
    """Pages for everybody and the pages to set up a factor, or else a session that is strong enough."""
    return rule.who in (Who.EVERYBODY, Who.SETTING_UP) or is_strong_enough(request, roles)


def where_to_strengthen(request: HttpRequest, roles: Iterable[Role]) -> str:
    """Where to show a factor that will do, or else where to get one."""
    types = set(Authenticator.objects.filter(user=request.user.pk).values_list("type", flat=True))
    back = f"?{urlencode({'next': request.get_full_path()}, safe='/')}" if request.method == "GET" else ""
    if Authenticator.Type.WEBAUTHN in types:
        return reverse("mfa_reauthenticate_webauthn") + back
    if Authenticator.Type.TOTP in types and not NEED_A_PASSKEY & set(roles):
        return reverse("mfa_reauthenticate") + back
    return reverse("mfa_index")
