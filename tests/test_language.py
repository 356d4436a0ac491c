"""The address decides the language, and nothing else does."""

import pytest
from django.test import Client
from pytest_django import Settings


@pytest.fixture
def site(client: Client, settings: Settings) -> Client:
    settings.SECURE_SSL_REDIRECT = False
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("preferred", ["", "en", "en-US,en;q=0.9", "de"])
def test_an_address_without_prefix_is_dutch_whatever_the_browser_prefers(site: Client, preferred: str) -> None:
    page = site.get("/hulp/", headers={"accept-language": preferred})
    assert b'<html lang="nl">' in page.content and page.headers["Content-Language"] == "nl"


@pytest.mark.django_db
def test_the_english_twin_is_one_link_away_and_back(site: Client) -> None:
    assert b'href="/en/hulp/"' in site.get("/hulp/").content
    english = site.get("/en/hulp/?van=menu")
    assert b'<html lang="en">' in english.content and b'href="/hulp/?van=menu"' in english.content
    assert b"Generative AI Assessment" in english.content


@pytest.mark.django_db
def test_an_unknown_address_says_so_in_the_language_of_the_address(site: Client) -> None:
    assert "Deze pagina bestaat niet" in site.get("/bestaat-niet/").content.decode()
    assert "This page does not exist" in site.get("/en/bestaat-niet/").content.decode()
