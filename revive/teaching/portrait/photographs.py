"""The photographs of one person from which their face is learned, and those that are held back to judge by."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.face.identity import face_embedding
from revive.generator.frame import aside, placement
from revive.teaching.samples.collect import usable
from revive.teaching.samples.moments import Moment

ASIDE = 6.0  # units (see `frame.aside`), from which a photograph is set aside, as it was in the generator's training
HELD_FROM, HELD_EVERY = 4, 4  # from so many photographs on, every fourth is kept to judge by
MOST = 8  # photographs that are learned from, the sharpest


@dataclass(frozen=True)
class Photographs:
    """Photographs of one person.

    Attributes
    ----------
    images : (H, W, 3) uint8 RGB each
    landmarks : (478, 3) each, of the person's face
    faces : (n, 128) embeddings, see `face.identity`
    """

    images: list[np.ndarray]
    landmarks: list[np.ndarray]
    faces: np.ndarray


def collect_photographs(files: list[Path], progress: Progress) -> tuple[Photographs, Photographs]:
    """What is learned from, and what is held back.

    Raises
    ------
    UserError : there is no usable photograph
    """
    with scratch_folder() as scratch:
        moments = usable(files, Path(scratch), tell=progress.update)
        moments = [moment for moment in moments if _faces_us(moment)]
        if not moments:
            raise UserError(
                "In all of these photographs the face is turned aside; please bring some that show it from the front."
            )
        held = [one for i, one in enumerate(moments) if len(moments) >= HELD_FROM and i % HELD_EVERY == HELD_EVERY - 1]
        learned = sorted((one for one in moments if one not in held), key=lambda one: -one.sharp)[:MOST]
        return _read(learned), _read(held)


def _read(moments: list[Moment]) -> Photographs:
    images = [moment.image(len(moment.pictures) // 2) for moment in moments]
    landmarks = [_landmarks(moment) for moment in moments]
    faces = [face_embedding(image, points) for image, points in zip(images, landmarks, strict=True)]
    return Photographs(images, landmarks, np.array(faces).reshape(-1, 128))


def _landmarks(moment: Moment) -> np.ndarray:
    return moment.landmarks[len(moment.pictures) // 2]


def _faces_us(moment: Moment) -> bool:
    """Whether a face is turned so little that the generator, which knows faces from the front, can draw it."""
    points, place = _landmarks(moment), placement(_landmarks(moment))
    return bool(aside(points[:, :2] @ place[:, :2].T + place[:, 2]) < ASIDE)


def turned(width: int, height: int, draw: np.random.Generator, *, turn: float, scale: float) -> np.ndarray:
    """(2, 3), a turn and a scale about the middle, with these spreads: degrees, and a share."""
    import cv2

    angle, larger = float(draw.normal(0, turn)), float(np.exp(draw.normal(0, scale)))
    return cv2.getRotationMatrix2D((width / 2, height / 2), angle, larger)
