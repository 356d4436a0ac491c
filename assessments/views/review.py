"""Reviewing one submission: the overview, a section, and the end of it. Always the snapshot, never the draft."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from assessments.actions import reviewing
from assessments.forms.names import field_name, row_key
from assessments.forms.reviewing import AdviceForm, SectionForm, SendBackForm, TakeOverForm
from assessments.models import Assessment, FgVerdict, Judgement
from assessments.permissions import Permission
from assessments.policies import Refused
from assessments.presenters.answers import answer_text, say
from assessments.presenters.judging import Desk
from assessments.presenters.outcomes import outcome_text
from assessments.presenters.threads import card
from assessments.reading import file_bytes
from assessments.sessions.proof import Method, check_fresh, sign_in_of
from assessments.submitted import evidence_file, review_round
from assessments.views.attachments import attachment
from assessments.views.door import actor_of, get_assessment


def desk_of(request: HttpRequest, pk: uuid.UUID) -> Desk:
    """What lies before the FG. An assessment that was never submitted is as unknown here as any other."""
    assessment = get_assessment(request, pk, Permission.REVIEW)
    round_ = review_round(assessment)
    if round_ is None:
        raise Http404
    return Desk(assessment, round_, actor_of(request))


def review(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    if request.method == "POST":
        return _step(request, pk)
    return _overview(request, desk_of(request, pk), TakeOverForm())


def _overview(request: HttpRequest, desk: Desk, form: TakeOverForm, status: int = 200) -> HttpResponse:
    context = {"desk": desk, "outcome": outcome_text(desk.submission), "take_over_form": form}
    return render(request, "review/review.html", context, status=status)


def _step(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    assessment = get_assessment(request, pk, Permission.REVIEW)
    actor = actor_of(request)
    here = redirect("review", pk=pk)
    match request.POST.get("stap"):
        case "claim":
            reviewing.claim(by=actor, assessment=assessment)
        case "release":
            reviewing.release(by=actor, assessment=assessment)
            return redirect("queue")
        case "take_over":
            return _take_over(request, assessment) or here
        case "agree":
            _agree_with_plain(request, pk)
        case _:
            return HttpResponseBadRequest()
    return here


def _take_over(request: HttpRequest, assessment: Assessment) -> HttpResponse | None:
    """The page with the form, as long as the reason is missing or the step is refused."""
    form = TakeOverForm(request.POST)
    if form.is_valid():
        try:
            reviewing.take_over(by=actor_of(request), assessment=assessment, reason=form.cleaned_data["reden"])
        except Refused as error:
            form.add_error(None, str(error))
    return _overview(request, desk_of(request, assessment.pk), form, 422) if form.errors else None


def _agree_with_plain(request: HttpRequest, pk: uuid.UUID, section: str | None = None) -> None:
    desk = desk_of(request, pk)
    agreed = {row_key(row.key): Judgement.AGREED for row in desk.plain(section)}
    reviewing.judge(by=desk.actor, assessment=desk.assessment, snapshot=desk.snapshot, judgements=agreed)


def section(request: HttpRequest, pk: uuid.UUID, name: str) -> HttpResponse:
    desk = desk_of(request, pk)
    rows = desk.in_section(name)
    if not rows:
        raise Http404
    here = reverse("review-section", args=[pk, name])
    if request.method == "POST" and request.POST.get("stap") == "agree":
        _agree_with_plain(request, pk, name)
        return redirect(here)
    form = SectionForm(
        request.POST if request.method == "POST" else None,
        rows={row.key: row.title for row in rows},
        judged={row.key: row.judgement for row in rows if row.judgement},
        told=desk.round.told,
    )
    if request.method == "POST" and form.is_valid() and _judge(desk, form):
        anchor = request.POST.get("naar", "")
        known = anchor in {field_name(row.key) for row in rows}
        return redirect(f"{here}#vraag-{anchor}" if known else desk.after(name))
    chosen = next(each for each in desk.submission.questionnaire.sections if each.id == name)
    context = {
        "desk": desk,
        "name": name,
        "title": say(chosen.title),
        "form": form,
        "plain": len(desk.plain(name)),
        "cards": [card(desk, row, form, answer_text(desk.submission, row.finding)) for row in rows],
        "next": desk.after(name),
    }
    return render(request, "review/section.html", context, status=422 if form.errors else 200)


def _judge(desk: Desk, form: SectionForm) -> bool:
    try:
        reviewing.judge(
            by=desk.actor,
            assessment=desk.assessment,
            snapshot=desk.snapshot,
            judgements={row_key(key): judgement for key, judgement in form.judgements.items()},
            comments={row_key(key): text for key, text in form.comments.items()},
        )
    except Refused as error:
        form.add_error(None, str(error))
    return not form.errors


def conclude(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    desk = desk_of(request, pk)
    posted = request.POST if request.method == "POST" else None
    step = posted.get("stap") if posted else None
    if posted is not None and step not in ("send_back", "advise"):
        return HttpResponseBadRequest()
    if step == "advise":
        check_fresh(request)
    send_back = SendBackForm(posted if step == "send_back" else None)
    advise = AdviceForm(
        posted if step == "advise" else None,
        stricter=desk.stricter_outcomes,
        initial={"momentopname": desk.snapshot.sha256},
    )
    if step == "send_back" and send_back.is_valid() and _send_back(desk, send_back):
        return redirect("queue")
    if step == "advise" and advise.is_valid() and _advise(request, desk, advise):
        return redirect("dossier", pk=pk)
    context = {"desk": desk, "outcome": outcome_text(desk.submission), "send_back": send_back, "advise": advise}
    failed = send_back.errors or advise.errors
    return render(request, "review/conclude.html", context, status=422 if failed else 200)


def _send_back(desk: Desk, form: SendBackForm) -> bool:
    try:
        reviewing.send_back(by=desk.actor, assessment=desk.assessment, text=form.cleaned_data["aanpassen"])
    except Refused as error:
        form.add_error(None, str(error))
    return not form.errors


def _advise(request: HttpRequest, desk: Desk, form: AdviceForm) -> bool:
    given = form.cleaned_data
    try:
        reviewing.advise(
            by=desk.actor,
            assessment=desk.assessment,
            verdict=FgVerdict(given["oordeel"]),
            text=given["tekst"],
            snapshot_sha256=given["momentopname"],
            login_method=login_method(request),
            stricter_outcome=given["strenger"],
            stricter_reason=given["reden"] if given["strenger"] else "",
        )
    except Refused as error:
        form.add_error(None, str(error))
    return not form.errors


def login_method(request: HttpRequest) -> str:
    """How this session was signed in, as the report will say."""
    sign_in = sign_in_of(request.session)
    return sign_in.method if sign_in else Method.PASSWORD


@require_GET
def evidence(request: HttpRequest, pk: uuid.UUID, version: uuid.UUID) -> HttpResponse:
    """A document as it was submitted, also when a newer version exists."""
    assessment = get_assessment(request, pk, Permission.REVIEW)
    found = evidence_file(assessment, version)
    if found is None or found.file is None:
        raise Http404
    return attachment(file_bytes(found.file.pk), found.file_name or found.title, found.file.content_type)
