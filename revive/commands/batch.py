"""`python -m revive batch`: many clips from a table or a folder of jobs, on all cores or on a Ray cluster."""

from __future__ import annotations

import argparse
import contextlib
import json
import signal
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from revive.commands.consent import add_consent, consent_of_options
from revive.commands.file_names import file_name
from revive.commands.numbers import whole
from revive.commands.terminal import in_words, language, listener, say
from revive.core.errors import Cancelled, UserError
from revive.core.progress import Progress

if TYPE_CHECKING:
    from revive.batch.report import BatchReport, Outcome

MOST_CLIPS, MOST_WORKERS = 10_000_000, 1024
SHOWN = 20  # failed rows that are listed at the end of a dry run; the others are only counted
SOME_FAILED, INTERRUPTED = 1, 130  # exit statuses


def add(commands: argparse._SubParsersAction) -> None:
    """Put `batch` among the commands."""
    parser = commands.add_parser("batch", help="make many clips from a table or a folder of job files")
    parser.add_argument(
        "jobs", type=file_name, metavar="JOBS",
        help="a table (CSV) whose columns are the options of make, JSON lines, or a folder of job files",
    )  # fmt: skip
    parser.add_argument("--out", type=file_name, required=True, metavar="DIR", help="the folder of the clips")
    parser.add_argument("--limit", type=whole("--limit", 1, MOST_CLIPS), metavar="N", help="make at most N clips now")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--workers", type=whole("--workers", 1, MOST_WORKERS), metavar="N",
        help="clips made at a time; otherwise as many as cores and free memory allow",
    )  # fmt: skip
    where.add_argument("--ray", metavar="ADDRESS", help="make them on a Ray cluster: its address, or auto")
    parser.add_argument(
        "--shared",
        metavar="FOLDER",
        help="with --ray: a folder that all machines reach, in which files travel",
    )
    parser.add_argument("--dry-run", action="store_true", help="check every row and its files, and make nothing")
    parser.add_argument("--json", action="store_true", help="print the report as one JSON object")
    group = parser.add_argument_group("the three answers, for rows that leave them out")
    add_consent(group)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    if options.shared and not options.ray:
        raise UserError("A folder that machines share is of use with a cluster only; please give --ray too.")
    return _check(options) if options.dry_run else _make(options)


def _check(options: argparse.Namespace) -> int:
    from revive.batch.make import check_clips
    from revive.batch.workers import workers_here

    report, seconds = check_clips(
        options.jobs, options.out, consent=consent_of_options(options), limit=options.limit,
        progress=Progress(listener(options)),
    )  # fmt: skip
    if options.json:
        print(json.dumps(report.as_json(language()) | {"worker_seconds": round(seconds, 1)}, ensure_ascii=False))
        return _status(report)
    for outcome in report.failed[:SHOWN]:
        say(_line(outcome))
    counts = report.counts
    at_a_time = 1 if options.ray else options.workers or workers_here(counts["waiting"])
    print(
        f"{counts['waiting']} to make, {counts['skipped']} made before, {counts['failed']} cannot be made;"
        f" about {in_words(seconds / at_a_time)}{' of one worker' if options.ray else ''}."
    )
    return _status(report)


def _make(options: argparse.Namespace) -> int:
    from revive.batch.make import make_clips

    progress = Progress(listener(options))
    with contextlib.ExitStack() as stack:
        workers = options.workers
        if options.ray is not None:
            from revive.cluster import RayWorkers

            workers = stack.enter_context(RayWorkers(options.ray, options.shared))
        stack.enter_context(_stoppable(progress))
        try:
            report = make_clips(
                options.jobs, options.out, consent=consent_of_options(options), limit=options.limit, workers=workers,
                progress=progress, told=None if options.json else _say_outcome, waiting=_Waiting(),
                language=language(),
            )  # fmt: skip
        except (Cancelled, KeyboardInterrupt):
            say("Stopped. What is made is kept; the same command goes on with the rest.")
            return INTERRUPTED
    if options.json:
        print(json.dumps(report.as_json(language()), ensure_ascii=False, indent=2))
    else:
        counts = {state: count for state, count in report.counts.items() if count or state == "made"}
        print(f"{options.out}  " + ", ".join(f"{count} {state}" for state, count in counts.items()))
    return _status(report)


@contextlib.contextmanager
def _stoppable(progress: Progress) -> Iterator[None]:
    """Inside the `with` block, Ctrl-C (and what a batch system sends) stops the work where nothing is half done.

    A second one stops it wherever it is.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def usual() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def stop(*_: object) -> None:
        usual()
        progress.cancel()

    for number in before:
        signal.signal(number, stop)
    try:
        yield
    finally:
        usual()


def _say_outcome(outcome: Outcome) -> None:
    """What became of a row; of one that was made before, nothing."""
    if outcome.state != "skipped":
        say(_line(outcome))


class _Waiting:
    """Says once that another batch has to end first."""

    def __init__(self):
        self._said = False

    def __call__(self) -> None:
        if not self._said:
            say("Another batch is writing into this folder; this one begins when it has ended.")
        self._said = True


def _line(outcome: Outcome) -> str:
    what = outcome.error.sentence(language()) if outcome.error else f"{outcome.seconds:.1f} s"
    return f"{outcome.state} {outcome.row}  {outcome.out}  {what}"


def _status(report: BatchReport) -> int:
    return SOME_FAILED if report.failed else 0
