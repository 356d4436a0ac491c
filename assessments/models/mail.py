"""Mail that waits for the worker, and what became of it."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from assessments.models.organisation import Organisation


class MailStatus(models.TextChoices):
    QUEUED = "queued"
    SENDING = "sending"  # claimed by a worker that is handing it over right now
    SENT = "sent"  # accepted by the mail server
    KEPT = "kept"  # the demo: shown on a page, sent to nobody
    REFUSED = "refused"  # the mail server never takes it
    GIVEN_UP = "given_up"  # tried for a day
    UNSURE = "unsure"  # handed over, and nobody heard whether it was accepted: never sent again by itself


class OutgoingMail(models.Model):
    """One mail of one kind to one address. Its text is made when it is sent; what it says is a few facts.

    Without an organisation only where it is about none (an account, the whole site): such rows are seen outside
    any organisation, and the others only within their own. A sent row loses its address and facts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    address = models.EmailField(blank=True)
    language = models.CharField(max_length=5)
    facts = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=100, blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=MailStatus, default=MailStatus.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=100, blank=True)  # a code, for the operator; never content
    claim = models.UUIDField(null=True)  # whose turn it is: only that worker may say how it ended
    status_since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-queued_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "dedupe_key"],
                condition=~models.Q(dedupe_key=""),
                nulls_distinct=False,
                name="one_mail_per_dedupe_key",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["status", "status_since"], name="mail_by_status")]
