"""Where everybody begins."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments import documents, searching
from assessments.permissions import Permission, may
from assessments.presenters import overview as pages
from assessments.views.door import actor_of

ON_ONE_PAGE = 25


def overview(request: HttpRequest) -> HttpResponse:
    """What to do now and one's own assessments; for other roles the way to their work."""
    actor = actor_of(request)
    if not may(actor.roles, Permission.ANSWER):
        waiting = searching.queue(actor).count() if may(actor.roles, Permission.REVIEW) else 0
        return render(request, "assessments/start.html", {"tasks": pages.start_of(actor, waiting=waiting)})
    page = Paginator(documents.own_assessments(actor), ON_ONE_PAGE).get_page(request.GET.get("page"))
    found = list(page.object_list)
    context = {
        "page": page,
        "rows": pages.table(found),
        "tasks": pages.tasks(found) if page.number == 1 else (),
        "may_start": may(actor.roles, Permission.START),
    }
    return render(request, "assessments/overview.html", context)
