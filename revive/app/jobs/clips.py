"""A clip as a job: it is written down when it is put in the queue, goes on when the page is closed, and is kept."""

from __future__ import annotations

import dataclasses
import json
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from revive.app.jobs import shelf
from revive.app.jobs.job import Job
from revive.app.jobs.queue import JobQueue
from revive.brief import Brief
from revive.consent import Permit
from revive.core.progress import Progress
from revive.media.moving_picture import PICTURES
from revive.work import Made, made_of

if TYPE_CHECKING:
    from revive.clip import Clip

WATCHED = 60.0  # seconds for which the files of the live clip stay when it is finished
PICTURE_AT = 2.0  # seconds; a title card comes before
DRAWN = ("plain-", "restored", "portrait-")  # how pictures that the page made are called; these names tell nothing


def start_clip(
    jobs: JobQueue, visitor: str, brief: Brief, folder: Path, permit: Callable[[], Permit], *, called: str,
    make: Callable[[Brief, Progress], Made] | None = None,
) -> Job:  # fmt: skip
    """Put a clip in the queue; what the work returns is what was `Made`.

    Parameters
    ----------
    folder : an empty one of the visitor's, for this clip alone; deleted when the clip is cancelled or fails
    called : what a clip is called whose photograph has no name
    make : makes the clip; the page's cluster when not given, or this computer where there is none

    Raises
    ------
    UserError : see `JobQueue.start` and `Permit`; then the folder is deleted
    """
    taken = {made.title for made in shelf.shelf(folder.parent).values()}
    named = shelf.title_of(brief.person, _photo_name(brief), called=called, day=datetime.now().astimezone())
    title = shelf.free_title(named, taken)
    brief = dataclasses.replace(brief, out=folder / f"{title}{brief.out.suffix}")
    elsewhere = jobs.elsewhere if make is None else None

    def work(progress: Progress) -> Made:
        try:
            made = (elsewhere.make if elsewhere else make or _make_clip)(brief, progress)
            keep(made.clip, made.brief, made.job, made.seconds, folder, title)
        except BaseException:
            give_up()
            raise
        return made

    def give_up() -> None:
        if not jobs.closed:  # else the next page offers to finish it
            shelf.remove(folder)

    try:
        shelf.note_unfinished(folder, brief)
        job = jobs.start(
            visitor, work, permit=permit(), folder=folder, makes=shelf.CLIP, elsewhere=elsewhere is not None
        )
    except BaseException:
        shelf.remove(folder)
        raise
    job.when_done(lambda future: give_up() if future.cancelled() else None)  # it never began
    return job


def keep(clip: Clip, brief: Brief, job: Path | None, seconds: float, folder: Path, title: str) -> None:
    """Put a finished clip on the shelf of its visitor; `seconds` is what making it took."""
    draw_picture(clip.out, folder / shelf.PICTURE, min(PICTURE_AT, clip.duration_s / 2))
    captions = [path.name for path in clip.captions if path.suffix == ".srt"]
    settings, took = shelf.settings_of(brief, folder.parent), round(seconds, 1)
    made = shelf.Made(
        shelf.CLIP, title, shelf.now(), clip.out.name, shelf.PICTURE,
        captions[0] if captions else "", without_places(job).name if job else "",
        settings, round(clip.duration_s, 2), took,
    )  # fmt: skip
    shelf.note_made(folder, made)


def without_places(job: Path) -> Path:
    """The job file as it is downloaded: with the names of files alone, without their folders."""
    settings = json.loads(job.read_text(encoding="utf-8"))
    places = {name: Path(settings[name]).name for name in (*shelf.FILES, "out") if settings[name]}
    for speaker in settings["speakers"]:
        speaker["recording"] = speaker["recording"] and Path(speaker["recording"]).name
    job.write_text(json.dumps({**settings, **places}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return job


def _make_clip(brief: Brief, progress: Progress) -> Made:
    from revive.clip import LiveClip
    from revive.pipeline import make_clip

    live, started = LiveClip(brief.out.parent, brief.fps), time.perf_counter()
    try:
        return made_of(make_clip(brief, progress=progress, live=live), time.perf_counter() - started)
    finally:
        forget = threading.Timer(WATCHED, live.delete)
        forget.daemon = True
        forget.start()


def _photo_name(brief: Brief) -> str:
    """What the photograph is called; empty where that tells nothing."""
    stem = brief.photo.stem if brief.photo else ""
    return "" if stem.startswith(DRAWN) else stem.replace("_", " ")


def draw_picture(clip: Path, out: Path, seconds: float) -> None:
    """A small picture of the clip, with the label that its frames have."""
    from revive.media.film import read_frames
    from revive.media.photo import read_photo
    from revive.provenance.pictures import write_untouched

    if clip.suffix.lower() in PICTURES:
        write_untouched(read_photo(clip, size=shelf.PICTURE_SIDE), out)
        return
    *_, frame = read_frames(clip, rate=4, side=shelf.PICTURE_SIDE, seconds=seconds)
    write_untouched(frame, out)
