"""Which organisation somebody acts for, when they belong to several."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments import people
from assessments.presenters.members import roles_text
from assessments.views.door import SESSION_ORGANISATION


@require_http_methods(["GET", "HEAD", "POST"])
def choose_organisation(request: HttpRequest) -> HttpResponse:
    """Everybody chooses among their own memberships; a role is needed for none of it."""
    assert request.user.is_authenticated
    found = people.own_memberships(request.user, timezone.localdate())
    if request.method == "POST":
        chosen = next((each for each in found if str(each.organisation_id) == request.POST.get("organisatie")), None)
        if chosen is None:
            raise Http404
        request.session[SESSION_ORGANISATION] = str(chosen.organisation_id)
        return redirect("overview")
    actor = getattr(request, "actor", None)
    rows = [
        (each.organisation, roles_text(each.roles), bool(actor and actor.organisation_id == each.organisation_id))
        for each in found
    ]
    return render(request, "members/choose.html", {"rows": rows})
