"""Every (address, verb) for everybody on everything: asking, and judging the answer."""

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from zlib import crc32

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from assessments.checks import addresses
from tests.access import expected, sending
from tests.access.world import CANARY, NOBODYS, Person, Thing, World

VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
CSRF = "c" * 32
# What differs between two answers that say the same: the token of their forms, and the moment they were given.
FLEETING = re.compile(
    rb'name="csrfmiddlewaretoken" value="\w+"|expires=[^;]+|Content-Length: \d+|tot \d\d:\d\d uur|data-session="\d+"'
)
# What stands in addresses that name no assessment: an organisation, a link, a passkey, a member that do not exist.
ELSEWHERE: dict[str, object] = {"slug": "geen", "token": "x" * 86}
NO_ASSESSMENT = {"mfa_edit_webauthn": 0, "mfa_remove_webauthn": 0, "member": NOBODYS}


@dataclass(frozen=True)
class Cell:
    name: str
    verb: str
    sent: str
    person: str
    state: str  # of the assessment; empty where the address names none

    def __str__(self) -> str:
        return " ".join(filter(None, (self.verb, self.name, self.sent, "as", self.person, "on", self.state)))


@dataclass
class Count:
    """What was found. `unlike` are answers about something unknown that differ from each other."""

    cells: int = 0
    allowed: int = 0
    leaks: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)
    verbs: Counter[str] = field(default_factory=Counter)

    @property
    def faults(self) -> list[str]:
        return [*self.leaks, *self.errors, *self.unexpected, *self.unlike]

    def add(self, other: "Count") -> None:
        self.cells += other.cells
        self.allowed += other.allowed
        self.verbs += other.verbs
        for name in ("leaks", "unexpected", "errors", "unlike"):
            getattr(self, name).extend(getattr(other, name))


def names() -> list[str]:
    return sorted({name for name, _place in addresses(get_resolver())})


def parameters(name: str) -> tuple[str, ...]:
    """The names of what stands between the slashes."""
    resolver = get_resolver()
    *spaces, last = name.split(":")
    for space in spaces:
        resolver = resolver.namespace_dict[space][1]
    return tuple(resolver.reverse_dict[last][0][0][1])


def cells(world: World, name: str, states: Iterable[str] | None = None) -> Iterator[Cell]:
    """Everything that can be asked of one address."""
    sent = sorted(expected.TABLE[name].post) or [""]
    about_one = "pk" in parameters(name) and name not in NO_ASSESSMENT
    for verb in VERBS:
        for label in sent if verb == "POST" else [""]:
            for person in world.people:
                for state in (states or world.things) if about_one else [""]:
                    yield Cell(name, verb, label, person, state)


def part(found: Iterable[Cell], one_in: int) -> Iterator[Cell]:
    """One in so many, always the same ones and spread over everything; of what names no assessment all."""
    return (cell for cell in found if not cell.state or crc32(str(cell).encode()) % one_in == 0)


def ask(world: World, cell: Cell) -> HttpResponse:
    """One request by one browser; whatever it changed is undone."""
    thing, person = world.things.get(cell.state), world.people[cell.person]
    browser = _browser()
    browser.cookies = person.cookies
    browser.cookies[settings.CSRF_COOKIE_NAME] = CSRF
    ids = ELSEWHERE | {"pk": NO_ASSESSMENT.get(cell.name)} | (thing.ids if thing else {})
    url = reverse(cell.name, kwargs={each: ids[each] for each in parameters(cell.name)})
    url += sending.QUERY.get((cell.name, cell.sent), "")
    mark = transaction.savepoint_create()
    try:
        if cell.verb == "POST":
            data = sending.fields(cell.name, cell.sent, thing)
            return browser.post(url, {**data, "csrfmiddlewaretoken": CSRF})
        return browser.generic(cell.verb, url, headers={"X-CSRFToken": CSRF})
    finally:
        transaction.savepoint_rollback(mark)


@functools.cache
def _browser() -> Client:
    """One for all: making it loads every middleware."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def run(world: World, asked: Iterable[Cell], *, only_leaks: bool = False) -> Count:
    """Asks and judges. `only_leaks` where a wall was taken away: then only what comes out counts."""
    count = Count()
    unknown: dict[tuple[str, ...], tuple[str, bytes]] = {}
    for cell in asked:
        response = ask(world, cell)
        thing, person = world.things.get(cell.state), world.people[cell.person]
        count.cells += 1
        count.verbs[cell.verb] += 1
        count.allowed += response.status_code < 400
        if found := leaked(world, person, response, within=only_leaks):
            count.leaks.append(f"{cell}: {found}")
        if only_leaks:
            continue
        if response.status_code >= 500:
            count.errors.append(f"{cell}: {response.status_code}")
        wanted = expected.status(cell.name, cell.verb, cell.sent, person, thing)
        if response.status_code != wanted:
            count.unexpected.append(f"{cell}: {response.status_code}, not {wanted}")
        if response.status_code == 404 and thing is not None and not expected.knows(person, thing):
            key = (cell.name, cell.verb, cell.sent, cell.person)
            first = unknown.setdefault(key, (cell.state, plain(response, thing)))
            if first[1] != plain(response, thing):
                count.unlike.append(f"{cell}: not as for {first[0]}")
    return count


def leaked(world: World, person: Person, response: HttpResponse, *, within: bool = False) -> set[str]:
    """Canaries that came out and may not reach this person. `within`: those of the own organisation do not count."""
    found = set(CANARY.findall(whole(response)))
    if not found:
        return set()
    may = {person.canary}
    may |= {
        thing.canary
        for thing in world.things.values()
        if (thing.organisation == person.organisation if within else expected.knows(person, thing))
    }
    return {each.decode() for each in found - may}


def whole(response: HttpResponse) -> bytes:
    """Status line, headers, cookies and body."""
    lines = [f"{name}: {value}" for name, value in sorted(response.items())]
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return "\n".join([str(response.status_code), *lines, str(response.cookies)]).encode() + b"\n\n" + body


def plain(response: HttpResponse, thing: Thing) -> bytes:
    """The same for two answers that say the same, about whatever they were asked."""
    text = FLEETING.sub(b"", whole(response))
    for each in thing.ids.values():
        text = text.replace(str(each).encode(), str(NOBODYS).encode() if each != "afbakening" else b"afbakening")
    return text
