"""The gesture: everything the face and head do beside forming the words.

Composed by hand from eyes, head, breath and the look of an emotion. A learned gesture takes its place by giving the
same `Gesture`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.direction import Direction
from revive.motion.eyes import blinks, glances, look_scores, steadied
from revive.motion.head import SHIFT, breathing, head_rotation, head_shift
from revive.motion.look import brow_beats, feeling, look_of
from revive.motion.motion import INDEX
from revive.motion.prosody import Prosody

# Each part draws from its own stream, so that changing the amount of one leaves the others as they are
STREAMS = ("head", "breath", "blink", "gaze", "feeling", "brow")
LIDS = [INDEX["eyeBlinkLeft"], INDEX["eyeBlinkRight"]]
GAZE = [i for name, i in INDEX.items() if name.startswith("eyeLook")]
WIDE = [INDEX["eyeWideLeft"], INDEX["eyeWideRight"]]
MOST_BREATH = 0.9


@dataclass(frozen=True)
class Gesture:
    """T frames of everything but the words; the fields are those of a Motion, `scores` without the mouth's own."""

    scores: np.ndarray
    rotation: np.ndarray
    translation: np.ndarray
    breath: np.ndarray


def make_gesture(
    prosody: Prosody, direction: Direction, times: np.ndarray, *,
    seed: int, head_motion: float = 1.0, blink: float = 1.0, expression: float = 1.0,
) -> Gesture:  # fmt: skip
    """Lay out the gesture in seconds and sample it.

    Parameters
    ----------
    prosody : what was heard in the speech
    direction : its emotion, strength and pace are used
    times : (T,) seconds of the frames, ascending
    seed : the same seed gives the same arrays
    head_motion : 0–2, amount of head turns, nods, shifts and breathing; at 0 all of them are exactly 0, and so is the
        eyes' counter-turn, which belongs to them
    blink : 0–2, rate of the blinks; the small movements of the gaze come with it (in full from 1) and are 0 with it
    expression : 0–2, how strongly the feeling shows, the brows' part in stressing words included

    Returns
    -------
    Gesture
    """
    rng = {part: np.random.default_rng([seed, i]) for i, part in enumerate(STREAMS)}
    look = look_of(direction.emotion, direction.strength)
    tempo = look.tempo * direction.pace
    rotation = head_motion * head_rotation(times, prosody, look, tempo, rng["head"])
    breath = np.clip(head_motion * breathing(times, prosody, tempo, rng["breath"]), 0, MOST_BREATH)
    most = SHIFT * max(head_motion, 1e-9)
    translation = most * np.tanh(head_shift(rotation, breath) / most)

    scores = expression * feeling(times, prosody, look, rng["feeling"])
    scores += expression * brow_beats(times, prosody, look, tempo, rng["brow"])
    gaze = min(blink, 1.0) * glances(times, prosody, rng["gaze"]) + steadied(rotation)
    gaze[:, 1] += scores[:, INDEX["eyeLookDownLeft"]]  # a lowered gaze is part of some feelings
    scores[:, GAZE] = look_scores(gaze)[:, GAZE]
    lids = blinks(times, prosody, blink, rng["blink"])
    scores[:, WIDE] *= 1 - lids[:, None]
    scores[:, LIDS] = 1 - (1 - np.clip(scores[:, LIDS], 0, 1)) * (1 - lids[:, None])
    return Gesture(
        np.clip(scores, 0, 1).astype(np.float32),
        rotation.astype(np.float32),
        translation.astype(np.float32),
        breath.astype(np.float32),
    )
