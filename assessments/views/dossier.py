"""What was submitted and sealed, to read: the dossier, its history and its reports."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from assessments.actions import submitting
from assessments.permissions import Permission
from assessments.presenters.dossiers import Dossier
from assessments.presenters.history import timeline
from assessments.reading import file_bytes
from assessments.submitted import actors_of, comments, history_of, latest, reports, rounds
from assessments.views.attachments import attachment
from assessments.views.door import actor_of, get_assessment

EVENTS_PER_PAGE = 300


def dossier(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    assessment = get_assessment(request, pk, Permission.READ_SEALED)
    actor = actor_of(request)
    if request.method == "POST":
        if request.POST.get("stap") != "take_back":
            return HttpResponseBadRequest()
        submitting.take_back(by=actor, assessment=assessment)
        return redirect("tasks", pk=pk)
    shown = Dossier(
        assessment=assessment,
        actor=actor,
        submission=latest(assessment, actor),
        reports=tuple(reports(assessment)),
        comments=tuple(comments(assessment)),
    )
    response = render(request, "archive/dossier.html", {"dossier": shown, "outcome": shown.outcome})
    if shown.refresh:
        response["Refresh"] = str(shown.refresh)
    return response


def history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    assessment = get_assessment(request, pk, Permission.READ_SEALED)
    page = Paginator(history_of(assessment), EVENTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "assessment": assessment,
        "page": page,
        "events": timeline(page.object_list, actors_of(assessment.organisation_id, page.object_list)),
        "rounds": rounds(assessment),
    }
    return render(request, "archive/history.html", context)


@require_GET
def download(request: HttpRequest, pk: uuid.UUID, report: uuid.UUID) -> HttpResponse:
    """The sealed file, byte for byte; every download is logged."""
    assessment = get_assessment(request, pk, Permission.READ_SEALED)
    found = reports(assessment).filter(pk=report, sealed_at__isnull=False).first()
    if found is None or found.file is None:
        raise Http404
    content = file_bytes(found.file.pk)
    return attachment(content, f"{assessment.reference}-editie-{found.edition}.pdf", "application/pdf")
