"""A worker: a process that makes one clip after another, its models loaded once, and tells how far it is.

Each worker has a pipe of its own, so that one that is killed, even while it writes, hinders no other. It ends when the
pipe does: with the batch, however that ends.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import connection
from typing import TYPE_CHECKING, Any

from revive.core.errors import Cancelled

if TYPE_CHECKING:
    from revive.brief import Brief
    from revive.core.progress import Progress
    from revive.work import Listener, Made

Maker = Callable[["Brief", "Progress"], "Made"]
STOP = "stop"  # what a worker is told to let go of the clip it makes
TELLS = 0.2  # seconds between two reports of a worker
POLL = 0.1  # seconds between two looks whether to stop
PATIENCE = 0.8  # seconds in which a worker may stop by itself; then it is killed


class WorkerDied(Exception):
    """The process ended while it made a clip: killed, out of memory, or crashed."""


class Worker:
    """A worker process, as the batch sees it; it is started at once.

    Parameters
    ----------
    cores : that it may keep busy
    make : makes a clip: a function of a module, which the process imports; `make_clip` if not given
    """

    def __init__(self, cores: int, make: Maker | None = None):
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, cores, make), daemon=True)
        with _interrupts_held():
            self._process.start()
        theirs.close()

    @property
    def alive(self) -> bool:
        """Whether it can make a clip."""
        return self._process.is_alive()

    def make(self, brief: Brief, listener: Listener | None, stop: threading.Event) -> Made:
        """Make one clip; `stop` may be set by another thread.

        Raises
        ------
        UserError : of a brief that cannot be made
        WorkerFailure : nobody foresaw it
        Cancelled : `stop` was set; nothing is left behind
        WorkerDied : the process ended
        """
        with self._noticed():
            self._pipe.send(brief)
        patience = None  # until when it may stop by itself
        while True:
            if stop.is_set() and patience is None:
                patience = time.monotonic() + PATIENCE
                with self._noticed():
                    self._pipe.send(STOP)
            if patience is not None and time.monotonic() > patience:
                self.end()
                raise Cancelled
            if not connection.wait([self._pipe, self._process.sentinel], POLL):
                continue
            with self._noticed():
                kind, told = self._pipe.recv()
            if kind == "report":
                if listener is not None:
                    listener(told)
            elif kind == "made":
                return told
            else:
                raise told

    def end(self) -> None:
        """Kill the process."""
        self._process.kill()
        self._process.join()
        self._pipe.close()

    @contextlib.contextmanager
    def _noticed(self):
        """The end of the pipe is the end of the worker."""
        try:
            yield
        except (EOFError, OSError) as error:
            self.end()  # it may be on its way out still
            raise WorkerDied from error


@contextlib.contextmanager
def _interrupts_held():
    """What this thread starts inside the `with` block does not hear Ctrl-C, which reaches all that a terminal runs."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: connection.Connection, cores: int, make: Maker | None) -> None:
    """What the process does: makes each brief that it is sent, until the pipe ends."""
    from revive.core import telemetry
    from revive.core.cores import set_cores

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    set_cores(cores)
    telemetry.switch_off()
    os.environ.setdefault("GLOG_minloglevel", "2")  # MediaPipe's start-up notes
    from revive.core.progress import Progress, Seldom

    progress = None
    with ThreadPoolExecutor(1) as maker:
        while True:
            try:
                told: Any = pipe.recv()
            except (EOFError, OSError):
                os._exit(1)  # at once: the batch has ended, and a clip of nobody must not go on
            if told == STOP:
                if progress is not None:
                    progress.cancel()
                continue
            progress = Progress(Seldom(lambda report: pipe.send(("report", report)), TELLS))
            maker.submit(make or _make, told, progress).add_done_callback(lambda made: pipe.send(_answer(made)))


def _make(brief: Brief, progress: Progress) -> Made:
    from revive.pipeline import make_clip
    from revive.work import made_of

    begun = time.perf_counter()
    result = make_clip(brief, progress=progress)
    return made_of(result, time.perf_counter() - begun)


def _answer(made: Future[Made]) -> tuple[str, Any]:
    """What is sent back of a clip: the clip, or its error in a form that can be sent."""
    error = made.exception()
    if error is None:
        return "made", made.result()
    from revive.work import failure_of

    return "failed", error if isinstance(error, Cancelled) else failure_of(error)
