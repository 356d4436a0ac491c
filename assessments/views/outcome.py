"""The provisional outcome: what it would be today, what decides it and what would change it."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments import reading
from assessments.presenters.drafts import Draft
from assessments.presenters.outcomes import outcome_text
from assessments.presenters.promising import grounds
from assessments.views.door import get_assessment


def outcome(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    assessment = get_assessment(request, pk)
    draft = Draft(reading.contents(assessment))
    told = outcome_text(draft)
    context = {"assessment": assessment, "outcome": told, "because": grounds(draft, told.explained.because)}
    return render(request, "assessments/outcome.html", context)
