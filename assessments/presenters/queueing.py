"""One line of the FG's queue."""

from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.workflow import Status
from assessments.models import Actor, Assessment
from assessments.templatetags.words import OUTCOMES, Word


@dataclass(frozen=True)
class QueueRow:
    assessment: Assessment
    outcome: Word
    submitted_at: datetime
    waiting: str
    with_whom: str
    is_free: bool
    is_mine: bool


def queue_row(assessment: Assessment, actor: Actor, today: date) -> QueueRow:
    """`assessment` comes from `searching.queue`, which knows when it was submitted and with which outcome."""
    submitted_at, outcome = attrgetter("submitted_at", "outcome")(assessment)
    is_mine = assessment.claimed_by_id == actor.pk
    return QueueRow(
        assessment=assessment,
        outcome=OUTCOMES[outcome],
        submitted_at=submitted_at,
        waiting=waiting((today - timezone.localdate(submitted_at)).days),
        with_whom=_("uzelf") if is_mine else str(assessment.claimed_by or ""),
        is_free=assessment.status == Status.SUBMITTED,
        is_mine=is_mine,
    )


def waiting(days: int) -> str:
    if days < 1:
        return _("Vandaag ingediend")
    return ngettext("Wacht %(days)s dag", "Wacht %(days)s dagen", days) % {"days": days}
