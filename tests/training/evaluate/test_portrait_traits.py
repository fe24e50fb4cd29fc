"""What a portrait shows is measured on faces painted here, and on a photograph."""

import cv2
import numpy as np
import pytest

from revive.face.mesh import OVAL
from revive.training.evaluate.portrait import descriptions
from revive.training.evaluate.portrait_traits import BEARD, DARK, FAIR, GLASSES, LONG, measure_traits

LIGHT, BROWN = (236, 205, 185), (92, 62, 45)  # skins


@pytest.fixture
def painted(hopper_portrait):
    """Paints somebody with the photograph's mesh: skin, hair of a colour and length, a chin of a colour."""
    landmarks = hopper_portrait.face.landmarks
    height, width = hopper_portrait.image.shape[:2]
    oval = np.round(landmarks[list(OVAL), :2]).astype(np.int32)
    centre, across = oval.mean(axis=0), np.ptp(oval[:, 0])

    def paint(skin=LIGHT, hair=(30, 24, 20), *, long=False, chin=None):
        picture = np.full((height, width, 3), 128, np.uint8)
        matte = np.zeros((height, width), np.float32)
        middle = (int(centre[0]), int(centre[1] - 0.1 * across))
        for canvas, colour in ((picture, hair), (matte, 1.0)):
            cv2.ellipse(canvas, middle, (int(0.62 * across), int(0.85 * across)), 0, 180, 360, colour, -1)
            if long:
                left, right = int(centre[0] - 0.8 * across), int(centre[0] + 0.8 * across)
                cv2.rectangle(canvas, (left, middle[1]), (right, height), colour, -1)
        cv2.fillPoly(picture, [oval], skin)
        cv2.fillPoly(matte, [oval], 1.0)
        if chin:
            low = oval[oval[:, 1] > np.percentile(oval[:, 1], 60)]
            cv2.fillPoly(picture, [cv2.convexHull(low)], chin)
        return measure_traits(picture, landmarks, matte)

    return paint


def test_skin_hair_and_beards_are_told_apart(painted):
    assert painted(LIGHT).skin > FAIR and painted(BROWN).skin < DARK
    assert painted(long=True).beside > LONG > painted().beside
    assert painted(chin=(110, 108, 106)).beard > BEARD > painted().beard
    for colour, rgb in (("black", (30, 24, 20)), ("white", (214, 212, 210)), ("blonde", (205, 170, 110)),
                        ("brown", (98, 68, 45))):  # fmt: skip
        shown = painted(hair=rgb)
        assert shown.hair_is(colour)
        assert not any(shown.hair_is(other) for other in {"black", "white", "blonde"} - {colour})


def test_a_photograph_of_a_woman_in_uniform(hopper_portrait):
    from revive.face.matte import person_matte

    landmarks = hopper_portrait.face.landmarks
    shown = measure_traits(hopper_portrait.image, landmarks, person_matte(hopper_portrait.image, landmarks))
    assert shown.beard < BEARD and shown.beside < LONG
    assert shown.glasses > GLASSES  # she wears some


def test_a_hundred_descriptions_ask_for_everything():
    asked = descriptions()
    assert len(asked) == 100 and len({one.words for one in asked}) > 90
    for name in ("glasses", "beard", "skin", "hair", "length"):
        assert sum(getattr(one, name) not in (None, "") for one in asked) >= 10
    for one in asked:
        assert not (one.grey and (one.skin or one.hair in ("blonde", "brown")))
        assert one.man or one.beard is None
        assert not one.man or not one.length
