"""Photographs of one person as the portrait generator sees them: encoded, each several times, a little moved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.generator.encode import encode, look, texture_of
from revive.generator.frame import HEIGHT, WIDTH, aside, placement
from revive.teaching.samples.collect import usable
from revive.teaching.samples.moments import Moment

COPIES = 12  # how often each photograph is encoded, a little turned, scaled and moved each time
TURN, SCALE, SHIFT = 2.5, 0.025, 1.5  # degrees, share, pixels: the spread of that
ASIDE = 6.0  # pixels (see `frame.aside`), from which a photograph is set aside, as it was in the generator's training
HELD_FROM, HELD_EVERY = 4, 4  # from so many photographs on, every fourth is kept to judge by


@dataclass(frozen=True)
class EncodedPhotographs:
    """Photographs as the generator sees them.

    Attributes
    ----------
    codes : (n, size) float32
    textures : (n, 4, HEIGHT, WIDTH) uint8
    faces : (n, 128) described by `face.identity`
    """

    codes: np.ndarray
    textures: np.ndarray
    faces: np.ndarray


def encode_photographs(
    files: list[Path], pipeline, seed: int, progress: Progress
) -> tuple[EncodedPhotographs, EncodedPhotographs, list[np.ndarray]]:  # fmt: skip
    """What is learned from, what is held back, and the photographs themselves in the frame."""
    draw = np.random.default_rng(seed)
    with scratch_folder() as scratch:
        moments = usable(files, Path(scratch), tell=lambda done: progress.update(0.5 * done))
        moments = [moment for moment in moments if _faces_us(moment)]
        if not moments:
            raise UserError(
                "In all of these photographs the face is turned aside; please bring some that show it from the front."
            )
        held_back = [len(moments) >= HELD_FROM and i % HELD_EVERY == HELD_EVERY - 1 for i in range(len(moments))]
        rows: dict[bool, list] = {True: [], False: []}
        photographs = []
        for i, (moment, held) in enumerate(zip(moments, held_back, strict=True)):
            found = _encoded(moment, pipeline, draw, 1 if held else COPIES)
            rows[held] += found
            photographs.append(found[0][2].picture)
            progress.update(0.5 + 0.5 * (i + 1) / len(moments))
    size = pipeline.decoder.size
    return _stacked(rows[False], size), _stacked(rows[True], size), photographs


def _faces_us(moment: Moment) -> bool:
    """Whether a face is turned so little that the generator, which knows faces from the front, can draw it."""
    landmarks = moment.landmarks[len(moment.pictures) // 2]
    place = placement(landmarks)
    return bool(aside(landmarks[:, :2] @ place[:, :2].T + place[:, 2]) < ASIDE)


def _encoded(moment: Moment, pipeline, draw: np.random.Generator, times: int) -> list[tuple]:
    """(code, texture, seen, described face) of a photograph; the first as it is, the others shaken."""
    from revive.face.identity import face_embedding
    from revive.face.matte import person_matte

    number = len(moment.pictures) // 2
    image, landmarks = moment.image(number), moment.landmarks[number]
    matte = person_matte(image, landmarks)
    face = face_embedding(image, landmarks)
    found = []
    for i in range(times):
        seen = look(image, landmarks, matte, shaken=_jitter(draw) if i else None)
        texture = texture_of(seen, pipeline.frame)
        found.append((encode(seen, texture, pipeline), texture, seen, face))
    return found


def _jitter(draw: np.random.Generator) -> np.ndarray:
    """(2, 3), a small turn, scale and shift about the middle of the frame."""
    place = turned(WIDTH, HEIGHT, draw, turn=TURN, scale=SCALE)
    place[:, 2] += draw.normal(0, SHIFT, 2)
    return place


def turned(width: int, height: int, draw: np.random.Generator, *, turn: float, scale: float) -> np.ndarray:
    """(2, 3), a turn and a scale about the middle, with these spreads: degrees, and a share."""
    import cv2

    angle, larger = float(draw.normal(0, turn)), float(np.exp(draw.normal(0, scale)))
    return cv2.getRotationMatrix2D((width / 2, height / 2), angle, larger)


def _stacked(rows: list[tuple], size: int) -> EncodedPhotographs:
    if not rows:
        return EncodedPhotographs(
            np.zeros((0, size), np.float32), np.zeros((0, 4, HEIGHT, WIDTH), np.uint8), np.zeros((0, 128))
        )
    codes, textures, _, faces = zip(*rows, strict=True)
    return EncodedPhotographs(np.array(codes), np.array(textures), np.array(faces))
