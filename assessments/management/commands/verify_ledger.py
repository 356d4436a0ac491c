"""`manage.py verify_ledger`: every audit chain from its first event to its head."""

from typing import Any

from django.core.management.base import BaseCommand

from assessments.models import LedgerEvent, LedgerHead, Organisation, organisation_context
from assessments.verifying.checking import read_chain

WHERE = {
    "gap": "event {seq} is missing or out of order",
    "prev": "event {seq} does not stand on the one before it",
    "hash": "event {seq} was changed",
    "head": "the chain does not end where its head says, after event {before}",
}


class Command(BaseCommand):
    help = "Checks every audit chain; names the first place that does not fit; exit 1 if any."

    def handle(self, *args: Any, **options: Any) -> None:
        checked = events = 0
        for organisation in Organisation.objects.order_by("slug"):
            with organisation_context(organisation.pk):
                heads = LedgerHead.objects.filter(organisation=organisation).values_list("chain", flat=True)
                found = LedgerEvent.objects.filter(organisation=organisation).values_list("chain", flat=True).distinct()
                for chain in sorted({*heads, *found}):
                    read = read_chain(chain)
                    if read.broken is not None:
                        where = WHERE[read.broken.kind].format(seq=read.broken.seq, before=read.broken.seq - 1)
                        self.stderr.write(f"{organisation.slug}: chain {chain}: {where}")
                        raise SystemExit(1)
                    checked, events = checked + 1, events + len(read.links)
        self.stdout.write(f"{checked} chains with {events} events: every link fits.")
