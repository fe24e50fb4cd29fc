"""The Direction: how the words are to be said and in what light the picture stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Emotion = Literal[
    "neutral", "warm", "happy", "tender", "proud", "playful", "solemn", "sad", "comforting", "surprised"
]  # fmt: skip
Light = Literal["as it is", "morning light", "golden hour", "candlelight", "cool", "black and white", "sepia"]
Background = Literal["as it is", "softened", "dimmed"]
EMOTIONS: tuple[Emotion, ...] = get_args(Emotion)
LIGHTS: tuple[Light, ...] = get_args(Light)
BACKGROUNDS: tuple[Background, ...] = get_args(Background)


@dataclass(frozen=True)
class Direction:
    """What was understood from the prompt; every part is a control that the user can change.

    Attributes
    ----------
    emotion : one of EMOTIONS
    strength : float in 0–1, how strongly the emotion shows (0 is the neutral face)
    pace : float in 0.7–1.4, speed of the speech and of the gestures (1 is ordinary)
    light : one of LIGHTS
    background : one of BACKGROUNDS
    manner : the prompt's own words for how it is to be performed, in English; "" where there are none
    """

    emotion: str = "neutral"
    strength: float = 0.5
    pace: float = 1.0
    light: str = "as it is"
    background: str = "as it is"
    manner: str = ""
