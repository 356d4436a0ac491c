"""A mail server for the tests, and an installation that uses it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo
from pytest_django import Settings

from assessments import tasks
from assessments.actions import mailing
from assessments.models import Organisation, OutgoingMail, organisation_context
from tests.mail.server import HOST, Box, running
from tests.source import ROOT

MOMENT = {"moment": "2026-11-02T12:00:00Z"}
SENDER = "toets@voorbeeldzaken.example"


@pytest.fixture
def organisation(db: None) -> Organisation:
    return Organisation.objects.create(slug="voorbeeldzaken", name="Ministerie van Voorbeeldzaken")


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def server(box: Box, settings: Settings) -> Iterator[int]:
    """The port of a plain server, which the site outside the demo sends to."""
    with running(box) as port:
        outside_the_demo(settings, port)
        yield port


def outside_the_demo(settings: Settings, port: int, **options: object) -> None:
    settings.DEMO = False
    settings.MAIL_FROM = SENDER
    settings.SMTP = {"host": HOST, "port": port, "username": "", "password": "", "timeout": 5, **options}


type Queue = Callable[..., OutgoingMail]


@pytest.fixture
def queued(organisation: Organisation) -> Queue:
    """Queues one mail in the organisation and gives its row."""

    def queue(to: str = "fg@voorbeeldzaken.example", kind: str = "password-changed", **options: object) -> OutgoingMail:
        arguments = {"facts": MOMENT, **options}
        with organisation_context(organisation.pk):
            before = set(OutgoingMail.objects.values_list("pk", flat=True))
            mailing.queue(kind=kind, to=to, organisation_id=organisation.pk, **arguments)
            return OutgoingMail.objects.exclude(pk__in=before).get()

    return queue


def send(mail: OutgoingMail) -> OutgoingMail:
    """What the worker does with one mail; gives the row as it is then."""
    tasks.send_mail(str(mail.pk), str(mail.organisation_id or ""))
    return again(mail)


def again(mail: OutgoingMail) -> OutgoingMail:
    with organisation_context(mail.organisation_id):
        return OutgoingMail.objects.get(pk=mail.pk)


def worker(port: int, *options: str) -> subprocess.Popen[bytes]:
    """A real worker process of an installation that sends to this port."""
    address = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "TOETS_DEMO": "0",
        "TOETS_SECRET_KEY": "a key of sixty characters, as an installation would have made it",
        "TOETS_SMTP_URL": f"smtp://{HOST}:{port}",
        "TOETS_MAIL_FROM": SENDER,
        "TOETS_SITE_URL": "https://toets.voorbeeldzaken.example",
    }
    command = [sys.executable, "manage.py", "procrastinate", "worker", *options]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
