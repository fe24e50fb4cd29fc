"""What a worker of the cluster does: one clip from an order, in folders that are deleted when it is done.

A process of Ray makes one clip after another, so models are loaded once in each. What is wrong with a brief is given
back as a sentence and not raised, because Ray writes down what a task raises; what nobody foresaw is raised as its kind
and place alone.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from revive.cluster.files import Content, give
from revive.cluster.order import PEOPLE, Order, Outcome
from revive.cluster.reports import EVERY
from revive.core.cores import set_cores
from revive.core.errors import UserError
from revive.core.progress import Progress, Seldom
from revive.core.scratch import Held, hold_folder, scratch_folder
from revive.core.version import __version__
from revive.provenance.postponed import signing_postponed
from revive.work import WorkerFailure, failure_of, made_of

CPUS = 1  # of a machine, for one clip


def make(order: Order, reports: Any, *contents: Content) -> Outcome:
    """Make the clip of an order.

    Parameters
    ----------
    reports : the actor that is told how far it is
    contents : of the order's files

    Raises
    ------
    WorkerFailure : nobody foresaw it
    """
    if order.version != __version__:
        other = UserError(
            "The machines of the cluster have Revive {theirs}, and this computer has {ours}; please install the same"
            " version everywhere.",
            theirs=__version__,
            ours=order.version,
        )
        return Outcome(refused=other)
    try:
        with _private_home() as own, scratch_folder() as folder:
            tell = Seldom(partial(reports.tell.remote, order.number), EVERY)
            return _made(order, Progress(tell), contents, folder, own)
    except Exception as error:  # noqa: BLE001  Ray would write down its message, which may hold the family's words
        failure = failure_of(error)
        if isinstance(failure, WorkerFailure):
            raise failure from None
        return Outcome(refused=failure)


def _made(order: Order, progress: Progress, contents: tuple[Content, ...], folder: Path, own: Path) -> Outcome:
    from revive.pipeline import make_clip

    started = time.perf_counter()
    brief = order.unpack(contents, folder, own)
    with signing_postponed() as unsigned:
        result = make_clip(brief, progress=progress)
    made = made_of(result, time.perf_counter() - started)
    files = {path.name: give(path, order.folder) for path in (made.clip.out, *made.clip.captions)}
    return Outcome(made, unsigned=unsigned[0], files=files)


@contextlib.contextmanager
def _private_home() -> Iterator[Path]:
    """Revive's folder of this process, without anybody in it before and after."""
    own = _held_home().folder
    os.environ["REVIVE_HOME"] = str(own)
    try:
        yield own
    finally:
        shutil.rmtree(own / PEOPLE, ignore_errors=True)


@functools.cache
def _held_home() -> Held:
    """The folder, deleted with the process; those of processes that were killed are deleted now.

    It is asked for first when a process begins its first clip, which then uses as many cores as Ray gave it.
    """
    set_cores(CPUS)
    return hold_folder(name="worker-")
