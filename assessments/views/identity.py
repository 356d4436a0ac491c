"""Signing in through an organisation's own provider: find it, go there, come back."""

import logging
import uuid
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.actions import identity as admitting
from assessments.adapters import identity
from assessments.adapters.fetching import Unreachable
from assessments.adapters.id_token import NotBelieved
from assessments.forms.signing_in import OrganisationForm
from assessments.models import IdentityProvider, User, organisation_context

logger = logging.getLogger(__name__)


@never_cache
@login_not_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Asks for the short name and answers with a link. No list: it would tell who the customers are.

    A link, because the content policy lets no form end at another site, not even by way of ours.
    """
    form = OrganisationForm(request.GET if "organisatie" in request.GET else None)
    provider = None
    if form.is_valid():
        if not ratelimit.consume(request, action="identity_provider"):
            return _too_often(request)
        provider = identity.find_provider(form.cleaned_data["organisatie"])
        if provider is None:
            form.add_error(
                "organisatie", _("Met deze korte naam kunt u hier niet inloggen. Kijk of u hem goed schreef")
            )
    return render(request, "account/organisation.html", {"form": form, "provider": provider})


@never_cache
@login_not_required
@require_safe
def sign_in(request: HttpRequest, slug: str) -> HttpResponse:
    """To the provider, with a question that only this browser's session can have answered."""
    if not ratelimit.consume(request, action="identity_provider"):
        return _too_often(request)
    provider = _provider(slug)
    again = request.user.is_authenticated
    if again and "opnieuw" not in request.GET:
        return redirect(settings.LOGIN_REDIRECT_URL)
    max_age = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT if again else None
    try:
        address, underway = identity.depart(provider, back=_callback(request, slug), max_age=max_age)
    except (Unreachable, NotBelieved) as error:
        return _refuse(request, error)
    request.session[identity.UNDERWAY] = {**underway, "next": request.GET.get("next", "")}
    return redirect(address)


@never_cache
@login_not_required
@require_safe
def come_back(request: HttpRequest, slug: str) -> HttpResponse:
    """The provider's answer. What was asked is forgotten first, so that no answer counts twice."""
    if not ratelimit.consume(request, action="identity_provider"):
        return _too_often(request)
    provider = _provider(slug)
    underway = request.session.pop(identity.UNDERWAY, {})
    try:
        proof = identity.arrive(provider, underway=underway, answer=request.GET.dict())
    except (Unreachable, NotBelieved) as error:
        return _refuse(request, error)
    with organisation_context(provider.organisation_id):
        user = admitting.admit(by=provider, subject=proof.subject, name=proof.name, roles=proof.roles)
    if user is None:
        return _no_way_in(request)
    return _let_in(request, user, provider, proof, underway)


def _let_in(
    request: HttpRequest, user: User, provider: IdentityProvider, proof: identity.Proof, underway: dict[str, Any]
) -> HttpResponse:
    address = _own_path(request, underway["next"])
    record = {"provider": str(provider.pk), "mfa": proof.mfa, "acr": proof.acr}
    if request.user.is_authenticated:
        if request.user.pk != user.pk or underway["max_age"] is None:
            return _refuse(request, NotBelieved("somebody_else"))
        record_authentication(request, user, "socialaccount", reauthenticated=True, **record)
        return redirect(address)
    record_authentication(request, user, "socialaccount", **record)
    request.session[identity.SIGNED_IN_THROUGH] = provider.organisation.slug
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=address))
    return response


def _provider(slug: str) -> IdentityProvider:
    """Of no organisation, of one without a provider, of one that was switched off: the same 404."""
    provider = identity.find_provider(slug)
    if provider is None:
        raise Http404
    return provider


def _callback(request: HttpRequest, slug: str) -> str:
    """One address whatever the language, as registered at the provider."""
    with translation.override(settings.LANGUAGE_CODE):
        return request.build_absolute_uri(reverse("organisation-callback", args=[slug]))


def _own_path(request: HttpRequest, address: str) -> str:
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None, require_https=request.is_secure())
    return address if ours and address.startswith("/") else reverse(settings.LOGIN_REDIRECT_URL)


def _refuse(request: HttpRequest, error: Exception) -> HttpResponse:
    """One sentence for whatever was wrong; which it was stands in the operator's log, as a code."""
    reference = uuid.uuid4().hex[:8]
    logger.warning("sign-in through a provider refused: %s (%s)", error, reference)
    message = _(
        "Inloggen bij uw organisatie is niet gelukt. Probeer het opnieuw. "
        "Lukt het weer niet, geef dan uw beheerder dit nummer door: {reference}."
    )
    context = {"message": message.format(reference=reference)}
    return render(request, "account/organisation_refused.html", context, status=403)


def _no_way_in(request: HttpRequest) -> HttpResponse:
    message = _("Uw organisatie kent u, maar gaf u geen rol in deze toepassing. Vraag uw beheerder om een rol.")
    return render(request, "account/organisation_refused.html", {"message": message}, status=403)


def _too_often(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)
