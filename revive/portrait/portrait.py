"""The Portrait: a photograph and the faces in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.core.localisation import Message
from revive.face.face import Face


@dataclass(frozen=True)
class Portrait:
    """The photograph, ready to be animated.

    Attributes
    ----------
    image : (H, W, 3) uint8 RGB, upright, long side at most `size`, even width and height, light and background done
    faces : every face found, the largest first; numbered from 1 for the user
    chosen : index into `faces` of the one that will speak
    notes : what the user is told of the photograph, such as that it was turned
    number : of the chosen face in the whole photograph, of which `image` may be a part
    original : the portrait with the photograph's own mouth, where `image` and the chosen face have it at rest
    """

    image: np.ndarray
    faces: tuple[Face, ...]
    chosen: int = 0
    notes: tuple[Message, ...] = ()
    number: int = 1
    original: Portrait | None = None

    @property
    def face(self) -> Face:
        """The face that will speak."""
        return self.faces[self.chosen]
