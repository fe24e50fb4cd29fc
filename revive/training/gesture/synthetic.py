"""Synthetic gestures, with words for them: most of what the gesture network learns from.

Nods on stressed syllables, a new posture at each phrase, brows raised on stresses, glances, blinks and the look of an
emotion (see `synthetic_head` and `emotion_table`); and variations that a description may ask for. The words are
drawn from the same phrases that prompts are read by.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import numpy as np

from revive.core.easing import held
from revive.direction.anchors import EMOTION_ANCHORS, HABIT_ANCHORS
from revive.face.blendshapes import INDEX, sides_of
from revive.motion.conditioning import (
    BLINK,
    CHANGE,
    CHANNELS,
    FACE,
    RATE,
    SCALE,
    bumps,
    conditioning_frames,
    emotion_vector,
)
from revive.motion.prosody import RATE as PROSODY_RATE
from revive.motion.prosody import Prosody
from revive.motion.style import measure_style
from revive.training.gesture.emotion_table import EMOTIONS, Expression, brow_beats, expression_of, expression_scores
from revive.training.gesture.sample import GestureSample
from revive.training.gesture.synthetic_eyes import blink_moments, glances
from revive.training.gesture.synthetic_head import head_rotation
from revive.training.gesture.synthetic_moments import add_moments

CUT = 2.0  # seconds left out at both ends, where a clip comes from rest and goes back to it
_CHANGING = 0.45  # share of the gestures in which the feeling changes
NEUTRAL_WORDS = ("neutral", "plain", "calm", "an ordinary face", "speaking", "a portrait", "relaxed", "matter of fact")


@dataclass(frozen=True)
class Habit:
    """Something a description may ask for beside an emotion.

    shapes : added to the expression, as in `Expression`
    posture : degrees of pitch, yaw, roll added; roll and yaw take either side
    head, nod, blink, brow : times as much
    glance : (right, down), where the eyes rest, in eyeLook scores; right takes either side
    """

    shapes: dict[str, float] = field(default_factory=dict)
    posture: tuple[float, float, float] = (0.0, 0.0, 0.0)
    head: float = 1.0
    nod: float = 1.0
    blink: float = 1.0
    brow: float = 1.0
    glance: tuple[float, float] = (0.0, 0.0)


HABITS = {
    "nodding": Habit(nod=2.0, head=1.15),
    "still": Habit(head=0.4),
    "lively": Habit(head=1.4, nod=1.2, brow=1.4),
    "looking down": Habit({"eyeBlink": 0.15}, (1.8, 0, 0), glance=(0, 0.22)),
    "looking up": Habit(posture=(-1.8, 0, 0), glance=(0, -0.2)),
    "looking away": Habit(posture=(0, 2.0, 0), glance=(0.25, 0)),
    "brows raised": Habit({"browInnerUp": 0.5, "browOuterUp": 0.6}),
    "frowning": Habit({"browDown": 0.7}),
    "broad smile": Habit({"mouthSmile": 0.7, "eyeSquint": 0.25}),
    "slight smile": Habit({"mouthSmile": 0.3}),
    "mouth down": Habit({"mouthFrown": 0.5}),
    "tilted": Habit(posture=(0, 0, 4.0)),
    "chin raised": Habit(posture=(-3.0, 0, 0)),
    "chin lowered": Habit(posture=(3.0, 0, 0)),
    "wide eyes": Habit({"eyeWide": 0.7}),
    "narrow eyes": Habit({"eyeSquint": 0.7, "eyeBlink": 0.15}),
    "blinking often": Habit(blink=1.7),
    "hardly blinking": Habit(blink=0.55),
}


def synthetic_gesture(prosody: Prosody, rng: np.random.Generator) -> GestureSample:
    """A gesture for a speech, of feelings and habits that are drawn; its ends are cut away.

    Now and then the feeling changes from one phrase to the next, while the description stays.
    """
    emotion, strength = _feeling(rng)
    names = [str(n) for n in rng.choice(list(HABITS), rng.choice([0, 1, 2], p=[0.45, 0.4, 0.15]), replace=False)]
    habits = [HABITS[name] for name in names]
    own = Habit(head=float(np.exp(rng.normal(0.25, 0.25))), nod=float(np.exp(rng.normal(0, 0.3))),
                blink=float(np.exp(rng.normal(0, 0.2))), brow=float(np.exp(rng.normal(0, 0.3))))  # fmt: skip
    blink, glance = _product(habits, own, "blink"), _glance(habits, rng)
    expression = _varied(expression_of(emotion, strength), [*habits, own], rng)
    channels = perform(prosody, expression, rng, blink=blink, glance=glance)
    feelings = np.tile(emotion_vector(emotion, strength), (len(channels), 1))
    if rng.random() < _CHANGING:
        other = _feeling(rng)
        moved = perform(prosody, _varied(expression_of(*other), [*habits, own], rng), rng, blink=blink, glance=glance)
        moved[:, CHANNELS.index(BLINK)] = channels[:, CHANNELS.index(BLINK)]
        share = _changes(prosody, len(channels), rng)[:, None]
        channels = channels + share * (moved - channels)
        feelings = feelings + share * (emotion_vector(*other) - feelings)
    cut = round(CUT * RATE)
    told = conditioning_frames(prosody, feelings)
    channels, told = channels[cut:-cut], told[cut:-cut]
    return GestureSample(
        channels / SCALE,
        np.ones(len(CHANNELS), np.float32),
        told,
        _described(emotion, names, rng),
        measure_style(channels),
    )


def silent_gesture(seconds: float, rng: np.random.Generator) -> GestureSample:
    """A gesture of somebody who says nothing for so many seconds, with moments; its ends are cut away.

    One in three also has a habit, so that words which tell of a face mean the same in silence as in speech.
    """
    emotion, strength = _feeling(rng) if rng.random() < 0.5 else ("neutral", 0.0)
    names = [str(rng.choice(list(HABITS)))] if rng.random() < 1 / 3 else []
    habits = [HABITS[name] for name in names]
    hush = np.zeros(round(seconds * PROSODY_RATE), np.float32)
    prosody = Prosody(seconds, hush, hush, (), ())
    blink = _product(habits, Habit(blink=float(np.exp(rng.normal(0, 0.2)))), "blink")
    expression = _varied(expression_of(emotion, strength), habits, rng)
    performed = perform(prosody, expression, rng, blink=blink, glance=_glance(habits, rng))
    channels, moments = add_moments(performed, rng)
    feelings = np.tile(emotion_vector(emotion, strength), (len(channels), 1))
    told = conditioning_frames(prosody, feelings, moments)
    cut = slice(round(CUT * RATE), -round(CUT * RATE))
    known = np.ones(len(CHANNELS), np.float32)
    return GestureSample(
        channels[cut] / SCALE, known, told[cut], _described(emotion, names, rng), measure_style(channels[cut])
    )


def _feeling(rng: np.random.Generator) -> tuple[str, float]:
    emotion = str(rng.choice(list(EMOTIONS))) if rng.random() < 0.85 else "neutral"
    return emotion, float(rng.uniform(0.15, 1.0)) if emotion != "neutral" else 0.0


def _changes(prosody: Prosody, count: int, rng: np.random.Generator) -> np.ndarray:
    """(count,) float32, 0–1, how far another feeling is there: it comes and goes with the phrases."""
    moments = [start - 0.1 for start, _ in prosody.phrases if rng.random() < 0.4]
    most = rng.uniform(0.6, 1.0) if rng.random() < 0.3 else 1.0
    places = most * np.array([[(i + 1) % 2] for i in range(len(moments))], np.float64).reshape(-1, 1)
    times = (np.arange(count) + 0.5) / RATE
    return held(times, np.array(moments), np.full(len(moments), CHANGE), places)[:, 0].astype(np.float32)


def perform(
    prosody: Prosody,
    expression: Expression,
    rng: np.random.Generator,
    *,
    blink: float = 1.0,
    glance: tuple[float, float] = (0, 0),
) -> np.ndarray:
    """(T, len(CHANNELS)) float32, in the channels' own units: an expression, performed for a whole speech."""
    times = (np.arange(round(prosody.duration * RATE)) + 0.5) / RATE
    rotation = head_rotation(times, prosody, expression, expression.tempo, rng)
    scores = expression_scores(times, prosody, expression, rng) + brow_beats(
        times, prosody, expression, expression.tempo, rng
    )
    gaze = glances(times, prosody, rng) + np.array(glance)
    gaze[:, 1] += scores[:, INDEX["eyeLookDownLeft"]]
    moments = np.array(blink_moments(prosody, blink, rng))
    lids = bumps(times, moments, np.ones(len(moments)))
    face = [scores[:, sides_of(name)[0]] for name in FACE]
    return np.column_stack([rotation, gaze, lids, *face]).clip(-30, 30).astype(np.float32)


