"""Mail: queued with the change it tells of, sent by the worker afterwards, never twice.

A mail is claimed just before its text goes over the line. A worker that dies after that leaves a claim that nobody
takes over: the mail becomes `unsure`, and only a person sends it again. Perhaps lost outweighs perhaps twice.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from assessments import jobs
from assessments.domain.mails import LANGUAGES, why_refused
from assessments.models import MailStatus, OutgoingMail, User

NO_FACTS: Mapping[str, str] = MappingProxyType({})
# Longer than every timeout of one conversation with a mail server together.
A_CLAIM_LASTS = timedelta(minutes=10)
KEPT_FOR = timedelta(days=30)
# With the pauses of `tasks.MAIL_RETRY`: about a day.
MOST_ATTEMPTS = 8
# What a person may send again.
RESENDABLE = (MailStatus.UNSURE, MailStatus.REFUSED, MailStatus.GIVEN_UP)


class MailRefused(ValueError):
    """A mail that may not exist: a fault in our code. The message quotes nothing of it."""


def queue(
    *,
    kind: str,
    to: User | str,
    organisation_id: uuid.UUID | None,
    facts: Mapping[str, str] = NO_FACTS,
    language: str = "nl",
    at: datetime | None = None,
    dedupe_key: str = "",
) -> None:
    """Puts one mail in the queue, inside the caller's transaction; undone with it.

    `kind` and `facts` come from the closed table in `domain.mails`; everything else raises `MailRefused`. The same
    `dedupe_key` (of one organisation) within 30 days gives one mail. Nothing happens for a user without an address.
    """
    address = to.email if isinstance(to, User) else to
    if isinstance(to, User) and not address:
        return
    if reason := why_refused(kind, facts) or _why_no_address(address):
        raise MailRefused(reason)
    if language not in LANGUAGES:
        raise MailRefused("no such language")
    at = at or timezone.now()
    mail = OutgoingMail(
        organisation_id=organisation_id,
        kind=kind,
        address=address,
        language=language,
        facts=dict(facts),
        dedupe_key=dedupe_key,
        queued_at=at,
        status_since=at,
    )
    OutgoingMail.objects.bulk_create([mail], ignore_conflicts=bool(dedupe_key))
    jobs.defer_send_mail(mail.pk, organisation_id)


def _why_no_address(address: str) -> str | None:
    try:
        validate_email(address)
    except ValidationError:
        return "not a mail address"
    return None


def claim(*, mail: OutgoingMail, at: datetime | None = None) -> uuid.UUID | None:
    """This worker's right to hand the mail over, or None when another has it or it is done. Commit before sending."""
    claim = uuid.uuid4()
    taken = OutgoingMail.objects.filter(pk=mail.pk, status=MailStatus.QUEUED).update(
        status=MailStatus.SENDING, claim=claim, status_since=at or timezone.now()
    )
    return claim if taken else None


def record(
    *, mail: OutgoingMail, claim: uuid.UUID, status: MailStatus, failure: str = "", at: datetime | None = None
) -> None:
    """How the handing over ended. Also after this claim was given up as unsure: who was there knows better."""
    ended: dict[str, object] = {"status": status, "failure": failure[:100], "status_since": at or timezone.now()}
    if status == MailStatus.SENT:
        ended |= {"address": "", "facts": {}}
    OutgoingMail.objects.filter(pk=mail.pk, claim=claim).update(**ended)


def keep(*, mail: OutgoingMail, at: datetime | None = None) -> None:
    """The demo's way to send: the mail is only shown."""
    OutgoingMail.objects.filter(pk=mail.pk, status=MailStatus.QUEUED).update(
        status=MailStatus.KEPT, status_since=at or timezone.now()
    )


def put_back(*, mail: OutgoingMail, claim: uuid.UUID | None, failure: str, at: datetime | None = None) -> None:
    """Not accepted for now: back in the queue, or given up after the last attempt. `failure` is a code."""
    attempts = mail.attempts + 1
    status = MailStatus.QUEUED if attempts < MOST_ATTEMPTS else MailStatus.GIVEN_UP
    before = MailStatus.SENDING if claim else MailStatus.QUEUED
    OutgoingMail.objects.filter(pk=mail.pk, status=before, claim=claim).update(
        status=status, claim=None, attempts=attempts, failure=failure[:100], status_since=at or timezone.now()
    )


def tidy(*, at: datetime | None = None) -> None:
    """In the current organisation: claims whose worker is gone become unsure, and old rows go."""
    at = at or timezone.now()
    OutgoingMail.objects.filter(status=MailStatus.SENDING, status_since__lt=at - A_CLAIM_LASTS).update(
        status=MailStatus.UNSURE, failure="worker_gone", status_since=at
    )
    ended = OutgoingMail.objects.exclude(status__in=(MailStatus.QUEUED, MailStatus.SENDING))
    ended.filter(status_since__lt=at - KEPT_FOR).delete()


def resend(*, mail: OutgoingMail, at: datetime | None = None) -> bool:
    """A person decides to send it (again). False when it is not one that waits for that."""
    taken = OutgoingMail.objects.filter(pk=mail.pk, status__in=RESENDABLE).update(
        status=MailStatus.QUEUED, claim=None, attempts=0, failure="", status_since=at or timezone.now()
    )
    if taken:
        jobs.defer_send_mail(mail.pk, mail.organisation_id)
    return bool(taken)
