"""The portraits to learn from: each brought into the frame, its person told from the background, its attributes told.

What is found in a picture (mesh, matte) is kept in the work folder, because finding it takes longest.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.generator.encode import Seen, texture_of
from revive.generator.frame import HEIGHT, WIDTH, Frame, placed, placement, shape_of
from revive.teaching.common.pictures import read_rgb

UPSCALED = 2  # times, before a face is looked for: the pictures are small
HELD_OUT = 12  # every twelfth picture is kept apart
_OVERLOOKED = 5.0  # spreads of the background's colour, beyond which something belongs to the person


@dataclass(frozen=True)
class Portraits:
    """N portraits in the frame.

    Attributes
    ----------
    names : (N,) file names
    pictures : (N, HEIGHT, WIDTH, 3) uint8
    mattes : (N, HEIGHT, WIDTH) uint8, 255 where the person is
    shapes : (N, POINTS, 2) float32
    scores : (N, 52) float32, MediaPipe's
    told : (N,) dicts of the columns of portraits.csv
    """

    names: list[str]
    pictures: np.ndarray
    mattes: np.ndarray
    shapes: np.ndarray
    scores: np.ndarray
    told: list[dict[str, str]]

    def held_out(self) -> np.ndarray:
        """(N,) bool, the pictures that no training may see."""
        return np.arange(len(self.names)) % HELD_OUT == 0

    def grey(self) -> np.ndarray:
        """(N,) bool, the black-and-white ones."""
        return np.array([row["is_grayscale"] == "1" for row in self.told])


def read_portraits(data: Path, cache: Path, *, say: Callable[[str], None] = print) -> Portraits:
    """The portraits in `data`/portraits; what was found in them is kept in the file `cache`."""
    with (data / "portraits" / "portraits.csv").open(encoding="utf-8", newline="") as file:
        told = {row["file"]: row for row in csv.DictReader(file)}
    if not cache.exists():
        say(f"looking at {len(told)} portraits, about eight minutes; kept in {cache}")
        rows = [found for name in told if (found := _looked_at(data / "portraits" / "images" / name)) is not None]
        names, pictures, mattes, shapes, scores = zip(*rows, strict=True)
        part = cache.with_suffix(".part")
        with part.open("wb") as file:
            np.savez(file, names=names, pictures=pictures, mattes=mattes, shapes=shapes, scores=scores)
        part.replace(cache)
    with np.load(cache) as kept:
        names = [str(name) for name in kept["names"]]
        return Portraits(
            names, kept["pictures"], kept["mattes"], kept["shapes"], kept["scores"], [told[name] for name in names]
        )


def textures_of(portraits: Portraits, frame: Frame) -> np.ndarray:
    """(N, 4, HEIGHT, WIDTH) uint8, premultiplied red, green, blue and the matte, warped to the mean shape."""
    seen = zip(portraits.pictures, portraits.mattes, portraits.shapes, strict=True)
    return np.array([texture_of(Seen(*one), frame) for one in seen])


def _looked_at(path: Path) -> tuple | None:
    import cv2

    from revive.face.detection import find_faces
    from revive.face.matte import person_matte

    picture = read_rgb(path)
    faces = find_faces(cv2.resize(picture, None, fx=UPSCALED, fy=UPSCALED, interpolation=cv2.INTER_CUBIC))
    if not faces:
        return None
    landmarks = faces[0].landmarks / UPSCALED
    place = placement(landmarks)
    mesh = landmarks[:, :2] @ place[:, :2].T + place[:, 2]
    here = placed(picture, place)
    matte = placed(person_matte(picture, landmarks), place)
    matte = completed(matte, here, mesh)
    shape = shape_of(mesh, matte)
    return path.name, here, (255 * matte + 0.5).astype(np.uint8), shape.astype(np.float32), faces[0].scores


def completed(matte: np.ndarray, picture: np.ndarray, mesh: np.ndarray) -> np.ndarray:
    """(HEIGHT, WIDTH) 0–1, the matte with shoulders that were overlooked, of a portrait before an even background.

    The background's colour is fitted where nobody is, above the shoulders; below the chin, whatever is far from it
    belongs to the person.
    """
    import cv2

    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    chin = mesh[152, 1]
    empty = (cv2.dilate((matte > 0.24).astype(np.uint8), np.ones((9, 9), np.uint8)) == 0) & (y < chin + 10)
    if empty.sum() < 500:
        return matte
    lab = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB).astype(np.float64)
    bend = _bent(x, np.minimum(y, chin + 25))
    known, colour = bend[empty], lab[empty]
    fitted = np.linalg.lstsq(known, colour, rcond=None)[0]
    for _ in range(2):
        away = np.abs(colour - known @ fitted).sum(axis=1)
        near = away < np.percentile(away, 85)
        fitted = np.linalg.lstsq(known[near], colour[near], rcond=None)[0]
    spread = np.maximum(1.4826 * np.median(np.abs(colour - known @ fitted), axis=0), 2.0)
    distance = np.sqrt((((lab - bend @ fitted) / spread) ** 2).sum(axis=-1))
    distance = cv2.GaussianBlur(distance, (0, 0), 1.0)
    body = np.clip((distance - _OVERLOOKED) / 5, 0, 1) * np.clip((y - (chin - 8)) / 10, 0, 1)
    return _solid(np.maximum(matte, body) > 0.5, mesh)


def _bent(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    x, y = x / 96 - 1, y / 120 - 1
    return np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], axis=-1)


def _solid(mask: np.ndarray, mesh: np.ndarray) -> np.ndarray:
    """The piece of the mask that holds the nose, without holes, with a soft edge."""
    import cv2

    mask = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    _, pieces = cv2.connectedComponents(mask)
    person = pieces == pieces[int(mesh[1, 1]), int(mesh[1, 0])]
    _, outside = cv2.connectedComponents(np.pad((~person).astype(np.uint8), 1, constant_values=1))
    whole = (outside != outside[0, 0])[1:-1, 1:-1]
    return cv2.GaussianBlur(whole.astype(np.float32), (0, 0), 0.9)
