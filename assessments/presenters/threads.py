"""Comments as people read them, and the card of one answer in a review."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.forms import BoundField
from django.utils.translation import gettext as _

from assessments.forms.names import field_name
from assessments.forms.reviewing import SectionForm
from assessments.models import Capacity, Comment
from assessments.presenters.answers import AnswerText
from assessments.presenters.judging import Desk, Judged, judgement_word
from assessments.templatetags.words import ROLES, Word


@dataclass(frozen=True)
class CommentText:
    """One comment, as `_components/thread.html` wants it."""

    author: str
    role: str
    at: datetime
    text: str
    is_reply: bool
    word: Word | None


@dataclass(frozen=True)
class Card:
    """One answer on the left, what the FG finds of it on the right."""

    name: str
    row: Judged
    answer: AnswerText
    judgement: BoundField
    comment: BoundField
    thread: tuple[CommentText, ...]
    judged_at: datetime | None
    earlier: Word | None
    changed_since: Word | None


def comment_texts(comments: Iterable[Comment], round_: int) -> tuple[CommentText, ...]:
    """Comments of earlier rounds say so."""
    return tuple(_comment_text(comment, round_) for comment in comments)


def _comment_text(comment: Comment, round_: int) -> CommentText:
    capacity = getattr(comment, "capacity", None)
    return CommentText(
        author=str(comment.written_by),
        role=str(ROLES[capacity].label) if capacity else "",
        at=comment.written_at,
        text=comment.text,
        is_reply=capacity in (Capacity.AUTHOR, Capacity.CONTRIBUTOR),
        word=Word(_("ronde %s") % comment.round) if comment.round != round_ else None,
    )


def card(desk: Desk, row: Judged, form: SectionForm, answer: AnswerText) -> Card:
    name = field_name(row.key)
    review = desk.round.review(row.key)
    earlier = desk.round.earlier_review(row.key)
    changed = None
    if desk.round.changed(row.key):
        changed = Word(
            _("Gewijzigd sinds uw vorige oordeel") if earlier else _("Gewijzigd sinds de vorige ronde"), "info"
        )
    return Card(
        name=name,
        row=row,
        answer=answer,
        judgement=form[f"oordeel-{name}"],
        comment=form[f"opmerking-{name}"],
        thread=comment_texts(desk.round.thread(row.key), desk.snapshot.round),
        judged_at=review.at if review else None,
        earlier=judgement_word(earlier[1].judgement) if earlier else None,
        changed_since=changed,
    )
