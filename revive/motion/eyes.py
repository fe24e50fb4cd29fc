"""Eyes: blinks at a human rate, and a gaze that rests on the viewer.

Spontaneous blinks: Stern, Walrath and Goldstein, "The endogenous eyeblink", 1984; their shape: VanderWerf et al.,
"Eyelid movements", 2003. Both gather where the speech pauses (Nakano and Kitazawa, 2010).
"""

from __future__ import annotations

import numpy as np

from revive.motion.course import eased, held
from revive.motion.motion import BLENDSHAPES, INDEX
from revive.motion.prosody import Prosody

CLOSING, SHUT, OPENING = 0.09, 0.04, 0.19  # seconds
USUAL_INTERVAL, SPREAD = 3.3, 0.45  # seconds (median) and log-normal sigma: about 17 blinks a minute
SHORTEST_INTERVAL, LONGEST_INTERVAL = 1.1, 7.5  # seconds
LATEST_FIRST = 2.6  # seconds until the first blink at the latest
EYE_DEGREES = 32.0  # the eyes' turn at an eyeLook score of 1
STEADYING = 0.8  # how much of the head's turn the eyes take back to stay on the viewer


def blinks(times: np.ndarray, prosody: Prosody, amount: float, rng: np.random.Generator) -> np.ndarray:
    """(T,) 0 = open, 1 = shut. `amount` multiplies the rate; every blink is quite shut in one frame at least."""
    lids = np.zeros(len(times))
    for moment in blink_moments(prosody, amount, rng):
        moment = times[np.argmin(np.abs(times - moment))]  # a frame must see it shut
        closing = eased((times - moment + SHUT / 2 + CLOSING) / CLOSING)
        opening = eased((times - moment - SHUT / 2) / OPENING)
        near = slice(*np.searchsorted(times, (moment - 1, moment + 1)))
        lids[near] = np.maximum(lids[near], (closing * (1 - opening))[near])
    return lids


def blink_moments(prosody: Prosody, amount: float, rng: np.random.Generator) -> list[float]:
    """The seconds at which the eyes are shut, drawn towards the ends and beginnings of phrases."""
    if amount <= 0:
        return []
    end = prosody.duration - OPENING
    pauses = np.array([t for start, stop in prosody.phrases for t in (start - 0.1, stop + 0.08)])
    first = rng.uniform(0.5, LATEST_FIRST)
    moment = first if first < end else 0.5 * prosody.duration
    moments = [moment]
    while True:
        if rng.random() < 0.05:
            interval = rng.uniform(0.4, 0.55)  # a double blink
        else:
            interval = np.exp(rng.normal(np.log(USUAL_INTERVAL), SPREAD))
            interval = max(float(np.clip(interval, SHORTEST_INTERVAL, LONGEST_INTERVAL)) / amount, 0.4)
        moment += interval
        if moment > end:
            return moments
        nearest = pauses[np.argmin(np.abs(pauses - moment))] if len(pauses) else moment
        if abs(nearest - moment) < 0.5 and moments[-1] + 0.4 < nearest < end:
            moment = float(nearest)
        moments.append(moment)


def glances(times: np.ndarray, prosody: Prosody, rng: np.random.Generator) -> np.ndarray:
    """(T, 2) where the eyes look, right and down, in eyeLook scores: quick jumps, rests of half to two seconds.

    They rest on the viewer, moving about the face a little, and now and then leave it for a moment, more often before a
    phrase begins.
    """
    starts, places = [], []
    moment, away = rng.uniform(0.4, 1.2), False
    beginnings = np.array([start for start, _ in prosody.phrases])
    while moment < prosody.duration - 0.4:
        thinking = bool(len(beginnings)) and np.min(np.abs(beginnings - 0.2 - moment)) < 0.3
        away = not away and rng.random() < (0.4 if thinking else 0.15)
        side = rng.choice([-1, 1])
        place = (side * rng.uniform(0.05, 0.13), rng.uniform(-0.05, 0.09)) if away else rng.normal(0, 0.024, 2)
        starts.append(moment)
        places.append(place)
        moment += rng.uniform(0.45, 0.9) if away else float(np.clip(np.exp(rng.normal(0, 0.45)), 0.5, 2.2))
    places.append((0.0, 0.0))
    starts.append(max(prosody.duration - 0.4, 0.0))
    return held(times, np.array(starts), np.full(len(starts), 0.04), np.array(places))


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
