"""The operator's view of mail that did not go out: which, why, and a second try. Never to whom or about what."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.actions import mailing
from assessments.models import MailStatus, Organisation, OutgoingMail, organisation_context

ALL_WELL = (MailStatus.SENT, MailStatus.KEPT)


class Command(BaseCommand):
    help = "Lists mail that was not sent; --resend ID sends one again that is unsure, refused or given up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--resend", type=UUID, metavar="ID")

    def handle(self, *args: Any, **options: Any) -> None:
        for slug, organisation in [("-", None), *Organisation.objects.order_by("slug").values_list("slug", "pk")]:
            with organisation_context(organisation):
                if options["resend"] is None:
                    self._list(slug)
                elif self._resend(options["resend"]):
                    return
        if options["resend"] is not None:
            raise CommandError(f"{options['resend']} is not a mail that can be sent again.")

    def _list(self, slug: str) -> None:
        for mail in OutgoingMail.objects.exclude(status__in=ALL_WELL).order_by("queued_at"):
            self.stdout.write(
                f"{mail.pk}  {slug}  {mail.kind}  {mail.status}  since {mail.status_since:%Y-%m-%d %H:%M} UTC"
                f"  {mail.failure}".rstrip()
            )

    def _resend(self, wanted: UUID) -> bool:
        mail = OutgoingMail.objects.filter(pk=wanted).first()
        if mail is None or not mailing.resend(mail=mail):
            return False
        self.stdout.write(f"{mail.pk}: asked again after {mail.failure}")
        return True
