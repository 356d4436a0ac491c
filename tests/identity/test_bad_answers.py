"""Everything a provider, or somebody in between, can say that proves nothing: refused, no session, no account."""

import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

from assessments.models import User
from tests.identity.conftest import BACK, START, go, is_signed_in, sign_in
from tests.identity.provider import KEY, OTHER_KEY, Provider

pytestmark = pytest.mark.django_db


def assert_refused(client: Client, response: Any) -> None:
    assert response.status_code == 403
    assert not is_signed_in(client)
    assert not User.objects.exists()


def without(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda claims: claims.pop(name) and None


def with_(**changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda claims: claims.update(changes)


LONG_AGO, LATER = int(time.time()) - 3600, int(time.time()) + 3600
BENT = {
    "another issuer": with_(iss="https://elders.example"),
    "a token of another client": with_(aud="another-client"),
    "several audiences without azp": with_(aud=["toets", "another-client"]),
    "azp of another client": with_(aud=["toets", "another-client"], azp="another-client"),
    "expired": with_(exp=LONG_AGO),
    "never expires": without("exp"),
    "issued in the future": with_(iat=LATER),
    "not valid yet": with_(nbf=LATER),
    "an expiry beyond all numbers": with_(exp=1e400),
    "another nonce": with_(nonce="another"),
    "a nonce that is no text": with_(nonce=1),
    "no nonce": without("nonce"),
    "no subject": without("sub"),
    "an empty subject": with_(sub=""),
    "a subject that is no text": with_(sub=7),
    "a subject with a null byte": with_(sub="a\x00b"),
    "no acr": without("acr"),
    "a too low acr": with_(acr="password"),
    "an acr that is a list": with_(acr=["mfa"]),
    "another access token": with_(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "an at_hash with strange letters": with_(at_hash="é"),
}


@pytest.mark.parametrize("bend", BENT.values(), ids=BENT)
def test_a_well_signed_token_that_says_something_else_is_refused(
    client: Client, provider: Provider, bend: Callable[[dict[str, Any]], None]
) -> None:
    provider.bend = bend
    assert_refused(client, sign_in(client, provider))


def public_key_as_secret(claims: dict[str, Any]) -> str:
    """What a library without fixed algorithms falls for; PyJWT itself will not make one, so by hand."""
    pem = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    sign = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    # Its own refuses a public key as a secret; an attacker's does not.
    sign.prepare_key = lambda key: key  # type: ignore[method-assign]
    signer = jwt.PyJWS()
    signer._algorithms["HS256"] = sign
    return signer.encode(json.dumps(claims).encode(), pem, algorithm="HS256", headers={"kid": "one"})


SIGNED = {
    "wrong signature": lambda claims: jwt.encode(claims, OTHER_KEY, algorithm="RS256", headers={"kid": "one"}),
    "alg none": lambda claims: jwt.encode(claims, None, algorithm="none", headers={"kid": "one"}),
    "the public key as a secret": public_key_as_secret,
    "an unknown key": lambda claims: jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "two"}),
    "no key named": lambda claims: jwt.encode(claims, KEY, algorithm="RS256"),
    "another algorithm than the key is for": lambda claims: jwt.encode(
        claims, KEY, algorithm="PS256", headers={"kid": "one"}
    ),
    "an algorithm that we do not use": lambda claims: jwt.encode(
        claims, KEY, algorithm="RS512", headers={"kid": "one"}
    ),
    "no token at all": lambda claims: "not.a.token",
}


@pytest.mark.parametrize("sign", SIGNED.values(), ids=SIGNED)
def test_a_token_that_the_provider_did_not_sign_is_refused(
    client: Client, provider: Provider, sign: Callable[[dict[str, Any]], str]
) -> None:
    provider.sign = sign
    assert_refused(client, sign_in(client, provider))


ANSWERS = {
    "another state": {"state": "another"},
    "a state with strange letters": {"state": "é"},
    "another issuer (mix-up)": {"iss": "https://elders.example"},
    "a made-up code": {"code": "made-up"},
    "an error of the provider": {"error": "access_denied"},
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_to_another_question_is_refused(client: Client, provider: Provider, answer: dict[str, str]) -> None:
    provider.answer = answer
    assert_refused(client, sign_in(client, provider))


@pytest.mark.parametrize("missing", ["state", "code", "iss"])
def test_an_answer_without_a_part_of_it_is_refused(client: Client, provider: Provider, missing: str) -> None:
    path, answer = go(client, provider)
    del answer[missing]
    assert_refused(client, client.get(path, answer))


def test_an_answer_nobody_asked_for_is_refused(client: Client, provider: Provider) -> None:
    _, answer = go(Client(), provider)
    assert_refused(client, client.get(BACK, answer))


def test_an_answer_counts_once(client: Client, provider: Provider) -> None:
    path, answer = go(client, provider)
    assert client.get(path, answer).status_code == 302
    client.logout()
    assert client.get(path, answer).status_code == 403
    assert not is_signed_in(client)


def test_another_verifier_is_refused_by_the_provider(client: Client, provider: Provider) -> None:
    path, answer = go(client, provider)
    session = client.session
    session["identity_underway"] = {**session["identity_underway"], "verifier": "v" * 64}
    session.save()
    assert_refused(client, client.get(path, answer))


@pytest.mark.parametrize("path", ["/jwks", "/.well-known/openid-configuration"])
def test_a_provider_that_breaks_off_halfway_lets_nobody_in(client: Client, provider: Provider, path: str) -> None:
    back, answer = go(client, provider)
    provider.broken = {path}
    assert_refused(client, client.get(back, answer))


DISCOVERIES = {
    "another issuer": {"issuer": "https://elders.example"},
    "sign-in at another origin": {"authorization_endpoint": "https://elders.example/auth"},
    "no sign-in": {"authorization_endpoint": None},
}


@pytest.mark.parametrize("discovery", DISCOVERIES.values(), ids=DISCOVERIES)
def test_nobody_is_sent_anywhere_by_a_document_that_is_not_the_issuers(
    client: Client, provider: Provider, discovery: dict[str, Any]
) -> None:
    provider.discovery = discovery
    assert_refused(client, client.get(START))


@pytest.mark.parametrize("endpoint", ["token_endpoint", "jwks_uri"])
@pytest.mark.parametrize(
    "address", ["http://localhost:9/", "file:///etc/passwd", "http://[", "https://u:p@elders.example/"]
)
def test_we_fetch_nothing_elsewhere(client: Client, provider: Provider, endpoint: str, address: str) -> None:
    path, answer = go(client, provider)
    provider.discovery = {endpoint: address}
    assert_refused(client, client.get(path, answer))


def test_we_follow_no_redirect(client: Client, provider: Provider) -> None:
    path, answer = go(client, provider)
    provider.discovery = {"jwks_uri": f"{provider.issuer}/away"}
    assert_refused(client, client.get(path, answer))
