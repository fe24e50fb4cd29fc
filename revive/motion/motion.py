"""The Motion: the performance as numbers, one row a frame, independent of any face."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Motion:
    """T frames of performance; frame t is the face at (t + 0.5) / fps seconds of the speech.

    Attributes
    ----------
    fps : frames a second
    scores : (T, 52) float32, blendshape scores 0–1 in the order of BLENDSHAPES, 0 = the relaxed face. The animator
        adds them to what the photograph shows and never beyond 1. An eyeBlink score of 1 is a closed eye, whatever
        the photograph shows; so lids always meet.
    closure : (T,) float32, 0–1: 1 = the lips touch, whatever the scores and the photograph say (silence, p, b, m);
        0 = the opening is what the scores say.
    rotation : (T, 3) float32, degrees added to the photograph's own head pose: pitch (+ looks down), yaw (+ turns to
        the picture's right), roll (+ tilts clockwise in the picture).
    translation : (T, 2) float32, the head's shift right and down, in distances between the eyes.
    breath : (T,) float32, 0–1, how far the chest is raised.
    """

    fps: float
    scores: np.ndarray
    closure: np.ndarray
    rotation: np.ndarray
    translation: np.ndarray
    breath: np.ndarray

    def __len__(self) -> int:
        return len(self.scores)
