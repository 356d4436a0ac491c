"""Small promises of the security tables that no other test keeps."""

import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from assessments.models import User
from tests.source import ROOT


def test_nothing_allows_another_origin(client: Client, db: None) -> None:
    for address in ("/login/", "/nergens/"):
        answer = client.get(address, headers={"origin": "https://elders.example"}, secure=True)
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_passwords_have_no_rules_of_composition_and_no_end() -> None:
    validate_password("zestien gewone woorden achter elkaar " * 4)
    validate_password("9281736450918273")
    with pytest.raises(ValidationError):
        validate_password("kort")
    assert not [field.name for field in User._meta.get_fields() if "expire" in field.name or "changed" in field.name]


def test_a_password_counts_exactly_as_it_was_typed(db: None) -> None:
    user = User(username="precies")
    user.set_password("  Spaties tellen mee, Hoofdletters ook  " + "x" * 100)
    assert user.check_password("  Spaties tellen mee, Hoofdletters ook  " + "x" * 100)
    for other in (
        "Spaties tellen mee, Hoofdletters ook  " + "x" * 100,
        "  Spaties tellen mee, Hoofdletters ook  " + "x" * 99,
        "  spaties tellen mee, hoofdletters ook  " + "x" * 100,
    ):
        assert not user.check_password(other)


def test_a_password_is_hidden_while_it_is_typed_and_may_be_pasted(client: Client, db: None) -> None:
    page = client.get("/login/", secure=True).content.decode()
    fields = re.findall(r"<input[^>]*name=\"password\"[^>]*>", page)
    assert fields
    for field in fields:
        assert 'type="password"' in field
        assert 'autocomplete="current-password"' in field
        assert "maxlength" not in field


def test_what_the_image_leaves_out() -> None:
    lines = (ROOT / ".dockerignore").read_text().split()
    assert lines[0] == "*", "everything stays out unless it is named"
    taken = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert not taken & {".git", "tests", "devtools", "docs", "var", ".env", "keys"}
    assert "--no-default-groups" in (ROOT / "Dockerfile").read_text()
