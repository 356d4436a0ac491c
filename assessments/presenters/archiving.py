"""One line of the archive."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.utils.translation import gettext as _

from assessments.models import Assessment, FgVerdict
from assessments.templatetags.words import OUTCOMES, STATUSES, Word


@dataclass(frozen=True)
class ArchiveRow:
    assessment: Assessment
    report: uuid.UUID
    edition: int
    sealed_at: datetime
    size: int
    outcome: Word
    verdict: Word
    stricter: Word | None
    status: Word


def archive_row(assessment: Assessment) -> ArchiveRow:
    """`assessment` comes from `searching.archive`, which knows its newest sealed report."""
    names = ("report", "edition", "sealed_at", "size", "outcome", "verdict", "stricter_outcome")
    report, edition, sealed_at, size, outcome, verdict, stricter = attrgetter(*names)(assessment)
    return ArchiveRow(
        assessment=assessment,
        report=report,
        edition=edition,
        sealed_at=sealed_at,
        size=size,
        outcome=OUTCOMES[outcome],
        verdict=verdict_word(verdict),
        stricter=OUTCOMES[stricter] if stricter else None,
        status=STATUSES[assessment.status],
    )


def verdict_word(code: str) -> Word:
    """The FG's verdict."""
    return {
        FgVerdict.AGREED.value: Word(_("Akkoord"), "positive"),
        FgVerdict.AGREED_WITH_REMARKS.value: Word(_("Akkoord met opmerkingen"), "info"),
        FgVerdict.NOT_AGREED.value: Word(_("Niet akkoord"), "negative"),
    }[code]
