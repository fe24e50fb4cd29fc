"""One job: its reports, how it is stopped, and its outcome."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from revive.app.jobs.limits import took_too_long
from revive.core.errors import Cancelled, UserError
from revive.core.failures import describe_error, sentence_for
from revive.core.parallel import all_done
from revive.core.progress import Progress, Report

log = logging.getLogger(__name__)

REPORT_EVERY = 0.25  # seconds between two reports of a running job
WAITING_REPORT_EVERY = 1.0  # and of one that waits


class UnexpectedFailure(Exception):
    """The work failed in a way that nobody foresaw; the log says where."""


@dataclass(eq=False)
class Job:
    """One job that is waiting, running or done.

    Attributes
    ----------
    source : whom the limits count it for, see `FileAccess.source`; "" for what no visitor asked for
    browser : who asked for it
    folder : where its result lies, and of a clip what is needed to make it again, see `jobs.clips`; such a job goes on
        when the page is closed, and is found again. None for the others
    makes : what it makes there, as the shelf calls it
    latest : its last report
    started : monotonic seconds; None while it waits, here or in the cluster
    timed_out : it took longer than a job may
    gives_way : it is stopped when its visitor asks for something else
    elsewhere : a cluster does it, and this computer only waits
    """

    progress: Progress
    future: Future | None = None
    source: str = ""
    browser: str = ""
    folder: Path | None = None
    makes: str = ""
    latest: Report | None = None
    started: float | None = None
    stopped: bool = False
    timed_out: bool = False
    gives_way: bool = False
    elsewhere: bool = False

    def stop(self) -> None:
        """Stop it at its next report, or keep it from beginning."""
        self.stopped = True
        self.progress.cancel()
        self._submitted().cancel()

    def done(self) -> bool:
        """Whether it has ended, in whatever way."""
        return self._submitted().done()

    def when_done(self, call: Callable[[Future], object]) -> None:
        """Call `call` with the future once it has ended."""
        self._submitted().add_done_callback(call)

    def reports(self) -> Iterator[Report | None]:
        """The latest report (None before the first), at once and then again and again, until the job is done.

        A job that was told to stop has no more reports.
        """
        yield self.latest
        while not all_done(self._submitted(), timeout=REPORT_EVERY if self.started else WAITING_REPORT_EVERY):
            if not self.stopped:
                yield self.latest

    def outcome(self) -> Any:
        """What the work returned.

        Raises
        ------
        UserError, Cancelled : as the work raised them; UserError too where it failed for a reason that can be said
        UnexpectedFailure : anything else; the log has its kind and place
        """
        future = self._submitted()
        if future.cancelled():  # it never began
            raise Cancelled
        error = future.exception()
        if error is None:
            return future.result()
        if isinstance(error, Cancelled) and self.timed_out:
            raise took_too_long()
        if isinstance(error, UserError | Cancelled):
            raise error
        log.error("the work failed: %s", describe_error(error))
        raise sentence_for(error) or UnexpectedFailure() from error

    def _submitted(self) -> Future:
        if self.future is None:
            raise RuntimeError("the job was not submitted")
        return self.future
