"""The pace of this computer: how much longer or shorter each stage of the work takes here than in docs/speed.md.

Learned from the stages that were done here, so that the time left is known from the beginning of a job. The first time
in a process that a stage is done is counted apart, because its models are loaded then.
"""

from __future__ import annotations

import contextlib
import functools
import json
import statistics
import threading
from pathlib import Path

from revive.core.home import home
from revive.core.json_files import write_json
from revive.core.permissions import private_folder

FILE = "pace.json"
KEPT = 9  # of the last times that a stage was done; their median counts
WITH_LOADING = ("film",)  # stages whose usual time has the loading of models in it: no first time is counted apart
FIRST = "first "  # before the name of a stage whose models have to be loaded
LOADING = 4.0  # times as long as usual, until it was measured here


class Pace:
    """The pace of a computer, kept in the file `path`; None keeps it only in memory.

    A file that cannot be read or written is no reason to stop the work: the pace is then learned anew.
    """

    def __init__(self, path: Path | None = None):
        self.path = path
        self._lock = threading.Lock()
        self._done: set[str] = set()  # the stages that were done in this process
        self._times: dict[str, list[float]] = _read(path)

    def times(self, stage: str) -> float:
        """How many times as long as usual `stage` takes here."""
        with self._lock:
            known = self._times.get(self._key(stage))
            usual = LOADING if self._key(stage).startswith(FIRST) else 1.0
            return statistics.median(known) if known else usual

    def usually(self, stage: str) -> float:
        """How many times as long as usual `stage` takes here once its models are loaded; 1 until it was measured."""
        with self._lock:
            return statistics.median(self._times.get(stage) or [1.0])

    def done(self, stage: str) -> bool:
        """Whether `stage` was done in this process."""
        with self._lock:
            return stage in self._done

    def note_done(self, stage: str) -> None:
        """`stage` was done as a part of another, which tells nothing of its time."""
        with self._lock:
            self._done.add(stage)

    def learn(self, stage: str, times: float) -> None:
        """`stage` took so many times as long as usual."""
        with self._lock:
            key = self._key(stage)
            self._done.add(stage)
            self._times[key] = [*self._times.get(key, ()), round(times, 3)][-KEPT:]
            if self.path is not None:
                with contextlib.suppress(OSError):
                    private_folder(self.path.parent)
                    write_json(self.path, self._times)

    def _key(self, stage: str) -> str:
        return stage if stage in self._done or stage in WITH_LOADING else FIRST + stage


def _read(path: Path | None) -> dict[str, list[float]]:
    if path is None:
        return {}
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {str(stage): [float(one) for one in times][-KEPT:] for stage, times in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def pace_here() -> Pace:
    """The pace of this computer, kept in Revive's folder."""
    return _pace(home() / FILE)


@functools.cache
def _pace(path: Path) -> Pace:
    return Pace(path)
