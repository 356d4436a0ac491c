"""Names and defers tasks; knows nothing of what they do."""

import uuid
from functools import partial

from django.db import transaction
from procrastinate.contrib.django import app

RENDER_REPORT = "render_report"


def defer_render_report(report_id: uuid.UUID, organisation_id: uuid.UUID) -> None:
    """Asks the worker for the PDF, once this transaction has ended well."""
    transaction.on_commit(
        partial(_defer, RENDER_REPORT, report_id=str(report_id), organisation_id=str(organisation_id))
    )


def _defer(name: str, **arguments: str) -> None:
    app.configure_task(name).defer(**arguments)
