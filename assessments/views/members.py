"""The manager's pages: who belongs to the organisation, who is invited, and what each of them may do."""

import uuid

from allauth.core import ratelimit
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import people
from assessments.actions import inviting, membership
from assessments.forms.members import InviteForm, MemberForm
from assessments.models import Actor, Membership
from assessments.policies import Refused
from assessments.presenters.members import invitation_row, member_row
from assessments.views.door import actor_of

PER_PAGE = 25
# More colleagues than anybody picks from a list.
MOST_COLLEAGUES = 500


def check_not_too_many(request: HttpRequest) -> None:
    """An account that fell into wrong hands is no way to send mail to the world."""
    if not ratelimit.consume(request, action="member_mail", user=request.user):
        raise Refused(
            _("U hebt het afgelopen uur te veel uitnodigingen en links verstuurd. Probeer het later opnieuw.")
        )


def members(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    page = Paginator(people.members(actor), PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "page": page,
        "rows": [member_row(each, actor, today) for each in page],
        "invited": people.open_invitations(actor).count(),
    }
    return render(request, "members/members.html", context)


def invite(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _invite(request, actor, form):
        messages.success(request, _("De uitnodiging wordt verstuurd."))
        return redirect("invitations")
    return render(request, "members/invite.html", {"form": form}, status=422 if form.errors else 200)


def _invite(request: HttpRequest, actor: Actor, form: InviteForm) -> bool:
    given = form.cleaned_data
    try:
        check_not_too_many(request)
        with transaction.atomic():
            inviting.invite(
                by=actor, address=given["adres"], name=given["naam"], place=form.place, language=given["taal"]
            )
    except Refused as error:
        form.add_error("adres", str(error))
    return not form.errors


def invitations(request: HttpRequest) -> HttpResponse:
    """What was sent and not answered; again, or never mind."""
    actor = actor_of(request)
    if request.method == "POST":
        return _step(request, actor)
    page = Paginator(people.open_invitations(actor), PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {"page": page, "rows": [invitation_row(each, now) for each in page]}
    return render(request, "members/invitations.html", context)


def _step(request: HttpRequest, actor: Actor) -> HttpResponse:
    try:
        wanted = uuid.UUID(request.POST.get("uitnodiging", ""))
    except ValueError:
        return HttpResponseBadRequest()
    invitation = people.open_invitations(actor).filter(pk=wanted).first()
    if invitation is None:
        raise Refused(_("Deze uitnodiging staat niet meer open."))
    match request.POST.get("stap"):
        case "send_again":
            check_not_too_many(request)
            inviting.send_again(by=actor, invitation=invitation)
            messages.success(request, _("De uitnodiging wordt opnieuw verstuurd. De vorige link werkt niet meer."))
        case "revoke":
            inviting.revoke(by=actor, invitation=invitation)
            messages.success(request, _("De uitnodiging is ingetrokken."))
        case _:
            return HttpResponseBadRequest()
    return redirect("invitations")


def member(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One member: roles and end, a new password, and the end of it."""
    actor = actor_of(request)
    chosen = people.members(actor).filter(pk=pk).first()
    if chosen is None:
        raise Http404
    if request.method != "POST":
        return _change(request, actor, chosen)
    match request.POST.get("stap"):
        case "change":
            return _change(request, actor, chosen)
        case "end":
            membership.end(by=actor, membership=chosen)
            messages.success(request, _("Het lidmaatschap is beëindigd."))
            return redirect("members")
        case "password":
            check_not_too_many(request)
            inviting.ask_new_password(by=actor, membership=chosen)
            messages.success(request, _("De link voor een nieuw wachtwoord wordt verstuurd."))
            return redirect("member", pk=pk)
    return HttpResponseBadRequest()


def _change(request: HttpRequest, actor: Actor, chosen: Membership) -> HttpResponse:
    others = people.colleagues(actor, but=chosen)[:MOST_COLLEAGUES]
    form = MemberForm(request.POST if request.method == "POST" else None, membership=chosen, colleagues=others)
    if request.method == "POST" and form.is_valid() and _saved(actor, chosen, form):
        messages.success(request, _("De wijziging is bewaard."))
        return redirect("member", pk=chosen.pk)
    context = {"row": member_row(chosen, actor, timezone.localdate()), "form": form}
    return render(request, "members/member.html", context, status=422 if form.errors else 200)


def _saved(actor: Actor, chosen: Membership, form: MemberForm) -> bool:
    try:
        with transaction.atomic():
            membership.change(by=actor, membership=chosen, place=form.place, stands_in_for=form.stands_in_for)
    except Refused as error:
        form.add_error(None, str(error))
    return not form.errors
