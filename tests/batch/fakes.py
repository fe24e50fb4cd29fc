"""A worker's work without its models: what a row says decides what becomes of it. Worker processes import this."""

import os
import signal
import time
from pathlib import Path

from revive.brief import Brief
from revive.clip import Clip
from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.direction import Direction
from revive.work import Made

LOG = "log.txt"  # beside the photograph: a line for every clip that was made


def fake(brief: Brief, progress: Progress) -> Made:
    """A file with the words in it. "refuse", "mistake", "die" and "die once" end otherwise; "wait" takes a minute."""
    folder = brief.needed_photo().parent
    with progress.stage("clip"):
        if "refuse" in brief.words:
            raise UserError("This is refused.")
        if "mistake" in brief.words:
            raise KeyError("x")
        if "die" in brief.words and not ("once" in brief.words and (folder / "died").exists()):
            (folder / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        for step in range(6000 if "wait" in brief.words else 1):
            (folder / "begun").touch()
            time.sleep(0.01 * step)
            progress.update(step / 6000)
        if "deaf" in brief.words:  # hears nobody
            (folder / "begun").touch()
            time.sleep(60)
    part = brief.out.with_suffix(".part")
    part.write_text(brief.words, encoding="utf-8")
    part.replace(brief.out)
    brief.save(brief.out.with_suffix(".job.json"))
    with (folder / LOG).open("a", encoding="utf-8") as log:
        log.write(f"{brief.out.name}\n")
    clip = Clip(brief.out, 256, 256, 25.0, 25, 1.0, 1.0)
    threads = float(os.environ["OMP_NUM_THREADS"])
    return Made(clip, brief, Direction(), brief.out, (), {"threads": threads}, 0.5, 100.0, "here", os.getpid(), {})


def lines(folder: Path) -> list[str]:
    """The clips that were made, in order of time."""
    log = folder / LOG
    return log.read_text(encoding="utf-8").split() if log.exists() else []
