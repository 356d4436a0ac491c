"""An organisation whose people sign in through a provider on loopback."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from assessments.actions.identity import set_identity_provider
from assessments.models import IdentityProvider, Organisation, organisation_context
from tests.identity.provider import CLIENT, SECRET, Provider, running

ROLES = {"toets-invuller": "author", "toets-fg": "reviewer"}
START = "/inloggen/voorbeeldzaken/"
BACK = "/inloggen/voorbeeldzaken/terug/"


@pytest.fixture
def organisation(db: None) -> Organisation:
    return Organisation.objects.create(slug="voorbeeldzaken", name="Ministerie van Voorbeeldzaken")


@pytest.fixture
def provider(organisation: Organisation, settings: Settings, tmp_path: Path) -> Iterator[Provider]:
    (tmp_path / "voorbeeldzaken").write_text(SECRET + "\n")
    settings.OIDC_SECRETS_DIRECTORY = tmp_path
    with running() as provider:
        register(organisation, provider)
        yield provider


def register(organisation: Organisation, provider: Provider, **changes: Any) -> IdentityProvider:
    facts = {"issuer": provider.issuer, "client_id": CLIENT, "secret_name": "voorbeeldzaken", "roles_claim": "roles"}
    with organisation_context(organisation.pk):
        return set_identity_provider(
            organisation=organisation, **{**facts, "mfa_acr_values": ["mfa"], "role_mapping": ROLES, **changes}
        )


def go(client: Client, provider: Provider, address: str = START) -> tuple[str, dict[str, str]]:
    """To the provider, as a browser; gives our own path and the answer to take there."""
    there = client.get(address)
    assert there.status_code == 302 and there["Location"].startswith(f"{provider.issuer}/auth?")
    back = urlsplit(provider.authorize(dict(parse_qsl(urlsplit(there["Location"]).query))))
    return back.path, dict(parse_qsl(back.query))


def sign_in(client: Client, provider: Provider, address: str = START) -> Any:
    path, answer = go(client, provider, address)
    return client.get(path, answer)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
