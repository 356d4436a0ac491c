"""The FG's work: what waits, what is with whom, longest waiting first."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assessments.presenters.queueing import queue_row
from assessments.searching import awaiting_decision
from assessments.searching import queue as queue_of
from assessments.views.door import actor_of

PER_PAGE = 50


def queue(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    page = Paginator(queue_of(actor), PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "page": page,
        "rows": [queue_row(assessment, actor, today) for assessment in page],
        "awaiting_decision": awaiting_decision(actor),
    }
    return render(request, "review/queue.html", context)
