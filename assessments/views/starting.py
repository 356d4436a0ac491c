"""A new assessment, and the parties that must account for it."""

import uuid

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments import reading
from assessments.actions import answering, starting
from assessments.domain.answers import Key
from assessments.forms.starting import PartyForm, ScopeForm, party_initial
from assessments.models import Assessment, PartyKind, QuestionnaireVersion
from assessments.permissions import Permission
from assessments.policies import Refused, check_may
from assessments.presenters.drafts import Draft
from assessments.presenters.parties import party_lines
from assessments.presenters.section import proof_of_row
from assessments.views.door import actor_of, get_assessment, why_not_writable

NEW = "nieuw"


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What is assessed; then on to the knock-out round."""
    actor = actor_of(request)
    check_may(actor, Permission.START)
    try:
        version = reading.newest_version()
    except QuestionnaireVersion.DoesNotExist as missing:
        raise Refused(_("Er is nog geen vragenlijst geladen. Vraag het technisch beheer dat te doen.")) from missing
    questionnaire = reading.questionnaire(version.pk)
    form = ScopeForm(questionnaire, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            assessment = starting.start(
                by=actor,
                title=form.cleaned_data["titel"],
                questionnaire_version=version,
                parties=form.parties(actor.organisation.name),
                open_to_authors=form.cleaned_data["collegas"],
            )
            given = (
                answering.Given(questionnaire.kinds_question, value=tuple(form.cleaned_data["inzet"])),
                answering.Given(questionnaire.validity.phase_question, value=(form.cleaned_data["fase"],)),
            )
            answering.save_answers(by=actor, assessment=assessment, values=given, expected_versions={})
        return redirect("knockout", pk=assessment.pk)
    return render(request, "assessments/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def parties(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Who takes part, in which role: the list, and with `?partij=` the form for one of them."""
    assessment = get_assessment(request, pk, Permission.ANSWER)
    if request.method == "POST" and "verwijder" in request.POST:
        return _remove(request, assessment)
    draft = Draft(reading.contents(assessment))
    chosen = request.GET.get("partij", "")
    party = next((each for each in draft.contents.parties if str(each.pk) == chosen), None)
    if chosen and party is None and chosen != NEW:
        raise Http404
    form = None
    if chosen:
        form = PartyForm(
            draft.contents.questionnaire,
            request.POST if request.method == "POST" else None,
            is_own=party is not None and party.kind == PartyKind.ORGANISATIE,
            initial=party_initial(party) if party else None,
        )
        if (
            request.method == "POST"
            and form.is_valid()
            and _saved(request, assessment, form, party.pk if party else None)
        ):
            return redirect("parties", pk=pk)
    key = Key(draft.contents.questionnaire.parties_question)
    context = {
        "assessment": assessment,
        "parties": party_lines(draft),
        "form": form,
        "chosen": party,
        "proof": proof_of_row(draft, key),
        "number": draft.number(key),
        "state": (draft.word(key), draft.reason(key)),
        "read_only": why_not_writable(request, assessment),
    }
    return render(request, "assessments/parties.html", context, status=422 if form and form.errors else 200)


def _saved(request: HttpRequest, assessment: Assessment, form: PartyForm, party: uuid.UUID | None) -> bool:
    try:
        with transaction.atomic():
            starting.save_party(by=actor_of(request), assessment=assessment, details=form.details, party=party)
    except Refused as error:
        form.add_error(None, str(error))
        return False
    return True


def _remove(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    try:
        party = uuid.UUID(request.POST["verwijder"])
    except ValueError as error:
        raise Http404 from error
    starting.remove_party(by=actor_of(request), assessment=assessment, party=party)
    return redirect("parties", pk=assessment.pk)
