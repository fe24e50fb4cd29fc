"""Make the film of a story."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from revive.core.progress import Progress
from revive.film.story import Story


@dataclass(frozen=True)
class Film:
    """A film that was written.

    Attributes
    ----------
    out : the mp4 (H.264 + AAC, moov atom first, with chapters)
    story : what was made, with the seed that was drawn
    width, height : pixels
    fps, frames : of the picture
    duration_s : seconds
    starts : second at which each scene begins
    captions : the .srt and .vtt files beside it (empty if nobody speaks)
    seconds : dict of stage name -> seconds it took
    """

    out: Path
    story: Story
    width: int
    height: int
    fps: float
    frames: int
    duration_s: float
    starts: tuple[float, ...]
    captions: tuple[Path, ...]
    seconds: dict[str, float]


def check_story(story: Story) -> Story:
    """The story with its seed, once its files, texts and answers are looked at; nothing is made.

    Raises
    ------
    UserError : the first thing that cannot be used, with the number of its scene
    """
    raise NotImplementedError


def make_film(story: Story, out: Path, progress: Progress | None = None) -> Film:
    """Make the film.

    Raises
    ------
    UserError : see `check_story`; `out` cannot be written
    Cancelled : `progress.cancel()` was called; nothing is left behind
    """
    raise NotImplementedError
