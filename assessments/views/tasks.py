"""One assessment as a list of things to do, with how far it is and where it stands."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assessments import reading
from assessments.domain.workflow import Status
from assessments.models import Capacity
from assessments.presenters import tasks as pages
from assessments.presenters.drafts import Draft
from assessments.presenters.section import count_changed
from assessments.views.door import get_assessment, number_in


def task_list(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What is still to be done. An assessment that was submitted has a page of its own."""
    assessment = get_assessment(request, pk)
    if assessment.status != Status.DRAFT:
        return redirect("dossier", pk=pk)
    draft = Draft(reading.contents(assessment))
    context = {
        "assessment": assessment,
        "is_author": assessment.capacity == Capacity.AUTHOR,
        "page": pages.task_page(draft),
        "writers": reading.writers(assessment),
        "notice": count_changed(number_in(request, "eerst"), len(draft.counted)),
    }
    return render(request, "assessments/tasks.html", context)
