"""For who finds a hole, and for browsers that were kept from doing something: security.txt, the policy, CSP reports."""

import json
import logging
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from allauth.core import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

logger = logging.getLogger(__name__)
# RFC 9116 asks for less than a year; the page is made anew each time, so it is never past.
VALID_FOR = timedelta(days=180)
MAX_REPORT_BYTES = 16_384
MAX_REPORTS = 10
WORD = re.compile(
    r"(?:[a-z]{2,12}-src(?:-elem|-attr)?|base-uri|form-action|frame-ancestors|report-uri|report-to|"
    r"require-trusted-types-for|trusted-types(?:-policy|-sink)?|inline|eval|wasm-eval|data|blob)"
)
HOST = re.compile(r"[a-z0-9.-]{1,90}")
PATH = re.compile(r"[\w/.%~-]+", re.ASCII)


def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Without a contact nobody would answer, so there is no file."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    fields = {
        "Contact": settings.SECURITY_CONTACT,
        "Expires": (timezone.now() + VALID_FOR).strftime("%Y-%m-%dT00:00:00Z"),
        "Preferred-Languages": "nl, en",
        "Canonical": request.build_absolute_uri(reverse("security-txt")),
        "Policy": request.build_absolute_uri(reverse("disclosure")),
    }
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def disclosure(request: HttpRequest) -> HttpResponse:
    """What somebody who finds a weak spot may do, and what we do then."""
    return render(request, "public/disclosure.html", {"contact": settings.SECURITY_CONTACT})


@csrf_exempt
def csp_report(request: HttpRequest) -> HttpResponse:
    """A browser tells what the content policy kept it from. Always 204: it tells the sender nothing."""
    if ratelimit.consume(request, action="csp_report") and not _is_too_long(request):
        for directive, blocked, page in _violations(request.body)[:MAX_REPORTS]:
            logger.warning("content policy: %s kept %s out of %s", directive, blocked, page)
    return HttpResponse(status=204)


def _is_too_long(request: HttpRequest) -> bool:
    length = request.headers.get("Content-Length", "")
    return not length.isdecimal() or int(length) > MAX_REPORT_BYTES


def _violations(body: bytes) -> list[tuple[str, str, str]]:
    """(directive, origin that was kept out, path of the page); of both forms that browsers send, nothing else."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return []
    reports = sent if isinstance(sent, list) else [sent]
    found = []
    for report in reports:
        if isinstance(report, dict):
            about = report.get("csp-report") or report.get("body")
            if isinstance(about, dict):
                directive = about.get("effectiveDirective") or about.get("effective-directive")
                blocked = about.get("blockedURL") or about.get("blocked-uri")
                page = about.get("documentURL") or about.get("document-uri")
                found.append((_word(directive), _origin(blocked), _path(page)))
    return found


def _word(text: Any) -> str:
    """The name of a directive, or what stands for a place that is no address; anything else may be anybody's words."""
    return text if isinstance(text, str) and WORD.fullmatch(text) else "?"


def _origin(text: Any) -> str:
    parts = _split(text)
    if parts and parts.scheme in ("http", "https") and parts.hostname:
        return f"{parts.scheme}://{parts.hostname}" if HOST.fullmatch(parts.hostname) else "?"
    return _word(text)


def _path(text: Any) -> str:
    """Without what stands behind `?`; ids in it are no secret."""
    parts = _split(text)
    path = parts.path if parts else ""
    return path[:200] if PATH.fullmatch(path) else "?"


def _split(text: Any) -> Any:
    try:
        return urlsplit(text) if isinstance(text, str) else None
    except ValueError:
        return None
