"""Make many clips: check every row, skip what is made already, make the rest on all workers, and report.

A clip is noted in the folder's index when it lies in its place. Whatever ends the batch in between, the next one in
the same folder makes what is not noted, and nothing else.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from revive.batch.content import Contents
from revive.batch.index import Index
from revive.batch.jobs import JOB, Row, read_jobs, rows_of_briefs
from revive.batch.report import FAILED, MADE, SKIPPED, BatchReport, GrowingReport, Outcome
from revive.batch.workers import LocalWorkers, workers_here
from revive.brief import Brief
from revive.clip import check_output
from revive.consent import Consent
from revive.core.disk import disk_watched
from revive.core.errors import UserError
from revive.core.localisation import ENGLISH
from revive.core.outputs import check_folder
from revive.core.pace import pace_here
from revive.core.progress import Progress, Report
from revive.core.scratch import scratch_folder, sweep
from revive.direction import Direction
from revive.pipeline import check_brief
from revive.provenance import check_keys
from revive.roles import voice_for, weights_for
from revive.usual_times import usual_times
from revive.work import Made, WorkerFailure, Workers, failure_of

POLL = 0.25  # seconds between two reports of the progress
FIGURES = ("seconds", "duration_s", "seed", "where")  # of a clip that was made, in the index and in the report
STOPS = 3.0  # seconds in which workers stop, at the latest
AHEAD = 2  # clips that are submitted for each that is made at a time, so that no worker waits


@dataclass(frozen=True)
class _Work:
    """A row that is to be made.

    Attributes
    ----------
    number : of the row, counted from 0
    content : see `Contents`
    brief : checked, its seed drawn
    seconds : that a worker of this computer usually takes for it
    """

    number: int
    row: Row
    content: str
    brief: Brief
    seconds: float


def make_clips(
    jobs: Path | str | Iterable[Brief], out: Path | str, *, consent: Consent | None = None, limit: int | None = None,
    workers: Workers | int | None = None, progress: Progress | None = None,
    told: Callable[[Outcome], None] | None = None, waiting: Callable[[], None] | None = None, language: str = ENGLISH,
) -> BatchReport:  # fmt: skip
    """Make a folder of clips; rows that were made there before, from the same content, are skipped.

    Parameters
    ----------
    jobs : a folder of job files, a table or JSON lines, see `read_jobs`; or briefs, each with a relative `out`
    out : the folder of the clips, with report.json and report.csv; it is made
    consent : the three answers, for rows that leave them out
    limit : make at most so many clips now
    workers : what makes them; or how many processes; as many as this computer has room for if not given
    progress : told how far all of it is: the stage "jobs", then "clips"; may cancel it
    told : called with the outcome of each row as soon as it is known
    waiting : called now and then while another batch works in the folder
    language : of the sentences in the report's files

    Returns
    -------
    BatchReport : what became of every row; a row that failed has its sentence

    Raises
    ------
    UserError : nothing of it can be made: no jobs, no table, no folder
    Cancelled : `progress.cancel()` was called; what is made stays, and nothing of other clips
    """
    progress, out, told = progress or Progress(), Path(out), told or _ignore
    rows = _rows(jobs, out, consent)
    index, report = Index(out), _report(out, rows, language)
    batch = _Batch(index, report, told, progress)

    def wait_for_another() -> None:
        (waiting or _ignore)()
        progress.update(0.0)

    with disk_watched(), contextlib.ExitStack() as held:
        with progress.stage("jobs"):
            held.enter_context(index.to_itself(wait_for_another))
            held.callback(_tidy, report, {(out / row.out).parent for row in rows})
            work = list(itertools.islice(batch.left(rows), limit))
        if work:
            check_keys()  # once, and before several workers look for them at a time
            with progress.stage("clips"), _workers(workers, len(work)) as makers:
                batch.make(work, makers)
    return report.now()


def check_clips(
    jobs: Path | str | Iterable[Brief], out: Path | str, *, consent: Consent | None = None, limit: int | None = None,
    progress: Progress | None = None,
) -> tuple[BatchReport, float]:  # fmt: skip
    """Check every row and its files as `make_clips` does, and make and write nothing.

    Returns
    -------
    BatchReport : rows that would be made are "waiting"
    float : seconds of one worker that they will take here, as far as is known
    """
    progress, out = progress or Progress(), Path(out)
    rows = _rows(jobs, out, consent)
    report = _report(out, rows, None)
    batch = _Batch(Index(out), report, _ignore, progress)
    with progress.stage("jobs"):
        work = list(itertools.islice(batch.left(rows), limit))
    return report.now(), sum(one.seconds for one in work)


class _Batch:
    """The rows of a batch on their way: where they are noted, and who is told."""

    def __init__(self, index: Index, report: GrowingReport, told: Callable[[Outcome], None], progress: Progress):
        self._index, self._report, self._told, self._progress = index, report, told, progress
        self._contents = Contents()

    def left(self, rows: Sequence[Row]) -> Iterator[_Work]:
        """The rows that can be made and were not yet; the others get their outcome."""
        for number, row in enumerate(rows):
            self._progress.update(number / len(rows))
            try:
                content = self._contents.of(row.usable)
                known = self._index.made(row.out, content) or self._finished_before(row, content)
                if known is not None:
                    self._set(number, Outcome(row.name, row.out, SKIPPED, **known))
                    continue
                brief, seconds = _checked(row.usable)
            except UserError as error:
                self._failed(number, row, error)
                continue
            yield _Work(number, row, content, brief, seconds)

    def _finished_before(self, row: Row, content: str) -> dict[str, Any] | None:
        """The figures of a clip that was finished when its batch was killed, before it was noted as made."""
        begun, brief = self._index.begun(row.out, content), row.usable
        if begun is None:
            return None
        try:
            made = Brief.load(brief.out.with_suffix(JOB))
        except UserError:  # the clip before this one had none, or this was killed before its job file was written
            return None
        if self._contents.of(made) != begun:
            return None
        figures = {"seed": made.seed}
        self._index.keep(row.out, content, figures)
        return figures

    def make(self, work: Sequence[_Work], workers: Workers) -> None:
        """Make the clips, as many at a time as there are workers."""
        whole, done = sum(one.seconds for one in work), 0.0
        running: dict[Future[Made], _Work] = {}
        fractions: dict[int, float] = {}
        ahead = iter(work)
        self._progress.expected["clips"] = whole / workers.count
        try:
            while True:
                while len(running) < AHEAD * workers.count and (one := next(ahead, None)) is not None:
                    one.brief.out.parent.mkdir(parents=True, exist_ok=True)
                    self._index.begin(one.row.out, one.content, self._contents.of(one.brief))
                    running[workers.submit(one.brief, _Fraction(fractions, one.number))] = one
                if not running:
                    return
                for future in wait(running, POLL, FIRST_COMPLETED).done:
                    one = running.pop(future)
                    done += one.seconds
                    self._finished(one, future)
                under_way = sum(one.seconds * fractions.get(one.number, 0.0) for one in running.values())
                self._progress.update((done + under_way) / whole)
        finally:
            self._stop(running, workers)

    def _stop(self, running: dict[Future[Made], _Work], workers: Workers) -> None:
        """Stop what is being made, and note what was finished meanwhile."""
        for future in running:
            workers.cancel(future)
        for future in wait(running, STOPS).done:
            if not future.cancelled() and future.exception() is None:
                self._finished(running[future], future)

    def _finished(self, one: _Work, future: Future[Made]) -> None:
        error = future.exception()
        if error is not None:
            self._failed(one.number, one.row, error)
            return
        made = future.result()
        outcome = Outcome(
            one.row.name, one.row.out, MADE, seconds=round(made.seconds, 3), duration_s=round(made.clip.duration_s, 3),
            seed=made.brief.seed, where=made.host,
        )  # fmt: skip
        self._index.keep(one.row.out, one.content, {name: getattr(outcome, name) for name in FIGURES})
        self._set(one.number, outcome)

    def _failed(self, number: int, row: Row, error: BaseException) -> None:
        failure = failure_of(error)
        if isinstance(failure, WorkerFailure):
            failure = UserError(
                "Something in Revive went wrong with this clip ({kind}); the others are made all the same, and you may"
                " try this one again.",
                kind=str(failure),
            )
        self._set(number, Outcome(row.name, row.out, FAILED, failure))

    def _set(self, number: int, outcome: Outcome) -> None:
        self._report.set(number, outcome)
        self._told(outcome)


class _Fraction:
    """A listener that keeps how far one clip is."""

    def __init__(self, fractions: dict[int, float], number: int):
        self._fractions, self._number = fractions, number

    def __call__(self, report: Report) -> None:
        self._fractions[self._number] = report.done


def _rows(jobs: Path | str | Iterable[Brief], out: Path, consent: Consent | None) -> list[Row]:
    check_folder(out)
    if isinstance(jobs, str | Path):
        return read_jobs(Path(jobs), out, consent)
    return rows_of_briefs(jobs, out, consent)


def _report(out: Path, rows: Iterable[Row], language: str | None) -> GrowingReport:
    return GrowingReport(out, (Outcome(row.name, row.out, error=row.error) for row in rows), language)


def _tidy(report: GrowingReport, folders: Iterable[Path]) -> None:
    """The end of a batch, however it ended: its report, and no folders of workers that were killed."""
    report.write()
    for folder in folders:
        if folder.is_dir():
            sweep(folder)


def _checked(brief: Brief) -> tuple[Brief, float]:
    """The brief, looked at with all its files, and the seconds that a worker of this computer usually takes for it.

    Raises
    ------
    UserError : its clip cannot be made
    """
    brief = check_brief(brief)
    with scratch_folder() as elsewhere:  # the clip's own folder may not be there yet
        check_output(elsewhere / brief.out.name, brief.files.values())
    weights_for(brief)
    times, pace = usual_times(brief, Direction(), voice_for(brief)), pace_here()
    return brief, sum(seconds * pace.usually(stage) for stage, seconds in times.items())


def _ignore(*_: object) -> None:
    """Nobody listens."""


@contextlib.contextmanager
def _workers(workers: Workers | int | None, clips: int) -> Iterator[Workers]:
    """The workers; those that are given are the caller's to end."""
    if workers is None or isinstance(workers, int):
        with LocalWorkers(min(workers, clips) if workers else workers_here(clips)) as makers:
            yield makers
    else:
        yield workers
