"""Personal links: joining an organisation, and setting a new password. No account needed.

The address with the token only puts it in the session and leads on, so that no page, bookmark or referrer has it. A
link that was used, revoked, expired, mistyped or made up gets one and the same answer.
"""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments import people
from assessments.actions import inviting
from assessments.forms.members import AccountForm, NewPasswordForm
from assessments.models import Invitation, OneTimeLink, PasswordLink, organisation_context, organisation_of
from assessments.policies import Refused

SESSION_TOKENS = {Invitation: "invitation", PasswordLink: "password_link"}


@login_not_required
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    request.session[SESSION_TOKENS[Invitation]] = token
    return redirect("join")


@login_not_required
@require_safe
def password_link(request: HttpRequest, token: str) -> HttpResponse:
    request.session[SESSION_TOKENS[PasswordLink]] = token
    return redirect("set-password")


def _too_often(request: HttpRequest) -> HttpResponse | None:
    """Nobody guesses a token; but each try hashes a password or tells whether a username is taken."""
    if ratelimit.consume(request, action="use_link"):  # counts what is posted
        return None
    return render(request, "members/too_often.html", status=429)


def _found[L: OneTimeLink](request: HttpRequest, kind: type[L]) -> L | None:
    """The link this session came with, if it still opens something."""
    token = request.session.get(SESSION_TOKENS[kind], "")
    organisation = organisation_of(token)
    if organisation is None:
        return None
    with organisation_context(organisation):
        return people.link_of(kind, token, timezone.now())


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "members/link_gone.html", status=404)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """With the account that is signed in, or with a new one."""
    if refusal := _too_often(request):
        return refusal
    found = _found(request, Invitation)
    if found is None:
        return _gone(request)
    if request.user.is_authenticated:
        return _join_signed_in(request, found)
    form = AccountForm(
        request.POST if request.method == "POST" else None, address=found.address, initial={"naam": found.name}
    )
    if request.method == "POST" and form.is_valid() and _make_account(found, form):
        del request.session[SESSION_TOKENS[Invitation]]
        messages.success(request, _("Uw account is gemaakt. U kunt nu inloggen."))
        return redirect("account_login")
    context = {"form": form, "invitation": found}
    return render(request, "members/join.html", context, status=422 if form.errors else 200)


def _make_account(found: Invitation, form: AccountForm) -> bool:
    given = form.cleaned_data
    try:
        with organisation_context(found.organisation_id):
            inviting.accept_with_new_account(
                by=found, username=given["gebruikersnaam"], name=given["naam"], password=given["wachtwoord"]
            )
    except inviting.NameTaken as error:
        form.add_error("gebruikersnaam", str(error))
    except Refused as error:
        form.add_error(None, str(error))
    return not form.errors


def _join_signed_in(request: HttpRequest, found: Invitation) -> HttpResponse:
    assert request.user.is_authenticated
    refusal = ""
    if request.method == "POST":
        try:
            with organisation_context(found.organisation_id):
                inviting.accept(by=request.user, invitation=found)
        except Refused as error:
            refusal = str(error)
        else:
            del request.session[SESSION_TOKENS[Invitation]]
            messages.success(request, _("U bent nu lid van %s.") % found.organisation.name)
            return redirect("choose-organisation")
    context = {"invitation": found, "refusal": refusal}
    return render(request, "members/join_signed_in.html", context, status=422 if refusal else 200)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: HttpRequest) -> HttpResponse:
    if refusal := _too_often(request):
        return refusal
    found = _found(request, PasswordLink)
    if found is None:
        return _gone(request)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=found.user)
    if request.method == "POST" and form.is_valid():
        try:
            with organisation_context(found.organisation_id), transaction.atomic():
                inviting.set_password(by=found, password=form.cleaned_data["wachtwoord"])
        except Refused:
            return _gone(request)
        request.session.flush()
        messages.success(request, _("Uw wachtwoord is gewijzigd. U kunt nu inloggen."))
        return redirect("account_login")
    return render(request, "members/set_password.html", {"form": form}, status=422 if form.errors else 200)
