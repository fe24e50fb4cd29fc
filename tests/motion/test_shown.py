"""A feeling is seen in the finished frames: MediaPipe's scores of a spoken clip, against the neutral take."""

import functools

import numpy as np
import pytest

from revive.direction import Direction
from revive.face.blendshapes import INDEX
from revive.motion.gesture import make_gesture
from revive.motion.make import join_scores
from revive.motion.motion import Motion
from revive.motion.options import MotionOptions
from revive.motion.prosody import RATE, Prosody, Stress

pytestmark = pytest.mark.slow

SECONDS, FPS = 6.0, 25.0
LOOKED_AT = range(30, 140, 8)  # frames, from when the feeling is on the face


def speaking() -> Prosody:
    energy = np.zeros(round(SECONDS * RATE), np.float32)
    energy[30:560] = 0.8
    stresses = tuple(Stress(t, 0.7) for t in np.arange(0.5, 5.5, 0.5))
    return Prosody(SECONDS, energy, np.zeros_like(energy), ((0.3, 2.8), (3.0, 5.6)), stresses)


@pytest.fixture(scope="module")
def shown(hopper_portrait, smiling_portrait, seen):
    """shown(emotion, strength) -> mean scores that MediaPipe sees while the mouth speaks, two takes.

    `smiling` is a photograph with a smile that was brought to rest, without glasses: behind them the tracker sees no
    brows go up.
    """
    from revive.animator import animate, bring_to_rest

    rested = bring_to_rest(smiling_portrait)

    @functools.cache
    def look(emotion: str, strength: float = 1.0, *, smiling: bool = False) -> dict[str, float]:
        rows = []
        for seed in (1, 2):
            times = (np.arange(round(SECONDS * FPS)) + 0.5) / FPS
            gesture = make_gesture(speaking(), Direction(emotion, strength), times, MotionOptions(seed=seed))
            mouth = np.zeros((len(times), 52), np.float32)
            mouth[:, INDEX["jawOpen"]] = 0.12 * (1 + np.sin(25 * times))
            closure = np.zeros(len(times), np.float32)
            scores = join_scores(mouth, closure, gesture)
            lid = scores[:, INDEX["eyeBlinkLeft"]]
            drawn = [number for number in LOOKED_AT if lid[number] < 0.5]  # no blink hides the gaze
            parts = (scores, closure, gesture.rotation, gesture.translation, gesture.breath)
            motion = Motion(FPS, *(part[drawn] for part in parts))  # every frame is drawn from its own row alone
            frames = animate(rested if smiling else hopper_portrait, motion)
            rows += [seen(frame).scores for frame in frames]
        return dict(zip(INDEX, np.mean(rows, axis=0), strict=True))

    return look


def both(scores: dict[str, float], name: str) -> float:
    return (scores[f"{name}Left"] + scores[f"{name}Right"]) / 2


def test_happy_smiles(shown):
    assert both(shown("happy"), "mouthSmile") > both(shown("neutral"), "mouthSmile") + 0.3


def test_sad_raises_the_inner_brows_and_looks_down(shown):
    sad, neutral = shown("sad", smiling=True), shown("neutral", smiling=True)
    raised = sad["browInnerUp"] - neutral["browInnerUp"]
    assert max(raised, both(sad, "mouthFrown") - both(neutral, "mouthFrown")) > 0.2
    assert both(sad, "eyeLookDown") > both(neutral, "eyeLookDown") + 0.05


def test_surprised_raises_the_brows_and_opens_the_eyes(shown):
    surprised, neutral = shown("surprised", smiling=True), shown("neutral", smiling=True)
    assert surprised["browInnerUp"] > neutral["browInnerUp"] + 0.2
    assert both(surprised, "browOuterUp") > both(neutral, "browOuterUp") + 0.2
    assert both(surprised, "eyeWide") > both(neutral, "eyeWide")


def test_strength_scales_a_smile(shown):
    slight, full = (both(shown("happy", strength), "mouthSmile") for strength in (0.4, 1.0))
    assert both(shown("neutral"), "mouthSmile") + 0.05 < slight < full - 0.05
