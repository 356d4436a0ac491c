"""Documents and declarations: the list, adding, replacing, downloading."""

import uuid

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments import documents, reading
from assessments.actions import evidence as actions
from assessments.forms.evidence import DocumentForm, LinkForm
from assessments.forms.names import field_name, named_key, row_key
from assessments.models import Assessment, EvidenceVersion
from assessments.permissions import Permission
from assessments.policies import Refused
from assessments.presenters import evidence as pages
from assessments.presenters.drafts import Draft
from assessments.views.attachments import attachment
from assessments.views.door import actor_of, get_assessment, why_not_writable
from nlds import layout


@require_safe
def evidence_list(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Everything that was added, with how far it was checked."""
    assessment = get_assessment(request, pk, Permission.ANSWER)
    draft = Draft(reading.contents(assessment))
    context = {
        "assessment": assessment,
        "lines": pages.lines(draft, documents.current_versions(assessment)),
        "without": [(draft.title(key), pages.add_url(assessment, key)) for key in pages.without_evidence(draft)],
        "read_only": why_not_writable(request, assessment),
    }
    return render(request, "assessments/evidence.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One document or declaration, linked at once to every answer it shows."""
    assessment = get_assessment(request, pk, Permission.ANSWER)
    draft = Draft(reading.contents(assessment))
    first = named_key(request.GET.get("vraag", ""))
    first = first if first in draft.findings else None
    rows = pages.link_rows(draft, first)
    posted = request.POST if request.method == "POST" else None
    initial = {"vragen": [field_name(first)] if first else []}
    form = DocumentForm(posted, request.FILES if posted is not None else None)
    links = LinkForm(posted, rows=rows, kind=request.POST.get("soort", ""), initial=initial)
    if posted is not None and form.is_valid() & links.is_valid() and _added(request, assessment, form, links):
        return redirect("evidence", pk=pk)
    form.helper = layout.form_helper(*form.layout_objects())
    context = {
        "assessment": assessment,
        "form": form,
        "links": links,
        "read_only": why_not_writable(request, assessment),
    }
    return render(request, "assessments/evidence_add.html", context, status=422 if form.errors or links.errors else 200)


def _added(request: HttpRequest, assessment: Assessment, form: DocumentForm, links: LinkForm) -> bool:
    rows = [row_key(key) for key in links.chosen]
    try:
        with transaction.atomic():
            actions.add(by=actor_of(request), assessment=assessment, document=form.document, rows=rows)
    except Refused as error:
        form.add_error(None, str(error))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, pk: uuid.UUID, evidence: uuid.UUID) -> HttpResponse:
    """A newer version of a document or declaration; who checked the old one has to look again."""
    assessment = get_assessment(request, pk, Permission.ANSWER)
    version = _version(assessment, evidence)
    initial = {
        "titel": version.title,
        "tekst": version.statement,
        "door": version.declared_by,
        "functie": version.declared_as,
    }
    posted = request.POST if request.method == "POST" else None
    form = DocumentForm(
        posted, request.FILES if posted is not None else None, only=version.evidence.kind, initial=initial
    )
    if posted is not None and form.is_valid() and _replaced(request, assessment, version, form):
        return redirect("evidence-check", pk=pk, evidence=evidence)
    form.helper = layout.form_helper(*form.layout_objects())
    context = {
        "assessment": assessment,
        "evidence": version,
        "form": form,
        "read_only": why_not_writable(request, assessment),
    }
    return render(request, "assessments/evidence_replace.html", context, status=422 if form.errors else 200)


def _replaced(request: HttpRequest, assessment: Assessment, version: EvidenceVersion, form: DocumentForm) -> bool:
    try:
        with transaction.atomic():
            actions.replace(
                by=actor_of(request), assessment=assessment, evidence=version.evidence, document=form.document
            )
    except Refused as error:
        form.add_error(None, str(error))
        return False
    return True


@require_safe
def download(request: HttpRequest, pk: uuid.UUID, evidence: uuid.UUID) -> HttpResponse:
    """The file, to be saved and never shown inside our own pages."""
    assessment = get_assessment(request, pk, Permission.ANSWER)
    version = _version(assessment, evidence)
    if version.file is None:
        raise Http404
    return attachment(reading.file_bytes(version.file.pk), version.file_name, version.file.content_type)


def _version(assessment: Assessment, evidence: uuid.UUID) -> EvidenceVersion:
    version = documents.current_version(assessment, evidence)
    if version is None:
        raise Http404
    return version
