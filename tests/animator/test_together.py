"""Several heads of one photograph: who speaks moves, who does not stays, and nothing tears between them."""

import numpy as np
import pytest

from revive.animator import Performer, animate, animate_together, bring_all_to_rest, room_to_move
from revive.animator.resting_face import needs_rest
from revive.animator.territory import LEAST_ROOM, territories
from revive.face.blendshapes import INDEX
from revive.face.detection import find_faces
from revive.face.mesh import eye_distance, inner_lip_gap
from revive.motion import Motion
from revive.portrait.portrait import Portrait

STEP = 12  # levels by which neighbouring pixels may differ more than in the photograph


def _motion(*, opened: float = 0.0, turned: float = 0.0) -> Motion:
    """Two frames: one at rest, one with the mouth `opened` and the head `turned` (degrees)."""
    scores, rotation = np.zeros((2, 52), np.float32), np.zeros((2, 3), np.float32)
    scores[1, INDEX["jawOpen"]], rotation[1] = opened, turned
    closure = np.array([1, opened == 0], np.float32)
    return Motion(25.0, scores, closure, rotation, np.zeros((2, 2), np.float32), np.zeros(2, np.float32))


@pytest.fixture(scope="module")
def couple(hopper_portrait, smiling_portrait) -> tuple[Portrait, ...]:
    """Two people beside each other, each the chosen face once; the left one is at rest, the right one laughs."""
    left, right = hopper_portrait.image, smiling_portrait.image
    height = min(left.shape[0], right.shape[0])
    image = np.ascontiguousarray(np.hstack([left[:height], right[:height]]))
    faces = tuple(sorted(find_faces(image), key=lambda face: face.box[0]))
    return tuple(Portrait(image, faces, number) for number in range(2))


def _drawn(performers: list[Performer]) -> list[np.ndarray]:
    return [frame.copy() for frame in animate_together(performers)]


@pytest.mark.slow
def test_who_speaks_opens_the_mouth_and_the_other_keeps_it_shut(couple):
    rested = bring_all_to_rest(couple)
    assert not any(needs_rest(portrait.face) for portrait in rested)
    speaks, listens = Performer(rested[0], _motion(opened=0.5)), Performer(rested[1], _motion(turned=3.0))
    frame = _drawn([speaks, listens])[1]
    left, right = sorted(find_faces(frame), key=lambda face: face.box[0])
    gaps = [inner_lip_gap(face.landmarks[:, :2]) for face in (left, right)]
    assert gaps[0] > 0.1
    assert gaps[1] < 0.03


@pytest.mark.slow
def test_a_face_that_does_not_perform_stays_to_the_pixel(couple):
    frame = _drawn([Performer(couple[0], _motion(opened=0.4, turned=6.0))])[1]
    left, top, right, bottom = couple[1].face.box
    assert np.abs(frame[top:bottom, left:right].astype(int) - couple[1].image[top:bottom, left:right]).max() <= 1
    assert np.abs(frame.astype(int) - couple[1].image).max() > 50  # the other one moved


@pytest.mark.slow
def test_nothing_tears_between_two_heads_that_turn_against_each_other(couple):
    rest, turned = _drawn([Performer(couple[0], _motion(turned=6.0)), Performer(couple[1], _motion(turned=-6.0))])
    shares = territories([face.landmarks for face in couple[0].faces], rest.shape[:2])
    border = np.abs(np.diff((shares[0] > 0).astype(int), axis=1)) > 0  # between a pixel and its right neighbour
    steps = [np.abs(np.diff(frame.astype(int), axis=1)).max(axis=2) for frame in (rest, turned)]
    assert border.sum() > rest.shape[0] / 2
    assert (steps[1] - steps[0])[border].max() <= STEP


@pytest.mark.slow
def test_one_performer_is_drawn_as_ever(hopper_portrait):
    motion = _motion(opened=0.4, turned=4.0)
    for together, alone in zip(
        animate_together([Performer(hopper_portrait, motion)]), animate(hopper_portrait, motion), strict=True
    ):
        assert np.array_equal(together, alone)


def test_no_pixel_follows_two_faces_and_each_face_follows_its_own(couple):
    faces = [face.landmarks for face in couple[0].faces]
    shares = territories(faces, couple[0].image.shape[:2])
    assert np.minimum(*shares).max() == 0
    for face, share in zip(faces, shares, strict=True):
        x, y = np.round(face[:, :2]).astype(int).T
        assert share[y, x].min() > 0.99


def test_heads_that_touch_have_less_room(hopper_portrait):
    face = hopper_portrait.face.landmarks
    unit = eye_distance(face[:, :2])
    assert room_to_move([face]) == [1.0]
    beside = [face + np.array([np.ptp(face[:, 0]) + gap * unit, 0, 0]) for gap in (-0.2, 0.5, 3.0)]
    rooms = [room_to_move([face, other])[0] for other in beside]
    assert rooms[0] == LEAST_ROOM
    assert rooms[0] < rooms[1] < rooms[2] == 1.0
