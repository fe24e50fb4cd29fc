"""The head of a synthetic gesture: slow, smooth, and in time with the phrases.

Nods on stressed syllables and a new posture at each phrase: Hadar et al., "Kinematics of head movements accompanying
speech", 1983; Graf et al., "Visual prosody", 2002. The amounts keep within the ranges and speeds of tracked people
who speak to a camera.
"""

from __future__ import annotations

import numpy as np

from revive.core.easing import held, pulses, wander, window
from revive.motion.prosody import Prosody
from revive.training.gesture.emotion_table import Expression

RANGE = np.array([4.5, 5.0, 4.0])  # degrees of pitch, yaw and roll that ordinary speech stays within
POSTURE = np.array([1.4, 2.2, 1.5])  # degrees, the spread of the postures taken at phrases
DRIFT = np.array([0.45, 0.5, 0.35])  # degrees, the slow wandering under everything
LIFT = -0.16  # degrees of pitch a semitone: the chin goes up a little with the voice (Munhall et al. 2004)
LATE = 0.08  # seconds by which the head follows the voice
NOD = 1.75  # degrees, a nod on a fully stressed syllable
LOWEST = (0.22, 0.34)  # seconds after a stress at which its nod is lowest, as measured on tracked speakers


def head_rotation(
    times: np.ndarray, prosody: Prosody, expression: Expression, tempo: float, rng: np.random.Generator
) -> np.ndarray:
    """(T, 3) degrees of pitch, yaw and roll, beginning and ending at rest."""
    rotation = postures(times, prosody, expression, tempo, rng)
    rotation[:, 0] += nods(times, prosody, expression, tempo, rng)
    rotation[:, 0] += LIFT * prosody.pitch_at(times - LATE)
    rotation += DRIFT * wander(times, rng, every=0.9 / tempo, channels=3, end=prosody.duration)
    lively = 0.3 + 0.7 * prosody.speaking(times)
    rotation += 0.16 * lively[:, None] * wander(times, rng, every=0.33 / tempo, channels=3, end=prosody.duration)
    rotation *= expression.head * window(times, prosody.duration, rise=0.8, fall=1.0)[:, None]
    most = 1.2 * RANGE * max(expression.head, 1.0)
    return most * np.tanh(rotation / most)


def postures(
    times: np.ndarray, prosody: Prosody, expression: Expression, tempo: float, rng: np.random.Generator
) -> np.ndarray:
    """(T, 3) the posture held, taken anew shortly before each phrase and once or twice within a long one."""
    starts = []
    for start, end in prosody.phrases:
        moment = start - 0.25
        while moment < end - 0.5:
            if not starts or moment - starts[-1] > 0.8:
                starts.append(moment)
            moment += rng.uniform(1.4, 3.0) / tempo
    starts = np.maximum(np.array(starts), 0.0)
    side = rng.choice([-1.0, 1.0])
    favoured = np.array(expression.posture) * [1, side, side]
    places = np.zeros((len(starts), 3))
    pitch_yaw_roll = np.zeros(3)
    for i, drawn in enumerate(rng.normal(0, POSTURE, (len(starts), 3)).clip(-2 * POSTURE, 2 * POSTURE)):
        pitch_yaw_roll = 0.25 * pitch_yaw_roll + drawn
        pitch_yaw_roll[2] -= 0.2 * drawn[1]  # who turns away tilts a little against it
        places[i] = pitch_yaw_roll + favoured
    return held(times, starts, rng.uniform(0.55, 0.95, len(starts)) / tempo, places)


def nods(
    times: np.ndarray, prosody: Prosody, expression: Expression, tempo: float, rng: np.random.Generator
) -> np.ndarray:
    """(T,) degrees of pitch: quick small nods on stressed syllables, slow ones after phrases."""
    moments: list[tuple[float, float]] = []
    for stress in prosody.stresses:
        wanted = rng.random() < 0.25 + 0.6 * stress.weight
        if wanted and (not moments or stress.time - moments[-1][0] > 0.45):
            moments.append((stress.time, stress.weight))
    at, weight = np.array(moments).reshape(-1, 2).T
    count = len(moments)
    sizes = NOD * expression.nod * (0.35 + 0.65 * weight) * rng.uniform(0.6, 1.15, count)
    unhurried = np.sqrt(np.maximum(sizes * expression.head / NOD, 0.5)) / tempo  # larger nods take longer
    rises, falls = rng.uniform(0.2, 0.27, count) * unhurried, rng.uniform(0.35, 0.5, count) * unhurried
    at = at + rng.uniform(*LOWEST, count)
    course = pulses(times, at - rises, rises, falls, sizes)
    course -= pulses(times, at - 1.9 * rises, rises * 0.9, rises, 0.15 * sizes)  # a nod begins with a little lift
    ends = np.array([end for _, end in prosody.phrases if rng.random() < 0.7])
    slow = rng.uniform(0.42, 0.55, len(ends)) / tempo
    return course + pulses(times, ends - 0.3, slow, 1.5 * slow, expression.slow_nod * rng.uniform(0.7, 1.1, len(ends)))
