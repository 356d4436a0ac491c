"""Only in the demo: the mail that an installation would have sent."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments import people
from assessments.models import organisation_context
from assessments.presenters.mails import text_of

MOST = 25


@login_not_required
@require_safe
def post(request: HttpRequest) -> HttpResponse:
    """The newest mails with their whole text, links included: everybody may play everybody here."""
    if not settings.DEMO:
        raise Http404
    shown = []
    for mail in people.shown_mail(MOST):
        with organisation_context(mail.organisation_id):
            shown.append((mail, text_of(mail)))
    return render(request, "public/post.html", {"mails": shown})
