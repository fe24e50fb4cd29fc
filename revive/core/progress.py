"""How far the work is, and whether to stop: one small object handed down through the stages.

No stage knows who listens. The page draws a bar from it, the command line prints a line, tests record it.
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
    """One piece of news: the stage's name, its fraction done (0–1), and the seconds left in all (None: unknown)."""

    stage: str
    fraction: float
    seconds_left: float | None


@dataclass
class Progress:
    """Told how far the work is; raises `Cancelled` at the next news after `cancel()`.

    Attributes
    ----------
    listener : callable taking a `Report`, or None
    seconds : dict of stage name -> seconds it took
    expected : dict of stage name -> seconds it is expected to take; what is not yet done of it makes `seconds_left`
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
        """Everything inside belongs to the stage `name`; its seconds are kept."""
        self._stage, self._started = name, time.perf_counter()
        self.update(0.0)
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - self._started
        self.expected.pop(name, None)

    @contextmanager
    def share(self, start: float, end: float) -> Iterator[None]:
        """What `update` is told inside is the part of the present stage from `start` to `end` (0–1)."""
        before = self._share
        self._share = start, end
        try:
            yield
        finally:
            self._share = before

    def update(self, fraction: float) -> None:
        """Say that the present stage is `fraction` (0–1) done.

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
        if fraction > 0.1:  # below that a stage's own pace says little
            present = elapsed * (1 - fraction) / fraction
        elif self._stage in self.expected:
            present = max(self.expected[self._stage] - elapsed, 0.0)
        else:
            return None
        return present + sum(s for name, s in self.expected.items() if name != self._stage)
