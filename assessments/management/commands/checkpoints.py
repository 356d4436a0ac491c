"""`manage.py checkpoints`: the last checkpoint of each organisation, and what is missing outside the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from assessments import checkpoints
from assessments.models import Checkpoint, Organisation, organisation_context


class Command(BaseCommand):
    help = "Says of each organisation how far its checkpoints are and what is missing outside; exit 1 if anything is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--make", action="store_true", help="make them first, and write what is missing")

    def handle(self, *args: Any, make: bool, **options: Any) -> None:
        failed = False
        if make:
            try:
                checkpoints.make_for_all()
            except checkpoints.NoCheckpoint:
                failed = True
        for organisation in Organisation.objects.order_by("slug"):
            self.stdout.write(f"{organisation.slug}: {_told(organisation)}")
            for sentence in checkpoints.lacking(organisation):
                failed = True
                self.stderr.write(f"{organisation.slug}: {sentence}")
        if failed:
            raise SystemExit(1)


def _told(organisation: Organisation) -> str:
    with organisation_context(organisation.pk):
        last = Checkpoint.objects.filter(organisation=organisation).order_by("-number").first()
    if last is None:
        return "no checkpoint"
    return f"checkpoint {last.number} of {last.at}, {last.chains} chains, root {last.root}"
