"""Signing in through a provider: who gets in, as whom, with which roles, and how strong the session is."""

import time

import pytest
from django.test import Client

from assessments.actions.identity import deactivate_identity_provider
from assessments.models import ExternalIdentity, Membership, Organisation, User, organisation_context
from tests.identity.conftest import START, go, is_signed_in, register, sign_in
from tests.identity.provider import Provider

pytestmark = pytest.mark.django_db


def roles(organisation: Organisation) -> list[str]:
    with organisation_context(organisation.pk):
        return Membership.objects.get().roles


def test_a_first_sign_in_makes_an_account_that_reaches_the_site(client: Client, provider: Provider) -> None:
    response = sign_in(client, provider)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    user = User.objects.get()
    assert user.name == "Fatima" and not user.email and not user.has_usable_password()


def test_a_provider_that_did_mfa_makes_a_strong_session(client: Client, provider: Provider) -> None:
    sign_in(client, provider)
    fact = client.session["sign_in"]
    assert (fact["method"], fact["mfa"], fact["acr"]) == ("oidc", True, "mfa")


def test_a_provider_that_is_not_trusted_for_mfa_makes_a_weak_session(
    client: Client, provider: Provider, organisation: Organisation
) -> None:
    register(organisation, provider, mfa_acr_values=[])
    sign_in(client, provider)
    assert client.session["sign_in"]["mfa"] is False


def test_the_demanded_acr_is_asked_for(client: Client, provider: Provider) -> None:
    assert "acr_values=mfa" in client.get(START)["Location"]


def test_the_same_subject_is_the_same_person_whatever_it_is_called(client: Client, provider: Provider) -> None:
    sign_in(client, provider)
    provider.claims |= {"name": "Een ander", "email": "ander@voorbeeld.example"}
    sign_in(Client(), provider)
    assert User.objects.count() == 1


def test_an_email_address_or_login_that_somebody_has_links_nothing(client: Client, provider: Provider) -> None:
    User.objects.create(username="fg", email="fg@voorbeeld.example")
    provider.claims |= {"email": "fg@voorbeeld.example", "email_verified": True, "preferred_username": "fg"}
    sign_in(client, provider)
    assert User.objects.count() == 2


def test_roles_follow_the_claims_at_each_sign_in(
    client: Client, provider: Provider, organisation: Organisation
) -> None:
    provider.claims["roles"] = ["toets-invuller", "toets-fg", "beheer-elders"]
    sign_in(client, provider)
    assert roles(organisation) == ["author", "reviewer"]
    provider.claims["roles"] = "toets-fg"
    sign_in(Client(), provider)
    assert roles(organisation) == ["reviewer"]


@pytest.mark.parametrize("said", [[], None, "manager", ["author"], {"toets-fg": 1}, [["toets-fg"]]])
def test_without_a_role_that_was_agreed_nobody_gets_in(client: Client, provider: Provider, said: object) -> None:
    provider.claims["roles"] = said
    response = sign_in(client, provider)
    assert response.status_code == 403 and "geen rol" in response.content.decode()
    assert not is_signed_in(client) and not User.objects.exists()


def test_who_loses_every_role_loses_the_membership_and_the_sessions(
    client: Client, provider: Provider, organisation: Organisation
) -> None:
    sign_in(client, provider)
    provider.claims["roles"] = []
    assert sign_in(Client(), provider).status_code == 403
    assert client.get("/").status_code == 302
    provider.claims["roles"] = ["toets-fg"]
    assert sign_in(Client(), provider).status_code == 302
    assert roles(organisation) == ["reviewer"]


def test_a_closed_account_stays_out(client: Client, provider: Provider) -> None:
    sign_in(client, provider)
    User.objects.update(is_active=False)
    other = Client()
    assert sign_in(other, provider).status_code == 403
    assert not is_signed_in(other)


def test_a_provider_that_was_switched_off_is_as_unknown_as_no_organisation(
    client: Client, provider: Provider, organisation: Organisation
) -> None:
    sign_in(client, provider)
    with organisation_context(organisation.pk):
        deactivate_identity_provider(organisation=organisation)
    assert not is_signed_in(client)
    assert client.get(START).status_code == client.get("/inloggen/onbekend/").status_code == 404


@pytest.mark.parametrize(
    "address", ["https://elders.example/", "//elders.example", "/\\elders.example", "javascript:1"]
)
def test_after_signing_in_we_go_to_our_own_pages_alone(client: Client, provider: Provider, address: str) -> None:
    assert sign_in(client, provider, f"{START}?next={address}")["Location"] == "/"


def test_after_signing_in_somebody_is_where_they_were_going(client: Client, provider: Provider) -> None:
    assert sign_in(client, provider, f"{START}?next=/archief/")["Location"] == "/archief/"


def test_no_token_and_no_secret_is_kept(client: Client, provider: Provider, organisation: Organisation) -> None:
    sign_in(client, provider)
    kept = repr(dict(client.session.items()))
    assert "identity_underway" not in kept and "eyJ" not in kept
    with organisation_context(organisation.pk):
        assert {field.name for field in ExternalIdentity._meta.fields} == {
            "id", "organisation", "provider", "issuer", "subject", "user"
        }  # fmt: skip


def test_userinfo_is_never_asked(client: Client, provider: Provider) -> None:
    sign_in(client, provider)
    assert set(provider.asked) == {"/.well-known/openid-configuration", "/token", "/jwks"}


# --- Proving it again ----------------------------------------------------------------------------------


def test_proving_it_again_asks_for_a_fresh_sign_in(client: Client, provider: Provider) -> None:
    sign_in(client, provider)
    path, answer = go(client, provider, f"{START}?opnieuw=1&next=/archief/")
    question = provider.codes[answer["code"]]
    assert (question["max_age"], question["prompt"]) == ("300", "login")
    assert client.get(path, answer)["Location"] == "/archief/"
    assert client.session["account_authentication_methods"][-1]["reauthenticated"] is True


@pytest.mark.parametrize("changes", [{"auth_time": int(time.time()) - 3600}, {"auth_time": None}, {"sub": "subject-2"}])
def test_an_old_proof_or_somebody_elses_is_none(client: Client, provider: Provider, changes: dict[str, object]) -> None:
    sign_in(client, provider)
    records = len(client.session["account_authentication_methods"])
    provider.claims |= changes
    assert sign_in(client, provider, f"{START}?opnieuw=1").status_code == 403
    assert len(client.session["account_authentication_methods"]) == records


# --- Finding it ------------------------------------------------------------------------------------------


def test_the_short_name_gives_a_link_and_keeps_what_was_typed(client: Client, provider: Provider) -> None:
    assert START in client.get("/inloggen/?organisatie=voorbeeldzaken").content.decode()
    for typed in ("onbekend", "met spatie"):
        page = client.get("/inloggen/", {"organisatie": typed})
        assert page.status_code == 200 and f'value="{typed}"' in page.content.decode()
