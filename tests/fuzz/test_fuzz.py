"""Chance fills in every form, as everybody who may, in every state: nothing gives a server error.

Everything is sent as a browser does, signed in and with the token of the page. The world stays as it was: what a
request did is undone, so that the next one finds the same page.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Evidence, organisation_context
from tests.accounts import Cast, sign_in
from tests.fuzz.pages import Form, forms_on
from tests.fuzz.values import upload, value
from tests.source import ROOT

SEED = 20_261_127
POSTS_PER_LOOK = 25
# On every page: signing out would end the run, and the clock of the session has nothing to fill in.
ELSEWHERE = ("/logout/", "/sessie/")
# A quarter of an hour for each part of the long run, on a busy machine.
MOST_SECONDS = 45 * 60


@dataclass(frozen=True)
class Door:
    """A page that somebody can open."""

    login: str
    address: str


@pytest.fixture
def doors(cast: Cast, genai, draft, submitted, claimed, judged, advised, sealed, settings) -> list[Door]:
    """Every page with a form, in each state, for who may open it."""
    settings.ACCOUNT_RATE_LIMITS = {}
    made = {
        "draft": [draft],
        "submitted": [submitted("W4")],
        "in review": [claimed("W5b"), judged("W4")],
        "advised": [advised("W4")],
        "sealed": [sealed("W4")],
    }
    found = [Door("invuller", reverse("new")), Door("fg", reverse("queue"))]
    found += [Door("", reverse("account_login")), Door("", reverse("verify"))]
    for state, assessments in made.items():
        for assessment in assessments:
            found += list(_writing(assessment)) if state == "draft" else list(_submitted(assessment))
    return found


WRITING = ("knockout", "parties", "evidence-add", "explanations", "commitments", "consultation", "risks", "check")


def _writing(assessment: Assessment) -> Iterator[Door]:
    sections = ("afbakening", "doel-en-grondslag", "verantwoording")
    for name in (*WRITING, "withdraw"):
        yield Door("invuller", reverse(name, args=[assessment.pk]))
    yield Door("invuller", reverse("parties", args=[assessment.pk]) + "?partij=nieuw")
    yield Door("invuller", reverse("commitments", args=[assessment.pk]) + "?vraag=QD05")
    for section in sections:
        yield Door("invuller", reverse("section", args=[assessment.pk, section]))


def _submitted(assessment: Assessment) -> Iterator[Door]:
    pk = assessment.pk
    yield Door("fg", reverse("review", args=[pk]))
    yield Door("fg", reverse("review-conclude", args=[pk]))
    for section in ("afbakening", "verantwoording"):
        yield Door("fg", reverse("review-section", args=[pk, section]))
    yield Door("invuller", reverse("dossier", args=[pk]))
    yield Door("invuller", reverse("withdraw", args=[pk]))
    yield Door("invuller", reverse("check", args=[pk]))
    with organisation_context(assessment.organisation_id):
        evidence = Evidence.objects.filter(assessment=assessment).first()
    if evidence:
        yield Door("collega", reverse("evidence-check", args=[pk, evidence.pk]))


def filled_in(form: Form, chance: random.Random) -> dict[str, Any]:
    """The form as it stands, with some of its fields changed, left out, doubled or made up."""
    sent: dict[str, Any] = form.untouched()
    # Which button was pressed decides which form looks at the rest: changed now and then only.
    names = form.names if chance.random() < 0.03 else form.fields
    for name in chance.sample(names, k=min(len(names), chance.choice((1, 2, 3, 5, 40)))):
        kind, offered = form.kind_of(name), form.values_of(name)
        dice = chance.random()
        if dice < 0.1:
            sent.pop(name, None)
        elif kind == "file":
            sent[name] = upload(chance)
        else:
            sent[name] = [value(chance, name, kind, offered) for _ in range(2 if dice > 0.9 else 1)]
    if chance.random() < 0.1:
        sent["is_superuser"] = sent["organisation"] = sent["status"] = sent["id"] = "1"
    return {**sent, "csrfmiddlewaretoken": form.token}


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves no trace in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def send(client: Client, address: str, sent: dict[str, Any]) -> HttpResponse:
    """As a browser encodes it, except that half a character may go over the line as well."""
    if any(isinstance(each, SimpleUploadedFile) for each in sent.values()):
        whole = {
            name: [text.encode(errors="replace") for text in each] if isinstance(each, list) else each
            for name, each in sent.items()
        }
        return client.post(address, whole)
    body = urlencode(sent, doseq=True, errors="surrogatepass")
    return client.post(address, body, content_type="application/x-www-form-urlencoded")


class Fuzzer:
    def __init__(self, cast: Cast, doors: list[Door], seed: int) -> None:
        self.cast, self.doors, self.chance = cast, doors, random.Random(seed)
        self.counts: Counter[str] = Counter()
        self.faults: list[tuple[str, str, dict[str, Any]]] = []
        self.clients: dict[str, Client] = {}

    def run(self, requests: int) -> None:
        stop = time.monotonic() + MOST_SECONDS
        while self.counts["requests"] < requests and time.monotonic() < stop:
            self.look(self.chance.choice(self.doors))

    def browser(self, login: str) -> Client:
        if login not in self.clients:
            client = Client(raise_request_exception=False, enforce_csrf_checks=True)
            self.clients[login] = sign_in(client, self.cast, login) if login else client
        return self.clients[login]

    def look(self, door: Door) -> None:
        """Opens the page once, and sends its forms a number of times."""
        client = self.browser(door.login)
        page = client.get(door.address)
        self.count(page.status_code, door.address, {})
        if page.status_code != 200:
            return
        for form in forms_on(page.content.decode(), door.address)[:12]:
            if not form.action.endswith(ELSEWHERE):
                for _ in range(POSTS_PER_LOOK if form.fields else 1):
                    self.post(client, form)

    def post(self, client: Client, form: Form) -> None:
        sent = filled_in(form, self.chance)
        with undone(), seen_by_a_form() as seen:
            response = send(client, form.action, sent)
        self.counts["posts"] += 1
        # Past routing, forgery, permission and visibility: a form looked at it, or an action answered.
        self.counts["validated"] += bool(seen) or response.status_code in (302, 409, 422)
        self.count(response.status_code, form.action, sent)

    def count(self, status: int, address: str, sent: dict[str, Any]) -> None:
        self.counts["requests"] += 1
        self.counts[str(status)] += 1
        if status >= 500:
            self.faults.append((str(status), address, sent))


@contextmanager
def seen_by_a_form() -> Iterator[list[str]]:
    """The forms that validate while inside."""
    seen: list[str] = []
    clean: Callable[[BaseForm], None] = BaseForm.full_clean

    def noting(self: BaseForm) -> None:
        seen.append(type(self).__name__)
        clean(self)

    BaseForm.full_clean = noting  # type: ignore[method-assign]  # to see it, as long as one request lasts
    try:
        yield seen
    finally:
        BaseForm.full_clean = clean  # type: ignore[method-assign]  # as it was


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "requests"),
    [(0, 1_000), *(pytest.param(part, 25_000, marks=pytest.mark.long) for part in range(1, 5))],
)
def test_nothing_that_is_filled_in_gives_a_server_error(
    cast: Cast, doors: list[Door], caplog: pytest.LogCaptureFixture, part: int, requests: int
) -> None:
    fuzzer = Fuzzer(cast, doors, SEED + part)
    fuzzer.run(requests)
    counts = fuzzer.counts
    (ROOT / "build").mkdir(exist_ok=True)
    told = {"seed": SEED + part, "errors": len(fuzzer.faults), **counts}
    (ROOT / "build" / f"fuzz-{part}.json").write_text(json.dumps(told, indent=2))
    assert fuzzer.faults == []
    assert counts["requests"] >= requests
    assert counts["validated"] >= 0.9 * counts["requests"], counts
