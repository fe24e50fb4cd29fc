"""Progress and cancellation: one small object that is passed to all stages.

The stages do not know the listener. The page draws a bar, the command line prints a line, tests record the reports.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from revive.core.errors import Cancelled
from revive.core.pace import Pace
from revive.core.parallel import begun

P = ParamSpec("P")
R = TypeVar("R")

CERTAIN = 0.6  # fraction of a stage after which its own speed alone counts
HARDLY_BEGUN = 0.1  # before that, the speed of a stage of which nothing is expected says too little


@dataclass(frozen=True)
class Report:
    """One report.

    Attributes
    ----------
    stage : its name
    fraction : of the stage that is done, 0–1
    seconds_left : in all; None where it is not known
    done : share of the whole job's time that has passed, 0–1; never less than in the report before
    """

    stage: str
    fraction: float
    seconds_left: float | None
    done: float = 0.0


class Seldom:
    """A listener that passes reports on to another: the first of each stage, then one every so many seconds."""

    def __init__(self, listener: Callable[[Report], object], seconds: float):
        self._listener, self._seconds = listener, seconds
        self._stage, self._told = "", float("-inf")

    def __call__(self, report: Report) -> None:
        now = time.monotonic()
        if report.stage != self._stage or now - self._told >= self._seconds:
            self._stage, self._told = report.stage, now
            self._listener(report)


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
    _usual: dict[str, float] = field(default_factory=dict, repr=False)
    _pace: Pace = field(default_factory=Pace, repr=False)
    _stop: threading.Event = field(default_factory=threading.Event, repr=False)
    _beside: list[Future] = field(default_factory=list, repr=False)
    _stage: str = ""
    _begun: float | None = None
    _started: float = 0.0
    _done: float = 0.0
    _share: tuple[float, float] = (0.0, 1.0)

    def cancel(self) -> None:
        """Ask the work to stop at its next `update`. May be called from any thread."""
        self._stop.set()

    def unheard(self) -> Progress:
        """For work of which nothing is reported: it is cancelled together with this one."""
        return Progress(_stop=self._stop)

    def expect(self, usual: dict[str, float], pace: Pace) -> None:
        """Say how long stages that are to come usually take.

        Parameters
        ----------
        usual : dict of stage name -> seconds on the computer of docs/speed.md
        pace : of this computer; it learns from the stages as they are done
        """
        self._usual |= usual
        self._pace = pace
        self.expected |= {name: seconds * pace.times(name) for name, seconds in usual.items()}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """The `with` block is the stage `name`; its duration is recorded."""
        self._stage, self._started = name, time.perf_counter()
        self._begun = self._started if self._begun is None else self._begun
        self.update(0.0)
        yield
        self._took(name, time.perf_counter() - self._started)

    def beside(self, name: str, work: Callable[P, R], *args: P.args, **named: P.kwargs) -> Future[R]:
        """Begin `work` as the stage `name` in a thread of its own, while other stages go on.

        Its duration is recorded; it reports nothing. If it fails, the next `update` raises its error.
        """

        def timed() -> R:
            started = time.perf_counter()
            result = work(*args, **named)
            self._took(name, time.perf_counter() - started)
            return result

        self._beside.append(begun(timed))
        return self._beside[-1]

    def _took(self, name: str, took: float) -> None:
        self.seconds[name] = self.seconds.get(name, 0.0) + took
        self.expected.pop(name, None)
        if usual := self._usual.pop(name, None):
            self._pace.learn(name, took / usual)

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
        Exception : of a stage that was begun beside this one
        """
        if self._stop.is_set():
            raise Cancelled
        for future in self._beside:
            if future.done():
                future.result()
        start, end = self._share
        fraction = min(max(start + (end - start) * fraction, 0.0), 1.0)
        if self.listener:
            left = self._seconds_left(fraction)
            self._done = max(self._done, self._share_done(fraction, left))
            self.listener(Report(self._stage, fraction, left, self._done))

    def relay(self, report: Report | None) -> None:
        """Pass on a report of work that is done elsewhere; None where there is none yet.

        Raises
        ------
        Cancelled : when `cancel()` was called
        """
        if self._stop.is_set():
            raise Cancelled
        if report and self.listener:
            self.listener(report)

    def _seconds_left(self, fraction: float) -> float | None:
        elapsed = time.perf_counter() - self._started
        expected = self.expected.get(self._stage)
        if expected is None and fraction <= HARDLY_BEGUN:
            return None
        sure = 1.0 if expected is None else min(fraction / CERTAIN, 1.0)
        whole = sure * elapsed / max(fraction, 1e-9) if sure else 0.0
        whole += (1 - sure) * (expected or 0.0)
        return max(whole - elapsed, 0.0) + sum(s for name, s in self.expected.items() if name != self._stage)

    def _share_done(self, fraction: float, left: float | None) -> float:
        if left is None or not self.expected:
            return fraction
        passed = time.perf_counter() - (self._begun or self._started)
        return passed / max(passed + left, 1e-9)
