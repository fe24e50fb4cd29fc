"""What lies over a face stays before it, still while lips and lids move; nothing else is taken for such a thing."""

import cv2
import numpy as np
import pytest
from PIL import Image

from revive.animator import bring_to_rest
from revive.animator.occluder import find_occluder
from revive.animator.rig import build_rig
from revive.face.detection import find_faces
from revive.face.mesh import OUTER_LIPS, eye_distance
from revive.portrait import Portrait

pytestmark = pytest.mark.slow
OPEN = {"jawOpen": 0.5}


def with_microphone(image: np.ndarray) -> tuple[Portrait, np.ndarray]:
    """The face with a microphone in blue foam before its chin, and the (H, W) bool in which its head lies."""
    image = image.copy()
    points = find_faces(image)[0].landmarks[:, :2]
    middle, unit = points[list(OUTER_LIPS)].mean(axis=0), eye_distance(points)
    head, foot = (tuple(np.round(middle + unit * np.array(to)).astype(int).tolist()) for to in ((0, 0.62), (0.2, 4)))
    cv2.line(image, head, foot, (38, 38, 40), round(0.28 * unit), cv2.LINE_AA)
    cv2.circle(image, head, round(0.34 * unit), (40, 70, 180), -1, cv2.LINE_AA)
    inside = np.zeros(image.shape[:2], np.uint8)
    cv2.circle(inside, head, round(0.3 * unit), 1, -1)
    return Portrait(image, find_faces(image)), inside > 0


@pytest.fixture(scope="module")
def microphone(hopper) -> tuple[Portrait, np.ndarray]:
    """Hopper with a microphone."""
    return with_microphone(np.asarray(Image.open(hopper).convert("RGB")))


def test_a_microphone_stays_when_the_mouth_behind_it_comes_to_rest(smiling):
    with Image.open(smiling) as picture:
        portrait, inside = with_microphone(np.asarray(picture.crop((110, 0, 370, 300)).resize((520, 600))))
    rested = bring_to_rest(portrait)
    assert rested.original is portrait
    assert np.abs(rested.image.astype(int) - portrait.image).max(axis=2)[inside].max() <= 2


def test_a_microphone_before_the_chin_stays_when_the_jaw_opens(microphone, perform):
    portrait, inside = microphone
    (frame,) = perform(portrait, OPEN)
    changed = np.abs(frame.astype(int) - portrait.image).max(axis=2)
    assert changed[inside].max() <= 2
    x, y = np.round(portrait.face.landmarks[14, :2]).astype(int)
    assert changed[y : y + 8, x - 8 : x + 8].max() > 40  # and the mouth opens above it


def test_it_goes_with_the_head(microphone):
    """As far as the face there goes, and in one piece."""
    from revive.animator.pose import Poser

    portrait, inside = microphone
    rig = build_rig(portrait)
    occluder = find_occluder(portrait.image, rig)
    assert occluder is not None and np.percentile(occluder.matte[inside], 2) > 0.9
    drawn = []
    for turn in (0.0, 6.0):
        posed = Poser(rig).pose(np.zeros(52), 0.0, np.array([0.0, turn, 0.0]), np.zeros(2), 0.0)
        frame = np.zeros_like(portrait.image)
        frame[:] = (0, 255, 0)
        occluder.lay(frame, posed)
        drawn.append(frame[..., 2] > 100)
    away = (np.argwhere(drawn[1]).mean(axis=0) - np.argwhere(drawn[0]).mean(axis=0))[::-1]
    chin = (posed.points - rig.points[:, :2])[152]
    assert chin[0] > 2 and abs(away - chin).max() < 0.5 * abs(chin).max()
    sizes = cv2.connectedComponentsWithStats(drawn[1].astype(np.uint8))[2][1:, cv2.CC_STAT_AREA]
    assert sizes.max() > 0.97 * sizes.sum()


@pytest.mark.parametrize("photograph", ["hopper_portrait", "smiling_portrait"])
def test_a_face_that_can_be_seen_is_left_alone(photograph, request):
    """Nor are glasses, lips, teeth and shadows anything that lies before a face."""
    portrait = request.getfixturevalue(photograph)
    rig = build_rig(portrait)
    assert find_occluder(portrait.image, rig) is None
    image = portrait.image.copy()
    image[:, : image.shape[1] // 2] //= 2
    assert find_occluder(image, rig) is None
