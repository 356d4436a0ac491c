"""`manage.py verify_report FILE.pdf`: is this one of our reports, complete and unchanged?"""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.utils import translation

from assessments import verifying


class Command(BaseCommand):
    help = "Prints the verdict on a report as JSON; exit 0 only if it is genuine, complete and unchanged."
    requires_migrations_checks = False
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--language", choices=("nl", "en"), default="nl")
        parser.add_argument(
            "--offline", action="store_true", help="leave out the records of this installation, as an outsider must"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open("rb") as file:
                content = file.read(verifying.MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}") from error
        with translation.override(options["language"]):
            try:
                verdict = verifying.verify(content, with_database=not options["offline"] and _database_answers())
            except verifying.TrustMissing as error:
                raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(verdict.to_json(), ensure_ascii=False, indent=2))
        if not verdict.genuine:
            raise SystemExit(1)


def _database_answers() -> bool:
    try:
        connection.ensure_connection()
    except DatabaseError:
        return False
    return True
