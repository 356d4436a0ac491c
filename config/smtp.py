"""The mail server of an installation, from its environment: TLS or nothing, except on this very machine."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from config import environment

# Scheme -> how the connection is made, and its usual port.
SCHEMES = {
    "smtps": ({"use_ssl": True}, 465),
    "smtp+starttls": ({"use_tls": True}, 587),
    "smtp": ({}, 25),
}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
# A server that says nothing for this long is as good as gone.
TIMEOUT = 30


def server(name: str) -> dict[str, Any] | None:
    """What Django's SMTP backend needs, or None where no mail server was named."""
    if not environment.given(name):
        return None
    try:
        url = urlsplit(environment.secret(name))
        host, port = url.hostname, url.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not an address: {error}") from error
    if url.scheme not in SCHEMES or not host or url.path.strip("/") or url.query:
        raise ImproperlyConfigured(f"{name} must be smtps://USER@HOST:PORT or smtp+starttls://USER@HOST:PORT.")
    if url.password:
        raise ImproperlyConfigured(f"{name} holds a password; put that in TOETS_SMTP_PASSWORD.")
    if url.scheme == "smtp" and host not in LOOPBACK:
        raise ImproperlyConfigured(f"{name} sends without TLS; that is allowed on loopback only.")
    tls, usual_port = SCHEMES[url.scheme]
    user = unquote(url.username or "")
    return {
        "host": host,
        "port": port or usual_port,
        "username": user,
        "password": environment.secret("TOETS_SMTP_PASSWORD") if user else "",
        "timeout": TIMEOUT,
        **tls,
    }


def sender(name: str, *, needed: bool) -> str:
    """The address that mail comes from."""
    address = environment.text(name)
    if not address and not needed:
        return ""
    try:
        validate_email(address)
    except ValidationError as error:
        raise ImproperlyConfigured(f"{name} must be the address that mail comes from.") from error
    return address


def site(name: str, *, demo: str, needed: bool) -> str:
    """The address of the site as links in mail name it, without a slash at the end."""
    address = environment.text(name) or demo
    if not address and not needed:
        return ""
    url = urlsplit(address)
    if url.scheme not in ("https", "http") or not url.hostname or url.path.strip("/") or url.query:
        raise ImproperlyConfigured(f"{name} must be the address of the site, such as https://toets.example.")
    if url.scheme == "http" and url.hostname not in LOOPBACK:
        raise ImproperlyConfigured(f"{name} must begin with https://.")
    return address.rstrip("/")
