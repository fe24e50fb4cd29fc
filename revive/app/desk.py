"""The desk where the page's work is done: one job at a time, in a room of its own for every visitor.

Heavy work runs on one thread, so the page stays quick and two jobs never fight for the processor. Each visitor's
files lie in one folder, readable by nobody else on the computer, which goes when the tab is closed. Visitors and their
files are told apart as `server.visitors` says.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from revive.app.job import Job, Unforeseen
from revive.app.log import told_briefly
from revive.app.refusals import check_limits, later, not_yours, too_many, too_many_answers, too_often
from revive.app.server.uploads import Uploads
from revive.app.server.visitors import BROWSER, Visitors
from revive.app.settings import Limits
from revive.consent import Permit
from revive.errors import Cancelled
from revive.progress import Progress, Report
from revive.scratch import hold_folder

__all__ = ["Desk", "Job", "Room", "Unforeseen"]

log = logging.getLogger(__name__)

ANSWERS = 24  # questions that may be asked at once; each holds one of the page's threads
EACH = 6  # of these, one visitor's
NICE = 5  # of 19
HOUR = 3600.0  # seconds
TIDY_EVERY = 60.0  # seconds


@dataclass
class Room:
    """What one visitor has here: a folder, the uploads they used, jobs not yet done; whether they said whose it is."""

    folder: Path
    uploads: set[Path] = field(default_factory=set)
    jobs: list[Job] = field(default_factory=list)
    consented: bool = False
    seen: float = 0.0  # monotonic seconds


class Desk:
    """Takes jobs and keeps the visitors' rooms.

    Parameters
    ----------
    root : the private folder that holds every room; made when not given. It is deleted when the program ends, or when
        the next one starts
    limits : how much it takes on

    Attributes
    ----------
    visitors : whose each file is
    uploads : takes files in
    cold : something is going to be loaded, but not yet
    """

    def __init__(self, root: Path | None = None, limits: Limits | None = None):
        self._held = hold_folder(name="page-") if root is None else None
        self.root = self._held.folder if root is None else Path(root)
        self.limits = limits or Limits()
        self.visitors = Visitors(self.root)
        self.uploads = Uploads(self.visitors, self.limits)
        self.cold = False
        atexit.register(self.close)
        self._heavy = ThreadPoolExecutor(1, thread_name_prefix="revive-work", initializer=_yield_to_the_page)
        self._light = ThreadPoolExecutor(max_workers=4, thread_name_prefix="revive-answer")
        self._asking: Counter[str] = Counter()  # source -> questions under way
        self._rooms: dict[str, Room] = {}
        self._line: list[Job] = []  # the visitors' jobs in the order they will be done
        self._begun: dict[str, deque[float]] = {}  # when each visitor's jobs of the last hour were put in line
        self._paces: deque[float] = deque(maxlen=20)  # seconds that the last jobs took
        self._lock = threading.RLock()
        self._warming: dict[str, Job] = {}
        self._closed = threading.Event()

    def room(self, visitor: str) -> Room:
        """The visitor's room, made at the first call."""
        with self._lock:
            if visitor not in self._rooms:
                folder = self.visitors.folder(self.visitors.browser_of(visitor))
                self._rooms[visitor] = Room(Path(tempfile.mkdtemp(prefix="room-", dir=folder)))
            self._rooms[visitor].seen = time.monotonic()
            return self._rooms[visitor]

    def new_folder(self, visitor: str) -> Path:
        """An empty folder in the visitor's room, for one job's files."""
        return Path(tempfile.mkdtemp(prefix="job-", dir=self.room(visitor).folder))

    def start(self, visitor: str, work: Callable[[Progress], object], *, permit: Permit) -> Job:
        """Put `work`, which `permit` allows, in line; it is called with the Progress that it must report to.

        Raises
        ------
        UserError : it is more than is made here, or of a file that is not the visitor's; the line is full, or the
            visitor has, or had within the hour, as many jobs as they may
        """
        room, whose = self.room(visitor), self.visitors.source(visitor)
        check_limits(permit, self.limits)
        browser = self.visitors.browser_of(visitor)
        if not all(self.visitors.owns(browser, path) for path in permit.files.values()):
            raise not_yours()
        with self._lock:
            self._line = [other for other in self._line if not other.future.done()]
            self._refuse_too_many(whose)
            for warming in self._warming.values():
                warming.stop()
            job = self._submit(work, whose)
            self._line.append(job)
            room.jobs = [*(other for other in room.jobs if not other.future.done()), job]
            self._begun.setdefault(whose, deque()).append(time.monotonic())
        return job

    def _refuse_too_many(self, whose: str) -> None:
        limits, now = self.limits, time.monotonic()
        if sum(other.whose == whose for other in self._line) >= limits.each:
            raise too_many(limits.each)
        if len(self._line) >= limits.waiting:
            raise later(len(self._line), self._seconds(len(self._line)))
        self._begun = {name: kept for name, times in self._begun.items() if (kept := _within_the_hour(times, now))}
        times = self._begun.get(whose, ())
        if limits.hourly is not None and len(times) >= limits.hourly:
            raise too_often(limits.hourly, HOUR - (now - times[0]))

    def _submit(self, work: Callable[[Progress], object], whose: str = "") -> Job:
        job = Job(Progress(), whose=whose)

        def heard(report: Report) -> None:
            job.latest = report
            if self.limits.longest and time.monotonic() - job.begun > self.limits.longest:
                job.late = True
                job.progress.cancel()

        def run() -> object:
            job.begun = time.monotonic()
            made = work(job.progress)
            if whose:
                self._paces.append(time.monotonic() - job.begun)
            return made

        job.progress.listener = heard
        job.future = self._heavy.submit(run)
        return job

    def answer(self, question: Callable, *args, visitor: str):
        """`question(*args)`, for what is quick; errors as of `Job.outcome`, and a UserError where too much is asked."""
        whose = self.visitors.source(visitor)
        with self._lock:
            if self._asking.total() >= ANSWERS or self._asking[whose] >= EACH:
                raise too_many_answers()
            self._asking[whose] += 1
        try:
            return Job(Progress(), self._light.submit(question, *args)).outcome()
        finally:
            with self._lock:
                self._asking[whose] -= 1
                if not self._asking[whose]:
                    del self._asking[whose]

    def warm_up(self, name: str, work: Callable[[Progress], object]) -> None:
        """Load what a first job will need, unless a job comes first; once for every `name`."""
        with self._lock:
            if name in self._warming:
                return
            self._warming[name], self.cold = self._submit(work), False
        self._warming[name].future.add_done_callback(_log_failure)

    def warm(self) -> bool:
        """Whether nothing is being loaded any more, and nothing failed to load."""
        done = all(job.future.done() and not _failure(job.future) for job in self._warming.values())
        return done and not self.cold

    def ahead(self, job: Job) -> int:
        """How many jobs will be done before `job` begins."""
        with self._lock:
            before = self._line[: self._line.index(job)] if job in self._line else []
            return sum(not other.future.done() for other in before)

    def seconds_before(self, job: Job) -> float | None:
        """About how long it takes until `job` begins; None where no job was done yet."""
        return self._seconds(self.ahead(job))

    def _seconds(self, jobs: int) -> float | None:
        """How long the first `jobs` of the line take, by what the last ones took."""
        if not self._paces or not jobs:
            return None
        with self._lock:
            running = next((other.begun for other in self._line if other.begun and not other.future.done()), None)
        each = sum(self._paces) / len(self._paces)
        return max(each * jobs - (min(time.monotonic() - running, each) if running else 0.0), 1.0)

    def busy(self) -> bool:
        """Whether some visitor's job is being done or waits."""
        return self.in_line() > 0

    def in_line(self) -> int:
        """How many jobs are being done or wait."""
        with self._lock:
            return sum(not job.future.done() for job in self._line)

    def cancel(self, visitor: str, *, patience: float = 0.0) -> None:
        """Stop whatever the visitor has in work or in line, and wait up to `patience` seconds until it has stopped."""
        room = self.room(visitor)
        for job in room.jobs:
            job.stop()
        wait([job.future for job in room.jobs], timeout=patience)
        room.jobs.clear()

    def remember(self, visitor: str, *uploads: str | Path | None) -> None:
        """The visitor uses these uploads of their browser's: they go with the room."""
        browser = self.visitors.browser_of(visitor)
        own = (Path(path) for path in uploads if path and self.visitors.owns(browser, path))
        self.room(visitor).uploads.update(own)

    def belongings(self, visitor: str) -> list[str]:
        """The names of the files that are the visitor's: what they brought, and what was made of it."""
        room = self.room(visitor)
        made = [path for path in room.folder.rglob("*") if path.is_file()]
        brought = [path for path in room.uploads if path.is_file() and not path.is_relative_to(room.folder)]
        return sorted(path.name for path in {*made, *brought})

    def leave(self, visitor: str) -> None:
        """Stop the visitor's jobs and delete everything that was theirs, and with a browser's last tab all of its."""
        if visitor not in self._rooms:
            return
        self.cancel(visitor)
        browser = self.visitors.browser_of(visitor)
        with self._lock:
            room = self._rooms.pop(visitor, None)
            others = [self._rooms[name] for name in self._rooms if self.visitors.browser_of(name) == browser]
        if room is None:
            return
        if not others:
            shutil.rmtree(self.visitors.root / browser, ignore_errors=True)
            return
        shutil.rmtree(room.folder, ignore_errors=True)
        used = {path for other in others for path in other.uploads}
        for path in room.uploads - used:
            if folder := self.visitors.upload_of(path):
                shutil.rmtree(folder, ignore_errors=True)

    def tidy(self, now: float | None = None) -> None:
        """Delete the files of whoever did nothing for `limits.idle` seconds: a tab that crashed never says goodbye."""
        now = time.monotonic() if now is None else now
        with self._lock:
            idle = [
                visitor for visitor, room in self._rooms.items()
                if now - room.seen > self.limits.idle and all(job.future.done() for job in room.jobs)
            ]  # fmt: skip
        for visitor in idle:
            self.leave(visitor)
        here = {self.visitors.browser_of(visitor) for visitor in self._rooms}
        for folder in self.root.iterdir():  # who brought something and never used it
            unused = folder.is_dir() and BROWSER.match(folder.name) and folder.name not in here
            if unused and time.time() - folder.stat().st_mtime > self.limits.idle:
                shutil.rmtree(folder, ignore_errors=True)

    def keep_tidy(self) -> None:
        """`tidy` now and then, until `close`."""

        def run() -> None:
            while not self._closed.wait(TIDY_EVERY):
                with contextlib.suppress(OSError):
                    self.tidy()

        threading.Thread(target=run, name="revive-tidy", daemon=True).start()

    def close(self) -> None:
        """Stop everything and delete every room; for the end of the program."""
        self._closed.set()
        for visitor in list(self._rooms):
            self.leave(visitor)
        for warming in self._warming.values():
            warming.stop()
        self._heavy.shutdown(wait=False, cancel_futures=True)
        if self._held:
            self._held.close()
        shutil.rmtree(self.root, ignore_errors=True)


def _yield_to_the_page() -> None:
    """Let this thread, and the encoder that it starts, have the processor when the page does not need it."""
    if sys.platform == "linux":  # elsewhere it would hold for the whole program
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


def _within_the_hour(times: deque[float], now: float) -> deque[float]:
    while times and now - times[0] > HOUR:
        times.popleft()
    return times


def _failure(future: Future) -> BaseException | None:
    error = None if future.cancelled() else future.exception()
    return None if isinstance(error, Cancelled) else error


def _log_failure(future: Future) -> None:
    if error := _failure(future):
        log.error("warming up failed: %s", told_briefly(error))
