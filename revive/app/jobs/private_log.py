"""The log of failures: their kind and their place in the code, never their message.

The message of an error may hold the name of a file or a person, or the family's words; so may the lines of a traceback.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from revive.core.failures import describe_error

LOGGERS = ("uvicorn.error", "asyncio", "gradio", "concurrent.futures", "mcp")  # they write tracebacks


class PrivacyFilter(logging.Filter):
    """Replaces the message of a record that has an error by what `describe_error` says."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.msg, record.args = f"an error in {record.name}: {describe_error(error)}", ()
            record.exc_info = record.exc_text = record.stack_info = None
        return True


def keep_logs_private() -> None:
    """Keep the messages and values of errors out of everything that is logged while the page is served."""
    from gradio import queueing, route_utils, routes, utils

    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, PrivacyFilter) for known in logger.filters):
            logger.addFilter(PrivacyFilter())
    if not isinstance(logging.getLogRecordFactory(), _PrivateRecords):
        logging.setLogRecordFactory(_PrivateRecords(logging.getLogRecordFactory()))
    # Gradio prints the traceback of whatever a handler raises; it has no setting for that
    quiet = SimpleNamespace(**{**vars(traceback), "print_exc": _log_request_failure})
    modules: tuple[Any, ...] = (routes, queueing, route_utils, utils)
    for module in modules:
        module.traceback = quiet
    modules[1].print = lambda *_: None  # the message of what its validators raise


class _PrivateRecords:
    """Makes log records; those of child loggers, which do not pass the filters of their parents, are filtered here."""

    def __init__(self, make: Callable[..., logging.LogRecord]):
        self.make = make

    def __call__(self, *args, **kwargs) -> logging.LogRecord:
        record = self.make(*args, **kwargs)
        if record.name.startswith(tuple(f"{name}." for name in LOGGERS)):
            PrivacyFilter().filter(record)
        return record


def _log_request_failure(*_, **__) -> None:
    error = sys.exc_info()[1]
    if error is not None:
        logging.getLogger(__name__).error("a request failed: %s", describe_error(error))
