"""Moments over time: when each of them happens, what the gesture network is told of it, and what formulas add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from revive.core.easing import eased, pulses
from revive.direction.moments import LONGEST, MOMENTS, SHORTEST, Moment
from revive.face.blendshapes import BLENDSHAPES, sides_of
from revive.motion.conditioning import RATE

USUAL = {  # seconds
    "smile": 3.6, "look-around": 4.4, "nod": 2.0, "laugh": 3.0, "tilt": 3.2, "close-eyes": 2.8, "breathe": 4.4,
}  # fmt: skip
TOLD = {"smile": 0.75, "laugh": 0.75, "look-around": 0.8}  # of the amount, because guidance exaggerates these
EDGE, MOST_EDGE = 0.25, 0.6  # share of a moment, and seconds, in which it comes and goes
BEFORE, AFTER, BETWEEN = 0.7, 0.9, 0.5  # seconds of rest
EARLY = 0.65  # share of the spare time that at most lies before a moment
DEEP, DRAWN_IN, LET_OUT = 1.0, 0.42, 0.52  # of a deep breath: its height, and its shares of the moment
TEETH = {"mouthUpperUp…": 0.35, "mouthLowerDown…": 0.55}  # of the jaw's opening in a laugh
PARTED = 0.08  # opening of the jaw from which the lips no longer touch


@dataclass(frozen=True)
class Span:
    """A moment and its seconds."""

    moment: Moment
    start: float
    length: float


def usual_seconds(name: str) -> float:
    """How long a moment usually takes."""
    return USUAL[name]


def activity(times: np.ndarray, start: float, length: float) -> np.ndarray:
    """(T,) 0–1: 1 while a moment lasts, with soft edges within it."""
    edge = min(EDGE * length, MOST_EDGE)
    return eased((times - start) / edge) * (1 - eased((times - start - length + edge) / edge))


def needed_seconds(moments: Sequence[Moment]) -> float:
    """How long a clip of these moments lasts where no length is asked for, SHORTEST to LONGEST."""
    lengths = [usual_seconds(moment.name) / moment.tempo for moment in moments]
    rests = BEFORE + AFTER + BETWEEN * max(len(lengths) - 1, 0)
    return float(np.clip(np.ceil(2 * (sum(lengths) + rests)) / 2, SHORTEST, LONGEST))


def lay_out(moments: Sequence[Moment], seconds: float, rng: np.random.Generator) -> tuple[Span, ...]:
    """The moments one after another within so many seconds, with rests that are drawn.

    Where they do not fit they are done faster.
    """
    lengths = np.array([usual_seconds(m.name) / m.tempo * rng.uniform(0.92, 1.08) for m in moments])
    if not len(lengths):
        return ()
    least = np.array([BEFORE, *[BETWEEN] * (len(lengths) - 1), AFTER]) * min(1.0, seconds / SHORTEST)
    lengths *= min(1.0, max((seconds - least.sum()) / lengths.sum(), 0.1))
    spare = max(seconds - least.sum() - lengths.sum(), 0.0)
    rests = least + spare * rng.dirichlet(np.full(len(least), 3.0))
    starts = np.cumsum(rests[:-1]) + np.append(0.0, np.cumsum(lengths)[:-1])
    return tuple(Span(m, float(s), float(n)) for m, s, n in zip(moments, starts, lengths, strict=True))


def activities(spans: Sequence[Span], count: int) -> np.ndarray:
    """(count, len(MOMENTS)) float32, RATE a second: how much of each moment there is."""
    times = (np.arange(count) + 0.5) / RATE
    told = np.zeros((count, len(MOMENTS)), np.float32)
    for span in spans:
        column = told[:, MOMENTS.index(span.moment.name)]
        amount = span.moment.amount * TOLD.get(span.moment.name, 1.0)
        np.maximum(column, amount * activity(times, span.start, span.length), out=column)
    return told


def usual_moments(rng: np.random.Generator) -> tuple[Moment, ...]:
    """What a photograph does where nothing else is asked for: it looks round and smiles, in either order."""
    moments = (Moment("look-around"), Moment("smile"))
    return moments if rng.random() < 0.7 else moments[::-1]


def laughing(times: np.ndarray, spans: Sequence[Span]) -> np.ndarray:
    """(T,) 0–1, 1 while somebody laughs: nothing else of these parts the lips."""
    laughs = [activity(times, span.start, span.length) for span in spans if span.moment.name == "laugh"]
    return np.max([np.zeros(len(times)), *laughs], axis=0)


def deep_breaths(times: np.ndarray, breath: np.ndarray, spans: Sequence[Span], head_motion: float = 1.0) -> np.ndarray:
    """(T,) 0–1, how far the chest is raised, with a deep breath instead of ordinary ones where one is asked for."""
    for span in spans:
        if span.moment.name == "breathe":
            share = activity(times, span.start, span.length)
            deep = pulses(
                times, np.array([span.start]), np.array([DRAWN_IN * span.length]), np.array([LET_OUT * span.length]),
                np.array([DEEP * min(head_motion, 1.0)]),
            )  # fmt: skip
            breath = breath + share * (deep - breath)
    return breath


def laughing_mouth(jaw: np.ndarray, lips: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """The mouth of somebody silent, by how far the jaw is open in a laugh.

    Parameters
    ----------
    jaw : (T,) score of jawOpen, as sampled
    lips : 0–2, how far it moves; 0 keeps it shut

    Returns
    -------
    scores : (T, 52), what shows the teeth
    closure : (T,) 1 where the lips touch
    """
    scores = np.zeros((len(jaw), len(BLENDSHAPES)), np.float32)
    for name, share in TEETH.items():
        scores[:, sides_of(name)] = (share * lips * jaw)[:, None]
    return scores, (1 - eased(lips * jaw / PARTED)).astype(np.float32)
