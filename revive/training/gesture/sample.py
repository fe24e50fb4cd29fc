"""What the gesture network learns from, whether made up or seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class GestureSample:
    """A gesture with what is known of it.

    Attributes
    ----------
    channels : (T, len(CHANNELS)) float32, in units of SCALE
    known : (len(CHANNELS),) float32, 1 where the channel is known, else 0
    conditioning : (T, len(INPUTS)) float32, speech and feeling, see `motion.conditioning`
    words : a description of it
    style : (len(STYLE),) float32
    """

    channels: np.ndarray
    known: np.ndarray
    conditioning: np.ndarray
    words: str
    style: np.ndarray


@dataclass(frozen=True)
class SpeechCourse:
    """What a gesture goes with, `prosody.RATE` values a second.

    Attributes
    ----------
    level : (E,) loudness in dB
    pitch : (E,) semitones from the speaker's middle, NaN where there is no voice
    """

    level: np.ndarray
    pitch: np.ndarray
