"""Lids close over the eye as skin; glasses stay where the head carries them."""

import numpy as np
import pytest

from revive.animator.pose import Poser
from revive.animator.rig import build_rig
from revive.face import mesh
from revive.portrait.grading import LUMA

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("photograph", ["hopper_portrait", "smiling_portrait"])
def test_closed_lids_hide_the_iris_behind_skin(photograph, perform, request):
    """Where the iris was it is as light as below the eye; and the farther the lid has come, the less is dark."""
    portrait = request.getfixturevalue(photograph)
    points = portrait.face.landmarks[:, :2]
    unit = mesh.eye_distance(points)
    half, shut = perform(portrait, {"eyeBlink": 0.5}, {"eyeBlink": 1.0})
    for iris in (mesh.RIGHT_IRIS[0], mesh.LEFT_IRIS[0]):
        x, y = np.round(points[iris]).astype(int)
        reach = max(1, round(0.03 * unit))
        eye, below = (
            np.s_[y - 2 * reach : y, x - reach : x + reach + 1],
            np.s_[y + 5 * reach : y + 7 * reach, x - reach : x + reach + 1],
        )
        seen, skin = (float((picture @ LUMA).mean()) for picture in (portrait.image[eye], portrait.image[below]))
        hidden = float((shut[eye] @ LUMA).mean())
        assert hidden > 0.7 * skin and hidden > seen + 0.5 * (skin - seen)
        assert float((half[eye] @ LUMA).mean()) < hidden + 10


def test_glasses_stay_while_lids_and_brows_move(hopper_portrait, smiling_portrait):
    rig = build_rig(hopper_portrait)
    rims = rig.held > 0.9
    assert 8 < rims.sum() < 120
    scores = np.zeros(52)
    still = (0.0, np.zeros(3), np.zeros(2), 0.0)
    for name in ("browInnerUp", "browDownLeft", "browDownRight", "eyeBlinkLeft", "eyeBlinkRight", "cheekSquintLeft"):
        from revive.face.blendshapes import INDEX

        scores[INDEX[name]] = 0.8
    moved = np.linalg.norm(Poser(rig).pose(scores, *still).points[:478] - rig.points[:478, :2], axis=1) / rig.unit
    assert moved[rims].max() < 0.015
    assert moved[list(mesh.RIGHT_UPPER_LID[2:5])].min() > 0.05
    assert build_rig(smiling_portrait).held.max() == 0  # she wears none
