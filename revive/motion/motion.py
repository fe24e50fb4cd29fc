"""The Motion: the performance as numbers, one row a frame, independent of any face."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.core.easing import eased

WIDTHS = (52, 1, 3, 2, 1)  # numbers of each part in a row of `Motion.array`
COLUMNS = sum(WIDTHS)


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

    def part(self, start: int, stop: int | None = None) -> Motion:
        """The frames from `start` to before `stop`."""
        return Motion(self.fps, *(track[start:stop] for track in self._tracks))

    def after(self, before: Motion, at: int, frames: int) -> Motion:
        """This motion from frame `at` on, into which `before`, which was seen until then, passes within `frames`."""
        frames = max(min(frames, len(before) - at, len(self) - at), 0)
        share = eased((np.arange(frames) + 1) / (frames + 1))

        def passing(old: np.ndarray, new: np.ndarray) -> np.ndarray:
            weights = share.reshape(-1, *[1] * (new.ndim - 1)).astype(np.float32)
            mixed = (1 - weights) * old[at : at + frames] + weights * new[at : at + frames]
            return np.concatenate([mixed, new[at + frames :]])

        return Motion(self.fps, *map(passing, before._tracks, self._tracks))

    @property
    def array(self) -> np.ndarray:
        """All of it as (T, COLUMNS) float32; `of` reads it back."""
        return np.column_stack(self._tracks).astype(np.float32)

    @classmethod
    def of(cls, fps: float, array: np.ndarray) -> Motion:
        """A motion from its `array`."""
        scores, closure, rotation, translation, breath = np.split(array, np.cumsum(WIDTHS)[:-1], axis=1)
        return cls(fps, scores, closure[:, 0], rotation, translation, breath[:, 0])

    @property
    def _tracks(self) -> tuple[np.ndarray, ...]:
        return self.scores, self.closure, self.rotation, self.translation, self.breath
