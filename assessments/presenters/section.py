"""A section of questions as a page: cards with what goes with each, and the way through the questionnaire."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.answers import Key
from assessments.domain.questionnaire import Question
from assessments.forms.answering import (
    BEHALF,
    FIELD,
    KEEP,
    NOTE,
    REPLY,
    THEIRS_SEEN,
    VERSION,
    AnswerForm,
    field_codes,
    is_asked,
    note_codes,
    part,
    reason_codes,
)
from assessments.forms.names import field_name
from assessments.models import Answer
from assessments.presenters.answers import say, why_asked
from assessments.presenters.drafts import Draft, check_word, until
from assessments.presenters.knockout import Stop
from assessments.presenters.threads import comment_texts
from assessments.templatetags.words import Word
from nlds import layout


@dataclass(frozen=True)
class ShownBy:
    """One document or declaration below a question."""

    title: str
    url: str
    note: str
    word: Word


@dataclass(frozen=True)
class Proof:
    """What shows an answer, and where something can be added. `wanted` is what would show it."""

    items: tuple[ShownBy, ...]
    add_url: str
    wanted: bool


@dataclass(frozen=True)
class Conflict:
    """What somebody else answered meanwhile."""

    who: str
    at: datetime
    values: tuple[str, ...]
    note: str
    fields: tuple[tuple[str, str], ...]
    mine: tuple[str, ...]
    my_note: str


@dataclass(frozen=True)
class Card:
    """A question that is not asked here: computed, or answered on a page of its own."""

    id: str
    number: str
    party: str
    ask: str
    why: layout.Why
    good_answer: str
    word: Word
    reason: str
    values: tuple[str, ...]
    url: str = ""
    link: str = ""
    proof: Proof | None = None
    evidence: tuple[str, ...] = ()
    level: int = 2

    def render(self, form: forms.BaseForm, context: Context, **kwargs: Any) -> SafeString:
        around: dict[Any, Any] = context.flatten()
        return render_to_string("assessments/computed_card.html", {**around, "question": self, "card": self})


@dataclass(frozen=True)
class Step:
    """One section in the list beside the questions."""

    title: str
    url: str
    current: bool
    done: int
    total: int


def proof_of_row(draft: Draft, key: Key) -> Proof:
    assessment = draft.contents.assessment
    items = tuple(
        ShownBy(
            title=each.title,
            url=reverse("evidence-check", args=[assessment.pk, each.evidence]),
            note=until(each),
            word=check_word(each, draft.contents.reference_date),
        )
        for each in draft.shown(key)
    )
    add = f"{reverse('evidence-add', args=[assessment.pk])}?vraag={field_name(key)}"
    return Proof(items, add, draft.wants_evidence(key))


def helper(
    draft: Draft, form: AnswerForm, cards: Iterable[Key], *, evidence: bool, conflicts: Mapping[Key, Conflict]
) -> FormHelper:
    """The layout of these rows, in the order of the questionnaire; `evidence` shows what goes with each."""
    objects: list[Any] = []
    for key in cards:
        question = draft.question(key)
        if is_asked(question):
            objects.append(_question(draft, form, key, question, evidence=evidence, conflict=conflicts.get(key)))
        else:
            objects.append(_card(draft, key, question, evidence=evidence))
    return layout.form_helper("aantal", *objects)


def _question(
    draft: Draft, form: AnswerForm, key: Key, question: Question, *, evidence: bool, conflict: Conflict | None
) -> layout.Question:
    _require_reason(form, key, question)
    reveals = []
    further = tuple(part(FIELD, key, code) for code in question.fields)
    if further:
        reveals.append(layout.Reveal(field_codes(question), further))
    if part(NOTE, key) in form.fields:
        reveals.append(layout.Reveal(note_codes(question), (part(NOTE, key),)))
    hidden = [form[part(VERSION, key)]]
    if key in form.conflicts:
        hidden.append(form[part(THEIRS_SEEN, key)])
    data = {
        "hidden": hidden,
        "proof": proof_of_row(draft, key) if evidence else None,
        "state": _row_state(draft, key) if evidence else None,
        "conflict": conflict,
        "keep": form[part(KEEP, key)] if key in form.conflicts else None,
        "comments": comment_texts(draft.comments_on(key), draft.contents.assessment.round),
        "reply": form[part(REPLY, key)] if key in form.discussed else None,
    }
    is_other = key.party is not None and key.party != draft.own_party
    return layout.Question(
        field_name(key),
        number=draft.number(key),
        party=draft.party(key),
        why=why_asked(draft.contents.questionnaire, question),
        good_answer=say(question.good_answer),
        evidence=[say(text) for text in question.evidence],
        fields=(part(BEHALF, key),) if is_other else (),
        reveals=reveals,
        include="assessments/question_foot.html",
        data=data,
    )


def _require_reason(form: AnswerForm, key: Key, question: Question) -> None:
    """Says at the explanation that it is needed, where the chosen answer needs one."""
    chosen = form[field_name(key)].value() or ()
    codes = (chosen,) if isinstance(chosen, str) else chosen
    if any(code in reason_codes(question) for code in codes):
        form.fields[part(NOTE, key)].required = True


def _row_state(draft: Draft, key: Key) -> tuple[Word, str] | None:
    """Where a stored answer stands; nothing is said of a question that waits for its answer."""
    return None if draft.findings[key].unanswered else (draft.word(key), draft.reason(key))


def _card(draft: Draft, key: Key, question: Question, *, evidence: bool) -> Card:
    pk = draft.contents.assessment.pk
    is_parties = question.id == draft.contents.questionnaire.parties_question
    values = draft.parties_in_words() if is_parties else draft.values(key)
    url, link = "", ""
    if is_parties:
        url, link = reverse("parties", args=[pk]), _("Bekijk en wijzig de partijen")
    elif question.id == draft.contents.questionnaire.self_report.question:
        url, link = reverse("consultation", args=[pk]), _("Naar de voorafgaande raadpleging")
    return Card(
        id=field_name(key),
        number=draft.number(key),
        party=draft.party(key),
        ask=say(question.ask),
        why=why_asked(draft.contents.questionnaire, question),
        good_answer=say(question.good_answer),
        word=draft.word(key),
        reason=draft.reason(key),
        values=values,
        url=url,
        link=link,
        proof=proof_of_row(draft, key) if evidence and draft.wants_evidence(key) else None,
        evidence=tuple(say(text) for text in question.evidence),
    )


def conflicts(draft: Draft, form: AnswerForm) -> dict[Key, Conflict]:
    """Both answers of every row that somebody else saved while this page was open."""
    found = {}
    for key in form.rows:
        if key in form.conflicts and (theirs := draft.answer(key)) is not None:
            found[key] = _conflict(draft, form, key, theirs)
    return found


def _conflict(draft: Draft, form: AnswerForm, key: Key, theirs: Answer) -> Conflict:
    question = draft.question(key)
    mine = form.cleaned_data.get(field_name(key)) or ()
    codes = (mine,) if isinstance(mine, str) else tuple(mine)
    labels = {code: say(option.text) for code, option in question.options.items()}
    return Conflict(
        who=str(theirs.answered_by),
        at=theirs.answered_at,
        values=tuple(labels[code] for code in theirs.value if code in labels),
        note=theirs.note,
        fields=tuple((say(question.fields[c].text), str(v)) for c, v in theirs.fields.items() if c in question.fields),
        mine=tuple(labels[code] for code in codes if code in labels),
        my_note=form.cleaned_data.get(part(NOTE, key), ""),
    )


def steps(draft: Draft, here: str) -> tuple[Step, ...]:
    """All sections in order; a section in which nothing applies is left out."""
    assessment = draft.contents.assessment
    found = []
    for section in draft.contents.questionnaire.sections:
        rows = [key for key in draft.rows_of(section) if key in draft.counted_set]
        url = reverse("section", args=[assessment.pk, section.id])
        if rows or url == here:
            found.append(Step(say(section.title), url, url == here, draft.done(rows), len(rows)))
    return tuple(found)


def count_changed(before: int | None, now: int) -> str:
    """Why the number of questions is another one than on the page before."""
    if before is None or before == now:
        return ""
    more = now - before
    if more > 0:
        return ngettext(
            "Door uw antwoorden is er %(n)s vraag bij gekomen.",
            "Door uw antwoorden zijn er %(n)s vragen bij gekomen.",
            more,
        ) % {"n": more}
    return ngettext(
        "Door uw antwoorden is er %(n)s vraag vervallen.", "Door uw antwoorden zijn er %(n)s vragen vervallen.", -more
    ) % {"n": -more}


@dataclass(frozen=True)
class Page:
    """What the template of a section needs, beside the form."""

    title: str
    intro: str
    step: str
    steps: Sequence[Step]
    notice: str
    saved: bool
    last: Answer | None
    read_only: str
    conflicts: tuple[Key, ...]
    stop: Stop | None
    next_url: str


def last_saved(answers: Iterable[Answer]) -> Answer | None:
    """The answer that was saved last."""
    return max(answers, key=lambda answer: answer.answered_at, default=None)
