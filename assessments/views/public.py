"""Pages for everybody, signed in or not: checking a report, the blank questionnaire, help, accessibility."""

import logging
import uuid
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from assessments import verifying
from assessments.forms.searching import VerifyForm
from assessments.models import QuestionnaireVersion
from assessments.presenters.blank import blank
from assessments.presenters.verdicts import check_lines
from assessments.reading import newest_version
from assessments.reading import questionnaire as questionnaire_of

logger = logging.getLogger(__name__)
MAX_MEGABYTES = verifying.MAX_BYTES // 10**6


def questionnaire(request: HttpRequest) -> HttpResponse:
    """Every question on one page, to print and fill in by hand or to discuss."""
    try:
        version = newest_version()
    except QuestionnaireVersion.DoesNotExist:
        return render(request, "public/questionnaire.html")
    context = {"version": version, "body": _questionnaire_body(version.pk, get_language() or "nl")}
    return render(request, "public/questionnaire.html", context)


@lru_cache(maxsize=8)
def _questionnaire_body(version: uuid.UUID, language: str) -> SafeString:
    """The same for everybody, and a version never changes: made once per process and language."""
    return render_to_string("public/_questionnaire.html", {"sections": blank(questionnaire_of(version), language)})


def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "public/help.html", {"max_megabytes": settings.EVIDENCE_MAX_BYTES // 2**20})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")


class SmallUploads(MemoryFileUploadHandler):
    """Keeps an upload in memory, never on disk; reads past what is too large without keeping it."""

    too_large = False

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) > verifying.MAX_BYTES:
            self.too_large = True
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)


# Exempt, because the check would read the whole upload before the limit can; nothing here changes anything.
@csrf_exempt
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a file is a report of ours, and unchanged. The upload is not kept."""
    if request.method != "POST":
        return render(request, "public/verify.html", {"form": VerifyForm(), "max_megabytes": MAX_MEGABYTES})
    handler = SmallUploads(request)
    request.upload_handlers = [handler]
    form = VerifyForm(request.POST, request.FILES)
    context = {"form": form, "max_megabytes": MAX_MEGABYTES}
    if handler.too_large:
        return render(request, "public/verify.html", {**context, "form": VerifyForm(), "too_large": True}, status=413)
    if not form.is_valid():
        return render(request, "public/verify.html", context, status=422)
    upload = form.cleaned_data["bestand"]
    try:
        verdict = verifying.verify(upload.read())
    except verifying.TrustMissing:
        logger.exception("/verify cannot judge: no certificates")
        return render(request, "public/verify.html", {**context, "cannot_judge": True}, status=503)
    return render(
        request,
        "public/verify.html",
        {**context, "form": VerifyForm(), "verdict": verdict, "checks": check_lines(verdict), "name": upload.name},
    )
