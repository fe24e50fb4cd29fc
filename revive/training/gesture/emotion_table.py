"""How each emotion looks and moves: one readable table, and how it comes and goes over a speech."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from revive.core.easing import eased, pulses, wander
from revive.face.blendshapes import BLENDSHAPES, INDEX
from revive.motion.prosody import Prosody

RISE = 0.6  # seconds until the feeling is on the face
ASKED = 0.5  # height of the voice at the end of a phrase from which it is a question


@dataclass(frozen=True)
class Expression:
    """One emotion at full strength.

    Attributes
    ----------
    shapes : blendshape -> score; a name without Left or Right stands for both sides
    posture : degrees (pitch, yaw, roll) in which the head is held; roll and yaw take either side
    head : amount of head motion, 1 = ordinary
    tempo : speed of the gestures, 1 = ordinary
    nod : size of the nods on stressed syllables, 1 = ordinary
    slow_nod : degrees of the slow nods at the ends of phrases
    brow : size of the brow raises on stressed syllables, 0–1
    lasting : how much of it stays after a phrase has begun; what flares up and settles is less than 1
    """

    shapes: dict[str, float] = field(default_factory=dict)
    posture: tuple[float, float, float] = (0.0, 0.0, 0.0)
    head: float = 1.0
    tempo: float = 1.0
    nod: float = 1.0
    slow_nod: float = 0.0
    brow: float = 0.22
    lasting: float = 1.0


# What MediaPipe never scores (cheekSquint, cheekPuff, noseSneer) is left out: no basis fitted to its scores can show it
EMOTIONS: dict[str, Expression] = {
    "neutral": Expression(),
    "warm": Expression(
        {"mouthSmile": 0.8, "eyeSquint": 0.4, "browInnerUp": 0.2},
        posture=(0.2, 0.0, 1.2), tempo=0.95, slow_nod=0.8),
    "happy": Expression(
        {"mouthSmile": 1.0, "eyeSquint": 0.6, "browOuterUp": 0.3, "mouthDimple": 0.1},
        posture=(-0.4, 0.0, 0.8), head=1.15, tempo=1.08, nod=1.1, brow=0.34, lasting=0.85),
    "tender": Expression(
        {"mouthSmile": 0.55, "browInnerUp": 0.6, "eyeSquint": 0.2, "eyeBlink": 0.12},
        posture=(0.7, 0.6, 2.2), head=0.8, tempo=0.8, nod=0.7, slow_nod=0.8, brow=0.15),
    "proud": Expression(
        {"mouthSmile": 0.6, "browOuterUp": 0.35, "eyeSquint": 0.3, "mouthPress": 0.25, "mouthDimple": 0.3},
        posture=(-2.2, 0.0, 0.3), head=0.9, tempo=0.95, nod=0.9, brow=0.22),
    "playful": Expression(
        {"mouthSmileLeft": 1.0, "mouthSmileRight": 0.4, "eyeSquint": 0.3, "browOuterUpRight": 0.6,
         "browOuterUpLeft": 0.08, "mouthDimpleLeft": 0.15},
        posture=(0.2, 1.0, 2.0), head=1.2, tempo=1.12, nod=1.1, brow=0.5),
    "solemn": Expression(
        {"browDown": 0.7, "mouthPress": 0.4, "mouthFrown": 0.15, "eyeSquint": 0.25, "mouthRollLower": 0.15},
        posture=(0.3, 0.0, 0.0), head=0.55, tempo=0.8, nod=0.8, brow=0.06),
    "sad": Expression(
        {"browInnerUp": 1.0, "mouthFrown": 0.5, "mouthShrugLower": 0.4, "eyeBlink": 0.25, "eyeLookDown": 0.15},
        posture=(1.8, 0.3, 1.0), head=0.65, tempo=0.72, nod=0.6, slow_nod=0.5, brow=0.15),
    "comforting": Expression(
        {"mouthSmile": 0.5, "browInnerUp": 0.8, "eyeSquint": 0.2},
        posture=(0.5, 0.0, 1.5), head=0.85, tempo=0.82, nod=0.8, slow_nod=2.0, brow=0.2),
    "surprised": Expression(
        {"browInnerUp": 1.0, "browOuterUp": 1.0, "eyeWide": 0.9, "mouthFunnel": 0.1},
        posture=(-1.0, 0.0, 0.0), head=1.15, tempo=1.1, nod=0.9, brow=0.3, lasting=0.5),
}  # fmt: skip


def expression_of(emotion: str, strength: float) -> Expression:
    """The emotion at this strength: the neutral expression at 0, the table's at 1, between them in proportion."""
    full, plain = EMOTIONS[emotion], EMOTIONS["neutral"]

    def between(name: str) -> float:
        return getattr(plain, name) + strength * (getattr(full, name) - getattr(plain, name))

    pitch, yaw, roll = full.posture
    return Expression(
        {name: score * strength for name, score in full.shapes.items()},
        (pitch * strength, yaw * strength, roll * strength),
        *(between(name) for name in ("head", "tempo", "nod", "slow_nod", "brow", "lasting")),
    )


