"""The questions: one section on a page, or the knock-out round over a few pages. Save first, complain after."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import reading
from assessments.actions import answering, reviewing
from assessments.domain.answers import Key
from assessments.domain.questionnaire import Questionnaire
from assessments.forms import answering as forms
from assessments.forms.names import field_name, row_key
from assessments.models import Assessment
from assessments.policies import Refused
from assessments.presenters import knockout as rounds
from assessments.presenters import section as pages
from assessments.presenters.answers import say
from assessments.presenters.drafts import Draft
from assessments.views.door import actor_of, get_assessment, number_in, why_not_writable

# On the address after a save: go on if everything here is answered, and how many questions applied before.
GO_ON, BEFORE = "verder", "eerst"


@dataclass(frozen=True)
class Place:
    """Where these questions stand: their own page, what comes after, and how they are asked."""

    questions: tuple[str, ...]
    url: str
    next_url: str
    title: str
    intro: str
    step: str
    is_round: bool = False


def section(request: HttpRequest, pk: uuid.UUID, name: str) -> HttpResponse:
    """One section of the questionnaire."""
    assessment = get_assessment(request, pk, for_change=request.method == "POST")
    questionnaire = reading.questionnaire(assessment.questionnaire_version_id)
    return _ask(request, assessment, _section_place(questionnaire, pk, name))


def knockout(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The questions that can block or steer, before everything else and without evidence."""
    assessment = get_assessment(request, pk, for_change=request.method == "POST")
    questionnaire = reading.questionnaire(assessment.questionnaire_version_id)
    return _ask(request, assessment, _round_place(questionnaire, pk, request.GET.get("stap", "1")))


def _section_place(questionnaire: Questionnaire, pk: uuid.UUID, name: str) -> Place:
    names = [each.id for each in questionnaire.sections]
    if name not in names:
        raise Http404
    here = names.index(name)
    found = questionnaire.sections[here]
    after = names[here + 1] if here + 1 < len(names) else None
    return Place(
        questions=found.questions,
        url=reverse("section", args=[pk, name]),
        next_url=reverse("section", args=[pk, after]) if after else reverse("tasks", args=[pk]),
        title=say(found.title),
        intro=say(found.intro),
        step=_("Onderdeel %(n)s van %(total)s") % {"n": here + 1, "total": len(names)},
    )


def _round_place(questionnaire: Questionnaire, pk: uuid.UUID, step: str) -> Place:
    parts = rounds.parts(questionnaire)
    if not (step.isdecimal() and 1 <= int(step) <= len(parts)):
        raise Http404
    number, url = int(step), reverse("knockout", args=[pk])
    return Place(
        questions=parts[number - 1],
        url=f"{url}?stap={number}",
        next_url=f"{url}?stap={number + 1}" if number < len(parts) else reverse("tasks", args=[pk]),
        title=_("Eerst de vragen die alles bepalen"),
        intro=_("Bewijs is nu nog niet nodig. Blokkeert een antwoord het gebruik, dan hoort u dat meteen."),
        step=_("Deel %(n)s van %(total)s") % {"n": number, "total": len(parts)},
        is_round=True,
    )


def _ask(request: HttpRequest, assessment: Assessment, place: Place) -> HttpResponse:
    if request.method == "POST":
        return _save(request, assessment, place)
    draft = Draft(reading.contents(assessment))
    rows = [key for key in draft.rows if key.question in place.questions]
    going_on = GO_ON in request.GET
    unanswered = [key for key in rows if forms.is_asked(draft.question(key)) and not draft.is_answered(key)]
    stop = rounds.stop(draft) if place.is_round else None
    if going_on and not unanswered and stop is None:
        return redirect(_with_count(place.next_url, request.GET.get(BEFORE)))
    form = _stored_form(draft, rows, complain=unanswered if going_on else ())
    return _page(request, draft, place, form, rows, saved=going_on)


