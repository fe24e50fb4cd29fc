"""How well a moment that is asked for is seen in silence, and how much two takes of it differ."""

from __future__ import annotations

import itertools

import numpy as np

from revive.direction import Direction
from revive.direction.moments import MOMENTS, Moment
from revive.face.blendshapes import INDEX
from revive.motion.conditioning import RATE
from revive.motion.gesture import LIDS, Gesture, make_gesture
from revive.motion.options import MotionOptions
from revive.motion.prosody import RATE as PROSODY_RATE
from revive.motion.prosody import Prosody

SECONDS = 6.0  # of the silence
SHUT = 0.9  # score of the lids from which the eyes are shut
MIDDLE = 5, 95  # percentiles, between which the middle nine tenths lie
_SMILE = [INDEX["mouthSmileLeft"], INDEX["mouthSmileRight"]]


def evaluate_moments(*, seeds: int = 50, net=None) -> dict[str, dict[str, float]]:
    """Measure `seeds` silences with each moment, and as many without.

    Parameters
    ----------
    net : a `GestureNetwork`; None for the shipped one

    Returns
    -------
    dict : every moment -> `with` it, the mean of its measure, `with_low` and `with_high`, the ends of the middle nine
        tenths, and `without`; `above`, the share of seeds that show more with it; `takes_apart`, the mean distance in
        degrees of the heads of two takes
    """
    plain = [silence((), seed, net=net) for seed in range(seeds)]
    figures = {}
    for name in MOMENTS:
        takes = [silence((name,), seed, net=net) for seed in range(seeds)]
        seen, rest = (np.array([measure_moment(name, take) for take in some]) for some in (takes, plain))
        low, high = np.percentile(seen, MIDDLE)
        apart = [
            np.linalg.norm(one.rotation - other.rotation, axis=1).mean() for one, other in itertools.pairwise(takes)
        ]
        shown = {
            "with": seen.mean(), "with_low": low, "with_high": high, "without": rest.mean(),
            "above": (seen > rest).mean(), "takes_apart": np.mean(apart),
        }  # fmt: skip
        figures[name] = {key: round(float(value), 3) for key, value in shown.items()}
    return figures


def silence(names: tuple[str, ...], seed: int, *, net=None) -> Gesture:
    """The gesture of a silence with these moments, RATE frames a second."""
    hush = np.zeros(round(SECONDS * PROSODY_RATE), np.float32)
    times = (np.arange(round(SECONDS * RATE)) + 0.5) / RATE
    options = MotionOptions(fps=RATE, seed=seed, moments=tuple(map(Moment, names)))
    return make_gesture(Prosody(SECONDS, hush, hush, (), ()), Direction(), times, options, net=net)


def measure_moment(name: str, gesture: Gesture) -> float:
    """How much of a moment a gesture shows.

    The highest score of a smile, or of the jaw in a laugh; degrees between the farthest yaws of a look around and
    pitches of a nod, and the largest roll; seconds for which the eyes are shut; the height of a deep breath.
    """
    if name == "close-eyes":
        return longest_shut(gesture) / RATE
    return float({
        "smile": gesture.scores[:, _SMILE].mean(axis=1).max,
        "look-around": lambda: np.ptp(gesture.rotation[:, 1]),
        "nod": lambda: np.ptp(gesture.rotation[:, 0]),
        "laugh": gesture.scores[:, INDEX["jawOpen"]].max,
        "tilt": lambda: np.abs(gesture.rotation[:, 2]).max(),
        "breathe": gesture.breath.max,
    }[name]())  # fmt: skip


def longest_shut(gesture: Gesture) -> int:
    """For how many frames on end the eyes are shut."""
    shut = np.concatenate([[0], (gesture.scores[:, LIDS].min(axis=1) > SHUT).astype(int), [0]])
    start, end = np.flatnonzero(np.diff(shut)).reshape(-1, 2).T
    return int((end - start).max(initial=0))
