"""Stores the questionnaire versions of fixtures/questionnaires/ that are not stored yet."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.actions.publishing import ChangedRelease, UnknownVersion, publish, release
from assessments.domain.loading import QuestionnaireError

FILES = ("questionnaire.yaml", "advice.yaml", "sources.yaml")


class Command(BaseCommand):
    help = "Loads every questionnaire version of fixtures/questionnaires/; atomic, and safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--release", metavar="SLUG/VERSION", help="fix this version for good: its texts never change"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in sorted(Path(settings.BASE_DIR, "fixtures", "questionnaires").glob("*/*/")):
            files = {name: (folder / name).read_text(encoding="utf-8") for name in FILES}
            try:
                version, new = publish(files=files)
            except (QuestionnaireError, ChangedRelease) as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"{version}: {'loaded' if new else 'already there'}")
        if named := options["release"]:
            slug, _, number = named.partition("/")
            try:
                self.stdout.write(f"{release(slug=slug, version=number)}: released")
            except UnknownVersion as error:
                raise CommandError(str(error)) from error
