"""`manage.py export_ledger`: the audit trail of one organisation for whoever checks it without us."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from assessments.checkpoints import statement_of
from assessments.domain.ledger import canonical_json
from assessments.models import Checkpoint, LedgerEvent, LedgerHead, Organisation, organisation_context

EVENT = ("chain", "seq", "at", "kind", "actor", "facts", "prev", "hash")
AT_ONCE = 2_000


class Command(BaseCommand):
    help = "Writes every event, head and checkpoint of one organisation as JSON lines; no answers, titles or names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")

    def handle(self, *args: Any, organisation: str, out: Path, **options: Any) -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:
                # Events and heads of one moment, while others go on working.
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            found = Organisation.objects.filter(slug=organisation).first()
            if found is None:
                raise CommandError(f"There is no organisation {organisation}.")
            with organisation_context(found.pk), out.open("w", encoding="utf-8") as file:
                count = 0
                for line in _lines(found):
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
                    count += 1
        self.stdout.write(f"{out}: {count} lines")


def _lines(organisation: Organisation) -> Iterator[dict[str, Any]]:
    yield {"type": "organisation", "id": str(organisation.pk)}
    events = LedgerEvent.objects.order_by("chain", "seq").values("organisation", *EVENT)
    for event in events.iterator(chunk_size=AT_ONCE):
        identifiers = {"organisation": str(event["organisation"]), "chain": str(event["chain"])}
        yield {"type": "event", **event, **identifiers}
    for head in LedgerHead.objects.order_by("chain").values("chain", "seq", "hash").iterator(chunk_size=AT_ONCE):
        yield {"type": "head", **head, "chain": str(head["chain"])}
    for checkpoint in Checkpoint.objects.order_by("number").iterator(chunk_size=20):
        yield {"type": "checkpoint", "number": checkpoint.number, "document": document_kept(checkpoint)}


def document_kept(checkpoint: Checkpoint) -> str:
    """What was signed, with the root as the row has it now."""
    document = json.loads(statement_of(checkpoint).document)
    return canonical_json({**document, "root": checkpoint.root, "chains": checkpoint.chains})
