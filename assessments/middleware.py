"""What every request gets: its language from the URL, its actor, and the organisation in its transaction."""

from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from assessments.models import Actor, Membership, enter_organisation, person_context
from assessments.policies import Forbidden, Refused
from assessments.sessions.middleware import where_to_prove
from assessments.sessions.proof import NotFresh
from assessments.sessions.strength import may_pass, where_to_strengthen
from assessments.views.door import SESSION_ORGANISATION

type View = Callable[..., HttpResponse]


class LanguageMiddleware:
    """Dutch, or English below /en/. What a browser prefers plays no part: the same address shows the same page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class ActorMiddleware:
    """Runs each view as one transaction in the organisation of whoever signed in, so that an error undoes it whole."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse:
        try:
            if not request.user.is_authenticated:
                # No transaction: an attempt to sign in stays counted, whatever happens after it.
                request.actor = None  # type: ignore[attr-defined]  # read through `views.door.actor_of`
                return view(request, *args, **kwargs)
            with person_context(request.user.pk):
                actor = acting(request)
                request.actor = actor  # type: ignore[attr-defined]  # as above
                roles = actor.roles if actor else frozenset()
                if not may_pass(request, view, roles):
                    return redirect(where_to_strengthen(request, roles))
                if actor:
                    enter_organisation(actor.organisation_id)
                return view(request, *args, **kwargs)
        except (NotFresh, ReauthenticationRequired):
            return redirect(where_to_prove(request))
        except Forbidden as error:
            raise PermissionDenied(str(error)) from error
        except Refused as error:
            return render(request, "409.html", {"message": str(error)}, status=409)


def acting(request: HttpRequest) -> Actor | None:
    """The actor of the session's organisation (or of the first), with the roles that are valid today."""
    if not request.user.is_authenticated:
        return None
    memberships = Membership.objects.valid_on(timezone.localdate()).filter(user=request.user.pk)
    found = list(memberships.select_related("actor", "organisation").order_by("valid_from", "pk"))
    chosen = request.session.get(SESSION_ORGANISATION)
    # The one chosen, or the first: a choice that is no longer valid locks nobody out of the others.
    membership = next((each for each in found if str(each.organisation_id) == chosen), found[0] if found else None)
    if membership is None:
        return None
    membership.actor.has_other_organisations = len(found) > 1
    membership.actor.organisation = membership.organisation
    membership.actor.user = request.user
    return membership.signed_in()
