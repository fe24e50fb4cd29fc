"""A moment to learn from: a photograph, or three neighbouring pictures of a film."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from revive.core.localisation import Message
from revive.teaching.common.pictures import read_rgb

# why a moment is set aside -> (English, Chinese)
REASONS = {
    "no_face": Message("no face was seen"),
    "stranger": Message("another person"),
    "small": Message("the face is too small"),
    "turned": Message("turned too far away"),
    "blurred": Message("blurred"),
    "alike": Message("nearly the same as another"),
    "enough": Message("there are enough of these"),
}  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """A photograph or three neighbouring pictures of a film, and what became of it.

    Attributes
    ----------
    source : which file, from 0
    film : whether it is a film
    seconds : where in the film
    thumb : a small picture of it
    reason : why it was set aside, a key of `REASONS`; "" when it is used
    held : whether it is held back to judge by
    pictures : the face and its surroundings, one file a picture
    landmarks : (n, 478, 3), in pixels of these
    scores : (n, 52)
    turn : degrees by which the face looks away
    sharp : see `moment_quality.sharpness`
    """

    source: int
    film: bool
    seconds: float
    thumb: Path
    reason: str = ""
    held: bool = False
    pictures: tuple[Path, ...] = ()
    landmarks: np.ndarray = field(default_factory=lambda: np.zeros((0, 478, 3), np.float32))
    scores: np.ndarray = field(default_factory=lambda: np.zeros((0, 52), np.float32))
    turn: float = 0.0
    sharp: float = 0.0

    @property
    def used(self) -> bool:
        """Whether it is learned from or held back."""
        return not self.reason

    def image(self, number: int) -> np.ndarray:
        """(H, W, 3) uint8 RGB, the picture of this number."""
        return read_rgb(self.pictures[number])
