"""What the worker runs. A job may run twice or die half way: what it changes happens in one action, at the end."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from assessments import checkpoints, jobs, reading
from assessments.actions import inviting, mailing, sealing
from assessments.adapters import mail as post
from assessments.adapters.keys import Keys, keys_for
from assessments.domain.questionnaire import Questionnaire
from assessments.domain.report import report_of
from assessments.domain.report_front import Signing
from assessments.models import Actor, MailStatus, Organisation, OutgoingMail, Report, organisation_context
from assessments.pdf.render import render
from assessments.pdf.sign import seal
from assessments.pdf.verdict import EDITION_ATTACHMENT
from assessments.presenters import report as printing
from assessments.presenters.mails import text_of

# 4 s, 16 s, about 1, 4 and 17 minutes: long enough for a time-stamp authority to come back.
RETRY = RetryStrategy(max_attempts=6, exponential_wait=4)
# From 4 seconds to 18 hours: about a day in all.
MAIL_RETRY = RetryStrategy(max_attempts=mailing.MOST_ATTEMPTS, exponential_wait=4)
SECONDS_WITHOUT_HEARTBEAT = 30


@dataclass(frozen=True)
class Work:
    """Everything one report is made from, read in one short transaction."""

    report: Report
    officer: Actor
    questionnaire: Questionnaire

    @property
    def edition(self) -> Mapping[str, Any]:
        content: Mapping[str, Any] = json.loads(self.report.envelope)
        return content


@app.task(name=jobs.RENDER_REPORT, retry=RETRY)
def render_report(report_id: str, organisation_id: str) -> None:
    """Renders, signs and seals one report. Does nothing when it was sealed already; a failure is noted and raised."""
    report, organisation = uuid.UUID(report_id), uuid.UUID(organisation_id)
    try:
        _render_report(report, organisation)
    except Exception as error:
        # The class alone, or the code of our own errors: a message may hold what somebody wrote.
        code = str(getattr(error, "code", "")) or type(error).__name__
        with organisation_context(organisation):
            sealing.record_failure(
                by=sealing.system_actor(organisation), report=Report.objects.get(pk=report), code=code
            )
        raise


def _render_report(report_id: uuid.UUID, organisation_id: uuid.UUID) -> None:
    with organisation_context(organisation_id):
        work = _read(report_id)
    if work is None:
        return
    keys = keys_for(work.report.organisation, work.officer)
    work = replace(work, report=_covered(work.report))
    with translation.override(work.report.locale):
        sealed = _sealed(_unsigned(work, keys), keys)
    with organisation_context(organisation_id):
        sealing.seal(
            by=sealing.system_actor(organisation_id),
            report=work.report,
            pdf=sealed,
            signed_by=work.officer if keys.signatory else None,
        )


def _covered(report: Report) -> Report:
    """The report naming a checkpoint of the audit trail made after the advice: printed in the PDF, it is a witness."""
    checkpoint = checkpoints.make(report.organisation)
    assert checkpoint is not None  # the advice stands in a chain
    checkpoints.try_to_write_outside(report.organisation)
    with organisation_context(report.organisation_id):
        by = sealing.system_actor(report.organisation_id)
        report.envelope = sealing.cover(by=by, report=report, checkpoint=checkpoint)
    return report


def _read(report_id: uuid.UUID) -> Work | None:
    """None when the report is sealed."""
    related = ("organisation", "snapshot__assessment", "snapshot__advice__advised_by__user")
    report = Report.objects.select_related(*related).get(pk=report_id)
    if report.sealed_at:
        return None
    snapshot = report.snapshot
    return Work(report, snapshot.advice.advised_by, reading.questionnaire(snapshot.assessment.questionnaire_version_id))


def _unsigned(work: Work, keys: Keys) -> bytes:
    signing = Signing(by_fg=keys.signatory is not None, development=keys.development)
    report = report_of(work.questionnaire, work.edition, locale=work.report.locale, signing=signing)
    return render(
        printing.document(report),
        stylesheet=printing.stylesheet(),
        title=printing.file_title(report),
        author=report.organisation,
        created=work.report.asked_at,
        fonts_directory=settings.FONTS_DIRECTORY,
        attachments={EDITION_ATTACHMENT: (work.report.envelope.encode(), _("Editie: alles waaruit de uitkomst volgt"))},
    )


def _sealed(pdf: bytes, keys: Keys) -> bytes:
    return seal(
        pdf,
        seal_with=keys.seal,
        timestamper=keys.timestamper,
        trust=keys.trust,
        seal_reason=_("Verzegeld door de organisatie"),
        signatory=keys.signatory,
        signatory_reason=_("Advies van de FG ondertekend"),
    )


@app.periodic(cron="* * * * * */20")  # seconds are the sixth field
@app.task(name="retry_stalled", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Takes up again what a killed worker left behind; nothing in the queue does that by itself."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SECONDS_WITHOUT_HEARTBEAT):
        await manager.retry_job(job)


@app.periodic(cron="0 * * * *")
@app.task(name="make_checkpoints", queueing_lock="make_checkpoints", retry=RETRY)
def make_checkpoints(timestamp: int) -> None:
    """Every hour: what each audit chain came to, signed and written outside. Nothing where nothing happened."""
    checkpoints.make_for_all()


@app.task(name=jobs.SEND_MAIL, retry=MAIL_RETRY)
def send_mail(mail_id: str, organisation_id: str) -> None:
    """Hands one mail to the mail server, or does nothing when that was done, or is being done, before.

    What the server refuses for now is raised, and so tried again; what it refuses for good is recorded.
    """
    organisation = uuid.UUID(organisation_id) if organisation_id else None
    with organisation_context(organisation):
        mail = OutgoingMail.objects.filter(pk=mail_id, status=MailStatus.QUEUED).first()
        if mail is None:
            return
        if settings.DEMO:
            mailing.keep(mail=mail)
            return
        message = post.message_of(mail, text_of(mail))
    claim = None
    try:
        with post.post_office() as office:
            with organisation_context(organisation):
                claim = mailing.claim(mail=mail)
            if claim:
                status, failure = _deliver(office, message)
                with organisation_context(organisation):
                    mailing.record(mail=mail, claim=claim, status=status, failure=failure)
    except post.NotAccepted as refusal:
        with organisation_context(organisation):
            mailing.put_back(mail=mail, claim=claim, failure=refusal.code)
        raise


def _deliver(office: post.PostOffice, message: EmailMessage) -> tuple[MailStatus, str]:
    """How it ended, and the code of what went wrong. What may go better later is raised."""
    try:
        post.deliver(office, message)
    except post.Unsure:
        return MailStatus.UNSURE, "line_broke"
    except post.NotAccepted as refusal:
        if not refusal.for_good:
            raise
        return MailStatus.REFUSED, refusal.code
    return MailStatus.SENT, ""


@app.periodic(cron="*/5 * * * *")
@app.task(name="tidy_mail", queueing_lock="tidy_mail")
def tidy_mail(timestamp: int) -> None:
    """What no worker will finish becomes visible to the operator, and what is old goes, personal links too."""
    for organisation in [None, *Organisation.objects.values_list("pk", flat=True)]:
        with organisation_context(organisation):
            mailing.tidy()
            if organisation:
                inviting.forget()


@app.periodic(cron="7 * * * *")
@app.task(name="forget_sessions", queueing_lock="forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """A session that is over leaves the database, with what may still wait in it."""
    SessionStore.clear_expired()
