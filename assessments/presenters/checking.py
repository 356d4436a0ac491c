"""All answers on one page before they go to the FG: what is missing first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.domain.answers import Key
from assessments.domain.findings import examine
from assessments.domain.judging import State
from assessments.domain.questionnaire import FieldType
from assessments.models import Answer
from assessments.presenters.answers import say
from assessments.presenters.drafts import Draft
from assessments.templatetags.words import OUTCOMES, Word

type Link = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """One row of `_components/summary_list.html`."""

    term: str
    texts: tuple[str, ...]
    note: str
    word: Word | None
    url: str
    value: str = ""


@dataclass(frozen=True)
class SectionLines:
    id: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class CheckPage:
    is_short: bool
    may_be_short: bool
    missing: tuple[Link, ...]
    unproven: tuple[Link, ...]
    sections: tuple[SectionLines, ...]
    outcome: Word
    provisional: bool
    left_out: int


def check_page(draft: Draft, *, short: bool) -> CheckPage:
    stop = draft.outcome.early_stop
    is_short = short and stop is not None
    rows = [key for key in draft.rows if not is_short or (stop and key.question in stop.needed)]
    counted = [key for key in rows if key in draft.counted_set]
    unproven = [
        key
        for key in counted
        if draft.is_answered(key) and draft.findings[key].state is State.OPEN and not draft.findings[key].cured
    ]
    return CheckPage(
        is_short=is_short,
        may_be_short=stop is not None,
        missing=tuple(_link(draft, key) for key in counted if not draft.is_answered(key)),
        unproven=() if is_short else tuple(_link(draft, key) for key in unproven),
        sections=tuple(_sections(draft, rows)),
        outcome=OUTCOMES[draft.outcome.outcome],
        provisional=bool(stop.missing) if is_short and stop else draft.outcome.provisional,
        left_out=_left_out(draft) if is_short else 0,
    )


def _left_out(draft: Draft) -> int:
    """How many rows the FG and the report will call not examined."""
    as_short = examine(draft.contents.questionnaire, replace(draft.dossier, short=True))
    return len(as_short.in_state(State.NOT_EXAMINED))


def _link(draft: Draft, key: Key) -> Link:
    return draft.title(key), draft.url(key)


def _sections(draft: Draft, rows: Iterable[Key]) -> Iterator[SectionLines]:
    kept = list(rows)
    for section in draft.contents.questionnaire.sections:
        lines = tuple(_line(draft, key) for key in kept if key.question in section.questions)
        if lines:
            yield SectionLines(section.id, f"{section.order}. {say(section.title)}", lines)


def _line(draft: Draft, key: Key) -> Line:
    question, answer = draft.question(key), draft.answer(key)
    is_parties = question.id == draft.contents.questionnaire.parties_question
    values = draft.parties_in_words() if is_parties else draft.values(key)
    return Line(
        term=draft.title(key),
        texts=values,
        note="\n".join(_notes(draft, key, answer)),
        word=draft.word(key) if draft.is_answered(key) else None,
        url=_change_url(draft, key),
    )


def _change_url(draft: Draft, key: Key) -> str:
    question = draft.question(key)
    if question.id == draft.contents.questionnaire.parties_question:
        return reverse("parties", args=[draft.contents.assessment.pk])
    return draft.url(key)


def _notes(draft: Draft, key: Key, answer: Answer | None) -> Iterator[str]:
    if answer is not None:
        fields = draft.question(key).fields
        for code, value in answer.fields.items():
            if code in fields:
                text = (
                    date_format(date.fromisoformat(value), "j F Y")
                    if fields[code].type is FieldType.DATE
                    else str(value)
                )
                yield f"{say(fields[code].text)}: {text}"
        if answer.note:
            yield answer.note
        if answer.on_behalf_of_id:
            yield _("Ingevuld namens deze partij door %s") % answer.answered_by
    shown = [each.title for each in draft.shown(key)]
    if shown:
        yield _("Bewijs: %s") % ", ".join(shown)
    if draft.is_answered(key) and draft.findings[key].state is State.OPEN:
        cured = draft.findings[key].cured
        yield _("%s Er is een toezegging.") % draft.reason(key) if cured else draft.reason(key)
