"""The operator's second try: asks the worker again for every report that failed."""

from typing import Any

from django.core.management.base import BaseCommand

from assessments.actions import sealing
from assessments.models import Organisation, Report, organisation_context


class Command(BaseCommand):
    help = "Asks the worker again for every report whose rendering, signing or sealing failed."

    def handle(self, *args: Any, **options: Any) -> None:
        for organisation in Organisation.objects.order_by("slug"):
            with organisation_context(organisation.pk):
                failed = Report.objects.filter(organisation=organisation, sealed_at=None).exclude(failure="")
                for report in failed.select_related("snapshot__assessment"):
                    sealing.retry(by=sealing.system_actor(organisation.pk), report=report)
                    self.stdout.write(f"{report.snapshot.assessment.reference}: asked again after {report.failure}")
