"""What a command shows while it works: on stderr, so that --json stays alone on stdout."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from revive.core.progress import Report


def language() -> str:
    """The user's language, as the system tells it; "zh…" is Chinese."""
    return os.environ.get("LANG", "en")


def say(line: str) -> None:
    """A line on stderr, above the progress bar if there is one."""
    from tqdm import tqdm

    tqdm.write(line, file=sys.stderr)
    sys.stderr.flush()


def in_words(seconds: float) -> str:
    """A span of time as people say it: 45 s, 12 min, 3 h 20 min."""
    minutes = round(seconds / 60)
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"


def listener(options: argparse.Namespace) -> Callable[[Report], None] | None:
    """What shows how far the work is, where somebody watches and no JSON is wanted."""
    return ProgressBar() if sys.stderr.isatty() and not options.json else None


class ProgressBar:
    """A bar for each stage on stderr, with the time left; it is gone when the stage is done.

    Parameters
    ----------
    interval : seconds between two drawings, at least
    """

    def __init__(self, interval: float = 0.1):
        self._interval, self._stage, self._bar = interval, "", None

    def __call__(self, report: Report) -> None:
        from tqdm import tqdm

        if self._bar is not None and report.stage != self._stage:
            self._bar.close()
            self._bar = None
        if self._bar is None:
            self._stage = report.stage
            form = "{desc}: {percentage:3.0f}%{postfix} |{bar:30}|"
            self._bar = tqdm(
                total=1.0, desc=report.stage, bar_format=form, leave=False, file=sys.stderr, mininterval=self._interval
            )
        if report.seconds_left is not None:
            self._bar.postfix = f"about {in_words(report.seconds_left)} left"
        self._bar.update(report.fraction - self._bar.n)
        if report.fraction >= 1:
            self._bar.close()
            self._bar = None
