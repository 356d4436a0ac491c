"""`manage.py access_log`: the access log of one organisation as JSON lines, oldest first."""

import json
from datetime import UTC, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils.dateparse import parse_date, parse_datetime

from assessments.models import AccessEvent, Organisation, organisation_context

FIELDS = ("at", "actor", "kind", "page", "subject", "result", "origin")


class Command(BaseCommand):
    help = "Writes the access log as JSON lines: who (pseudonym), what, result, from where, when (UTC)."

    def add_arguments(self, parser: CommandParser) -> None:
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--organisation", metavar="SLUG")
        whose.add_argument("--of-nobody", action="store_true", help="attempts of whom nobody knows")
        parser.add_argument("--since", type=_moment, metavar="DATE", help="2026-11-27 or 2026-11-27T12:00:00Z")

    def handle(
        self, *args: Any, organisation: str | None, since: datetime | None, of_nobody: bool, **options: Any
    ) -> None:
        with organisation_context(None if of_nobody else _organisation(organisation).pk):
            events = AccessEvent.of_nobody.all() if of_nobody else AccessEvent.objects.all()
            self._write(events.filter(at__gte=since) if since else events)

    def _write(self, events: QuerySet[AccessEvent]) -> None:
        for values in events.order_by("at", "pk").values_list(*FIELDS).iterator(chunk_size=2_000):
            line = dict(zip(FIELDS, values, strict=True))
            line["at"] = line["at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            self.stdout.write(json.dumps(line))


def _organisation(slug: str | None) -> Organisation:
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no organisation {slug}.")
    return found


def _moment(text: str) -> datetime:
    day = parse_date(text)
    moment = datetime.combine(day, time(), UTC) if day else parse_datetime(text)
    if moment is None:
        raise CommandError(f"{text} is no date.")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
