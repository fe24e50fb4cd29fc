"""Crop around faces: what is kept of a picture that gets another shape."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Literal, get_args

import numpy as np

from revive.face.face import Face

Shape = Literal["photo", "square", "upright"]
SHAPES: tuple[Shape, ...] = get_args(Shape)
ASPECTS = {"square": 1.0, "upright": 9 / 16}  # width : height; a photo keeps its own

HAIR, SIDES, BELOW = 0.5, 0.35, 0.5  # of a face's height and width, what belongs to a head around it
EYES = 0.42  # of the height, where the middle of the faces lies in an upright crop: a little above the middle

Box = tuple[int, int, int, int]  # left, top, right, bottom


def crop_box(width: int, height: int, aspect: float, faces: Iterable[Box] = ()) -> Box:
    """The largest part of a picture with this aspect ratio, where the faces decide what is cut.

    All heads are kept if they fit, otherwise the middle of them; without faces it is the middle of the picture.

    Parameters
    ----------
    width, height : pixels of the picture
    aspect : width : height of what is kept
    faces : (left, top, right, bottom) of each in pixels, the most important first

    Returns
    -------
    (left, top, right, bottom) in pixels, with even sides where the picture has at least two pixels
    """
    across, down = min(width, height * aspect), min(height, width / aspect)
    across, down = max(int(across) // 2 * 2, 1), max(int(down) // 2 * 2, 1)
    heads = np.array([head_box(face) for face in faces], float).reshape(-1, 4)
    left = _start(width, across, heads[:, [0, 2]], 0.5)
    top = _start(height, down, heads[:, [1, 3]], EYES)
    return left, top, left + across, top + down


def cropped_faces(faces: Iterable[Face], box: Box) -> tuple[Face, ...]:
    """The faces of a picture in the pixels of a part of it; those whose middle was cut off are left out."""
    left, top, right, bottom = box
    kept = []
    for face in faces:
        x, y = (face.box[0] + face.box[2]) / 2, (face.box[1] + face.box[3]) / 2
        if left <= x < right and top <= y < bottom:
            landmarks = face.landmarks - np.array([left, top, 0], face.landmarks.dtype)
            x0, y0, x1, y1 = face.box
            kept.append(dataclasses.replace(face, box=(x0 - left, y0 - top, x1 - left, y1 - top), landmarks=landmarks))
    return tuple(kept)


def head_box(face: Box) -> tuple[float, float, float, float]:
    """The face (left, top, right, bottom) with its hair and neck."""
    left, top, right, bottom = face
    across, down = right - left, bottom - top
    return left - SIDES * across, top - HAIR * down, right + SIDES * across, bottom + BELOW * down


def _start(whole: int, part: int, heads: np.ndarray, place: float) -> int:
    """Where a part of one side begins: `heads` (N, 2) within it if they fit, their middle at `place` (0–1) of it."""
    if not len(heads):
        return (whole - part) // 2
    kept = next(
        (heads[:count] for count in range(len(heads), 1, -1) if np.ptp(heads[:count]) <= part), heads[:1]
    )  # the most important ones
    start = kept.mean() - place * part
    if np.ptp(kept) <= part:
        start = np.clip(start, kept.max() - part, kept.min())
    return int(np.clip(round(start), 0, whole - part))
