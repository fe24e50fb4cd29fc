"""Make a Portrait from a file: read the photograph, find the faces, choose one, apply the light; or say why not."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.direction.direction import Direction
from revive.face.age import check_age
from revive.face.detection import find_faces
from revive.face.face import Face
from revive.face.framing import ASPECTS, Shape, crop_box, cropped_faces
from revive.face.occlusion import check_mouth
from revive.face.photograph import Finder, Photograph, read_photograph
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
    return make_portraits(photo, (face,), size=size, direction=direction, detector=detector, shape=shape)[0]


def make_portraits(
    photo: Path, faces: Sequence[int], *, size: int = 1280, direction: Direction | None = None,
    detector: str = "mediapipe", shape: Shape = "photo", most: int = 0,
) -> tuple[Portrait, ...]:  # fmt: skip
    """The portraits of several faces of one photograph, which have one image; see `make_portrait`.

    faces : their numbers; of several, an error says which face it is about
    most : how many faces there may be if others come behind these, the largest first: those that can be used and are
        in the picture
    """
    found = read_photograph(photo, size=round(size * _enlarged(photo, shape)), finder=_finder(detector))
    if not found.faces:
        raise UserError(
            "No face was found in this photograph; please choose one where the face is seen from the front, sharp and"
            " not covered.",
        )
    for face in faces:
        if face > len(found.faces):
            raise UserError(
                "Face number {face} was asked for, but {count} found; please choose a number from 1 to {count}.",
                face=face,
                count=len(found.faces),
            )
    portraits = []
    for face in faces:
        try:
            portraits.append(_portrait_of(found, face))
        except UserError as error:
            if len(faces) == 1:
                raise
            raise UserError("Face {face}: {reason}", face=face, reason=error.message) from error
    portraits = _shaped(portraits, _others(found, faces, most - len(faces)), shape)
    return tuple(portraits) if direction is None else grade_portraits(portraits, direction)


def count_faces(photo: Path, *, size: int = 1280, detector: str = "mediapipe") -> int:
    """How many faces are found in a photograph.

    Raises
    ------
    UserError : not a usable picture
    """
    return len(read_photograph(photo, size=size, finder=_finder(detector)).faces)


def _portrait_of(found: Photograph, face: int) -> Portrait:
    """The portrait of one face, which can be used."""
    chosen = found.faces[face - 1]
    _check_face(chosen)
    check_age(found.image, chosen.landmarks)
    seen = found.image if found.smoothed is None else found.smoothed
    doubt = check_mouth(seen, chosen.landmarks)
    return Portrait(found.image, found.faces, face - 1, found.notes + ((doubt,) if doubt else ()), face)


def _others(found: Photograph, faces: Sequence[int], most: int) -> list[Portrait]:
    """The portraits of up to `most` other faces: none of those too small, turned away, covered, or a child's."""
    others: list[Portrait] = []
    for face in range(1, len(found.faces) + 1):
        if face not in faces and len(others) < most:
            with contextlib.suppress(UserError):
                others.append(_portrait_of(found, face))
    return others


def grade_portrait(portrait: Portrait, direction: Direction) -> Portrait:
    """The portrait with the light and the background that a direction asks for."""
    return grade_portraits([portrait], direction)[0]


def grade_portraits(portraits: Sequence[Portrait], direction: Direction) -> tuple[Portrait, ...]:
    """The portraits of one photograph with light and background; what is behind all of their people is background."""
    people = [portrait.face.landmarks for portrait in portraits]
    image = relight(set_background(portraits[0].image, people, direction.background), direction.light)
    return tuple(dataclasses.replace(portrait, image=image) for portrait in portraits)


def _enlarged(photo: Path, shape: Shape) -> float:
    """How many times as large a photograph is read, so that what is kept of it has the size asked for."""
    if shape == "photo":
        return 1.0
    _, width, height = measure_photo(photo)
    left, top, right, bottom = crop_box(width, height, ASPECTS[shape])
    return max(width, height) / max(right - left, bottom - top)


def _shaped(portraits: Sequence[Portrait], others: Sequence[Portrait], shape: Shape) -> list[Portrait]:
    """The part of one photograph's portraits that a shape keeps: their chosen faces, and the others if they fit.

    Raises
    ------
    UserError : the chosen faces do not fit together
    """
    if shape == "photo":
        return [*portraits, *others]
    every = portraits[0].faces
    height, width = portraits[0].image.shape[:2]
    chosen = [portrait.chosen for portrait in portraits]
    order = [*chosen, *(number for number in range(len(every)) if number not in chosen)]
    box = crop_box(width, height, ASPECTS[shape], [every[number].box for number in order])
    kept = {number: face for number in order for face in cropped_faces([every[number]], box)}
    if not all(number in kept for number in chosen):
        raise UserError(
            "The faces that speak do not fit together into a picture of this shape; please choose the photograph's own."
        )
    place = sorted(kept, key=lambda number: kept[number].box[2] - kept[number].box[0], reverse=True)
    faces = tuple(kept[number] for number in place)
    left, top, right, bottom = box
    image = np.ascontiguousarray(portraits[0].image[top:bottom, left:right])
    return [
        dataclasses.replace(portrait, image=image, faces=faces, chosen=place.index(portrait.chosen))
        for portrait in (*portraits, *others)
        if portrait.chosen in kept
    ]


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
