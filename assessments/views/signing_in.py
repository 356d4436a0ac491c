"""Around signing in: how long the session lasts, what waits in it, and a new password."""

from allauth.account.views import password_change
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from assessments.models import User
from assessments.policies import Refused
from assessments.sessions import kept, limits
from assessments.sessions.middleware import keep
from assessments.sessions.proof import check_fresh


class SendAgain(HttpResponseRedirect):
    """To another address with the same method and the same fields."""

    status_code = 307


@never_cache
@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> HttpResponse:
    """How many seconds this session still lasts. Asking (GET) changes nothing; a POST is activity like any page."""
    return JsonResponse({"left": limits.seconds_left(request.session, at=timezone.now())})


@never_cache
@require_http_methods(["GET", "POST"])
def kept_forms(request: HttpRequest) -> HttpResponse:
    """What somebody typed while their session had ended: to read, to send where it was going, or to throw away."""
    waiting = kept.kept(request.session)
    if request.method != "POST":
        return render(request, "account/kept.html", {"waiting": waiting})
    number = request.POST.get("nummer_van_bewaarde_tekst", "")
    if not (number.isascii() and number.isdecimal() and int(number[:3]) < len(waiting)):
        return redirect("kept")
    address = waiting[int(number)].address
    kept.drop(request.session, int(number))
    return redirect("kept") if "gooi_weg" in request.POST else SendAgain(address)


@sensitive_post_parameters("oldpassword", "password1", "password2")
def change_password(request: HttpRequest) -> HttpResponse:
    """allauth's page, for who has a password and proved lately who they are."""
    if not isinstance(request.user, User) or not request.user.has_usable_password():
        raise Refused(_("U logt in zonder wachtwoord. Er is hier dus niets te wijzigen."))
    check_fresh(request)
    response: HttpResponse = password_change(request)
    return response


def forged_or_stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the right token. One of our own pages that is older than the sign-in loses nothing typed.

    The browser itself says where a form came from: no other site can say it was ours, and so leave text here.
    """
    ours = f"{request.scheme}://{request.get_host()}"
    if request.user.is_authenticated and request.headers.get("Origin") == ours:
        return redirect(keep(request))
    return csrf_failure(request, reason)
