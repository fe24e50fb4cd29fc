"""Progress and cancellation: one small object that is passed to all stages.

The stages do not know the listener. The page draws a bar, the command line prints a line, tests record the reports.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from revive.core.errors import Cancelled


@dataclass(frozen=True)
class Report:
    """One report: the stage's name, the fraction of it done (0–1), and the seconds left in all (None: unknown)."""

    stage: str
    fraction: float
    seconds_left: float | None


@dataclass
class Progress:
    """Receives the progress of the work; raises `Cancelled` at the first update after `cancel()`.

    Attributes
    ----------
    listener : callable taking a `Report`, or None
    seconds : dict of stage name -> seconds it took
    expected : dict of stage name -> seconds it is expected to take; `seconds_left` is computed from it
    """

    listener: Callable[[Report], None] | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    expected: dict[str, float] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event, repr=False)
    _stage: str = ""
    _started: float = 0.0
    _share: tuple[float, float] = (0.0, 1.0)

    def cancel(self) -> None:
        """Ask the work to stop at its next `update`. May be called from any thread."""
        self._stop.set()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """The `with` block is the stage `name`; its duration is recorded."""
        self._stage, self._started = name, time.perf_counter()
        self.update(0.0)
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - self._started
        self.expected.pop(name, None)

    @contextmanager
    def share(self, start: float, end: float) -> Iterator[None]:
        """Inside the `with` block, `update` counts from `start` to `end` (0–1) of the current stage."""
        before = self._share
        self._share = start, end
        try:
            yield
        finally:
            self._share = before

    def update(self, fraction: float) -> None:
        """Report that the current stage is `fraction` (0–1) done.

        Raises
        ------
        Cancelled : when `cancel()` was called
        """
        if self._stop.is_set():
            raise Cancelled
        start, end = self._share
        fraction = start + (end - start) * fraction
        if self.listener:
            self.listener(Report(self._stage, min(max(fraction, 0.0), 1.0), self._seconds_left(fraction)))

    def _seconds_left(self, fraction: float) -> float | None:
        elapsed = time.perf_counter() - self._started
        if fraction > 0.1:  # before that its own speed is too uncertain
            present = elapsed * (1 - fraction) / fraction
        elif self._stage in self.expected:
            present = max(self.expected[self._stage] - elapsed, 0.0)
        else:
            return None
        return present + sum(s for name, s in self.expected.items() if name != self._stage)
