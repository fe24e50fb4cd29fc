"""Make a Portrait from a file: read the photograph, find the faces, choose one, apply the light; or say why not."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.direction.direction import Direction
from revive.face.age import check_age
from revive.face.detection import find_faces
from revive.face.face import Face
from revive.face.framing import ASPECTS, Shape, crop_box, cropped_faces
from revive.face.occlusion import check_mouth
from revive.face.photograph import Finder, read_photograph
from revive.media.photo import measure_photo
from revive.portrait.grading import relight, set_background
from revive.portrait.portrait import Portrait

SMALLEST_FACE = 64  # pixels across; below that lips and lids are a few pixels and nothing can be drawn well
WIDEST_TURN = 50.0  # degrees; beyond, half of the face is not in the photograph


def make_portrait(
    photo: Path,
    *,
    face: int = 1,
    size: int = 1280,
    direction: Direction | None = None,
    detector: str = "mediapipe",
    shape: Shape = "photo",
) -> Portrait:
    """The photograph with its faces, ready to be animated.

    Parameters
    ----------
    photo : a picture file
    face : which face speaks, 1 is the largest
    size : longest side in pixels; a smaller photograph keeps its own size
    direction : its light and background are applied
    detector : "mediapipe", or "face-alignment" if its weights are installed
    shape : what is kept of the photograph, around the faces

    Raises
    ------
    UserError : not a usable picture; no face; the face too small, turned away, a child's, or with a covered mouth; no
        such face
    """
    found = read_photograph(photo, size=round(size * _enlarged(photo, shape)), finder=_finder(detector))
    image, faces = found.image, found.faces
    if not faces:
        raise UserError(
            "No face was found in this photograph; please choose one where the face is seen from the front, sharp and"
            " not covered.",
        )
    if face > len(faces):
        raise UserError(
            "Face number {face} was asked for, but {count} found; please choose a number from 1 to {count}.",
            face=face,
            count=len(faces),
        )
    _check_face(faces[face - 1])
    check_age(image, faces[face - 1].landmarks)
    seen = image if found.smoothed is None else found.smoothed
    doubt = check_mouth(seen, faces[face - 1].landmarks)
    portrait = _shaped(Portrait(image, faces, face - 1, found.notes + ((doubt,) if doubt else ())), shape)
    return portrait if direction is None else grade_portrait(portrait, direction)


def grade_portrait(portrait: Portrait, direction: Direction) -> Portrait:
    """The portrait with the light and the background that a direction asks for."""
    image = set_background(portrait.image, portrait.face.landmarks, direction.background)
    return dataclasses.replace(portrait, image=relight(image, direction.light))


def _enlarged(photo: Path, shape: Shape) -> float:
    """How many times as large a photograph is read, so that what is kept of it has the size asked for."""
    if shape == "photo":
        return 1.0
    _, width, height = measure_photo(photo)
    left, top, right, bottom = crop_box(width, height, ASPECTS[shape])
    return max(width, height) / max(right - left, bottom - top)


def _shaped(portrait: Portrait, shape: Shape) -> Portrait:
    """The part of the portrait that a shape keeps: the chosen face, and the others if they fit."""
    if shape == "photo":
        return portrait
    height, width = portrait.image.shape[:2]
    chosen, others = portrait.face, [face for face in portrait.faces if face is not portrait.face]
    box = crop_box(width, height, ASPECTS[shape], [face.box for face in (chosen, *others)])
    left, top, right, bottom = box
    (chosen,) = cropped_faces([chosen], box)
    faces = (chosen, *cropped_faces(others, box))
    faces = tuple(sorted(faces, key=lambda face: face.box[2] - face.box[0], reverse=True))
    image = np.ascontiguousarray(portrait.image[top:bottom, left:right])
    return dataclasses.replace(portrait, image=image, faces=faces, chosen=[f is chosen for f in faces].index(True))


def _finder(detector: str) -> Finder:
    if detector == "face-alignment":
        from revive.face.face_alignment import find_faces_by_alignment

        return find_faces_by_alignment
    return find_faces


def _check_face(face: Face) -> None:
    across = min(face.box[2] - face.box[0], face.box[3] - face.box[1])
    if across < SMALLEST_FACE:
        raise UserError(
            "The face is only {across} pixels across; it needs at least {least}. Please choose a larger size or scan,"
            " or crop the photograph closer.",
            across=across,
            least=SMALLEST_FACE,
        )
    if face.turn > WIDEST_TURN:
        raise UserError(
            "The face is turned about {turn:.0f} degrees away; please choose a photograph that looks towards the"
            " camera (under {most:.0f} degrees).",
            turn=face.turn,
            most=WIDEST_TURN,
        )
