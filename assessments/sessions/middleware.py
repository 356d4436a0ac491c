"""Ends sessions in time, and loses nothing of what somebody was typing."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.sessions import kept, limits
from assessments.sessions.proof import record_stronger

# Pages of signing in: what is typed there is a secret, or worth nothing later.
NEVER_KEPT = ("account_", "mfa_", "usersessions_")


class SessionLimits:
    """One place that decides whether a session still runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_signed_in = SESSION_KEY in request.session
        now = timezone.now()
        if was_signed_in and limits.has_ended(request.session, at=now):
            kept.lock(request.session, seconds=settings.KEPT_SECONDS)
        elif was_signed_in and not _only_looks(request):
            limits.see(request.session, at=now)
        response = self.get_response(request)
        if SESSION_KEY in request.session:
            record_stronger(request)
        elif was_signed_in:
            # Pages seen while signed in do not stay behind on this machine.
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """After the check on forgery, so that no other site can leave text here."""
        waits = kept.LOCKED_FOR in request.session and SESSION_KEY not in request.session
        if waits and request.method == "POST" and getattr(view, "login_required", True):
            return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': keep(request)}, safe='/')}")
        return None


def keep(request: HttpRequest) -> str:
    """Keeps what was posted, if that can be, and says where to go once who posted it is known again."""
    name = (request.resolver_match.url_name if request.resolver_match else None) or ""
    if name.startswith(NEVER_KEPT):
        return request.path
    if kept.keep(request):
        return reverse("kept")
    messages.error(
        request, _("Wat u had getypt, is te veel om te bewaren. Ga terug in uw browser en kopieer uw tekst.")
    )
    return reverse(settings.LOGIN_REDIRECT_URL)


def where_to_prove(request: HttpRequest) -> str:
    """Where somebody proves anew who they are; what they posted waits for them."""
    back = keep(request) if request.method == "POST" else request.get_full_path()
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:
        # Known through a provider alone: then signing in again is the proof.
        kept.lock(request.session, seconds=settings.KEPT_SECONDS)
    return f"{methods[0]['url'] if methods else reverse(settings.LOGIN_URL)}?{urlencode({'next': back}, safe='/')}"


def _only_looks(request: HttpRequest) -> bool:
    """Asking how long the session lasts does not make it last longer."""
    return request.method == "GET" and request.path == reverse("session")
