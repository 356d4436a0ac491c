"""Headers that every response carries, whoever made it: pages, errors, redirects, downloads and static files.

The policy for content, the ones about framing, sniffing, referring and opening, and HSTS are Django's own: its
middleware stands right below this one, before anything that could answer by itself.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# What a page of ours never uses; passkeys it does, itself alone.
NEVER = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
ITSELF = ("publickey-credentials-create", "publickey-credentials-get")
HEADERS = {
    "Permissions-Policy": ", ".join([*(f"{name}=()" for name in NEVER), *(f"{name}=(self)" for name in ITSELF)]),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Reporting-Endpoints": f'{settings.REPORTING_GROUP}="{settings.REPORTING_PATH}"',
    # What somebody signed in to see stays out of every cache; static files say for themselves how long they last.
    "Cache-Control": "no-store",
}


class HeadersMiddleware:
    """The outermost: nothing answers before it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
