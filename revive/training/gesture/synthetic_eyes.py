"""The blinks and glances of a synthetic gesture; both gather where the speech pauses (Nakano and Kitazawa, 2010)."""

from __future__ import annotations

import numpy as np

from revive.core.easing import held
from revive.motion.eyes import LATEST_FIRST, LONGEST_INTERVAL, OPENING
from revive.motion.prosody import Prosody

USUAL_INTERVAL, SPREAD = 3.3, 0.45  # seconds (median) and log-normal sigma: about 17 blinks a minute
NEAR, SPREAD_AT_PAUSE = 0.8, 0.2  # seconds, how far a blink is drawn to a pause, and how exactly it falls there
SHORTEST_INTERVAL = 1.1  # seconds, but for a double blink


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
        nearest = float(nearest + rng.uniform(0, SPREAD_AT_PAUSE))
        if abs(nearest - moment) < NEAR and moments[-1] + 0.4 < nearest < end:
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
