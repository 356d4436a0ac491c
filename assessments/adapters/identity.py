"""The way to an organisation's identity provider and back: the code flow of OpenID Connect, with PKCE."""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from assessments.adapters.fetching import Unreachable, fetch, origin_of
from assessments.adapters.id_token import Expected, NotBelieved, claims_of
from assessments.models import IdentityProvider, Organisation, organisation_context
from assessments.permissions import Role

# In the session: what waits for an answer, and the organisation whose provider let this person in.
UNDERWAY, SIGNED_IN_THROUGH = "identity_underway", "identity_provider"
MINUTES_UNDERWAY = 10
MAX_PARAMETER = 4_000


@dataclass(frozen=True)
class Proof:
    """Who came back, as the provider says."""

    subject: str
    name: str
    roles: frozenset[Role]
    mfa: bool
    acr: str


def find_provider(slug: str) -> IdentityProvider | None:
    """The active provider of the organisation with this short name; the wall opens for that one alone."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        return None
    with organisation_context(organisation.pk):
        provider = IdentityProvider.objects.filter(is_active=True).first()
    if provider is not None:
        provider.organisation = organisation
    return provider


def depart(provider: IdentityProvider, *, back: str, max_age: int | None = None) -> tuple[str, dict[str, Any]]:
    """Where to send the browser, and what its session must remember to believe the answer."""
    found = _discover(provider)
    verifier = secrets.token_urlsafe(48)
    underway = {
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "verifier": verifier,
        "back": back,
        "provider": str(provider.pk),
        "max_age": max_age,
        "at": int(time.time()),
    }
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "scope": "openid profile",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "state": underway["state"],
        "nonce": underway["nonce"],
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    if provider.mfa_acr_values:
        asked["acr_values"] = " ".join(provider.mfa_acr_values)
    if max_age is not None:
        asked |= {"max_age": str(max_age), "prompt": "login"}
    address = _text(found, "authorization_endpoint")
    if origin_of(address) != origin_of(provider.issuer):
        raise Unreachable("other_origin")
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", underway


def arrive(provider: IdentityProvider, *, underway: Mapping[str, Any], answer: Mapping[str, str]) -> Proof:
    """What the provider's answer proves. Raises `NotBelieved` or `Unreachable`; nothing of it is kept."""
    code = _check_answer(provider, underway, answer)
    found = _discover(provider)
    # Without it, an answer of another provider could be passed off as this one's (RFC 9207).
    if found.get("authorization_response_iss_parameter_supported") is True and "iss" not in answer:
        raise NotBelieved("iss_of_answer")
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": underway["back"],
        "client_id": provider.client_id,
        "client_secret": secret_of(provider),
        "code_verifier": underway["verifier"],
    }
    tokens = fetch(_text(found, "token_endpoint"), issuer=provider.issuer, form=form)
    claims = claims_of(
        _text(tokens, "id_token"),
        keys=fetch(_text(found, "jwks_uri"), issuer=provider.issuer),
        access_token=_text(tokens, "access_token"),
        expected=Expected(provider.issuer, provider.client_id, underway["nonce"], underway["max_age"]),
    )
    acr, name = claims.get("acr"), claims.get("name")
    return Proof(
        subject=claims["sub"],
        name="".join(c for c in name if c.isprintable())[:200] if isinstance(name, str) else "",
        roles=roles_in(claims, provider),
        mfa=_did_mfa(acr, provider),
        acr=acr if isinstance(acr, str) else "",
    )


def roles_in(claims: Mapping[str, Any], provider: IdentityProvider) -> frozenset[Role]:
    """Our roles for what the provider says of this person; values we were not told about mean nothing."""
    said = claims.get(provider.roles_claim)
    values = said if isinstance(said, list) else [said]
    mapping = provider.role_mapping
    return frozenset(Role(mapping[value]) for value in values if isinstance(value, str) and value in mapping)


def secret_of(provider: IdentityProvider) -> str:
    """From its file, at the moment it is needed. Raises `Unreachable`, naming no path."""
    try:
        secret = (settings.OIDC_SECRETS_DIRECTORY / provider.secret_name).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Unreachable("no_secret") from error
    if not secret:
        raise Unreachable("no_secret")
    return secret


def _did_mfa(acr: Any, provider: IdentityProvider) -> bool:
    """Whether it did what we demanded. A provider that should and did not is refused, not helped along."""
    if not provider.mfa_acr_values:
        return False
    if acr not in provider.mfa_acr_values:
        raise NotBelieved("acr")
    return True


def _check_answer(provider: IdentityProvider, underway: Mapping[str, Any], answer: Mapping[str, str]) -> str:
    """The code, when this answers the question that this browser's session asked of this provider just now."""
    if underway.get("provider") != str(provider.pk):
        raise NotBelieved("state")
    if not hmac.compare_digest(answer.get("state", "").encode(), underway["state"].encode()):
        raise NotBelieved("state")
    if time.time() - underway["at"] > MINUTES_UNDERWAY * 60:
        raise NotBelieved("too_late")
    if "iss" in answer and answer["iss"] != provider.issuer:
        raise NotBelieved("iss_of_answer")
    if "error" in answer:
        raise NotBelieved("refused_there")
    code = answer.get("code", "")
    if not 0 < len(code) <= MAX_PARAMETER:
        raise NotBelieved("no_code")
    return code


def _discover(provider: IdentityProvider) -> dict[str, Any]:
    address = provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
    found = fetch(address, issuer=provider.issuer)
    if found.get("issuer") != provider.issuer:
        raise NotBelieved("other_issuer")
    return found


def _text(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not value:
        raise NotBelieved(f"no_{name}")
    return value
