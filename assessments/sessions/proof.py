"""How somebody signed in to this session, and when they last proved who they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

# {"method": Method, "at": RFC 3339, "mfa": bool}: written at sign-in. A sign-in through a provider adds its "acr".
SIGN_IN = "sign_in"


class Method(StrEnum):
    PASSWORD = "password"  # noqa: S105 -- the name of a method
    RECOVERY = "recovery"
    TOTP = "totp"
    PASSKEY = "passkey"
    OIDC = "oidc"


# Weakest first. What a provider did is not known here: its sign-in says itself whether it was more than a password.
STRENGTH = [Method.PASSWORD, Method.OIDC, Method.RECOVERY, Method.TOTP, Method.PASSKEY]
FACTORS = {"totp": Method.TOTP, "recovery_codes": Method.RECOVERY, "webauthn": Method.PASSKEY}


class NotFresh(Exception):
    """What is asked takes a recent proof of who you are; the last one is too long ago."""


@dataclass(frozen=True)
class SignIn:
    method: Method
    at: datetime
    mfa: bool

    @property
    def resists_phishing(self) -> bool:
        """A passkey, or a provider that did more than a password."""
        return self.method is Method.PASSKEY or (self.method is Method.OIDC and self.mfa)


def sign_in_of(session: SessionBase) -> SignIn | None:
    """The sign-in of this session; None for anybody else, and for what is not written as we write it."""
    match session.get(SIGN_IN):
        case {"method": str(method), "at": str(at), "mfa": bool(mfa)} if method in list(Method):
            return SignIn(Method(method), datetime.fromisoformat(at), mfa)
    return None


def record_sign_in(request: HttpRequest, *, at: datetime) -> None:
    """Writes the sign-in that just succeeded, from what allauth recorded on the way."""
    method = _strongest(request)
    fact = {"method": method, "at": at.isoformat(), "mfa": method in FACTORS.values()}
    if method is Method.OIDC:
        # What the provider proved, as `views.identity` recorded it.
        said = get_authentication_records(request, request.user)[-1]
        fact |= {"mfa": said.get("mfa") is True, "acr": said.get("acr", "")}
    request.session[SIGN_IN] = fact


def record_stronger(request: HttpRequest) -> None:
    """A factor that was shown later makes the session stronger. It gets a new id, and its end stays where it was."""
    sign_in = sign_in_of(request.session)
    if sign_in is None or sign_in.resists_phishing:
        return
    method = _strongest(request)
    if method is Method.PASSKEY or (method in FACTORS.values() and not sign_in.mfa):
        request.session[SIGN_IN] = {"method": method, "at": sign_in.at.isoformat(), "mfa": True}
        request.session.cycle_key()
        UserSession.objects.create_from_request(request)


def used_recovery_code(request: HttpRequest) -> bool:
    """Whether the last proof was one of the codes for emergencies."""
    records = get_authentication_records(request, request.user)
    return bool(records) and _method(records[-1]) is Method.RECOVERY


def check_fresh(request: HttpRequest) -> None:
    """Raises `NotFresh` when the last proof, at sign-in or since, is older than five minutes."""
    moments = [record["at"] for record in get_authentication_records(request, request.user)]
    limit = timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    if not moments or timezone.now().timestamp() - max(moments) > limit.total_seconds():
        raise NotFresh


def _strongest(request: HttpRequest) -> Method:
    records = get_authentication_records(request, request.user)
    return max(map(_method, records), key=STRENGTH.index, default=Method.PASSWORD)


def _method(record: Mapping[str, Any]) -> Method:
    if record["method"] == "mfa":
        return FACTORS.get(record.get("type", ""), Method.PASSWORD)
    return Method.OIDC if record["method"] == "socialaccount" else Method.PASSWORD
