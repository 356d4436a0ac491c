"""Browsers that somebody signed in with before: a signed cookie says so, and says nothing else."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from assessments.models import User

SALT = "assessments.devices"
A_YEAR = 365 * 24 * 60 * 60
MOST_PEOPLE = 10


def is_known(request: HttpRequest, user: User) -> bool:
    return _mark(user) in _marks(request)


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """For a year, and for the last few people on a shared machine."""
    marks = [*_marks(request), _mark(user)][-MOST_PEOPLE:]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(marks, salt=SALT),
        max_age=A_YEAR,
        secure=not settings.DEMO,
        httponly=True,
        samesite="Lax",
    )


def _mark(user: User) -> str:
    return salted_hmac(SALT, str(user.pk), algorithm="sha256").hexdigest()[:32]


def _marks(request: HttpRequest) -> list[Any]:
    try:
        marks = signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=A_YEAR)
    except signing.BadSignature:
        return []
    return list(marks)
