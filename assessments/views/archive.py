"""Finding sealed reports again: for the FG, the decider and the auditor."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assessments.forms.searching import ArchiveForm
from assessments.presenters.archiving import archive_row
from assessments.searching import archive as archive_of
from assessments.searching import awaiting_decision
from assessments.views.door import actor_of

PER_PAGE = 25
FIRST_YEAR = 2026


def archive(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    years = range(timezone.localdate().year, FIRST_YEAR - 1, -1)
    form = ArchiveForm(request.GET or None, years=years)
    page = Paginator(archive_of(actor, form.search()), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [archive_row(assessment) for assessment in page],
        "awaiting_decision": awaiting_decision(actor),
        "searched": form.is_bound,
    }
    return render(request, "archive/archive.html", context)
