"""`manage.py report`: lists sealed reports and writes one to a file, as somebody who may read it, and logged."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessments import reading
from assessments.actions import access
from assessments.models import AccessKind, Actor, Assessment, Membership, Organisation, Report, organisation_context
from assessments.permissions import Permission, may

DEMO_READER = "auditor"


class Command(BaseCommand):
    help = "Lists the references of sealed reports (--list), or writes one to --out. Outside the demo: --as LOGIN."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", nargs="?")
        parser.add_argument("--list", action="store_true", dest="show_list")
        parser.add_argument("--out", type=Path)
        parser.add_argument("--as", dest="login", metavar="LOGIN", help="who reads; checked and logged")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["show_list"] and not (options["reference"] and options["out"]):
            raise CommandError("Give --list, or a reference and --out FILE.pdf.")
        for actor in _readers(options["login"]):
            with organisation_context(actor.organisation_id):
                if options["show_list"]:
                    self._list(actor)
                elif self._write(actor, options["reference"], options["out"]):
                    return
        if not options["show_list"]:
            raise CommandError(f"No sealed report {options['reference']} that this reader may see.")

    def _list(self, actor: Actor) -> None:
        for report in _sealed(actor):
            about = report.snapshot.assessment
            self.stdout.write(
                f"{about.reference}  edition {report.edition}  {report.sealed_at:%Y-%m-%d}  {about.title}"
            )

    def _write(self, actor: Actor, reference: str, out: Path) -> bool:
        report = next((each for each in _sealed(actor) if each.snapshot.assessment.reference == reference), None)
        if report is None or report.file_id is None:
            return False
        who = access.Who(actor=actor)
        access.log(who=who, kind=AccessKind.DOWNLOADED, page="manage.py report", subject=reference)
        out.write_bytes(reading.file_bytes(report.file_id))
        self.stdout.write(f"{out}: edition {report.edition}, SHA-256 {report.sha256}")
        return True


def _readers(login: str | None) -> list[Actor]:
    """Every membership of this person; in the demo the auditor where nobody is named."""
    if login is None and not settings.DEMO:
        raise CommandError("Say who reads: --as LOGIN.")
    found = []
    for organisation in Organisation.objects.order_by("slug"):
        with organisation_context(organisation.pk):
            valid = Membership.objects.valid_on(timezone.localdate()).filter(organisation=organisation)
            for membership in valid.filter(user__username=login or DEMO_READER).select_related("actor__user"):
                actor = membership.signed_in()
                if may(actor.roles, Permission.READ_SEALED):
                    found.append(actor)
    if not found:
        raise CommandError(f"{login or DEMO_READER} may not read sealed reports.")
    return found


def _sealed(actor: Actor) -> list[Report]:
    """Newest edition first; only of what this actor may know exists."""
    visible = Assessment.objects.visible_to(actor)
    reports = Report.objects.filter(snapshot__assessment__in=visible.values("pk"), sealed_at__isnull=False)
    return list(
        reports.select_related("snapshot__assessment").defer("envelope", "snapshot__content").order_by("-sealed_at")
    )