def _stored_form(draft: Draft, rows: Sequence[Key], *, complain: Sequence[Key]) -> forms.AnswerForm:
    """The answers as they are stored; with errors for the rows that still wait for one."""
    data: dict[str, Any] = {}
    for key in rows:
        if (answer := draft.answer(key)) is not None and forms.is_asked(draft.question(key)):
            data |= forms.as_data(draft.contents.questionnaire, key, answer)
    asked = [key for key in rows if forms.is_asked(draft.question(key))]
    count = len(draft.counted)
    if not complain:
        return forms.AnswerForm(
            draft.contents.questionnaire, asked, initial=data, asked=count, discussed=draft.discussed
        )
    form = forms.AnswerForm(
        draft.contents.questionnaire, asked, {**data, forms.ASKED: count}, discussed=draft.discussed
    )
    for key in complain:
        form.add_error(field_name(key), _("Beantwoord vraag %s, of kies ‘Weet ik niet’") % draft.number(key))
    return form


def _save(request: HttpRequest, assessment: Assessment, place: Place) -> HttpResponse:
    """Saves what is valid; then goes on, or shows what is wrong with everything typed still there."""
    questionnaire = reading.questionnaire(assessment.questionnaire_version_id)
    rows = forms.posted_rows(questionnaire, place.questions, request.POST)
    data = request.POST.copy()
    form = forms.AnswerForm(
        questionnaire,
        rows,
        data,
        conflicts=forms.posted_conflicts(rows, data),
        discussed=forms.posted_replies(rows, data),
    )
    form.is_valid()
    stored = reading.contents(assessment).answers if form.errors else {}
    try:
        with transaction.atomic():
            saved = answering.save_answers(
                by=actor_of(request),
                assessment=assessment,
                values=form.given(stored),
                expected_versions=form.expected_versions,
            )
            _write_back(request, assessment, form)
    except Refused as error:
        form.add_error(None, str(error))
        refused = _again(request, assessment, place, form, saved=False)
        refused.status_code = 409
        return refused
    go_on = "verder" in request.POST
    if go_on:
        form.ask_for_reasons()
    if saved.conflicts or form.errors:
        return _again(request, assessment, place, form, saved.conflicts, saved=not saved.conflicts)
    before = form.cleaned_data.get(forms.ASKED)
    if go_on:
        return redirect(_with_count(_marked(place.url), before))
    return redirect(_with_count(reverse("tasks", args=[assessment.pk]), before))


def _write_back(request: HttpRequest, assessment: Assessment, form: forms.AnswerForm) -> None:
    """Replies to the FG; with an error elsewhere on the page they wait, or they would be sent twice."""
    if form.errors:
        return
    for key, text in form.replies.items():
        question, party = row_key(key)
        reviewing.answer_comment(by=actor_of(request), assessment=assessment, text=text, question=question, party=party)


def _again(
    request: HttpRequest,
    assessment: Assessment,
    place: Place,
    form: forms.AnswerForm,
    conflicts: Collection[answering.RowKey] = (),
    *,
    saved: bool,
) -> HttpResponse:
    """The page as it was typed, with errors, or with both answers where somebody else was first."""
    draft = Draft(reading.contents(assessment))
    typed = form.typed_again(draft.contents.answers, [key for key in form.rows if row_key(key) in conflicts])
    on_the_page = set(form.rows) | {key for key in draft.rows if not forms.is_asked(draft.question(key))}
    rows = [key for key in draft.all_rows if key in on_the_page and key.question in place.questions]
    return _page(request, draft, place, typed, rows, saved=saved)


def _page(
    request: HttpRequest,
    draft: Draft,
    place: Place,
    form: forms.AnswerForm,
    rows: Sequence[Key],
    *,
    saved: bool,
) -> HttpResponse:
    assessment = draft.contents.assessment
    shown = pages.conflicts(draft, form)
    form.helper = pages.helper(draft, form, rows, evidence=not place.is_round, conflicts=shown)
    last = pages.last_saved(draft.contents.answers.values())
    page = pages.Page(
        title=place.title,
        intro=place.intro,
        step=place.step,
        steps=() if place.is_round else pages.steps(draft, place.url),
        notice=pages.count_changed(number_in(request, BEFORE), len(draft.counted)),
        saved=saved,
        last=last,
        read_only=why_not_writable(request, assessment),
        stop=rounds.stop(draft) if place.is_round else None,
        conflicts=tuple(shown),
        next_url=place.next_url,
    )
    status = 409 if shown else 200
    context = {"assessment": assessment, "page": page, "form": form, "action": place.url}
    return render(request, "assessments/section.html", context, status=status)


def _marked(url: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{GO_ON}=1"


def _with_count(url: str, before: object) -> str:
    if before in (None, ""):
        return url
    return f"{url}{'&' if '?' in url else '?'}{BEFORE}={before}"
