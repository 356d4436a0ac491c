"""What we ask of an identity provider over HTTP: little, from its own origin only, and never for long."""

import json
import time
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

SECONDS = 10
MAX_BYTES = 200_000
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Unreachable(Exception):
    """The provider did not give a usable answer. The text is a code for the operator's log, without content."""


class _NoRedirects(HTTPRedirectHandler):
    """A provider that sends us on could send us to a server behind our own walls."""

    def redirect_request(self, *arguments: Any, **options: Any) -> None:
        return None


def origin_of(address: str) -> tuple[str, str, int | None]:
    """Scheme, host and port. Raises `Unreachable` for an address that we do not use."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Unreachable("not_an_address") from error
    plain = parts.scheme == "http" and settings.DEMO and host in LOOPBACK
    if not host or parts.username is not None or not (parts.scheme == "https" or plain):
        raise Unreachable("not_https")
    return parts.scheme, host, port or {"https": 443, "http": 80}[parts.scheme]


def fetch(address: str, *, issuer: str, form: dict[str, str] | None = None) -> dict[str, Any]:
    """The JSON object at this address of the issuer; with `form` it is posted."""
    if origin_of(address) != origin_of(issuer):
        raise Unreachable("other_origin")
    data = urlencode(form).encode() if form is not None else None
    request = Request(address, data=data, headers={"Accept": "application/json"})  # noqa: S310 -- the scheme was checked
    try:
        with build_opener(_NoRedirects).open(request, timeout=SECONDS) as answer:
            found = json.loads(_read(answer))
    except HTTPError as error:
        error.close()
        raise Unreachable(f"http_{error.code}") from error
    except (OSError, ValueError, RecursionError) as error:
        raise Unreachable(type(error).__name__) from error
    if not isinstance(found, dict):
        raise Unreachable("not_an_object")
    return found


def _read(answer: Any) -> bytes:
    """All of it, within the bounds: the time-out of a socket alone would allow a byte every few seconds for ever."""
    end, content = time.monotonic() + SECONDS, b""
    while chunk := answer.read1(65_536):
        content += chunk
        if len(content) > MAX_BYTES or time.monotonic() > end:
            raise Unreachable("too_much")
    return content
