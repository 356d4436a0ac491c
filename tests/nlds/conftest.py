"""Serves the style page on loopback, under the security headers of the site and without a database."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import override_settings
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler

GALLERY = Path(__file__).parent / "templates"
# The middleware of the site that shapes a page; the rest needs a database.
KEPT = ("security", "csp", "sessions", "LanguageMiddleware", "CommonMiddleware", "csrf", "messages", "clickjacking")


class Thread(LiveServerThread):
    server_class = LiveServerThread.server_class

    def _create_server(self, connections_override: Any = None) -> Any:
        return self.server_class((self.host, self.port), QuietWSGIRequestHandler, allow_reuse_address=False)


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    templates: list[dict[str, Any]] = deepcopy(list(settings.TEMPLATES))
    templates[0]["DIRS"] = [*templates[0]["DIRS"], GALLERY]
    options = templates[0]["OPTIONS"]
    options["context_processors"] = [
        "django.template.context_processors.request",
        "django.contrib.messages.context_processors.messages",
        "tests.nlds.gallery.chrome",
    ]
    with override_settings(
        ROOT_URLCONF="tests.nlds.gallery",
        TEMPLATES=templates,
        MIDDLEWARE=[name for name in settings.MIDDLEWARE if any(k in name for k in KEPT)],
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        SECURE_SSL_REDIRECT=False,
    ):
        thread = Thread("127.0.0.1", StaticFilesHandler, port=0)
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        yield f"http://{thread.host}:{thread.port}"
        thread.terminate()
