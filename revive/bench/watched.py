"""A clip that is watched while it is made, and one that is stopped."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path

from revive.bench.material import SENTENCES, settings
from revive.bench.processes import run

_WATCH = """
import json, sys, time
from pathlib import Path
from revive import make_clip
from revive.bench.material import processor_seconds
from revive.clip import LiveClip

class Watched(LiveClip):
    first, least = None, 0.0
    def show(self, planes):
        super().show(planes)
        if self.frames == round(self.fps):
            self.first = time.perf_counter()
        if self.first:
            self.least = min(self.least, self.ahead())

settings, figures, costs = json.loads(sys.argv[1]), {}, []
make_clip(**{**settings, "words": "Hello, Tom."})
for live in (None, Watched(Path(settings["out"]).parent, 25.0)):
    started, before = time.perf_counter(), processor_seconds()
    make_clip(**settings, live=live)
    costs.append(processor_seconds() - before)
print(json.dumps({"first_s": live.first - started, "waits_s": -live.least, "cost": costs[1] / costs[0]}))
"""


def first_picture(photo: Path, folder: Path) -> dict[str, float]:
    """Of a clip that is watched while it is made, with loaded models, for about 10 and 60 seconds of words.

    Seconds until its first second is there, seconds that a player has to wait afterwards, and its processor time
    relative to that of a clip that nobody watches.
    """
    figures = {}
    for seconds in (10, 60):
        measured = run(_WATCH, json.dumps(settings(photo, folder, words=" ".join([SENTENCES] * (seconds // 10)))))
        assert isinstance(measured, dict)
        figures |= {f"watched_{seconds}_s_{name}": round(value, 2) for name, value in measured.items()}
    return figures


def cancel_seconds(photo: Path, folder: Path) -> float:
    """From telling a job to stop, at its first frames, to its end."""
    from revive import Cancelled, Progress, make_clip

    told: list[float] = []

    def listen(report) -> None:
        if report.stage == "clip" and report.fraction > 0 and not told:
            told.append(time.perf_counter())
            progress.cancel()

    progress = Progress(listen)
    with contextlib.suppress(Cancelled):
        make_clip(**settings(photo, folder, words=SENTENCES), progress=progress)
    return round(time.perf_counter() - told[0], 2)
