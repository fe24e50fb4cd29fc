"""A Performance: somebody's movements in a film, independent of the face; and how it is applied to a clip."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.face.blendshapes import INDEX
from revive.motion.eyes import gaze_of, look_scores, steadied
from revive.motion.gesture import GAZE, LIDS, WIDE, Gesture

FELT = [i for n, i in INDEX.items() if n.startswith(("mouthSmile", "mouthFrown", "mouthDimple"))]
LIPS = [i for n, i in INDEX.items() if n.startswith(("mouth", "jaw")) and i not in FELT]
A_BLINK = 0.4  # a lid that closes no further is a lowered gaze, not a blink
MOST_TURN = np.array([9.0, 14.0, 7.0])  # degrees of pitch, yaw and roll; a photograph can be turned no further
MOST_SHIFT = 0.05  # eye distances


@dataclass(frozen=True)
class Performance:
    """Somebody's movements in a film, as differences from their own face at rest; N rows, `rate` a second.

    `scores`, `closure`, `rotation` and `translation` mean what they mean in a Motion; row i is the face at
    (i + 0.5) / rate seconds.
    """

    rate: float
    scores: np.ndarray
    closure: np.ndarray
    rotation: np.ndarray
    translation: np.ndarray

    def at(self, times: np.ndarray) -> Performance:
        """Sampled at `times` (T,) in seconds; beyond its end it plays backwards, then forwards, without a jump."""
        last = len(self.scores) - 1
        rows = np.abs(np.asarray(times) * self.rate - 0.5)
        rows = last - np.abs(last - rows % max(2 * last, 1)) if last else np.zeros(len(rows))
        before = np.floor(rows).astype(int)
        after = np.minimum(before + 1, last)
        share = rows - before

        def between(track: np.ndarray) -> np.ndarray:
            part = share.reshape(-1, *[1] * (track.ndim - 1))
            return (1 - part) * track[before] + part * track[after]

        return Performance(self.rate, *map(between, (self.scores, self.closure, self.rotation, self.translation)))


def act(
    performance: Performance, times: np.ndarray, *,
    lips: float = 1.0, expression: float = 1.0, head_motion: float = 1.0, blink: float = 1.0,
) -> tuple[np.ndarray, np.ndarray, Gesture]:  # fmt: skip
    """A performance at the frames of a clip.

    Parameters
    ----------
    times : (T,) seconds of the frames
    lips : 0–2, how far mouth and jaw move; 0 keeps the mouth shut
    expression : 0–2, how strongly brows, cheeks, lids and smile show; 0 not at all
    head_motion : 0–2, of the head's turns and shifts; at 0 they are exactly 0, and the eyes look where they looked
    blink : 0–1 (more counts as 1), the share of the blinks that is kept, and of the wandering of the gaze; 0 none

    Returns
    -------
    mouth : (T, 52) scores of mouth and jaw, as from `move_mouth`
    closure : (T,)
    gesture : everything else, without breath, which a film does not show
    """
    acted = performance.at(times)
    mouth = np.zeros_like(acted.scores)
    mouth[:, LIPS] = lips * acted.scores[:, LIPS]
    scores = expression * acted.scores
    scores[:, LIPS] = 0
    rotation = _softly(head_motion * acted.rotation, MOST_TURN)
    translation = _softly(head_motion * acted.translation, MOST_SHIFT)
    # where they looked, seen from the viewer, then back into the turned head
    wandering = gaze_of(acted.scores) - steadied(acted.rotation)
    gaze = min(blink, 1.0) * wandering + steadied(rotation)
    scores[:, GAZE] = look_scores(gaze)[:, GAZE]
    lids = _blinks(acted.scores[:, LIDS], min(blink, 1.0))
    scores[:, LIDS] = lids
    scores[:, WIDE] *= 1 - lids
    gesture = Gesture(
        np.clip(scores, 0, 1).astype(np.float32),
        rotation.astype(np.float32),
        translation.astype(np.float32),
        np.zeros(len(scores), np.float32),
    )
    return np.clip(mouth, 0, 1), min(lips, 1.0) * acted.closure, gesture


def _blinks(lids: np.ndarray, share: float) -> np.ndarray:
    """(T, 2) the lids with `share` (0–1) of the blinks, spread evenly over them, and the rest left open.

    Every kept blink shuts the eyes completely, even if its peak falls between two frames.
    """
    kept = np.zeros_like(lids)
    closing = np.concatenate([[0], (lids.max(axis=1) > 0.02).astype(int), [0]])
    for number, (start, end) in enumerate(np.flatnonzero(np.diff(closing)).reshape(-1, 2), start=1):
        if int(number * share) > int((number - 1) * share):
            most = lids[start:end].max(axis=0)
            kept[start:end] = lids[start:end] / np.where(most > A_BLINK, most, 1.0)
    return kept


def _softly(values: np.ndarray, most: np.ndarray | float) -> np.ndarray:
    return most * np.tanh(values / most)
