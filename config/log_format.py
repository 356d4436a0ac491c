"""Log lines that say what went wrong and where, never what somebody wrote."""

import logging
import traceback
from types import TracebackType


class WithoutContent(logging.Formatter):
    """Leaves out the messages of exceptions: those of the database quote the row they are about."""

    def formatException(  # noqa: N802 -- the name is logging's
        self, exc_info: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        kind, _, place = exc_info
        if kind is None:
            return ""
        return "".join([*traceback.format_tb(place), f"{kind.__module__}.{kind.__qualname__}"])
