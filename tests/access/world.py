"""Two organisations with everybody in them, and an assessment in every state, each full of words of its own.

Everything is made through the real actions. A word such as `KAN007Q` (a canary) stands in every text of one
assessment, or in the names of one organisation: where it comes out tells who could read what.
"""

import itertools
import logging
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from assessments.actions import answering, evidence, promising, reviewing, sealing, starting, submitting
from assessments.actions.publishing import publish
from assessments.domain.ledger import sha256
from assessments.management.playing import agree_with_everything
from assessments.models import (
    Actor,
    Assessment,
    Capacity,
    CheckVerdict,
    Comment,
    EvidenceVersion,
    FgVerdict,
    Membership,
    Organisation,
    Participant,
    QuestionnaireVersion,
    Report,
    User,
    organisation_context,
)
from assessments.permissions import Role
from tests.accounts import FILES, make_actor
from tests.forms.samples import PDF

CANARY = re.compile(rb"KAN\d{3}Q")
NOBODYS = uuid.UUID("00000000-0000-4000-8000-000000000000")
OURS, THEIRS = "ours", "theirs"

# Everybody in our organisation, by the part they play, with their role; `expected` says what follows from it.
PARTS = {
    "owner": Role.AUTHOR,
    "helper": Role.AUTHOR,  # an author whom the owner added
    "colleague": Role.AUTHOR,  # an author who is not on it
    "contributor": Role.CONTRIBUTOR,
    "idle-contributor": Role.CONTRIBUTOR,  # takes part in nothing
    "supplier": Role.SUPPLIER,
    "fg": Role.REVIEWER,  # claims
    "other-fg": Role.REVIEWER,
    "decider": Role.DECIDER,
    "auditor": Role.AUDITOR,
    "manager": Role.MANAGER,
    "operator": Role.OPERATOR,
}
THEIR_PARTS = {"their-owner": Role.AUTHOR, "their-fg": Role.REVIEWER}
# And one of each role there, who takes part in nothing.
STRANGERS = {f"their-{role.value}": role for role in Role if role is not Role.SYSTEM}
# Who has, or had, an account and no way in. A password-only session comes here when a second factor is asked.
OUTSIDERS = ("anonymous", "disabled", "no-membership", "expired")


@dataclass(frozen=True)
class Person:
    """Somebody with a browser: their session, and the words that may reach them wherever they are."""

    name: str
    cookie: str | None
    organisation: str = ""
    canary: bytes = b""

    @property
    def cookies(self) -> SimpleCookie:
        jar = SimpleCookie()
        if self.cookie:
            jar[settings.SESSION_COOKIE_NAME] = self.cookie
        return jar


@dataclass(frozen=True)
class Thing:
    """An assessment in some state, by the ids that stand in addresses."""

    state: str
    organisation: str
    canary: bytes
    ids: dict[str, uuid.UUID | str]
    extra: dict[str, str] = field(default_factory=dict)


UNKNOWN = Thing(
    "unknown",
    "",
    b"",
    {"pk": NOBODYS, "evidence": NOBODYS, "version": NOBODYS, "report": NOBODYS, "name": "afbakening"},
    {
        "snapshot": sha256("nothing"),
        "answer": str(NOBODYS),
        "explanation": str(NOBODYS),
        "party": str(NOBODYS),
        "commitment": str(NOBODYS),
    },
)


@dataclass
class World:
    people: dict[str, Person] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=lambda: {"unknown": UNKNOWN})
    users: dict[str, User] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)


