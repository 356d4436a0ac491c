"""Somebody who wrote neither looks: one document open beside the answers it should show, or explanations alone."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assessments import documents, reading
from assessments.actions import evidence as actions
from assessments.forms.evidence import LinkForm, VerdictForm
from assessments.forms.names import field_name, row_key
from assessments.models import Assessment, CheckVerdict, EvidenceVersion
from assessments.policies import Forbidden, Refused
from assessments.presenters import evidence as pages
from assessments.presenters.drafts import Draft
from assessments.views.door import actor_of, get_assessment, why_not_writable


def check(request: HttpRequest, pk: uuid.UUID, evidence: uuid.UUID) -> HttpResponse:
    """One document or declaration: what it is, what it should show, and whether it does."""
    assessment = get_assessment(request, pk)
    version = documents.current_version(assessment, evidence)
    if version is None:
        raise Http404
    draft, actor = Draft(reading.contents(assessment)), actor_of(request)
    document = pages.document(version, actor)
    answers = pages.to_judge(draft, version, documents.opinions_on(version), actor)
    linking = request.method == "POST" and "koppel" in request.POST
    judging = request.method == "POST" and not linking
    links = _link_form(request, draft, version) if linking else _link_form(None, draft, version)
    judge = _verdict_form(request if judging else None, _may_judge(request, answers, document))
    if linking and links.is_valid() and _linked(request, assessment, version, links):
        return redirect("evidence-check", pk=pk, evidence=evidence)
    if judging and judge.is_valid() and _judged(request, assessment, version, judge):
        return redirect("evidence", pk=pk)  # where the next one to check stands
    context = {
        "assessment": assessment,
        "evidence": version,
        "document": document,
        "answers": _beside(answers, judge),
        "links": links,
        "judge": judge,
        "read_only": why_not_writable(request, assessment),
    }
    status = 422 if links.errors or judge.errors else 200
    return render(request, "assessments/evidence_check.html", context, status=status)


def _link_form(request: HttpRequest | None, draft: Draft, version: EvidenceVersion) -> LinkForm:
    present = [key for key, _shown in pages.linked(draft, version)]
    return LinkForm(
        request.POST if request else None,
        rows=pages.link_rows(draft, None, present),
        kind=version.evidence.kind,
        initial={"vragen": [field_name(key) for key in present]},
    )


def _may_judge(
    request: HttpRequest, answers: Sequence[pages.ToJudge], document: pages.Document | None = None
) -> list[pages.ToJudge]:
    """What this person wrote neither side of; everything where the organisation allows self-checking."""
    if actor_of(request).organisation.allows_self_checking:
        return list(answers)
    if document and document.is_own:
        return []
    return [each for each in answers if not each.is_own]


def _verdict_form(request: HttpRequest | None, answers: Sequence[pages.ToJudge]) -> VerdictForm:
    return VerdictForm(
        request.POST if request else None,
        rows={each.answer: each.title for each in answers},
        judged={each.answer: each.verdict for each in answers},
    )


def _beside(answers: Sequence[pages.ToJudge], form: VerdictForm) -> list[tuple[pages.ToJudge, BoundField | None]]:
    """Each answer with the field in which this person judges it; none for what they may not judge."""
    return [(each, form[each.answer] if each.answer in form.rows else None) for each in answers]


def _linked(request: HttpRequest, assessment: Assessment, version: EvidenceVersion, form: LinkForm) -> bool:
    rows = [row_key(key) for key in form.chosen]
    try:
        with transaction.atomic():
            actions.link(by=actor_of(request), assessment=assessment, evidence=version.evidence, rows=rows)
    except Refused as error:
        form.add_error(None, str(error))
        return False
    return True


def _judged(request: HttpRequest, assessment: Assessment, version: EvidenceVersion | None, form: VerdictForm) -> bool:
    verdicts = {uuid.UUID(row): CheckVerdict(code) for row, code in form.verdict_codes.items()}
    try:
        with transaction.atomic():
            actions.check(
                by=actor_of(request),
                assessment=assessment,
                version=version,
                verdicts=verdicts,
                note=form.cleaned_data["opmerking"],
            )
    except (Refused, Forbidden) as error:
        form.add_error(None, str(error))
        return False
    return True


def explanations(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Exceptions that rest on a reason: somebody else reads whether it suffices."""
    assessment = get_assessment(request, pk)
    draft = Draft(reading.contents(assessment))
    answers = pages.explanations(draft, actor_of(request))
    judging = request.method == "POST"
    form = _verdict_form(request if judging else None, _may_judge(request, answers))
    if judging and form.is_valid() and _judged(request, assessment, None, form):
        return redirect("explanations", pk=pk)
    context = {
        "assessment": assessment,
        "answers": _beside(answers, form),
        "judge": form,
        "read_only": why_not_writable(request, assessment),
    }
    return render(request, "assessments/explanations.html", context, status=422 if form.errors else 200)
