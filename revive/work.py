"""Many clips at once: what workers offer, whether they are processes of this computer or machines of a cluster.

`Workers` is the protocol; `Made` is what a worker gives back of a clip, small enough to send between machines.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from revive.brief import Brief
from revive.core.errors import UserError
from revive.core.failures import describe_error, sentence_for
from revive.core.localisation import Message
from revive.core.progress import Report
from revive.direction.direction import Direction

if TYPE_CHECKING:
    from revive.clip import Clip
    from revive.pipeline import Result

Listener = Callable[[Report], None]


@dataclass(frozen=True)
class Made:
    """A clip that a worker made.

    Attributes
    ----------
    clip : the file, its captions and properties, as they lie where the brief wanted them
    brief : as it was made, its seed drawn
    direction : what was understood from the prompt, and what was chosen otherwise
    job : the job file beside the clip
    notes : what the user is told of it, see `Result.notes`
    stages : dict of stage name -> seconds it took
    seconds : that making it took in all
    peak_rss_mb : the most memory that the worker's process ever held, in MB
    host, pid : the computer and the process that made it
    facts : what `Result.as_json` says, but for the files
    """

    clip: Clip
    brief: Brief
    direction: Direction
    job: Path
    notes: tuple[Message, ...]
    stages: dict[str, float]
    seconds: float
    peak_rss_mb: float
    host: str
    pid: int
    facts: dict[str, Any]

    @property
    def out(self) -> Path:
        """The clip's file."""
        return self.clip.out

    def as_json(self) -> dict:
        """Plain values, as `Result.as_json`."""
        captions = [str(path) for path in self.clip.captions]
        return {**self.facts, "out": str(self.out), "job": str(self.job), "captions": captions}


class WorkerFailure(Exception):
    """A clip failed in a way that nobody foresaw; says the kind of the error and its place in the code."""


def failure_of(error: BaseException) -> UserError | WorkerFailure:
    """What a worker gives back of an error: its sentence, or kind and place, for its message may hold a name."""
    if isinstance(error, UserError | WorkerFailure):
        return error
    return sentence_for(error) or WorkerFailure(describe_error(error))


class Workers(Protocol):
    """Makes clips somewhere else, several at once; a context whose end stops everything that is not done.

    Attributes
    ----------
    count : how many clips are made at a time, as far as is known
    """

    @property
    def count(self) -> int: ...

    def submit(self, brief: Brief, listener: Listener | None = None) -> Future[Made]:
        """Make a clip, once, when a worker is free.

        Parameters
        ----------
        brief : what to make; `brief.out` is where the finished clip appears, whole or not at all
        listener : told how far it is, now and then, in a thread of the workers; the share of the whole clip is
            `Report.done`

        Returns
        -------
        Future : its result is the clip. Its exception is the `UserError` of a brief that cannot be made, `Cancelled`
            where it was stopped while it ran, `WorkerFailure` or anything else for an unexpected failure.
            `Future.cancelled` is true where it was dropped before it began.
        """
        ...

    def cancel(self, future: Future[Made]) -> None:
        """Drop a clip that waits; stop one that is being made within two seconds, and leave nothing of it behind."""
        ...

    def __enter__(self) -> Workers: ...

    def __exit__(self, *error: object) -> None: ...


def made_of(result: Result, seconds: float) -> Made:
    """What a worker gives back of a finished clip that this process has just made, in `seconds`."""
    from revive.core.memory import peak_rss_mb

    return Made(
        result.clip, result.brief, result.direction, result.job, result.notes, dict(result.seconds), seconds,
        peak_rss_mb(), socket.gethostname(), os.getpid(), result.as_json(),
    )  # fmt: skip
