"""A film as a job: it goes on when the page is closed, and is kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from revive.app.jobs import shelf
from revive.app.jobs.clips import draw_picture
from revive.app.jobs.job import Job
from revive.app.jobs.limits import check_limits
from revive.app.jobs.queue import JobQueue
from revive.app.server.settings import Limits
from revive.consent import Permit
from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.film import Film, Story, make_film, permits, reckoned_frames


def start_film(
    jobs: JobQueue, visitor: str, story: Story, folder: Path, permit: Callable[[], Permit], *, called: str
) -> Job:  # fmt: skip
    """Put a film in the queue; the work returns the `Film`.

    Parameters
    ----------
    folder : an empty one of the visitor's, for this film alone; deleted when the film is cancelled or fails
    called : what a film without a title is called

    Raises
    ------
    UserError : see `check_film_limits`, `JobQueue.start` and `Permit`; then the folder is deleted
    """
    taken = {made.title for made in shelf.shelf(folder.parent).values()}
    named = shelf.title_of(story.title, called=called, day=datetime.now().astimezone())
    title = shelf.free_title(named, taken)

    def work(progress: Progress) -> Film:
        began = time.perf_counter()
        try:
            film = make_film(story, folder / f"{title}.mp4", progress)
            keep_film(film, folder, title, time.perf_counter() - began)
        except BaseException:
            shelf.remove(folder)
            raise
        return film

    try:
        allowed = permit()
        check_film_limits(story, jobs.limits)
        job = jobs.start(visitor, work, permit=allowed, folder=folder, makes=shelf.FILM)
    except BaseException:
        shelf.remove(folder)
        raise
    job.when_done(lambda future: shelf.remove(folder) if future.cancelled() else None)  # it never began
    return job


def check_film_limits(story: Story, limits: Limits) -> None:
    """Refuse a film that is larger or longer than is allowed here.

    Raises
    ------
    UserError : it is; or a file of it cannot be used
    """
    for permit in permits(story):
        check_limits(permit, limits)
    if limits.size is not None and min(story.frame_size) > limits.size:
        raise UserError("This size is more than is allowed here; please choose the first look, 360p.")
    if limits.film is not None and (seconds := reckoned_frames(story) / story.fps) > limits.film:
        raise UserError(
            "The film would last about {seconds:.0f} seconds, and at most {most:.0f} are allowed here; please take"
            " scenes out.",
            seconds=seconds, most=limits.film,
        )  # fmt: skip


def keep_film(film: Film, folder: Path, title: str, seconds: float) -> None:
    """Put a finished film on the shelf of its visitor; `seconds` is what making it took."""
    draw_picture(film.out, folder / shelf.PICTURE, film.duration_s / 3)
    captions = next((path.name for path in film.captions if path.suffix == ".srt"), "")
    made = shelf.Made(
        shelf.FILM, title, shelf.now(), film.out.name, shelf.PICTURE, captions, length=round(film.duration_s, 2),
        took=round(seconds, 1),
    )  # fmt: skip
    shelf.note_made(folder, made)
