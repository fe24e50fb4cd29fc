"""Breathing, and the small shifts of the head that accompany breathing and head turns."""

from __future__ import annotations

import numpy as np

from revive.core.easing import pulses
from revive.motion.prosody import Prosody

SHIFT = 0.03  # distances between the eyes, how far the head shifts at most
BREATHS = 14.0  # a minute
INHALING, GASPING = 1.3, 0.75  # seconds to inhale, at rest and between two phrases


def head_shift(rotation: np.ndarray, breath: np.ndarray) -> np.ndarray:
    """(T, 2) the shift right and down that goes with a rotation about the neck, in distances between the eyes."""
    pitch, yaw, roll = rotation.T
    return np.stack([0.003 * yaw + 0.005 * roll, 0.005 * pitch - 0.005 * breath], axis=1)


def breathing(times: np.ndarray, prosody: Prosody, tempo: float, rng: np.random.Generator) -> np.ndarray:
    """(T,) 0–1, how far the chest is raised: inhaling in pauses, exhaling while speaking."""
    gaps = np.array([max(start - GASPING, 0.0) for start, _ in prosody.phrases])
    moment = float(np.clip(gaps[0], 0.0, 2.0)) if len(gaps) else 0.0
    starts = []
    while moment < prosody.duration:
        starts.append(moment)
        planned = moment + np.clip(rng.normal(60 / BREATHS, 0.35), 3.7, 5.2) / np.clip(tempo, 0.9, 1.1)
        nearest = gaps[np.argmin(np.abs(gaps - planned))] if len(gaps) else planned
        moment = float(nearest) if abs(nearest - planned) < 0.9 else float(planned)
    starts.append(moment)
    starts = np.array(starts)
    lasting = np.diff(starts)
    spoken = prosody.speaking(starts[:-1] + GASPING)
    inhaling = INHALING + (GASPING - INHALING) * spoken
    depth = rng.uniform(0.55, 0.85, len(lasting))
    return pulses(times, starts[:-1], inhaling, lasting - inhaling, depth)


def looped_breathing(times: np.ndarray, seconds: float, tempo: float, rng: np.random.Generator) -> np.ndarray:
    """(T,) 0–1, as `breathing` at rest, in whole breaths: the chest is down at both ends of so many seconds."""
    count = max(round(seconds * np.clip(tempo, 0.9, 1.1) * BREATHS / 60), 1)
    lasting = rng.uniform(0.85, 1.15, count)
    lasting *= seconds / lasting.sum()
    starts = np.cumsum(lasting) - lasting
    inhaling = np.minimum(INHALING, 0.45 * lasting)
    return pulses(times, starts, inhaling, lasting - inhaling, rng.uniform(0.55, 0.85, count))
