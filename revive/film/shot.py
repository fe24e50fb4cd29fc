"""A scene that is ready to be drawn, and where it stands in its film."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from revive.core.progress import Progress
from revive.face.framing import Box
from revive.film.levelling import Sound
from revive.film.pictures import Scenery
from revive.film.story import Story
from revive.speech.speech import Sentence

CLICK = 0.03  # seconds of a fade that is not heard

Draw = Callable[[], np.ndarray]  # draws one frame (H, W, 3) uint8 RGB, which is the caller's own


@dataclass
class Shot:
    """A scene that is ready to be drawn.

    Attributes
    ----------
    frames : how many it has
    draws : draws each of them, in order; several may be called at once
    faces : boxes in the frame, which the label leaves free
    sounds : what is heard, in seconds of the scene
    sentences : what is said, with their times in the scene
    shown : the words of the sentences are in the picture already
    language : of the words; "" if unknown
    synthetic : a synthetic voice speaks
    """

    frames: int
    draws: Iterator[Draw]
    faces: tuple[Box, ...] = ()
    sounds: tuple[Sound, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    shown: bool = False
    language: str = ""
    synthetic: bool = False
    closing: contextlib.ExitStack = dataclasses.field(default_factory=contextlib.ExitStack)

    def close(self) -> None:
        """Let go of what it holds."""
        self.closing.close()


@dataclass(frozen=True)
class Place:
    """Where a scene stands in its film.

    Attributes
    ----------
    story : of the scene
    before, after : seconds of the transitions into it and out of it
    folder : for its working files
    progress : may cancel the work; nothing is reported
    """

    story: Story
    before: float
    after: float
    folder: Path
    progress: Progress

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the frames."""
        return self.story.frame_size

    def frames(self, seconds: float) -> int:
        """The number of frames of so many seconds."""
        return max(round(seconds * self.story.fps), 2)


def moved(scenery: Scenery, frames: int, size: tuple[int, int]) -> Iterator[Draw]:
    """Draw a photograph in so many frames, from its first view to its last."""
    if scenery.first == scenery.last:  # it stands still
        still = scenery.draw(0.0, size)
        yield from itertools.repeat(still.copy, frames)
        return
    for i in range(frames):
        yield partial(scenery.draw, i / (frames - 1), size)


def faces_of(scenery: Scenery, size: tuple[int, int]) -> tuple[Box, ...]:
    """Where faces are in the frame, at the beginning and at the end."""
    return (*scenery.faces_in(0.0, size), *scenery.faces_in(1.0, size))


def mixed(first: Draw, second: Draw, share: float) -> np.ndarray:
    """The frame of a cross-fade of which a share (0–1) has passed."""
    import cv2

    return cv2.addWeighted(first(), 1 - share, second(), share, 0)


def move_sounds(shot: Shot, folder: Path, number: int) -> tuple[Sound, ...]:
    """The sounds of a shot, kept in another folder until the film is mixed."""
    kept = []
    for index, sound in enumerate(shot.sounds):
        path = folder / f"{number}-{index}.wav"
        shutil.move(sound.path, path)
        kept.append(dataclasses.replace(sound, path=path))
    return tuple(kept)