def vector_of(shapes: dict[str, float]) -> np.ndarray:
    """(52,) scores of named shapes, a name without a side on both sides."""
    vector = np.zeros(len(BLENDSHAPES))
    for name, score in shapes.items():
        for full_name in (name,) if name in INDEX else (f"{name}Left", f"{name}Right"):
            vector[INDEX[full_name]] = score
    return vector


def expression_scores(
    times: np.ndarray, prosody: Prosody, expression: Expression, rng: np.random.Generator
) -> np.ndarray:
    """(T, 52) the expression as it comes and breathes: risen after 0.6 s, a little stronger when the words pause.

    It stays at the end, when the last word is said.
    """
    scores = vector_of(expression.shapes)
    uneven = rng.uniform(-0.06, 0.06)  # no face is quite symmetrical
    scores *= [1 + uneven * (name.endswith("Left") - name.endswith("Right")) for name in BLENDSHAPES]
    rise = eased(times / min(RISE, prosody.duration / 2))
    swell = 1 - 0.14 * prosody.speaking(times)
    swell += 0.05 * wander(times, rng, every=1.8, channels=1, end=prosody.duration)[:, 0]
    starts = np.array([start for start, _ in prosody.phrases]) - 0.2
    flare = np.ones_like(starts)
    flares = pulses(times, starts, 0.3 * flare, 2.0 * flare, flare)
    settled = expression.lasting + (1 - expression.lasting) * np.minimum(flares, 1)
    return (rise * swell * settled)[:, None] * scores


def height_of(prosody: Prosody, time: float) -> float:
    """−0.5 to 1, how high the voice is at a time: 0 is the speaker's middle, 1 half an octave above it."""
    return float(np.clip(prosody.pitch_at(np.array([time]))[0] / 6, -0.5, 1))


def brow_beats(
    times: np.ndarray, prosody: Prosody, expression: Expression, tempo: float, rng: np.random.Generator
) -> np.ndarray:
    """(T, 52) the brows raised on some of the stressed syllables, and at the start of some phrases.

    They go with the voice: more often and farther where it is high, hardly where it is low, and up at the end of what
    is asked (Cavé et al. 1996, "About the relationship between eyebrow movements and F0 variations").
    """
    high = {s.time: height_of(prosody, s.time) for s in prosody.stresses}
    moments = [
        (s.time, s.weight + 0.8 * high[s.time])
        for s in prosody.stresses
        if rng.random() < 0.15 + 0.35 * s.weight + 0.4 * high[s.time]
    ]
    moments += [(start + 0.1, 0.8) for start, _ in prosody.phrases if rng.random() < 0.35]
    moments += [(end - 0.1, 1.2) for _, end in prosody.phrases if height_of(prosody, end - 0.15) > ASKED]
    moments.sort()
    spaced = [m for i, m in enumerate(moments) if i == 0 or m[0] - moments[i - 1][0] > 0.5]
    count = len(spaced)
    at, weight = np.array(spaced).reshape(-1, 2).T
    rises, falls = rng.uniform(0.14, 0.2, count) / tempo, rng.uniform(0.35, 0.6, count) / tempo
    sizes = expression.brow * np.maximum(0.5 + weight, 0.1) * rng.uniform(0.45, 1.2, count)
    course = pulses(times, at - rises, rises, falls, sizes)
    return course[:, None] * vector_of({"browInnerUp": 0.8, "browOuterUp": 1.0})