class Making:
    """Makes the world, one assessment at a time."""

    def __init__(self) -> None:
        self.world = World()
        self.version = publish(files=FILES)[0]
        self.number = itertools.count(1)
        self._people(OURS, PARTS)
        self._people(THEIRS, THEIR_PARTS | STRANGERS)
        self._outsiders()

    def canary(self) -> str:
        return f"KAN{next(self.number):03}Q"

    def _people(self, organisation: str, parts: dict[str, Role]) -> None:
        canary = self.canary()
        row = Organisation.objects.create(slug=organisation, name=f"Ministerie van {canary}")
        with organisation_context(row.pk):
            for part, role in parts.items():
                actor = make_actor(row, part, role)
                assert actor.user is not None
                User.objects.filter(pk=actor.user.pk).update(name=f"{part} {canary}")
                self.world.actors[part], self.world.users[part] = actor, actor.user
                self.world.people[part] = Person(part, signed_in(actor.user), organisation, canary.encode())

    def _outsiders(self) -> None:
        self.world.people["anonymous"] = Person("anonymous", None)
        organisation = self.world.actors["owner"].organisation
        with organisation_context(organisation.pk):
            for name in ("disabled", "expired"):
                actor = make_actor(organisation, name, Role.AUTHOR, Role.REVIEWER)
                assert actor.user is not None
                self.world.people[name] = Person(name, signed_in(actor.user))
                self.world.users[name] = actor.user
            User.objects.filter(username="disabled").update(is_active=False)
            yesterday = timezone.localdate() - timedelta(days=1)
            Membership.objects.filter(user=self.world.users["expired"]).update(
                valid_from=yesterday, valid_until=yesterday
            )
        lonely = User.objects.create(username="no-membership", name="niemand")
        self.world.people["no-membership"] = Person("no-membership", signed_in(lonely))

    def thing(self, state: str, *steps: "Step", organisation: str = OURS, opened: bool = False) -> None:
        """One assessment, taken through these steps."""
        life = Life(self, organisation, self.canary(), opened=opened)
        with organisation_context(life.author.organisation_id):
            life.fill(self.version)
            for step in steps:
                step(life)
            self.world.things[state] = life.thing(state, organisation)


class Life:
    """One assessment and what happens to it."""

    def __init__(self, making: Making, organisation: str, canary: str, *, opened: bool) -> None:
        ours = organisation == OURS
        self.author = making.world.actors["owner" if ours else "their-owner"]
        self.fg = making.world.actors["fg" if ours else "their-fg"]
        self.others = [making.world.actors[name] for name in ("helper", "contributor") if ours]
        self.text = canary
        self.opened = opened

    def seen_by(self, actor: Actor) -> Assessment:
        return Assessment.objects.visible_to(actor).get(pk=self.pk)

    def fill(self, version: QuestionnaireVersion) -> None:
        """Every kind of text somebody can leave, in one of each."""
        parties = [
            starting.PartyDetails("organisatie", f"wij {self.text}", "verwerkingsverantwoordelijke", ()),
            starting.PartyDetails("aanbieder", self.text, "verwerker", (), f"land {self.text}", f"tel {self.text}"),
            starting.PartyDetails("subverwerker", f"sub {self.text}", "subverwerker", ()),
        ]
        made = starting.start(
            by=self.author,
            title=f"Toets {self.text}",
            questionnaire_version=version,
            parties=parties,
            open_to_authors=self.opened,
        )
        self.pk = made.pk
        for other in self.others:
            Participant.objects.create(
                organisation_id=made.organisation_id, assessment=made, actor=other, capacity=Capacity.CONTRIBUTOR
            )
        words = {name: f"{name} {self.text}" for name in ("product", "versie", "instellingen")}
        given = [
            answering.Given("QA01", None, ("volledig",), words, f"noot {self.text}"),
            answering.Given("QA03", None, ("online",), {}, f"noot {self.text}"),
            answering.Given("QA06", None, ("pilot",), {}, f"noot {self.text}"),
            answering.Given("QD05", None, ("nee",), {}, f"noot {self.text}"),
            answering.Given("QG07", None, ("nvt",), {}, f"noot {self.text}"),
        ]
        answering.save_answers(by=self.author, assessment=made, values=given, expected_versions={})
        self._show(made)
        self._promise(made)

    def _show(self, made: Assessment) -> None:
        day = timezone.localdate() - timedelta(days=3)
        file = evidence.Document(
            title=f"Stuk {self.text}",
            dated=day,
            content=PDF + self.text.encode(),
            content_type="application/pdf",
            file_name=f"{self.text}.pdf",
        )
        self.evidence = evidence.add(by=self.author, assessment=made, document=file, rows=[("QA01", None)])
        said = evidence.Document(
            title=f"Verklaring {self.text}",
            dated=day,
            statement=f"Zo is het {self.text}",
            declared_by=f"Naam {self.text}",
            declared_as=f"Functie {self.text}",
        )
        evidence.add(by=self.author, assessment=made, document=said, rows=[("QA03", None)])
        self.version = EvidenceVersion.objects.get(evidence=self.evidence)
        self.answer = self.evidence.links.get().answer_id
        for helper in self.others[:1]:
            evidence.check(
                by=helper,
                assessment=made,
                version=self.version,
                verdicts={self.answer: CheckVerdict.SUFFICIENT},
                note=f"gezien {self.text}",
            )

    def _promise(self, made: Assessment) -> None:
        own = made.parties.get(kind="organisatie").pk
        promise = promising.Promise(
            question="QD05",
            party=None,
            committed_by=own,
            obligation=f"wij doen {self.text}",
            owner=f"wie {self.text}",
            due=timezone.localdate() + timedelta(days=30),
            expected_evidence=f"straks {self.text}",
            signatory=f"teken {self.text}",
        )
        self.commitment = promising.commit(by=self.author, assessment=made, promise=promise).pk
        promising.record_consultation(
            by=self.author, assessment=made, asked_on=None, answered_on=None, outcome="none", note=f"AP {self.text}"
        )
        promising.state_risk(
            by=self.author, assessment=made, risk="RK2", likelihood=3, impact=3, reason=f"risico {self.text}"
        )

    def thing(self, state: str, organisation: str) -> Thing:
        report = Report.objects.filter(snapshot__assessment=self.pk).first()
        made = Assessment.objects.get(pk=self.pk)
        snapshot = made.snapshots.order_by("-round").first()
        ids = {
            "pk": self.pk,
            "evidence": self.evidence.pk,
            "version": self.version.pk,
            "report": report.pk if report else NOBODYS,
            "name": "afbakening",
        }
        extra = {
            "snapshot": snapshot.sha256 if snapshot else sha256("none"),
            "answer": str(self.answer),
            "explanation": str(made.answers.get(question="QG07").pk),
            "own": str(made.parties.get(kind="organisatie").pk),
            "party": str(made.parties.get(kind="subverwerker").pk),
            "commitment": str(self.commitment),
        }
        return Thing(state, organisation, self.text.encode(), ids, extra)


