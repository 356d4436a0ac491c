"""What every request gets: its language from the URL, its actor, and the organisation in its transaction."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessments.access_rules import RULES, Rule, Who
from assessments.models import Actor, Membership, enter_organisation, person_context
from assessments.policies import Forbidden, Refused, check_may_any

type View = Callable[..., HttpResponse]
SESSION_ORGANISATION = "organisation"


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
    """Lets in whom the rule of the address names, and nobody else.

    Then runs the view as one transaction in the organisation of whoever signed in, so that an error undoes it whole.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse:
        assert request.resolver_match is not None
        rule = RULES.get(request.resolver_match.view_name)
        if rule is None:
            raise PermissionDenied
        if rule.who is Who.NOBODY:
            raise Http404
        if request.method not in rule.verbs:
            return HttpResponseNotAllowed(sorted(rule.verbs))
        if rule.who is not Who.EVERYBODY and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            with person_context(request.user.pk):
                actor = acting(request)
                request.actor = actor  # type: ignore[attr-defined]  # read through `views.door.actor_of`
                check_may_come(rule, actor)
                if actor:
                    enter_organisation(actor.organisation_id)
                return view(request, *args, **kwargs)
        except Forbidden as error:
            raise PermissionDenied(str(error)) from error
        except Refused as error:
            return render(request, "409.html", {"message": str(error)}, status=409)


def check_may_come(rule: Rule, actor: Actor | None) -> None:
    """Raises `Forbidden` for whoever this address is not for."""
    if rule.who is not Who.MEMBER:
        return
    if actor is None:
        raise Forbidden(_("Uw account is niet (meer) gekoppeld aan een organisatie."))
    if rule.permissions:
        check_may_any(actor, rule.permissions)


def acting(request: HttpRequest) -> Actor | None:
    """The actor of the session's organisation (or of the only one), with the roles that are valid today."""
    if not request.user.is_authenticated:
        return None
    memberships = Membership.objects.valid_on(timezone.localdate()).filter(user=request.user.pk)
    if chosen := request.session.get(SESSION_ORGANISATION):
        memberships = memberships.filter(organisation=chosen)
    membership = memberships.select_related("actor", "organisation").order_by("valid_from", "pk").first()
    if membership is None:
        return None
    membership.actor.organisation = membership.organisation
    membership.actor.user = request.user
    return membership.signed_in()
