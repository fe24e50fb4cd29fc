"""Clips made by processes of this computer, several at once: the `Workers` of `revive.work` without other machines."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from revive.batch.worker import Maker, Worker, WorkerDied
from revive.brief import Brief
from revive.core.cores import cores, free_memory
from revive.core.errors import Cancelled, UserError
from revive.work import Listener, Made

MEMORY = 1_500_000_000  # bytes that a worker and its encoder fill with a clip of 1280 pixels, see docs/batch.md
LIVES = 2  # workers that may die of one clip


def workers_here(clips: int) -> int:
    """How many workers make so many clips in the least time here: one a core, as far as the memory goes."""
    return max(1, min(cores(), int(free_memory() // MEMORY), clips))


@dataclass
class _Job:
    """A clip that waits or is being made."""

    brief: Brief
    listener: Listener | None
    stop: threading.Event = field(default_factory=threading.Event)


class LocalWorkers:
    """The `Workers` of this computer; a process is started when there is a clip for it, and kept for the next ones.

    A process that dies (killed, or out of memory) is replaced, and its clip is tried once more.

    Parameters
    ----------
    count : of processes; each gets its share of the cores
    make : see `Worker`
    """

    def __init__(self, count: int, make: Maker | None = None):
        self.count, self._maker = count, make
        self._share = max(1, cores() // count)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="batch")
        self._idle: list[Worker] = []
        self._jobs: dict[Future[Made], _Job] = {}
        self._lock = threading.Lock()

    def submit(self, brief: Brief, listener: Listener | None = None) -> Future[Made]:
        """See `Workers.submit`."""
        job = _Job(brief, listener)
        future = self._threads.submit(self._make, job)
        with self._lock:
            self._jobs[future] = job
        future.add_done_callback(self._forget)
        return future

    def cancel(self, future: Future[Made]) -> None:
        """See `Workers.cancel`."""
        with self._lock:
            job = self._jobs.get(future)
        if not future.cancel() and job is not None:
            job.stop.set()

    def __enter__(self) -> LocalWorkers:
        return self

    def __exit__(self, *error: object) -> None:
        with self._lock:
            waiting = list(self._jobs)
        for future in waiting:
            self.cancel(future)
        self._threads.shutdown(wait=True, cancel_futures=True)
        while self._idle:
            self._idle.pop().end()

    def _forget(self, future: Future[Made]) -> None:
        with self._lock:
            self._jobs.pop(future, None)

    def _make(self, job: _Job) -> Made:
        """In a thread: make one clip in a process that is free, or a new one."""
        for _ in range(LIVES):
            if job.stop.is_set():
                raise Cancelled
            with self._worker() as worker, contextlib.suppress(WorkerDied):
                return worker.make(job.brief, job.listener, job.stop)
        raise UserError(
            "The program that made this clip was stopped twice, perhaps for lack of memory; please close other"
            " programs, or choose a smaller size or fewer workers."
        )

    @contextlib.contextmanager
    def _worker(self):
        """A worker for one clip; it is kept if it lives."""
        with self._lock:
            worker = self._idle.pop() if self._idle else None
        if worker is None or not worker.alive:
            worker = Worker(self._share, self._maker)
        try:
            yield worker
        finally:
            if worker.alive:
                with self._lock:
                    self._idle.append(worker)
            else:
                worker.end()
