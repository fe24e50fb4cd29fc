"""Eyes: blinks at a human rate, and a gaze that rests on the viewer.

Spontaneous blinks: Stern, Walrath and Goldstein, "The endogenous eyeblink", 1984; their shape: VanderWerf et al.,
"Eyelid movements", 2003.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from revive.core.easing import eased, held
from revive.face.blendshapes import BLENDSHAPES, INDEX

CLOSING, SHUT, OPENING = 0.09, 0.04, 0.19  # seconds
SHORTEST_INTERVAL, LONGEST_INTERVAL = 0.38, 7.5  # seconds
LATEST_FIRST = 2.6  # seconds until the first blink at the latest
NEAR_PAUSE, AFTER_PHRASE = 0.9, 0.15  # seconds from which a blink is drawn to a phrase's end, and where it is then
SHORTEST_PAUSE = 0.2  # seconds
SACCADE = 0.035  # eyeLook score that a gaze must have gone before the eyes follow
SHORTEST_REST, JUMP, AHEAD = 0.3, 0.04, 0.2  # seconds
EYE_DEGREES = 32.0  # the eyes' turn at an eyeLook score of 1
STEADYING = 0.8  # how much of the head's turn the eyes take back to stay on the viewer


def drawn_out(times: np.ndarray, moments: Sequence[float] | np.ndarray) -> np.ndarray:
    """(T,) 0 = open, 1 = shut: a blink at each of these seconds, fully shut in at least one frame."""
    lids = np.zeros(len(times))
    for moment in moments:
        moment = times[np.argmin(np.abs(times - moment))]  # the eye must be shut in a frame
        closing = eased((times - moment + SHUT / 2 + CLOSING) / CLOSING)
        opening = eased((times - moment - SHUT / 2) / OPENING)
        near = slice(*np.searchsorted(times, (moment - 1, moment + 1)))
        lids[near] = np.maximum(lids[near], (closing * (1 - opening))[near])
    return lids


def at_pauses(moments: np.ndarray, phrases: Sequence[tuple[float, float]]) -> np.ndarray:
    """(N,) seconds of the blinks, those near the end of a phrase moved into the pause that follows it.

    People blink where speech pauses (Nakano and Kitazawa, "Eyeblink entrainment at breakpoints of speech", 2010).
    """
    moved = np.array(moments, np.float64)
    following = [*(start for start, _ in phrases), np.inf][1:]
    for (_, end), start in zip(phrases, following, strict=False):
        near = np.flatnonzero(np.abs(moved - end) < NEAR_PAUSE)
        if start - end >= SHORTEST_PAUSE and len(near):
            moved[near[np.argmin(np.abs(moved[near] - end))]] = end + AFTER_PHRASE
    return np.sort(moved)


def spaced(moments: np.ndarray, duration: float, amount: float, rng: np.random.Generator) -> list[float]:
    """The seconds at which eyes shut, with `amount` times as many blinks as drawn.

    No interval is longer than natural, the first blink comes early, and none is cut off by the end.
    """
    if amount <= 0:
        return []
    end = duration - OPENING
    kept = [float(m) for m in moments if SHUT < m < end]
    if not kept or kept[0] > LATEST_FIRST:
        first = rng.uniform(0.5, LATEST_FIRST)
        kept.insert(0, float(first if first < end else 0.5 * duration))
    filled = [kept[0]]
    for moment in [*kept[1:], end]:
        while moment - filled[-1] > LONGEST_INTERVAL:
            filled.append(filled[-1] + rng.uniform(0.4, 0.8) * LONGEST_INTERVAL)
        if moment < end and moment - filled[-1] >= SHORTEST_INTERVAL:
            filled.append(moment)
    if amount <= 1:
        return [moment for number, moment in enumerate(filled) if int((number + 1) * amount) > int(number * amount)]
    gaps = np.diff([*filled, end])
    more = [m + g * rng.uniform(0.35, 0.65) for m, g in zip(filled, gaps, strict=True) if g > 2 * SHORTEST_INTERVAL]
    added = [moment for moment in more if rng.random() < amount - 1]
    return sorted([*filled, *added])


def resting(gaze: np.ndarray, rate: float, times: np.ndarray, *, loop: bool = False) -> np.ndarray:
    """(T, 2) a gaze (frames, 2), `rate` a second, as saccades: the eyes rest, and jump when the gaze has moved away.

    In a `loop` they rest at the end where they rest at the beginning.
    """
    starts, places = [0.0], [gaze[0]]
    for frame, place in enumerate(gaze):
        moment = frame / rate
        if moment - starts[-1] >= SHORTEST_REST and np.abs(place - places[-1]).max() > SACCADE:
            # jump to where the gaze will be a little later, not to where it was
            starts.append(moment)
            places.append(gaze[min(frame + round(AHEAD * rate), len(gaze) - 1)])
    if loop:
        end = len(gaze) / rate
        kept = sum(start < end - 2 * SHORTEST_REST for start in starts)
        starts, places = [-JUMP, *starts[1:kept], end - SHORTEST_REST], [*places[:kept], places[0]]
    return held(times, np.array(starts), np.full(len(starts), JUMP), np.array(places))


def look_scores(gaze: np.ndarray) -> np.ndarray:
    """(T, 52) the eyeLook scores of a gaze (T, 2); the picture's right is the person's own left."""
    scores = np.zeros((len(gaze), len(BLENDSHAPES)))
    right, down = gaze.T
    for name, value in (
        ("eyeLookOutLeft", right), ("eyeLookInRight", right), ("eyeLookInLeft", -right), ("eyeLookOutRight", -right),
        ("eyeLookDownLeft", down), ("eyeLookDownRight", down), ("eyeLookUpLeft", -down), ("eyeLookUpRight", -down),
    ):  # fmt: skip
        scores[:, INDEX[name]] = np.maximum(value, 0)
    return scores


def gaze_of(scores: np.ndarray) -> np.ndarray:
    """(T, 2) where both eyes look together, right and down, by their scores (T, 52); the inverse of `look_scores`."""

    def look(*names: str) -> np.ndarray:
        return scores[:, [INDEX[f"eyeLook{name}"] for name in names]].mean(axis=1)

    right = look("OutLeft", "InRight") - look("InLeft", "OutRight")
    down = look("DownLeft", "DownRight") - look("UpLeft", "UpRight")
    return np.stack([right, down], axis=1)


def steadied(rotation: np.ndarray) -> np.ndarray:
    """(T, 2) the gaze that keeps the viewer in sight while the head turns by `rotation` (pitch, yaw, roll)."""
    return -STEADYING / EYE_DEGREES * rotation[:, [1, 0]]