def _varied(expression: Expression, habits: list[Habit], rng: np.random.Generator) -> Expression:
    shapes = dict(expression.shapes)
    for habit in habits:
        for name, score in habit.shapes.items():
            sides = [name] if name in INDEX else [f"{name}Left", f"{name}Right"]
            if name in shapes or not any(side in shapes for side in sides):
                sides = [name]
            for side in sides:
                shapes[side] = min(shapes.get(side, 0) + score, 1.0)
    side = rng.choice([-1.0, 1.0])
    posture = np.array(expression.posture) + sum(np.array(habit.posture) * (1, side, side) for habit in habits)
    return dataclasses.replace(
        expression, shapes=shapes, posture=tuple(posture), head=expression.head * np.prod([h.head for h in habits]),
        nod=expression.nod * np.prod([h.nod for h in habits]), brow=expression.brow * np.prod([h.brow for h in habits]),
    )  # fmt: skip


def _product(habits: list[Habit], own: Habit, name: str) -> float:
    return float(np.prod([getattr(habit, name) for habit in (*habits, own)]))


def _glance(habits: list[Habit], rng: np.random.Generator) -> tuple[float, float]:
    right, down = np.sum([(0.0, 0.0), *(habit.glance for habit in habits)], axis=0)
    return float(rng.choice([-1, 1]) * right), float(down)


def _described(emotion: str, habits: list[str], rng: np.random.Generator) -> str:
    phrases = NEUTRAL_WORDS if emotion == "neutral" else EMOTION_ANCHORS[emotion]
    words = [str(rng.choice(phrases))] if not habits or rng.random() < 0.7 else []
    words += [str(rng.choice(HABIT_ANCHORS[habit])) for habit in habits]
    rng.shuffle(words)
    return ", ".join(words)
