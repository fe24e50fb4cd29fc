"""Clips that a Ray cluster makes for the page; queue, limits, consent, marks and files stay with the page."""

from __future__ import annotations

import threading

from revive.brief import Brief
from revive.cluster import RayWorkers
from revive.cluster.connection import CLIENT, HERE
from revive.core.errors import Cancelled, UserError
from revive.core.parallel import all_done
from revive.core.progress import Progress, Report
from revive.work import Made

LOOK_EVERY = 0.1  # seconds
PATIENCE = 2.0  # seconds until a clip that was cancelled has stopped


class Elsewhere:
    """The cluster of a page: connected at once, and again when a clip is asked for after it was lost.

    Parameters
    ----------
    address : "auto", or ray://HOST:10001; a page that were part of the cluster would end with it
    shared : see `RayWorkers`; "" for none

    Raises
    ------
    UserError : another kind of address, or the cluster cannot be reached, see `revive.cluster.connection.connect`
    """

    def __init__(self, address: str, shared: str = ""):
        address = HERE if address == "auto" else address
        if not address.startswith(CLIENT):
            raise UserError(
                "The page reaches a cluster from outside, so that it outlives it; please give ray://HOST:10001, or"
                " auto for a cluster that was started on this computer."
            )
        self.address, self.shared = address, shared
        self._lock = threading.Lock()
        self._workers: RayWorkers | None = None
        self.workers()

    @property
    def places(self) -> int:
        """How many clips it makes at a time."""
        return self._workers.count if self._workers else 1

    @property
    def alive(self) -> bool:
        """Whether it answered the last time."""
        return self._workers is not None and not self._workers.lost

    def workers(self) -> RayWorkers:
        """The workers of the cluster, connected again where it was lost; raises as `Elsewhere`."""
        with self._lock:
            if self._workers is None or self._workers.lost:
                lost, self._workers = self._workers, None
                if lost is not None:
                    lost.__exit__()
                self._workers = RayWorkers(self.address, self.shared or None).__enter__()
            return self._workers

    def make(self, brief: Brief, progress: Progress) -> Made:
        """Make a clip there.

        Raises
        ------
        UserError : it cannot be made, or the cluster was lost
        Cancelled : `progress.cancel()` was called
        """
        latest: Report | None = None

        def listen(report: Report) -> None:
            nonlocal latest
            latest = report

        workers = self.workers()
        future = workers.submit(brief, listen)
        told = None
        try:
            while not all_done(future, timeout=LOOK_EVERY):
                progress.relay(None if latest is told else latest)
                told = latest
        except Cancelled:
            workers.cancel(future)
            all_done(future, timeout=PATIENCE)
            raise
        return future.result()

    def close(self) -> None:
        """End the connection, and whatever is made."""
        with self._lock:
            workers, self._workers = self._workers, None
        if workers is not None:
            workers.__exit__()
