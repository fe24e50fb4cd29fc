"""Make a Motion from speech and direction: the mouth forms the words, the gesture does the rest.

A performance from a film replaces the gesture, and also the mouth if its own sound is the speech.
"""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import numpy as np

from revive.core.progress import Progress
from revive.direction import Direction
from revive.face.blendshapes import BLENDSHAPES, INDEX
from revive.motion.emotions import SentenceEmotion, mouth_opening
from revive.motion.gesture import JAW, Gesture, body_stream, make_breath, make_gesture
from revive.motion.moments import laughing_mouth
from revive.motion.motion import Motion
from revive.motion.mouth import move_mouth
from revive.motion.options import MotionOptions
from revive.motion.performance import Performance, act
from revive.motion.prosody import analyse_prosody
from revive.speech import Speech

_LIPS = [i for i, name in enumerate(BLENDSHAPES) if name.startswith(("mouth", "jaw"))]
_PARTING = [i for i, name in enumerate(BLENDSHAPES) if name.startswith(("mouthUpperUp", "mouthLowerDown", "jawOpen"))]
_ROUNDED = [INDEX["mouthPucker"], INDEX["mouthFunnel"]]
HALF_WAY = 0.5  # share of the stage that is done when the gesture is sampled
FULLY_ROUNDED = 0.5  # score of mouthPucker or mouthFunnel in a spoken "oo"
KEPT_WHEN_ROUNDED = 0.3  # of a smile, while the lips are round


def make_motion(
    speech: Speech, direction: Direction, options: MotionOptions | None = None, *,
    performance: Performance | None = None, acted: bool = False, style: np.ndarray | list[float] | None = None,
    feelings: tuple[SentenceEmotion, ...] = (), progress: Progress | None = None,
) -> Motion:  # fmt: skip
    """Make the motion of a speech.

    Parameters
    ----------
    speech : the sound and its sentences
    direction : emotion, strength and pace
    options : frames a second, seed and amounts
    performance : somebody's expression, gaze and head movement, which replace the generated ones; played backwards,
        then forwards again, if the speech is longer
    acted : the speech is the performance's own sound, so that mouth and jaw are the performance's too
    style : how this person moves, see `measure_style`; None samples any style
    feelings : emotions of single sentences, besides the direction's; see `read_emotions`
    progress : receives the progress; may cancel the work

    Returns
    -------
    Motion of `count_frames(speech, fps)` frames
    """
    options, progress = options or MotionOptions(), progress or Progress()
    fps, lips = options.fps, options.lips
    frames = count_frames(speech, fps)
    times = (np.arange(frames) + 0.5) / fps
    prosody = analyse_prosody(speech)
    if performance is not None:
        mouth, closure, seen = act(
            performance, times, lips=lips, head_motion=options.head_motion, blink=options.blink,
            expression=options.expression,
        )  # fmt: skip
        breath = make_breath(prosody, direction, times, rng=body_stream(options.seed), head_motion=options.head_motion)
        gesture = dataclasses.replace(seen, breath=breath.astype(np.float32))
    else:
        with progress.share(0, HALF_WAY):
            gesture = make_gesture(
                prosody, direction, times, options, words=embedded_manner(direction.manner), style=style,
                feelings=feelings, progress=progress,
            )  # fmt: skip
    if speech.silent:
        mouth, closure = laughing_mouth(gesture.scores[:, JAW], lips)
        gesture.scores[:, JAW] *= min(lips, 1.0)
    elif not acted:
        with progress.share(0 if performance else HALF_WAY, 1):
            mouth, closure = move_mouth(speech, fps=fps, frames=frames, progress=progress)
        mouth, closure = lips * mouth_opening(direction) * mouth, min(lips, 1.0) * closure
    scores = join_scores(mouth, closure, gesture)
    return Motion(fps, scores, closure, gesture.rotation, gesture.translation, gesture.breath)


def embedded_manner(manner: str) -> np.ndarray | None:
    from revive.direction.encoder import sentence_encoder

    return sentence_encoder().encode([manner])[0] if manner else None


def count_frames(speech: Speech, fps: float) -> int:
    """ceil(duration x fps) in whole numbers: every sample has a frame, and rounding adds none."""
    exact = Fraction(fps).limit_denominator(1001)  # 29.97 and 30000/1001 are both what they are meant to be
    return max(1, -(-speech.samples * exact.numerator // (speech.sample_rate * exact.denominator)))


def join_scores(mouth: np.ndarray, closure: np.ndarray, gesture: Gesture) -> np.ndarray:
    """(T, 52) mouth and gesture together; the words come first.

    A smile gives way to rounded lips, and nothing that parts the lips is added while they are to touch.
    """
    felt = gesture.scores.copy()
    rounded = np.clip(mouth[:, _ROUNDED].max(1) / FULLY_ROUNDED, 0, 1)
    felt[:, _LIPS] *= 1 - (1 - KEPT_WHEN_ROUNDED) * rounded[:, None]
    felt[:, _PARTING] *= 1 - closure[:, None]
    return np.clip(mouth + felt, 0, 1).astype(np.float32)
