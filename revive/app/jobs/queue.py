"""The job queue: one heavy job at a time, in the order in which they were asked for.

Heavy work runs on one thread, so that the page stays quick and two jobs never compete for the processor. Quick
questions, such as where the faces in a photograph are, run beside it on a few other threads. Clips that a cluster makes
are not heavy here: each has a thread that waits for it.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import shutil
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from revive.app.jobs.job import Job
from revive.app.jobs.lasting_folder import LastingFolder
from revive.app.jobs.limits import (
    check_limits,
    hourly_limit_reached,
    not_your_file,
    queue_full,
    too_busy,
    too_many_jobs,
)  # fmt: skip
from revive.app.jobs.sessions import Sessions
from revive.app.server.checked_request import PROGRAMS
from revive.app.server.settings import Limits
from revive.consent import Permit
from revive.core.errors import Cancelled
from revive.core.failures import describe_error
from revive.core.parallel import all_done
from revive.core.progress import Progress, Report
from revive.core.scratch import hold_folder

if TYPE_CHECKING:
    from revive.app.jobs.elsewhere import Elsewhere

log = logging.getLogger(__name__)

QUESTIONS = 24  # quick questions at a time; each holds one of the page's threads
QUESTIONS_EACH = 6  # of these, one visitor's
NICE = 5  # of 19
HOUR = 3600.0  # seconds
CLEAN_EVERY = 60.0  # seconds

Answer = TypeVar("Answer")


class JobQueue:
    """Takes jobs from the visitors and does them one after the other.

    Parameters
    ----------
    root : the private folder for the visitors' files; made when not given. It is deleted when the program ends, or when
        the next one starts
    limits : how much is taken on
    lasting : the folder for the visitors' files where they are kept when the program ends; instead of `root`
    elsewhere : the cluster that makes the clips; None where this computer does

    Attributes
    ----------
    sessions : the visitors and their files
    keep_days : days for which unused files are kept; None where they are deleted when the program ends
    warm_up_pending : models are going to be loaded, but it has not begun
    """

    def __init__(
        self, root: Path | None = None, limits: Limits | None = None, *, lasting: LastingFolder | None = None,
        elsewhere: Elsewhere | None = None,
    ):  # fmt: skip
        self.limits, self.elsewhere = limits or Limits(), elsewhere
        self._held = lasting or (hold_folder(name="page-") if root is None else None)
        self.keep_days = lasting.days if lasting else None
        self.sessions = Sessions(
            self._held.folder if self._held else Path(root or ""), lasting.salt if lasting else None
        )
        self.warm_up_pending = False
        atexit.register(self.close)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="revive-work", initializer=_lower_priority)
        self._waiting_workers = ThreadPoolExecutor(self.limits.waiting, thread_name_prefix="revive-elsewhere")
        self._quick_workers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="revive-answer")
        self._questions: Counter[str] = Counter()  # source -> quick questions that are being answered
        self._queued: list[Job] = []  # the visitors' jobs in the order in which they will be done
        self._start_times: dict[
            str, deque[float]
        ] = {}  # source -> when its jobs of the last hour were put in the queue
        self._durations: deque[float] = deque(maxlen=20)  # seconds that the last jobs took
        self._lock = threading.RLock()
        self._warm_ups: dict[str, Job] = {}
        self._closed = threading.Event()

    def start(
        self, visitor: str, work: Callable[[Progress], object], *, permit: Permit, gives_way: bool = False,
        folder: Path | None = None, makes: str = "", elsewhere: bool = False,
    ) -> Job:  # fmt: skip
        """Put `work`, which `permit` allows, in the queue; it is called with the Progress that it must report to.

        Parameters
        ----------
        folder, makes : see `Job`
        gives_way : stop it when the visitor asks for something else; it does not count as one of their jobs
        elsewhere : the work only waits for a clip that the cluster makes

        Raises
        ------
        UserError : it is more than is allowed here, or of a file that is not the visitor's; the queue is full, or the
            visitor has, or had within the hour, as many jobs as they may
        """
        files = self.sessions.files
        session, source = self.sessions.get(visitor), files.source(visitor)
        check_limits(permit, self.limits)
        browser = files.browser_of(visitor)
        if not all(files.owns(browser, path) for path in permit.files.values()):
            raise not_your_file()
        with self._lock:
            self._queued = [other for other in self._queued if not other.done()]
            self._refuse_too_many(source, gives_way=gives_way)
            for other in (*self._warm_ups.values(), *(one for one in session.jobs if one.gives_way)):
                other.stop()
            job = self._submit(
                work, Job(Progress(), None, source, browser, folder, makes, gives_way=gives_way, elsewhere=elsewhere)
            )
            self._queued.append(job)
            session.jobs = [*(other for other in session.jobs if not other.done()), job]
            if not gives_way:
                self._start_times.setdefault(source, deque()).append(time.monotonic())
        return job

    def _refuse_too_many(self, source: str, *, gives_way: bool) -> None:
        limits, now = self.limits, time.monotonic()
        if len(self._queued) >= limits.waiting:
            raise queue_full(len(self._queued), self._seconds_for(len(self._queued)))
        if gives_way:
            return
        if sum(other.source == source and not other.gives_way for other in self._queued) >= limits.each:
            raise too_many_jobs(limits.each)
        recent = ((name, _within_the_hour(times, now)) for name, times in self._start_times.items())
        self._start_times = {name: times for name, times in recent if times}
        times = self._start_times.get(source, deque())
        if limits.hourly is not None and len(times) >= limits.hourly:
            raise hourly_limit_reached(limits.hourly, HOUR - (now - times[0]))

    def _submit(self, work: Callable[[Progress], object], job: Job) -> Job:
        def receive(report: Report) -> None:
            job.latest = report
            job.started = job.started or time.monotonic()
            if self.limits.longest and time.monotonic() - job.started > self.limits.longest:
                job.timed_out = True
                job.progress.cancel()

        def run() -> object:
            job.started = None if job.elsewhere else time.monotonic()  # there it may still have to wait
            result = work(job.progress)
            if job.source and not job.gives_way and job.started:
                self._durations.append(time.monotonic() - job.started)
            return result

        job.progress.listener = receive
        job.future = (self._waiting_workers if job.elsewhere else self._worker).submit(run)
        return job

    def run_now(self, question: Callable[..., Answer], *args, visitor: str) -> Answer:
        """`question(*args)`, for what is quick; errors as of `Job.outcome`, and a UserError where too much is asked."""
        source = self.sessions.files.source(visitor)
        with self._lock:
            if self._questions.total() >= QUESTIONS or self._questions[source] >= QUESTIONS_EACH:
                raise too_busy()
            self._questions[source] += 1
        try:
            return Job(Progress(), self._quick_workers.submit(question, *args)).outcome()
        finally:
            with self._lock:
                self._questions[source] -= 1
                if not self._questions[source]:
                    del self._questions[source]

    def warm_up(self, name: str, work: Callable[[Progress], object]) -> None:
        """Load what the first job will need, unless a job comes first; once for every `name`."""
        with self._lock:
            if name in self._warm_ups:
                return
            self._warm_ups[name], self.warm_up_pending = self._submit(work, Job(Progress())), False
        self._warm_ups[name].when_done(_log_failure)

    def is_warm(self) -> bool:
        """Whether no model is being loaded any more, and none failed to load."""
        done = all(job.done() and not _failure(job.future) for job in self._warm_ups.values())
        return done and not self.warm_up_pending

    def jobs_before(self, job: Job) -> int:
        """How many jobs will be done before `job` begins."""
        with self._lock:
            before = self._queued[: self._queued.index(job)] if job in self._queued else []
            left = sum(not other.done() for other in before if other.elsewhere == job.elsewhere)
            return max(left - (self._places(job) - 1), 0)

    def seconds_before(self, job: Job) -> float | None:
        """About how long it takes until `job` begins; None where no job was done yet."""
        return self._seconds_for(self.jobs_before(job), self._places(job))

    def _places(self, job: Job) -> int:
        """How many jobs of its kind are done at a time."""
        return self.elsewhere.places if job.elsewhere and self.elsewhere else 1

    def _seconds_for(self, jobs: int, places: int = 1) -> float | None:
        """How long the first `jobs` of the queue take, `places` at a time, judged by the last ones."""
        if not self._durations or not jobs:
            return None
        with self._lock:
            running = next((other.started for other in self._queued if other.started and not other.done()), None)
        each = self.seconds_each() or 0.0
        return max(each * jobs / places - (min(time.monotonic() - running, each) if running else 0.0), 1.0)

    def seconds_each(self) -> float | None:
        """How long the last jobs took on average; None where none was done yet."""
        return sum(self._durations) / len(self._durations) if self._durations else None

    def busy(self) -> bool:
        """Whether a visitor's job is running or waits."""
        return self.unfinished() > 0

    def unfinished(self) -> int:
        """How many jobs are running or wait."""
        with self._lock:
            return sum(not job.done() for job in self._queued)

    def cancel(self, visitor: str, *, patience: float = 0.0) -> None:
        """Stop whatever the visitor has running or queued, and wait up to `patience` seconds until it has stopped."""
        session = self.sessions.get(visitor)
        for job in session.jobs:
            job.stop()
        all_done(*(job.future for job in session.jobs if job.future), timeout=patience)
        session.jobs.clear()

    def close_tab(self, visitor: str) -> None:
        """The visitor's tab was closed or loads the page again: stop what only it could show; clips and films go on."""
        session = self.sessions.close_tab(visitor)
        for job in session.jobs if session else ():
            if job.folder is None:
                job.stop()

    def kept_jobs(self, browser: str, makes: str) -> list[Job]:
        """The browser's jobs that make this, go on when the page is closed, and are not done yet."""
        with self._lock:
            kept = [job for job in self._queued if job.browser == browser and job.folder and job.makes == makes]
        return [job for job in kept if not job.done()]

    def take_up(self, visitor: str, makes: str) -> Job | None:
        """The last of the `kept_jobs` of the visitor's browser, from now on this tab's own too."""
        jobs = self.kept_jobs(self.sessions.files.browser_of(visitor), makes)
        if jobs:
            session = self.sessions.get(visitor)
            session.jobs = [*(job for job in session.jobs if job is not jobs[-1]), jobs[-1]]
        return jobs[-1] if jobs else None

    def forget(self, browser: str) -> None:
        """Stop everything that the browser has running or queued, in whichever tab, and delete its files."""
        with self._lock:
            jobs = [job for job in self._queued if job.browser == browser]
        for job in jobs:
            job.stop()
        self.sessions.delete(browser)

    def delete_idle(self, now: float | None = None) -> None:
        """Delete what nobody uses any more.

        Where the files are kept, that is what was not used for `keep_days` days; elsewhere everything of whoever did
        nothing for `limits.idle` seconds and watches no job, as somebody does who has closed the page. So it is
        everywhere with programs without a cookie, which could not find their files again.
        """
        idle = self.sessions.idle(self.limits.idle, time.monotonic() if now is None else now)
        if self.keep_days is not None:
            if (programs := self.sessions.files.browser(PROGRAMS)) in idle:
                self.forget(programs)
            with self._lock:
                busy = [job.folder for job in self._queued if job.folder and not job.done()]
            self.sessions.delete_old(self.keep_days, busy)
            return
        for browser in idle:
            self.forget(browser)
        self.sessions.delete_unused(self.limits.idle)

    def start_cleaning(self) -> None:
        """`delete_idle` every minute, until `close`."""

        def run() -> None:
            while not self._closed.wait(CLEAN_EVERY):
                with contextlib.suppress(OSError):
                    self.delete_idle()

        threading.Thread(target=run, name="revive-cleaning", daemon=True).start()

    @property
    def closed(self) -> bool:
        """Whether the program is ending."""
        return self._closed.is_set()

    def close(self) -> None:
        """Stop everything, and delete all files unless they are kept; for the end of the program."""
        self._closed.set()
        with self._lock:
            jobs = [*self._queued, *self._warm_ups.values()]
        for job in jobs:
            job.stop()
        self._worker.shutdown(wait=False, cancel_futures=True)
        self._waiting_workers.shutdown(wait=False, cancel_futures=True)
        if self.elsewhere is not None:
            self.elsewhere.close()
        if self.keep_days is None:
            shutil.rmtree(self.sessions.root, ignore_errors=True)
        else:
            self.sessions.delete(self.sessions.files.browser(PROGRAMS))
        if self._held:
            self._held.close()


def _lower_priority() -> None:
    """Let this thread, and the encoder that it starts, have the processor when the page does not need it."""
    if sys.platform == "linux":  # elsewhere it would hold for the whole program
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


def _within_the_hour(times: deque[float], now: float) -> deque[float]:
    while times and now - times[0] > HOUR:
        times.popleft()
    return times


def _failure(future: Future | None) -> BaseException | None:
    error = None if future is None or future.cancelled() else future.exception()
    return None if isinstance(error, Cancelled) else error


def _log_failure(future: Future) -> None:
    if error := _failure(future):
        log.error("warming up failed: %s", describe_error(error))
