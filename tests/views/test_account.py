"""Signing in and out, in our look."""

import pytest
from django.test import override_settings

from assessments.models import User


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def person(cast):
    user = cast["fg"].user
    user.set_password("een-lang-wachtwoord")
    user.save()
    return user


def test_a_page_that_needs_an_account_leads_to_signing_in_and_back(client, person):
    response = client.get("/toetsing/")
    assert response.url == "/login/?next=/toetsing/"
    signed_in = client.post(response.url, {"login": "fg", "password": "een-lang-wachtwoord"})
    assert signed_in.status_code == 302 and signed_in.url == "/toetsing/"
    assert client.get("/toetsing/").status_code == 200


def test_a_wrong_password_and_an_unknown_account_give_the_same_sentence(client, person):
    wrong = client.post("/login/", {"login": "fg", "password": "fout"})
    unknown = client.post("/login/", {"login": "wie-is-dat", "password": "fout"})
    errors = [text(each).split("nlds-error-summary__list")[1].split("</ul>")[0] for each in (wrong, unknown)]
    assert "De gebruikersnaam of het wachtwoord klopt niet" in errors[0]
    assert errors[0] == errors[1] and 'value="fg"' in text(wrong) and "fout" not in text(wrong).split("<form")[1]


def test_who_is_not_signed_in_finds_the_way_in_from_every_open_page(client, person):
    link = '<a class="nl-link" href="/login/">Inloggen</a>'
    assert all(link in text(client.get(page)) for page in ("/verify", "/hulp/", "/toegankelijkheid/", "/bestaat-niet/"))
    assert link not in text(client.get("/login/"))
    client.force_login(person)
    assert link not in text(client.get("/hulp/"))


def test_empty_fields_say_what_to_do(client, db):
    page = text(client.post("/login/", {}))
    assert "Vul uw gebruikersnaam in" in page and "Vul uw wachtwoord in" in page


def test_the_demo_names_its_accounts_and_nothing_else_does(client, db):
    with override_settings(DEMO=True):
        assert "invuller-proef" in text(client.get("/login/"))
    with override_settings(DEMO=False):
        assert "invuller-proef" not in text(client.get("/login/"))


@pytest.mark.parametrize("path", ["/signup/", "/email/", "/password/reset/", "/password/change/", "/reauthenticate/"])
def test_nobody_signs_up_or_keeps_an_account_by_themselves(client, person, path):
    client.force_login(person)
    new = {"username": "nieuw", "password1": "een-lang-wachtwoord", "password2": "een-lang-wachtwoord"}
    assert client.get(path).status_code == client.post(path, new).status_code == 404
    assert not User.objects.filter(username="nieuw").exists()


def test_signing_out_takes_a_post(client, person):
    client.force_login(person)
    assert "Wilt u uitloggen?" in text(client.get("/logout/"))
    assert client.get("/toetsing/").status_code == 200
    client.post("/logout/")
    assert client.get("/toetsing/").status_code == 302


@pytest.mark.parametrize("path", ["/login/", "/inactive/", "/en/login/"])
def test_every_account_page_has_our_look(client, db, path):
    page = text(client.get(path))
    assert "app-header" in page and "nl-heading--level-1" in page
