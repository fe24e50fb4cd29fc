"""What a command tells while it works: on stderr, so that --json stays alone on stdout."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from revive.core.progress import Report


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def listener(options: argparse.Namespace) -> Callable[[Report], None] | None:
    """What tells how far the work is, where somebody watches and no JSON is wanted."""
    return print_report if sys.stderr.isatty() and not options.json else None


def print_report(report: Report) -> None:
    left = "" if report.seconds_left is None else f", about {report.seconds_left:.0f} s left"
    print(f"\r\033[K{report.stage}: {report.fraction:.0%}{left}", end="", file=sys.stderr, flush=True)
    if report.fraction >= 1:
        print("\r\033[K", end="", file=sys.stderr, flush=True)
