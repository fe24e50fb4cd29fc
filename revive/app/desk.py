"""The desk where the page's work is done: one job at a time, in a room of its own for every visitor.

Heavy work runs on one thread, so the page stays quick and two jobs never fight for the processor. Each visitor's
files lie in one folder, readable by nobody else on the computer, which goes when the tab is closed.
"""

from __future__ import annotations

import atexit
import logging
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from revive.errors import Cancelled, UserError
from revive.progress import Progress, Report

log = logging.getLogger("revive.app")

NEWS_EVERY = 0.25  # seconds between two looks at a running job


@dataclass
class Job:
    """One piece of work that is waiting, running or done. `news` yields its reports, `outcome` what came of it."""

    progress: Progress
    future: Future | None = None
    latest: Report | None = None
    stopped: bool = False

    def stop(self) -> None:
        """Stop it at its next report, or keep it from beginning."""
        self.stopped = True
        self.progress.cancel()
        self.future.cancel()

    def news(self) -> Iterator[Report | None]:
        """The latest report (None before the first), at once and then every quarter of a second, until it is done.

        There is no news of a job that was told to stop.
        """
        yield self.latest
        while not wait([self.future], timeout=NEWS_EVERY).done:
            if not self.stopped:
                yield self.latest

    def outcome(self):
        """What the work returned.

        Raises
        ------
        UserError, Cancelled : as the work raised them
        Unforeseen : anything else; the log has it
        """
        if self.future.cancelled():  # it never began
            raise Cancelled
        error = self.future.exception()
        if error is None:
            return self.future.result()
        if isinstance(error, UserError | Cancelled):
            raise error
        log.error("the work failed", exc_info=error)
        raise Unforeseen from error


class Unforeseen(Exception):
    """The work failed in a way that nobody foresaw; the log says how."""


@dataclass
class Room:
    """What one visitor has here: a folder, the uploads, the jobs not yet done."""

    folder: Path
    uploads: set[Path] = field(default_factory=set)
    jobs: list[Job] = field(default_factory=list)


class Desk:
    """Takes jobs and keeps the visitors' rooms.

    Parameters
    ----------
    root : the private folder that holds every room; made when not given and deleted when the program ends
    """

    def __init__(self, root: Path | None = None):
        self.root = root or Path(tempfile.mkdtemp(prefix="revive-page-"))  # mode 0700
        atexit.register(self.close)
        self._heavy = ThreadPoolExecutor(max_workers=1, thread_name_prefix="revive-work")
        self._light = ThreadPoolExecutor(max_workers=4, thread_name_prefix="revive-answer")
        self._rooms: dict[str, Room] = {}
        self._line: list[Job] = []  # the visitors' jobs in the order they will be done
        self._lock = threading.Lock()
        self._warming: dict[str, Job] = {}

    def room(self, visitor: str) -> Room:
        """The visitor's room, made at the first call."""
        with self._lock:
            if visitor not in self._rooms:
                self._rooms[visitor] = Room(Path(tempfile.mkdtemp(prefix="room-", dir=self.root)))
            return self._rooms[visitor]

    def new_folder(self, visitor: str) -> Path:
        """An empty folder in the visitor's room, for one job's files."""
        return Path(tempfile.mkdtemp(prefix="job-", dir=self.room(visitor).folder))

    def start(self, visitor: str, work: Callable[[Progress], object]) -> Job:
        """Put `work` in line; it is called with the Progress that it must report to."""
        for warming in self._warming.values():
            warming.stop()
        job = self._submit(work)
        self.room(visitor).jobs.append(job)
        with self._lock:
            self._line = [*(other for other in self._line if not other.future.done()), job]
        return job

    def _submit(self, work: Callable[[Progress], object]) -> Job:
        job = Job(Progress())
        job.progress.listener = lambda report: setattr(job, "latest", report)
        job.future = self._heavy.submit(work, job.progress)
        return job

    def answer(self, question: Callable, *args):
        """`question(*args)`, for what is quick; errors as of `Job.outcome`."""
        job = Job(Progress(), self._light.submit(question, *args))
        return job.outcome()

    def warm_up(self, name: str, work: Callable[[Progress], object]) -> None:
        """Load what a first job will need, unless a job comes first; once for every `name`."""
        if name not in self._warming:
            self._warming[name] = self._submit(work)
            self._warming[name].future.add_done_callback(_log_failure)

    def ahead(self, job: Job) -> int:
        """How many jobs will be done before `job` begins."""
        with self._lock:
            return sum(not other.future.done() for other in self._line[: self._line.index(job)])

    def busy(self) -> bool:
        """Whether some visitor's job is being done or waits."""
        with self._lock:
            return any(not job.future.done() for job in self._line)

    def cancel(self, visitor: str, *, patience: float = 0.0) -> None:
        """Stop whatever the visitor has in work or in line, and wait up to `patience` seconds until it has stopped."""
        room = self.room(visitor)
        for job in room.jobs:
            job.stop()
        wait([job.future for job in room.jobs], timeout=patience)
        room.jobs.clear()

    def remember(self, visitor: str, *uploads: str | Path | None) -> None:
        """These uploads are the visitor's: deleted with the room, and all that a job of theirs may name."""
        self.room(visitor).uploads.update(Path(path) for path in uploads if path)

    def leave(self, visitor: str) -> None:
        """Stop the visitor's jobs and delete everything that was theirs."""
        if visitor not in self._rooms:
            return
        self.cancel(visitor)
        with self._lock:
            room = self._rooms.pop(visitor)
            others = {path for other in self._rooms.values() for path in other.uploads}
        shutil.rmtree(room.folder, ignore_errors=True)
        for path in room.uploads - others:
            if path.is_relative_to(self.root):  # an example belongs to everyone
                shutil.rmtree(path.parent, ignore_errors=True)

    def close(self) -> None:
        """Stop everything and delete every room; for the end of the program."""
        for visitor in list(self._rooms):
            self.leave(visitor)
        for warming in self._warming.values():
            warming.stop()
        self._heavy.shutdown(wait=False, cancel_futures=True)
        shutil.rmtree(self.root, ignore_errors=True)


def _log_failure(future: Future) -> None:
    error = None if future.cancelled() else future.exception()
    if error and not isinstance(error, Cancelled):
        log.error("warming up failed", exc_info=error)
