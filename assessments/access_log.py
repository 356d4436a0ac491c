"""One line in the access log for every request that shows, changes or is refused something.

The line is written after the transaction of the request has ended, so that it stays when that was undone. A look that
cannot be logged is not shown: the error of the log becomes the answer.
"""

import ipaddress
import uuid
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from assessments.actions import access
from assessments.models import AccessKind

# Where somebody proves who they are: an answer that leads nowhere else means that they did not.
PROOFS = {
    "account_login",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
READ = {"GET", "HEAD", "OPTIONS"}
# Of an address that is not for storing: a network, not a household.
NETWORK_BITS = {4: 24, 6: 48}
# Where allauth keeps whose password was right while a second proof is asked.
PENDING = "account_login"


class AccessLogMiddleware:
    """Stands just within the session, around everything that may refuse."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        before, pending = _person(request), _pending(request)
        response = self.get_response(request)
        after = _person(request)
        kind = _kind(request, response, before, after)
        if kind is not None:
            known = before or after or pending or _pending(request)
            access.log(
                who=_who(request, response, known),
                kind=kind,
                page=_page(request),
                subject=_subject(request) if known else "",
                result=response.status_code,
                origin=origin(request),
                folded=kind is AccessKind.LOOKED or (kind is AccessKind.REFUSED and known is None),
            )
        return response


def _kind(
    request: HttpRequest, response: HttpResponseBase, before: uuid.UUID | None, after: uuid.UUID | None
) -> AccessKind | None:
    """What happened, or None where nothing of anybody was asked for."""
    if after != before:
        return AccessKind.SIGNED_IN if after else AccessKind.SIGNED_OUT
    if request.resolver_match is None:
        return None
    moved = 300 <= response.status_code < 400
    if request.method not in READ and _page(request) in PROOFS and response.status_code < 500:
        return _of_a_proof(moved=moved, signed_in=after is not None)
    if response.status_code >= 400:
        return AccessKind.FAILED if response.status_code >= 500 else AccessKind.REFUSED
    if after is None:
        return None
    if request.method not in READ:
        return AccessKind.SENT
    if moved:
        return None
    fetched = response.get("Content-Disposition", "").startswith("attachment")
    return AccessKind.DOWNLOADED if fetched else AccessKind.LOOKED


def _of_a_proof(*, moved: bool, signed_in: bool) -> AccessKind:
    if signed_in:
        return AccessKind.SENT if moved else AccessKind.PROOF_FAILED
    return AccessKind.SIGN_IN_BEGUN if moved else AccessKind.SIGN_IN_FAILED


def _who(request: HttpRequest, response: HttpResponseBase, known: uuid.UUID | None) -> access.Who:
    actor = getattr(request, "actor", None)
    if actor is not None or known is not None:
        return access.Who(actor=actor, person=known)
    # A form that was refused as a whole (400, 413) cannot be read again.
    typed = request.POST.get("login", "") if _page(request) in PROOFS and response.status_code in (200, 429) else ""
    return access.Who(login=typed.replace("\0", "")[:150])


def _page(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.view_name or match.route)[:60] if match else ""


def _subject(request: HttpRequest) -> str:
    """The ids in the address. What else stands in it was typed by somebody."""
    match = request.resolver_match
    ids = [str(value) for value in match.kwargs.values() if isinstance(value, uuid.UUID)] if match else []
    return "/".join(ids)[:120]


def _person(request: HttpRequest) -> uuid.UUID | None:
    """The account of the session, without fetching it."""
    return _id(request.session.get(SESSION_KEY))


def _pending(request: HttpRequest) -> uuid.UUID | None:
    kept = request.session.get(PENDING)
    return _id(kept.get("user_pk")) if isinstance(kept, dict) else None


def _id(text: object) -> uuid.UUID | None:
    return uuid.UUID(text) if isinstance(text, str) else None


def origin(request: HttpRequest) -> str:
    """Where a request came from, as precise as `ACCESS_LOG_ORIGIN` says: `network`, `address` or `none`."""
    if settings.ACCESS_LOG_ORIGIN == "none":
        return ""
    try:
        address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    except (ValueError, PermissionDenied):
        return ""
    if settings.ACCESS_LOG_ORIGIN == "address":
        return str(address)
    return str(ipaddress.ip_network((address, NETWORK_BITS[address.version]), strict=False))
