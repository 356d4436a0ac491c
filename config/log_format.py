"""Log lines that say what went wrong and where, never what somebody wrote."""

import logging
import re
import traceback
from types import TracebackType

# The token of a personal link, as it stands in an address (`assessments.models.links`).
_TOKEN = re.compile(r"(?<=/)[\w-]{64}(?![\w-])")


class WithoutContent(logging.Formatter):
    """Leaves out the messages of exceptions: those of the database quote the row they are about."""

    def format(self, record: logging.LogRecord) -> str:
        """Addresses of pages are named, the tokens in them not."""
        return _TOKEN.sub("TOKEN", super().format(record))

    def formatException(  # noqa: N802 -- the name is logging's
        self, exc_info: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        kind, _, place = exc_info
        if kind is None:
            return ""
        return "".join([*traceback.format_tb(place), f"{kind.__module__}.{kind.__qualname__}"])
