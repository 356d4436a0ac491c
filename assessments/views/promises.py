"""Commitments for open answers, the prior consultation of the AP, and risks the author judges higher."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessments import reading
from assessments.actions import promising
from assessments.domain.answers import Key
from assessments.forms.names import row_key
from assessments.forms.promising import ConsultationForm, PromiseForm, RiskForm
from assessments.models import Assessment
from assessments.policies import Refused
from assessments.presenters.answers import say
from assessments.presenters.drafts import Draft
from assessments.presenters.outcomes import outcome_text
from assessments.presenters.promising import Promises
from assessments.views.door import actor_of, get_assessment


def commitments(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What is open and could be promised; with `?vraag=` the form for one row."""
    assessment = get_assessment(request, pk)
    if request.method == "POST" and "laat-vervallen" in request.POST:
        return _drop(request, assessment)
    promises = Promises(Draft(reading.contents(assessment)))
    key = promises.key(request.POST.get("vraag", request.GET.get("vraag", "")))
    form = _promise_form(request, promises, key) if key else None
    if form and key and request.method == "POST" and form.is_valid() and _commit(request, assessment, key, form):
        return redirect("commitments", pk=pk)
    context = {"assessment": assessment, "rows": promises.rows, "waiting": promises.waiting, "form": form}
    if key:
        context |= {"chosen": promises.draft.title(key), "good": say(promises.draft.question(key).good_answer)}
    elif "vraag" in request.GET or request.method == "POST":
        context["gone"] = _("Voor deze vraag kan nu niets worden toegezegd.")
    return render(request, "assessments/commitments.html", context, status=422 if form and form.errors else 200)


def _promise_form(request: HttpRequest, promises: Promises, key: Key) -> PromiseForm:
    question = promises.draft.question(key)
    who = promises.who(key)
    return PromiseForm(
        request.POST if request.method == "POST" else None,
        parties=who,
        measures=promises.measures(key),
        own=promises.dossier.own.id,
        needs_measure=promises.needs_measure(key),
        initial={
            "vraag": request.GET.get("vraag", ""),
            "partij": who[0][0] if len(who) == 1 else None,
            "bewijs": ", ".join(say(text) for text in question.evidence)[:500],
        },
    )


def _commit(request: HttpRequest, assessment: Assessment, key: Key, form: PromiseForm) -> bool:
    given = form.cleaned_data
    question, party = row_key(key)
    promise = promising.Promise(
        question=question,
        party=party,
        committed_by=uuid.UUID(given["partij"]),
        obligation=given["verplichting"],
        owner=given["eigenaar"],
        due=given["datum"],
        measure=given.get("maatregel", ""),
        expected_evidence=given["bewijs"],
        signatory=given.get("ondertekenaar", ""),
    )
    try:
        promising.commit(by=actor_of(request), assessment=assessment, promise=promise)
    except Refused as error:
        form.add_error(None, str(error))
    return not form.errors


def _drop(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    try:
        commitment = uuid.UUID(request.POST["laat-vervallen"])
    except ValueError as error:
        raise Refused(_("Deze toezegging bestaat niet meer.")) from error
    promising.drop_commitment(by=actor_of(request), assessment=assessment, commitment=commitment)
    return redirect("commitments", pk=assessment.pk)


def consultation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Whether the AP was consulted beforehand, and what came of it."""
    assessment = get_assessment(request, pk)
    contents = reading.contents(assessment)
    stored = contents.consultation
    initial = (
        {
            "uitkomst": stored.outcome,
            "gevraagd": stored.asked_on,
            "beantwoord": stored.answered_on,
            "toelichting": stored.note,
        }
        if stored
        else {}
    )
    form = ConsultationForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid() and _record(request, assessment, form):
        return redirect("tasks", pk=pk)
    question = contents.questionnaire.self_report.question
    context = {"assessment": assessment, "form": form, "question": question}
    return render(request, "assessments/consultation.html", context, status=422 if form.errors else 200)


def _record(request: HttpRequest, assessment: Assessment, form: ConsultationForm) -> bool:
    given = form.cleaned_data
    try:
        promising.record_consultation(
            by=actor_of(request),
            assessment=assessment,
            asked_on=given["gevraagd"],
            answered_on=given["beantwoord"],
            outcome=given["uitkomst"],
            note=given["toelichting"],
        )
    except Refused as error:
        form.add_error(None, str(error))
    return not form.errors


def risks(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The risks as computed; the author may state one higher, never lower."""
    assessment = get_assessment(request, pk)
    if request.method == "POST" and "laat-vervallen" in request.POST:
        promising.drop_stated_risk(
            by=actor_of(request), assessment=assessment, risk=request.POST["laat-vervallen"][:10]
        )
        return redirect("risks", pk=pk)
    draft = Draft(reading.contents(assessment))
    names = {code: say(risk.text) for code, risk in draft.questionnaire.risks.items()}
    form = RiskForm(
        request.POST if request.method == "POST" else None,
        risks=names.items(),
        likelihoods=[(n, say(text)) for n, text in draft.questionnaire.likelihood_names.items()],
        impacts=[(n, say(text)) for n, text in draft.questionnaire.impact_names.items()],
    )
    if request.method == "POST" and form.is_valid() and _state(request, assessment, form):
        return redirect("risks", pk=pk)
    stated = [(row, names.get(row.risk, row.risk)) for row in draft.contents.stated_risks]
    context = {
        "assessment": assessment,
        "form": form,
        "outcome": outcome_text(draft),
        "stated": stated,
    }
    return render(request, "assessments/risks.html", context, status=422 if form.errors else 200)


def _state(request: HttpRequest, assessment: Assessment, form: RiskForm) -> bool:
    given = form.cleaned_data
    try:
        promising.state_risk(
            by=actor_of(request),
            assessment=assessment,
            risk=given["risico"],
            likelihood=given["kans"],
            impact=given["gevolg"],
            reason=given["reden"],
        )
    except Refused as error:
        form.add_error(None, str(error))
    return not form.errors
