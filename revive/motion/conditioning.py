"""The gesture network's output channels and its conditioning, 25 frames a second.

Blinks are events: each is a bump in its channel, and is turned into the movement of the lids afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.direction import EMOTIONS
from revive.direction.moments import MOMENTS
from revive.motion.prosody import Prosody

RATE = 25.0  # frames a second
HEAD = ("pitch", "yaw", "roll")  # degrees, as in a Motion
GLANCE = ("gaze right", "gaze down")  # eyeLook scores, in addition to those that keep the gaze on the viewer
BLINK = "blink"
FACE = (  # scores that move together on both sides end in "…"
    "browInnerUp", "browOuterUpLeft", "browOuterUpRight", "browDown…", "eyeSquint…", "eyeWide…", "eyeBlink…",
    "mouthSmileLeft", "mouthSmileRight", "mouthFrown…", "mouthPress…", "mouthDimple…", "mouthFunnel", "mouthShrugLower",
    "mouthRollLower", "jawOpen",
)  # fmt: skip
CHANNELS = (*HEAD, *GLANCE, BLINK, *FACE)
SCALE = np.array([2.0] * 3 + [0.06] * 2 + [0.25] + [0.25] * len(FACE), np.float32)  # of each channel's usual spread
CHANGE = 0.8  # seconds of the transition between two emotions
BUMP = 0.06  # seconds, sigma of a blink's bump of height 1
EMOTION_INPUTS = EMOTIONS[1:]  # "neutral" is none of them
SPEECH_INPUTS = ("speaking", "energy", "stress", "beginning", "ending", "pitch")
SEMITONES = 6.0  # of pitch that count as 1
INPUTS = (*SPEECH_INPUTS, *EMOTION_INPUTS, "felt", *MOMENTS)  # "felt" is 1 where the feeling is known
FEELING = slice(len(SPEECH_INPUTS), len(SPEECH_INPUTS) + len(EMOTION_INPUTS) + 1)  # the columns of `emotion_vector`
WORDS = 384  # numbers of a sentence embedding
STYLE = ("head speed", "nodding", "range", "blinking", "brows")  # see `motion.style`


@dataclass(frozen=True)
class Conditioning:
    """The conditioning of a gesture.

    Attributes
    ----------
    frames : (T, len(TOLD)) float32, RATE a second; frame k is at (k + 0.5) / RATE seconds
    words : (384,) float32, the description's sentence embedding, or None
    style : (len(STYLE),) float32, how this person moves, in standard deviations of people; or None
    """

    frames: np.ndarray
    words: np.ndarray | None = None
    style: np.ndarray | None = None


def speech_features(prosody: Prosody, count: int) -> np.ndarray:
    """(count, len(HEARD)) float32, 0–1, the pitch −1 to 1: features of the speech at each frame."""
    from revive.motion.prosody import RATE as FINE

    times = (np.arange(count) + 0.5) / RATE
    ticks = (np.arange(len(prosody.energy)) + 0.5) / FINE
    energy = np.interp(times, ticks, prosody.energy) if len(ticks) else np.zeros(count)
    stresses = np.array([(s.time, s.weight) for s in prosody.stresses]).reshape(-1, 2)
    phrases = np.array(prosody.phrases).reshape(-1, 2)
    stressed, weights = stresses.T
    ones = np.ones(len(phrases))
    return np.column_stack([
        prosody.speaking(times), energy, bumps(times, stressed, weights), bumps(times, phrases[:, 0], ones),
        bumps(times, phrases[:, 1], ones), np.clip(prosody.pitch_at(times) / SEMITONES, -1, 1),
    ]).astype(np.float32)  # fmt: skip


def emotion_vector(emotion: str, strength: float) -> np.ndarray:
    """(len(FELT) + 1,) float32, the feeling's part of TOLD."""
    told = np.zeros(len(EMOTION_INPUTS) + 1, np.float32)
    told[-1] = 1
    if emotion in EMOTION_INPUTS:
        told[EMOTION_INPUTS.index(emotion)] = strength
    return told


def conditioning_frames(prosody: Prosody, feelings: np.ndarray, moments: np.ndarray | None = None) -> np.ndarray:
    """(T, len(INPUTS)) float32, what a gesture for this speech is told.

    feelings : (T, len(EMOTION_INPUTS) + 1), each row as of `emotion_vector`
    moments : (T, len(MOMENTS)), 0–1, how much of each moment is there; None for none
    """
    if moments is None:
        moments = np.zeros((len(feelings), len(MOMENTS)))
    return np.column_stack([speech_features(prosody, len(feelings)), feelings, moments]).astype(np.float32)


def bumps(times: np.ndarray, moments: np.ndarray, heights: np.ndarray, sigma: float = BUMP) -> np.ndarray:
    """(T,) a Gaussian bump at every moment, in seconds; where bumps overlap the higher one counts."""
    track = np.zeros(len(times))
    for moment, height in zip(moments, heights, strict=True):
        first, last = np.searchsorted(times, (moment - 4 * sigma, moment + 4 * sigma))
        bell = height * np.exp(-0.5 * ((times[first:last] - moment) / sigma) ** 2)
        track[first:last] = np.maximum(track[first:last], bell)
    return track
