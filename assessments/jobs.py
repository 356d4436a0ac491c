"""Names and defers tasks; knows nothing of what they do."""

import uuid
from functools import partial

from django.db import transaction
from procrastinate.contrib.django import app

RENDER_REPORT = "render_report"
SEND_MAIL = "send_mail"


def defer_render_report(report_id: uuid.UUID, organisation_id: uuid.UUID) -> None:
    """Asks the worker for the PDF, once this transaction has ended well."""
    transaction.on_commit(
        partial(_defer, RENDER_REPORT, report_id=str(report_id), organisation_id=str(organisation_id))
    )


def defer_send_mail(mail_id: uuid.UUID, organisation_id: uuid.UUID | None) -> None:
    """Asks the worker to send it. Inside this transaction, in the same database: the job is there if the mail is."""
    _defer(SEND_MAIL, mail_id=str(mail_id), organisation_id=str(organisation_id or ""))


def _defer(name: str, **arguments: str) -> None:
    app.configure_task(name).defer(**arguments)
