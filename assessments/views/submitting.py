"""Reading everything once more, and then handing it to the FG; or withdrawing."""

import uuid

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assessments import reading
from assessments.actions import submitting
from assessments.domain.workflow import Status, Step
from assessments.forms.submitting import SubmitForm, WithdrawForm
from assessments.models import Assessment
from assessments.policies import Forbidden, Refused, check_step
from assessments.presenters.checking import check_page
from assessments.presenters.drafts import Draft
from assessments.views.door import actor_of, get_assessment


def check(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """All answers, what is missing first; confirming freezes them. `?kort=1` is the short way after an early stop."""
    assessment = get_assessment(request, pk)
    if assessment.status != Status.DRAFT:
        return render(request, "assessments/submitted.html", {"assessment": assessment})
    short = request.GET.get("kort") == "1"
    form = SubmitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _submitted(request, assessment, form, short=short):
        return redirect("check", pk=pk)
    page = check_page(Draft(reading.contents(assessment)), short=short)
    context = {
        "assessment": assessment,
        "page": page,
        "form": form,
        "why_not": _why_not(request, assessment, Step.SUBMIT),
    }
    return render(request, "assessments/check.html", context, status=422 if form.errors else 200)


def _submitted(request: HttpRequest, assessment: Assessment, form: SubmitForm, *, short: bool) -> bool:
    try:
        with transaction.atomic():
            submitting.submit(by=actor_of(request), assessment=assessment, short=short)
    except Refused as error:
        form.add_error(None, str(error))
        return False
    return True


def _why_not(request: HttpRequest, assessment: Assessment, step: Step) -> str:
    """Why this person cannot take the step; empty when they can."""
    try:
        check_step(assessment, step, actor_of(request))
    except (Refused, Forbidden) as error:
        return str(error)
    return ""


def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ends the assessment without an outcome, with a reason."""
    assessment = get_assessment(request, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                submitting.withdraw(by=actor_of(request), assessment=assessment, reason=form.cleaned_data["reden"])
            return redirect("overview")
        except Refused as error:
            form.add_error(None, str(error))
    context = {"assessment": assessment, "form": form, "why_not": _why_not(request, assessment, Step.WITHDRAW)}
    return render(request, "assessments/withdraw.html", context, status=422 if form.errors else 200)
