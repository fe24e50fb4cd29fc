"""A smile shades the cheeks a little, on the side that smiles, and nothing else."""

import numpy as np
import pytest

from revive.animator.creases import SMALLEST, find_creases
from revive.animator.draw import Renderer
from revive.animator.pose import Poser
from revive.animator.rig import build_rig
from revive.face.blendshapes import INDEX

pytestmark = pytest.mark.slow
STILL = (0.0, np.zeros(3), np.zeros(2), 0.0)


@pytest.fixture(scope="module")
def change(hopper_portrait):
    """A function: what the folds of a pose change, (h, w) relative to the light, and the rig."""
    rig = build_rig(hopper_portrait)
    poser, drawer = Poser(rig), Renderer(hopper_portrait.image, rig)
    creases, drawer._creases = drawer._creases, None
    assert creases is not None

    def measure(**scores: float) -> np.ndarray:
        row = np.zeros(52)
        for name, value in scores.items():
            row[INDEX[name]] = value
        posed = poser.pose(row, *STILL)
        plain = drawer.draw(posed).astype(float).sum(axis=2)
        creases.shade(drawer.window, drawer.origin, drawer.sampled, 2, posed)
        return (drawer.frame.astype(float).sum(axis=2) - plain) / np.maximum(plain, 60)

    return measure, rig


def test_a_smile_shades_a_little(change):
    measure, _ = change
    smile = measure(mouthSmileLeft=0.8, mouthSmileRight=0.8)
    assert smile.min() < -0.04 and np.abs(smile).max() < 0.3 and np.abs(smile).mean() < 0.02


def test_half_a_smile_shades_its_own_side(change):
    measure, rig = change
    left = np.abs(measure(mouthSmileLeft=0.8))
    middle = round(rig.points[1, 0])
    assert left[:, middle:].sum() > 1.4 * left[:, :middle].sum()  # the person's left is at the right of the picture


def test_speech_and_blinks_shade_nothing(change):
    measure, _ = change
    assert np.abs(measure(jawOpen=0.3, eyeBlinkLeft=1.0, eyeBlinkRight=1.0)).max() == 0


def test_a_small_face_gets_none(change):
    from dataclasses import replace

    assert find_creases(replace(change[1], unit=SMALLEST - 1)) is None
