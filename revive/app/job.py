"""One piece of work at the desk: what is heard of it, how it is stopped, what came of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import Future, wait
from dataclasses import dataclass

from revive.app.log import told_briefly
from revive.app.refusals import too_much_work
from revive.errors import Cancelled, UserError
from revive.failures import sentence_for
from revive.progress import Progress, Report

log = logging.getLogger(__name__)

NEWS_EVERY = 0.25  # seconds between two looks at a running job
LINE_EVERY = 1.0  # and at one that waits


@dataclass
class Job:
    """One piece of work that is waiting, running or done. `news` yields its reports, `outcome` what came of it."""

    progress: Progress
    future: Future | None = None
    whose: str = ""
    latest: Report | None = None
    begun: float | None = None  # monotonic seconds
    stopped: bool = False
    late: bool = False

    def stop(self) -> None:
        """Stop it at its next report, or keep it from beginning."""
        self.stopped = True
        self.progress.cancel()
        self.future.cancel()

    def news(self) -> Iterator[Report | None]:
        """The latest report (None before the first), at once and then again and again, until it is done.

        There is no news of a job that was told to stop.
        """
        yield self.latest
        while not wait([self.future], timeout=NEWS_EVERY if self.begun else LINE_EVERY).done:
            if not self.stopped:
                yield self.latest

    def outcome(self):
        """What the work returned.

        Raises
        ------
        UserError, Cancelled : as the work raised them; UserError too where it failed for a reason that can be said
        Unforeseen : anything else; the log has its kind and place
        """
        if self.future.cancelled():  # it never began
            raise Cancelled
        error = self.future.exception()
        if error is None:
            return self.future.result()
        if isinstance(error, Cancelled) and self.late:
            raise too_much_work()
        if isinstance(error, UserError | Cancelled):
            raise error
        log.error("the work failed: %s", told_briefly(error))
        raise sentence_for(error) or Unforeseen() from error


class Unforeseen(Exception):
    """The work failed in a way that nobody foresaw; the log says where."""
