"""The operator's command for identity providers."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from assessments.models import IdentityProvider, Organisation, organisation_context

pytestmark = pytest.mark.django_db
SET = ["set", "voorbeeldzaken", "--client-id", "toets", "--secret-name", "voorbeeldzaken"]
GOOD = [*SET, "--issuer", "https://login.example", "--acr", "mfa", "--role", "toets-fg=reviewer"]


@pytest.fixture(autouse=True)
def secrets(settings: Settings, tmp_path: Path, organisation: Organisation) -> None:
    (tmp_path / "voorbeeldzaken").write_text("not-in-the-database")
    settings.OIDC_SECRETS_DIRECTORY = tmp_path


def test_a_provider_is_set_shown_and_switched_off(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("identity_provider", *GOOD)
    call_command("identity_provider", "show", "voorbeeldzaken")
    shown = capsys.readouterr().out
    assert "voorbeeldzaken  active  https://login.example" in shown and "toets-fg = reviewer" in shown
    assert "not-in-the-database" not in shown
    call_command("identity_provider", "deactivate", "voorbeeldzaken")
    assert "not active" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["show", "onbekend"], "There is no organisation onbekend"),
        (["show", "voorbeeldzaken"], "has no provider"),
        (["deactivate", "voorbeeldzaken"], "no active provider"),
        ([*SET, "--issuer", "https://login.example"], "at least one --role"),
        ([*SET, "--issuer", "http://login.example", "--role", "x=author"], "begins with https"),
        ([*GOOD, "--role", "x=system"], "system"),
        ([*GOOD, "--role", "x=operator"], "operator"),
        ([*GOOD, "--secret-name", "../secret"], "letters, digits"),
        ([*GOOD, "--secret-name", "elders"], "put the secret in a file"),
    ],
)
def test_a_mistake_gets_a_sentence_and_changes_nothing(
    arguments: list[str], sentence: str, organisation: Organisation
) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("identity_provider", *arguments)
    with organisation_context(organisation.pk):
        assert not IdentityProvider.objects.exists()
