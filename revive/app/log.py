"""What is written down when something fails: what kind of failure and where in the code, never with what.

The message of an error may hold a file's name, a person's, or words of theirs, and so may the lines of a traceback.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import SimpleNamespace

FRAMES = 6  # the innermost
LOGGERS = ("uvicorn.error", "asyncio", "gradio", "concurrent.futures", "mcp")  # which write tracebacks of their own


def told_briefly(error: BaseException) -> str:
    """“ValueError at revive.speech.text:61 < revive.speech.make:40”: kinds and places, of what caused it too."""
    places = [
        f"{frame.f_globals.get('__name__', '?')}:{line}" for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    said = f"{type(error).__name__} at {' < '.join(places[: -FRAMES - 1 : -1]) or '?'}"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{said}, after {told_briefly(cause)}" if cause is not None and cause is not error else said


class Discreet(logging.Filter):
    """Leaves of a record that tells of an error only what `told_briefly` says."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.msg, record.args = f"an error in {record.name}: {told_briefly(error)}", ()
            record.exc_info = record.exc_text = record.stack_info = None
        return True


def keep_discreet() -> None:
    """Let nothing that serves the page write messages or values of errors to the terminal."""
    import gradio

    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, Discreet) for known in logger.filters):
            logger.addFilter(Discreet())
    _make_records_discreet()
    # Gradio prints the traceback of whatever a handler raises; it has no setting for that
    quiet = SimpleNamespace(**{**vars(traceback), "print_exc": _print_briefly})
    for module in (gradio.routes, gradio.queueing, gradio.route_utils, gradio.utils):
        module.traceback = quiet
    gradio.queueing.print = lambda *_: None  # the message of what its validators raise


def _make_records_discreet() -> None:
    """The same for what is written under the names below those: a filter is not asked there."""
    make = logging.getLogRecordFactory()
    if getattr(make, "discreet", False):
        return

    def discreetly(*args, **kwargs) -> logging.LogRecord:
        record = make(*args, **kwargs)
        if record.name.startswith(tuple(f"{name}." for name in LOGGERS)):
            Discreet().filter(record)
        return record

    discreetly.discreet = True
    logging.setLogRecordFactory(discreetly)


def _print_briefly(*_, **__) -> None:
    error = sys.exc_info()[1]
    if error is not None:
        logging.getLogger(__name__).error("a request failed: %s", told_briefly(error))
