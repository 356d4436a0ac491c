"""What an ID token must be before we believe it (OpenID Connect Core 3.1.3.7)."""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

# Signatures with a public key only: with a shared secret, whoever knows the public key could sign.
ALGORITHMS = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC"}
LEEWAY = 30
REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]


class NotBelieved(Exception):
    """This answer proves nothing. The text is a code for the operator's log, without content."""


@dataclass(frozen=True)
class Expected:
    """What this sign-in asked for."""

    issuer: str
    client_id: str
    nonce: str
    max_age: int | None = None  # seconds since the person proved who they are, when we asked for it


def claims_of(token: str, *, keys: Mapping[str, Any], access_token: str, expected: Expected) -> dict[str, Any]:
    """The claims of a token that was signed by this issuer, for us, for this very sign-in. Raises `NotBelieved`."""
    try:
        header = jwt.get_unverified_header(token)
        key = _key(header, keys)
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key.key,
            algorithms=[header["alg"]],
            issuer=expected.issuer,
            audience=expected.client_id,
            leeway=LEEWAY,
            options={"require": REQUIRED},
        )
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
        raise NotBelieved(type(error).__name__) from error
    _check_sign_in(claims, expected)
    _check_at_hash(claims, access_token)
    return claims


def _key(header: Mapping[str, Any], keys: Mapping[str, Any]) -> jwt.PyJWK:
    """The one key the header names. What kind of key it is decides which algorithm may be used, not the header."""
    algorithm, listed = header.get("alg"), keys.get("keys")
    if algorithm not in ALGORITHMS:
        raise NotBelieved("algorithm")
    if not isinstance(listed, list) or not header.get("kid"):
        raise NotBelieved("no_key")
    found = [key for key in listed if isinstance(key, dict) and key.get("kid") == header["kid"]]
    if len(found) != 1 or found[0].get("kty") != ALGORITHMS[algorithm] or found[0].get("use", "sig") != "sig":
        raise NotBelieved("no_key")
    if found[0].get("alg", algorithm) != algorithm:
        raise NotBelieved("algorithm_of_key")
    return jwt.PyJWK(found[0], algorithm=algorithm)


def _check_sign_in(claims: Mapping[str, Any], expected: Expected) -> None:
    """Beyond what PyJWT knows: our nonce, ours alone, a usable subject, and how long ago."""
    if not isinstance(claims["nonce"], str) or not hmac.compare_digest(
        claims["nonce"].encode(), expected.nonce.encode()
    ):
        raise NotBelieved("nonce")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != expected.client_id:
        raise NotBelieved("azp")
    subject = claims["sub"]
    if not isinstance(subject, str) or not subject.isprintable() or not 0 < len(subject) <= 255:
        raise NotBelieved("sub")
    if expected.max_age is not None:
        proved = claims.get("auth_time")
        if isinstance(proved, bool) or not isinstance(proved, int):
            raise NotBelieved("auth_time")
        if not -LEEWAY <= time.time() - proved <= expected.max_age + LEEWAY:
            raise NotBelieved("auth_time")


def _check_at_hash(claims: Mapping[str, Any], access_token: str) -> None:
    """All our algorithms hash with SHA-256; the first half of it stands in the token."""
    if "at_hash" not in claims:
        return
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    right = base64.urlsafe_b64encode(half).rstrip(b"=")
    if not hmac.compare_digest(str(claims["at_hash"]).encode(), right):
        raise NotBelieved("at_hash")
