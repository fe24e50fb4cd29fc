"""Attention: what somebody does while another face of the photograph speaks.

They look and turn a little towards the speaker now and then, nod where a sentence ends, and smile at a happy line. The
events are drawn for each seed; they are added to a motion that is otherwise that of somebody who is silent.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from revive.core.easing import held, pulses
from revive.face.blendshapes import BLENDSHAPES, sides_of
from revive.motion.breath import head_shift
from revive.motion.emotions import SentenceEmotion
from revive.motion.eyes import JUMP, gaze_of, look_scores
from revive.motion.motion import Motion
from revive.motion.options import MotionOptions

REACTION = 0.2, 0.7  # seconds after a turn begins, until the listener looks
LOOKING, AWAY = (1.8, 4.2), (0.8, 2.0)  # seconds of looking at the speaker, and of looking elsewhere between
RETURN = 0.3, 0.9  # seconds after the turn, until the listener looks back
TURNING, HEAD_LATER = 0.55, 0.08  # seconds that the head takes, and by which it follows the eyes
GAZE, YAW, PITCH = 0.42, 5.0, 3.0  # eyeLook score and degrees of somebody who looks at a speaker beside them
MOST_GAZE = 0.6
NODS, TWICE = 0.6, 0.3  # probability of a nod at the end of a sentence, and that it is a double one
NOD, NOD_RISE, NOD_FALL = (1.8, 3.6), 0.24, 0.42  # degrees, seconds
BETWEEN_NODS = 1.6  # seconds
SMILES = {
    "happy": 1.0,
    "playful": 0.9,
    "warm": 0.6,
    "proud": 0.6,
    "tender": 0.45,
}  # how much of one a feeling calls for
SMILE, SQUINT = 0.3, 0.12  # scores
SMILE_RISE, SMILE_LATER, SMILE_FALL = 0.7, 0.45, 1.1  # seconds
_GAZE = [i for i, name in enumerate(BLENDSHAPES) if name.startswith("eyeLook")]


@dataclass(frozen=True)
class Heard:
    """A turn of another face, as a listener perceives it.

    Attributes
    ----------
    start, end : in seconds
    towards : (right, down) in the picture, the unit vector from the listener to the speaker
    sentences : seconds at which the sentences of the turn end
    feelings : of its sentences
    """

    start: float
    end: float
    towards: tuple[float, float]
    sentences: tuple[float, ...] = ()
    feelings: tuple[SentenceEmotion, ...] = ()


def attentive(motion: Motion, heard: Sequence[Heard], options: MotionOptions) -> Motion:
    """The motion of somebody who also listens.

    Parameters
    ----------
    motion : of their own words, and of their silence
    heard : the turns of others, in order
    options : `head_motion` is the amount of turns and nods, `blink` (up to 1) that of the gaze, `expression` that of
        the smile; 0 leaves that part as it is. The same seed gives the same arrays
    """
    if not heard:
        return motion
    rng = np.random.default_rng([options.seed, 3])
    times = (np.arange(len(motion)) + 0.5) / motion.fps
    starts, places = _looks(heard, rng)
    gaze = held(times, starts, np.full(len(starts), JUMP), places) * min(options.blink, 1.0)
    head = held(times, starts + HEAD_LATER, np.full(len(starts), TURNING), places) * options.head_motion
    added = np.stack([PITCH * head[:, 1], YAW * head[:, 0], np.zeros(len(times))], axis=1)
    added[:, 0] += options.head_motion * _nods(times, heard, rng)
    scores = motion.scores.astype(float)
    looks = np.clip(gaze_of(scores) + GAZE * gaze, -MOST_GAZE, MOST_GAZE)
    if options.blink > 0:
        scores[:, _GAZE] = look_scores(looks)[:, _GAZE]
    smile = options.expression * _smile(times, heard)
    for name, most in (("mouthSmileLeft", SMILE), ("mouthSmileRight", SMILE), ("eyeSquint…", SQUINT)):
        sides = sides_of(name)
        scores[:, sides] = np.maximum(scores[:, sides], most * smile[:, None])
    return dataclasses.replace(
        motion, scores=np.clip(scores, 0, 1).astype(np.float32),
        rotation=(motion.rotation + added).astype(np.float32),
        translation=(motion.translation + head_shift(added, np.zeros(len(times)))).astype(np.float32),
    )  # fmt: skip


def _looks(heard: Sequence[Heard], rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """(N,) seconds at which the listener looks somewhere else, and (N, 2) where; (0, 0) is where they looked before."""
    starts, places = [], []
    for number, turn in enumerate(heard):
        following = heard[number + 1].start if number + 1 < len(heard) else np.inf
        at, towards = turn.start + rng.uniform(*REACTION), True
        while at < turn.end:
            starts.append(at)
            places.append(turn.towards if towards else (0.0, 0.0))
            at += rng.uniform(*(LOOKING if towards else AWAY))
            towards = not towards
        back = turn.end + rng.uniform(*RETURN)
        if back < following:
            starts.append(back)
            places.append((0.0, 0.0))
    order = np.argsort(starts, kind="stable")
    return np.array(starts)[order], np.array(places)[order]


def _nods(times: np.ndarray, heard: Sequence[Heard], rng: np.random.Generator) -> np.ndarray:
    """(T,) degrees by which the head is lowered."""
    moments: list[float] = []
    for end in (end for turn in heard for end in turn.sentences or (turn.end,)):
        at = end + rng.uniform(-0.1, 0.25)
        if rng.random() < NODS and (not moments or at - moments[-1] > BETWEEN_NODS):
            moments += [at, at + NOD_RISE + NOD_FALL] if rng.random() < TWICE else [at]
    count = len(moments)
    return pulses(
        times, np.array(moments), np.full(count, NOD_RISE), np.full(count, NOD_FALL), rng.uniform(*NOD, count)
    )  # fmt: skip


def _smile(times: np.ndarray, heard: Sequence[Heard]) -> np.ndarray:
    """(T,) 0–1, how much the lines call for a smile."""
    course = np.zeros(len(times))
    for feeling in (feeling for turn in heard for feeling in turn.feelings if feeling.emotion in SMILES):
        size = SMILES[feeling.emotion] * min(2 * feeling.strength, 1.0)
        at, end = feeling.start + SMILE_LATER, feeling.end + SMILE_LATER
        edges = np.array([at, end]), np.array([SMILE_RISE, SMILE_FALL])
        course = np.maximum(course, held(times, *edges, np.array([size, 0.0])))
    return course