type Step = Callable[[Life], object]


def submit(life: Life) -> None:
    submitting.submit(by=life.author, assessment=life.seen_by(life.author))


def take_back(life: Life) -> None:
    submitting.take_back(by=life.author, assessment=life.seen_by(life.author))


def withdraw(life: Life) -> None:
    submitting.withdraw(by=life.author, assessment=life.seen_by(life.author), reason=f"weg {life.text}")


def claim(life: Life) -> None:
    reviewing.claim(by=life.fg, assessment=life.seen_by(life.fg))
    reviewing.answer_comment(by=life.fg, assessment=life.seen_by(life.fg), text=f"vraag {life.text}", question="QA01")


def judge(life: Life) -> None:
    agree_with_everything(by=life.fg, assessment=life.seen_by(life.fg), at=timezone.now())


def send_back(life: Life) -> None:
    reviewing.send_back(by=life.fg, assessment=life.seen_by(life.fg), text=f"terug {life.text}")


def advise(life: Life) -> None:
    assessment = life.seen_by(life.fg)
    reviewing.advise(
        by=life.fg,
        assessment=assessment,
        verdict=FgVerdict.AGREED_WITH_REMARKS,
        text=f"advies {life.text}",
        snapshot_sha256=assessment.snapshots.order_by("-round")[0].sha256,
        login_method="password",
    )
    assert Comment.objects.filter(assessment=assessment).exists()


def seal(life: Life) -> None:
    report = Report.objects.get(snapshot__assessment=life.pk)
    system = sealing.system_actor(life.author.organisation_id)
    sealing.seal(by=system, report=report, pdf=PDF + life.text.encode(), signed_by=None)


def signed_in(user: User) -> str:
    browser = Client()
    with organisation_context(None):
        browser.force_login(user)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


SEALED = (submit, claim, judge, advise, seal)


def make_world() -> World:
    making = Making()
    making.thing("draft")
    making.thing("draft-open", opened=True)
    making.thing("taken-back", submit, take_back)
    making.thing("sent-back", submit, claim, send_back)
    making.thing("submitted", submit)
    making.thing("submitted-open", submit, opened=True)
    making.thing("in-review", submit, claim)
    making.thing("judged", submit, claim, judge)
    making.thing("advised", submit, claim, judge, advise)
    making.thing("sealed", *SEALED)
    making.thing("sealed-open", *SEALED, opened=True)
    making.thing("withdrawn", withdraw)
    making.thing("withdrawn-submitted", submit, withdraw)
    making.thing("withdrawn-sealed", *SEALED, withdraw)
    making.thing("their-draft", organisation=THEIRS, opened=True)
    making.thing("their-sealed", *SEALED, organisation=THEIRS, opened=True)
    return making.world


@contextmanager
def made() -> Iterator[World]:
    """A world in a transaction that is undone at the end."""
    logging.disable(logging.CRITICAL)
    try:
        with transaction.atomic():
            yield make_world()
            transaction.set_rollback(True)
    finally:
        logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One for all tests of a file."""
    with django_db_blocker.unblock(), made() as found:
        yield found
