"""The cast of the tests, the same people as in the demo (product.md, "Demo accounts")."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from assessments.actions import starting
from assessments.actions.publishing import publish
from assessments.models import (
    Actor,
    Assessment,
    Membership,
    Organisation,
    QuestionnaireVersion,
    User,
    organisation_context,
)
from assessments.permissions import Role

ORGANISATIONS = {"voorbeeldzaken": "Ministerie van Voorbeeldzaken", "proefzaken": "Ministerie van Proefzaken"}
PEOPLE = {
    "invuller": ("voorbeeldzaken", Role.AUTHOR),
    "collega": ("voorbeeldzaken", Role.AUTHOR),
    "fg": ("voorbeeldzaken", Role.REVIEWER),
    "beslisser": ("voorbeeldzaken", Role.DECIDER),
    "auditor": ("voorbeeldzaken", Role.AUDITOR),
    "beheerder": ("voorbeeldzaken", Role.MANAGER),
    "invuller-proef": ("proefzaken", Role.AUTHOR),
    "fg-proef": ("proefzaken", Role.REVIEWER),
}
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
FOLDER = Path(settings.BASE_DIR) / "fixtures" / "questionnaires" / "genai" / "1.0"
FILES = {name: (FOLDER / name).read_text() for name in ("questionnaire.yaml", "advice.yaml", "sources.yaml")}


@dataclass(frozen=True)
class Cast:
    """Everybody, by login."""

    actors: dict[str, Actor]

    def __getitem__(self, login: str) -> Actor:
        return self.actors[login]


def make_actor(organisation: Organisation, login: str, *roles: Role) -> Actor:
    """Somebody with these roles; signed in, so knowing them."""
    user = User.objects.create(username=login, name=login, email=f"{login}@voorbeeld.example")
    with organisation_context(organisation.pk):
        actor = Actor.objects.create(organisation=organisation, kind="user", user=user)
        return Membership.objects.create(
            organisation=organisation, user=user, actor=actor, roles=[role.value for role in roles]
        ).signed_in()


@pytest.fixture
def cast(db: None) -> Cast:
    """The demo's people in their two organisations."""
    organisations = {slug: Organisation.objects.create(slug=slug, name=name) for slug, name in ORGANISATIONS.items()}
    return Cast({login: make_actor(organisations[slug], login, role) for login, (slug, role) in PEOPLE.items()})


@pytest.fixture
def genai(db: None) -> QuestionnaireVersion:
    """The questionnaire as it stands in the repository."""
    return publish(files=FILES)[0]


@pytest.fixture
def acting(cast: Cast) -> Iterator[Callable[[str], Actor]]:
    """Enters somebody's organisation for the rest of the test, as a request does."""
    entered = []

    def enter(login: str) -> Actor:
        context = organisation_context(cast[login].organisation_id)
        context.__enter__()
        entered.append(context)
        return cast[login]

    yield enter
    for context in reversed(entered):
        context.__exit__(None, None, None)


@pytest.fixture
def draft(acting: Callable[[str], Actor], genai: QuestionnaireVersion) -> Assessment:
    """A new assessment of the author with the own organisation as its only party, closed to colleagues."""
    own = starting.PartyDetails(
        "organisatie", "Ministerie", "verwerkingsverantwoordelijke", ("gebruiksverantwoordelijke",)
    )
    return starting.start(
        by=acting("invuller"),
        title="Proef",
        questionnaire_version=genai,
        parties=[own],
        open_to_authors=False,
        at=NOON,
    )


def sign_in(client: Client, cast: Cast, login: str) -> Client:
    """A browser in which this person signed in."""
    user = cast[login].user
    assert user is not None
    with organisation_context(None):
        client.force_login(user)
    return client
