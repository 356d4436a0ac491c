"""The knock-out round: which questions come first, and what to say when an answer fixes the outcome."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.domain.answers import Key
from assessments.domain.changing import Kind
from assessments.domain.improving import Change, Improvement
from assessments.domain.judging import State
from assessments.domain.questionnaire import Questionnaire
from assessments.presenters.answers import say, why_asked
from assessments.presenters.drafts import Draft
from assessments.templatetags.words import OUTCOMES, Word
from nlds.layout import Why

# Questions on one page of the round; a section is never split.
ON_ONE_PAGE = 8


def parts(questionnaire: Questionnaire) -> tuple[tuple[str, ...], ...]:
    """The questions of the round in a few pages, by section."""
    pages: list[tuple[str, ...]] = []
    for section in questionnaire.sections:
        found = tuple(each for each in section.questions if questionnaire.questions[each].knockout)
        if pages and len(pages[-1]) + len(found) <= ON_ONE_PAGE:
            pages[-1] += found
        elif found:
            pages.append(found)
    return tuple(pages)


@dataclass(frozen=True)
class Fixed:
    """An answer that fixes the outcome."""

    title: str
    values: tuple[str, ...]
    url: str
    why: Why


@dataclass(frozen=True)
class Stop:
    """The outcome is fixed: why, what to do now, what else could be done, and how to stop here."""

    word: Word
    is_outside: bool
    fixed_by: tuple[Fixed, ...]
    immediate: tuple[str, ...]
    alternative: tuple[str, ...]
    alternative_word: Word | None
    missing: tuple[tuple[str, str], ...]
    check_url: str


def stop(draft: Draft) -> Stop | None:
    """None as long as no answer fixes the outcome."""
    if draft.outcome.early_stop is None:
        return None
    fixed = draft.outcome.early_stop
    contents = draft.contents
    texts = contents.questionnaire.immediate_texts
    better = next((each for each in draft.advice.to_improve if each.other_variant), None)
    pk = contents.assessment.pk
    return Stop(
        word=OUTCOMES[fixed.outcome],
        is_outside=fixed.outcome == "BUITEN_REIKWIJDTE",
        fixed_by=tuple(_fixed(draft, key) for key in fixed.fixed_by),
        immediate=tuple(say(texts[each]) for each in draft.outcome.immediate),
        alternative=tuple(_other_use(draft, better)) if better else (),
        alternative_word=OUTCOMES[better.outcome] if better else None,
        missing=tuple(_missing(draft, fixed.missing)),
        check_url=f"{reverse('check', args=[pk])}?kort=1",
    )


def _fixed(draft: Draft, key: Key) -> Fixed:
    why = why_asked(draft.contents.questionnaire, draft.question(key))
    return Fixed(draft.title(key), draft.values(key), draft.url(key), why)


def _missing(draft: Draft, questions: Iterable[str]) -> Iterable[tuple[str, str]]:
    for key in draft.rows:
        if key.question in questions and draft.findings[key].state is State.OPEN and draft.findings[key].unanswered:
            yield draft.title(key), draft.url(key)


def _other_use(draft: Draft, improvement: Improvement) -> Iterable[str]:
    """Only what would be another use; what that use asks further comes with its own assessment."""
    for change in improvement.changes:
        if change.kind is Kind.CHANGE:
            yield from _change_in_words(draft, change)


def _change_in_words(draft: Draft, change: Change) -> Iterable[str]:
    for key in change.keys:
        question = draft.contents.questionnaire.questions[key.question]
        title = draft.title(key)
        good = _("’ of ‘").join(say(question.options[code].text) for code in question.good)
        if change.kind in (Kind.CHANGE, Kind.ANSWER):
            yield _("%(title)s: ‘%(good)s’, met bewijs") % {"title": title, "good": good}
        elif change.kind is Kind.PROVE:
            yield _("%s: laat zien dat dit zo is") % title
        elif change.kind is Kind.PROMISE:
            yield _("%s: een schriftelijke toezegging, met naam en datum") % title
        else:
            yield _("Raadpleeg vooraf de AP (artikel 36 AVG)")
