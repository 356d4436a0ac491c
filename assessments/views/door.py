"""The way in for every view: who asks, and what they may see. Fetching is authorising."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from assessments.models import Actor, Assessment
from assessments.permissions import Permission
from assessments.policies import Refused, check_can_write, check_may

# Where a session keeps which organisation somebody chose.
SESSION_ORGANISATION = "organisation"


def actor_of(request: HttpRequest) -> Actor:
    """Whoever signed in, as they act in their organisation. Without a membership there is nothing to see (403)."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise PermissionDenied(_("Uw account is niet (meer) gekoppeld aan een organisatie."))
    return actor


def get_assessment(
    request: HttpRequest, pk: uuid.UUID, permission: Permission | None = None, *, for_change: bool = False
) -> Assessment:
    """The assessment, if this actor may know it exists; otherwise the same 404 as for an unknown id.

    With `permission`, a role without it gets 403: they may know of it, but not do this. `for_change` locks it until
    the request ends, so that an action need not fetch it again.
    """
    actor = actor_of(request)
    seen = Assessment.objects.visible_to(actor).select_related("claimed_by__user")
    assessment = (seen.for_change() if for_change else seen).filter(pk=pk).first()
    if assessment is None:
        raise Http404
    assessment.organisation = actor.organisation
    if permission is not None:
        check_may(actor, permission)
    return assessment


def why_not_writable(request: HttpRequest, assessment: Assessment) -> str:
    """Why this person cannot change the assessment now, as a sentence; empty when they can."""
    try:
        check_can_write(assessment, actor_of(request))
    except Refused as error:
        return str(error)
    return ""


def number_in(request: HttpRequest, name: str) -> int | None:
    """A small whole number on the address; anything else is as good as nothing."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None
