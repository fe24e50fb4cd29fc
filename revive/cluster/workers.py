"""`RayWorkers`: many clips at once on the machines of a Ray cluster, as `revive.work.Workers` has it.

One thread of this process hands orders to Ray, a few more than the machines can do at once, and looks what became of
them. Another one takes finished clips. Ray begins a clip again when its machine is lost; a brief that cannot be made is
not tried again.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from revive.brief import Brief, answered
from revive.clip import check_output
from revive.cluster.connection import connect, disconnect, given_up, lost, not_installed
from revive.cluster.delivery import deliver
from revive.cluster.files import Carrier, ObjectStore, SharedFolder
from revive.cluster.order import pack, with_own_names
from revive.cluster.reports import Reports
from revive.cluster.task import CPUS, make
from revive.core.errors import Cancelled, UserError
from revive.provenance import check_keys
from revive.work import Listener, Made, WorkerFailure

MEMORY = 2_000_000_000  # bytes, for one clip with its encoder; see docs/hosting.md
RETRIES = 3  # times that a clip is begun again whose machine or process was lost
AHEAD = 2  # times as many clips are with Ray as are made at a time, so that no machine waits
LOOK_EVERY = 0.2  # seconds
COUNT_EVERY = 5.0  # seconds between two looks at how many machines there are
GRACE = 1.0  # seconds in which a clip that is stopped tidies up; then its process is ended


@dataclass(eq=False)
class _Clip:
    """One clip, from `submit` until it is there."""

    number: int
    brief: Brief
    future: Future[Made]
    listener: Listener | None
    task: Any = None  # what Ray calls it; None while it waits here
    begun: bool = False  # it is being made
    stopped: float | None = None  # monotonic seconds when that was asked for
    told: bool = False  # it was told to stop
    ended: bool = False  # its process was ended


class RayWorkers:
    """Connected from `__enter__` to `__exit__`; see `revive.work.Workers`.

    Parameters
    ----------
    address : see `connect`
    shared : a folder that all machines reach by the same name, see `SharedFolder`; files then travel by it, otherwise
        in Ray's object store

    Attributes
    ----------
    lost : the cluster does not answer any more; what was submitted has failed, and nothing more can be
    """

    def __init__(self, address: str, shared: str | None = None):
        self.address, self.shared = address, shared
        self.lost = False
        self._keys_work = False
        self._count = 1
        self._counted = float("-inf")
        self._numbers = 0
        self._waiting: deque[_Clip] = deque()
        self._sent: dict[int, _Clip] = {}
        self._lock = threading.RLock()
        self._work = threading.Condition(self._lock)
        self._closed = False

    def __enter__(self) -> RayWorkers:
        connect(self.address)
        try:
            self._carrier: Carrier = SharedFolder(self.shared) if self.shared else ObjectStore()
        except UserError:
            disconnect()
            raise
        import ray

        options = {"num_cpus": CPUS, "memory": MEMORY, "max_retries": RETRIES, "retry_exceptions": False}
        self._make = ray.remote(**options)(make)
        self._reports: Any = ray.remote(num_cpus=0, max_restarts=-1)(Reports).remote()
        self._deliverer = ThreadPoolExecutor(1, thread_name_prefix="revive-delivery")
        self._look_how_many()
        self._thread = threading.Thread(target=self._run, name="revive-cluster", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        with self._work:
            for clip in (*self._waiting, *self._sent.values()):
                self.cancel(clip.future)
            self._work.notify()
        until = time.monotonic() + GRACE + 1.0
        while self._sent and not self.lost and time.monotonic() < until:
            time.sleep(LOOK_EVERY / 4)
        with self._work:
            self._closed = True
            self._work.notify()
        self._thread.join()
        self._deliverer.shutdown()
        self._fail_all(Cancelled())
        self._carrier.close()
        disconnect()

    @property
    def count(self) -> int:
        """How many clips the machines make at a time."""
        return self._count

    def submit(self, brief: Brief, listener: Listener | None = None) -> Future[Made]:
        """Make a clip, see `revive.work.Workers`.

        What is wrong with the brief itself is found here; it then reaches no other machine.
        """
        future: Future[Made] = Future()
        try:
            if self.lost:
                raise lost()
            brief = answered(brief).checked()
            check_output(brief.out, brief.files.values())
            self._check_keys()
        except UserError as error:
            future.set_exception(error)
            return future
        with self._work:
            self._numbers += 1
            self._waiting.append(_Clip(self._numbers, brief, future, listener))
            self._work.notify()
        return future

    def _check_keys(self) -> None:
        """See that finished clips can be signed, before the first is made."""
        if not self._keys_work:
            check_keys()
            self._keys_work = True

    def cancel(self, future: Future[Made]) -> None:
        """Drop a clip that waits, or stop one that is made."""
        with self._work:
            future.cancel()
            for clip in self._sent.values():
                if clip.future is future and clip.stopped is None:
                    clip.stopped = time.monotonic()

    def _run(self) -> None:
        from ray.exceptions import RaySystemError

        try:
            while not self._closed:
                with self._work:
                    if not (self._waiting or self._sent):
                        self._work.wait(COUNT_EVERY)
                self._look_how_many()
                self._send()
                self._receive()
                self._listen()
        except (ConnectionError, RaySystemError):
            pass
        finally:
            if not self._closed:
                self.lost = True
                self._fail_all(lost())

    def _look_how_many(self) -> None:
        import ray

        if time.monotonic() - self._counted < COUNT_EVERY:
            return
        there = ray.cluster_resources()
        self._count = max(1, int(min(there.get("CPU", 0) // CPUS, there.get("memory", 0) // MEMORY)))
        self._counted = time.monotonic()

    def _send(self) -> None:
        """Hand waiting clips to Ray, as many as it has use for."""
        while len(self._sent) < AHEAD * self._count:
            with self._lock:
                clip = next((one for one in iter(self._pop, None) if not one.future.cancelled()), None)
            if clip is None:
                return
            try:
                order, files = pack(clip.brief, clip.number, self._carrier.folder)
                sent = [self._carrier.send(path) for path in files]
            except (UserError, OSError) as error:
                _end(clip, error)
                continue
            clip.task = self._make.remote(order, self._reports, *sent)
            with self._lock:
                self._sent[clip.number] = clip

    def _pop(self) -> _Clip | None:
        return self._waiting.popleft() if self._waiting else None

    def _receive(self) -> None:
        """Take what is done, and end what was told to stop and goes on."""
        import ray

        with self._lock:
            sent = {clip.task: clip for clip in self._sent.values()}
        if not sent:
            return
        done, _ = ray.wait(list(sent), num_returns=len(sent), timeout=LOOK_EVERY, fetch_local=False)
        for task in done:
            clip = sent[task]
            with self._lock:
                self._sent.pop(clip.number, None)
            self._deliverer.submit(_fetch, clip).add_done_callback(partial(self._settle, clip))
        for clip in sent.values():
            if clip.stopped is None and clip.future.cancelled():
                clip.stopped = time.monotonic()
            if clip.stopped is not None and not clip.told:
                clip.told = True
                ray.cancel(clip.task)
            elif clip.stopped is not None and not clip.ended and time.monotonic() - clip.stopped > GRACE:
                clip.ended = True
                ray.cancel(clip.task, force=True)

    def _settle(self, clip: _Clip, delivered: Future[Made]) -> None:
        """Tell whoever waits for the clip what became of it."""
        from ray.exceptions import OutOfMemoryError, RayError, RayTaskError, TaskCancelledError

        error = delivered.exception()
        if error is None:
            if _begin(clip):
                clip.future.set_result(delivered.result())
        elif clip.stopped is not None or isinstance(error, TaskCancelledError):
            _end(clip, Cancelled())
        elif isinstance(error, RayTaskError):
            _end(clip, error.cause if isinstance(error.cause, WorkerFailure) else not_installed())
        elif isinstance(error, RayError):
            _end(clip, given_up(memory=isinstance(error, OutOfMemoryError)))
        else:
            _end(clip, lost() if isinstance(error, ConnectionError) else error)

    def _listen(self) -> None:
        """Pass on how far the clips are."""
        import ray
        from ray.exceptions import RayActorError

        try:
            told: Any = ray.get(self._reports.take.remote())
        except RayActorError:  # its machine was lost; Ray starts it again
            return
        for number, report in told.items():
            with self._lock:
                clip = self._sent.get(number)
            if clip is not None and _begin(clip) and clip.listener is not None and clip.stopped is None:
                clip.listener(report)

    def _fail_all(self, error: BaseException) -> None:
        with self._lock:
            left = (*self._waiting, *self._sent.values())
            self._waiting.clear()
            self._sent.clear()
        for clip in left:
            _end(clip, error)


def _fetch(clip: _Clip) -> Made:
    """Take a finished clip from Ray and put it in its place."""
    import ray

    outcome: Any = ray.get(clip.task)
    if clip.stopped is not None:
        raise Cancelled
    if outcome.refused is not None:
        raise with_own_names(outcome.refused, clip.brief)
    return deliver(outcome, clip.brief)


def _begin(clip: _Clip) -> bool:
    """Note that it is being made; whether it still is wanted."""
    if not clip.begun:
        clip.begun = True
        clip.future.set_running_or_notify_cancel()
    return not clip.future.cancelled()


def _end(clip: _Clip, error: BaseException) -> None:
    if _begin(clip):
        clip.future.set_exception(error)
