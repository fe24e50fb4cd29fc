"""Faces decide what is cut off a picture that gets another shape."""

import numpy as np
import pytest

from revive.face.face import Face
from revive.face.framing import ASPECTS, crop_box, cropped_faces


@pytest.mark.parametrize("aspect", [*ASPECTS.values(), 16 / 9, 4 / 3])
@pytest.mark.parametrize("size", [(1280, 853), (853, 1280), (511, 513)])
def test_the_largest_part_of_its_shape_with_even_sides(size, aspect):
    width, height = size
    left, top, right, bottom = crop_box(width, height, aspect)
    across, down = right - left, bottom - top
    assert across % 2 == down % 2 == 0
    assert abs(across / down - aspect) < 0.02 * aspect
    assert across >= width - 2 or down >= height - 2
    assert min(left, top) >= 0 and right <= width and bottom <= height


def test_a_face_at_the_edge_stays_in_the_picture():
    left, _, right, _ = crop_box(1200, 800, 9 / 16, [(1000, 200, 1150, 400)])
    assert left <= 1000 and right >= 1150


def test_all_heads_are_kept_where_they_fit():
    faces = [(150, 300, 300, 500), (500, 320, 640, 500)]
    left, top, right, bottom = crop_box(1500, 800, 1.0, faces)
    assert all(left <= face[0] and face[2] <= right and top <= face[1] and face[3] <= bottom for face in faces)


def test_the_first_face_counts_where_not_all_fit():
    faces = [(1000, 300, 1150, 500), (50, 320, 190, 500)]
    left, _, right, _ = crop_box(1200, 800, 9 / 16, faces)
    assert left <= 1000 and right >= 1150


def test_faces_move_with_the_crop_and_those_cut_off_are_gone():
    def face(left: int) -> Face:
        points = np.zeros((478, 3), np.float32)
        points[:, 0] = left + 50
        return Face((left, 100, left + 100, 220), points, np.zeros(52, np.float32), 0.0)

    kept = cropped_faces([face(500), face(10)], (400, 50, 800, 450))
    assert len(kept) == 1 and kept[0].box == (100, 50, 200, 170)
    assert kept[0].landmarks[0, 0] == 150
