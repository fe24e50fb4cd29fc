"""The portraits to learn from: each brought into the frame, its person told from the background, its attributes told.

Those of portraits/ are small, of scale 1; those of faces/ have four times the pixels and are of scale 2. What is found
in a picture (mesh, matte) is kept in the work folder, because finding it takes longest.
"""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.generator.encode import Seen, texture_of
from revive.generator.frame import HEIGHT, WIDTH, Frame, placed, placement, shape_of
from revive.teaching.common.pictures import read_rgb
from revive.training.common.faces import HELD_OUT as HELD_OUT_PEOPLE
from revive.training.common.faces import FacePicture, face_pairs

UPSCALED = 2  # times, before a face is looked for: the pictures are small
HELD_OUT = 12  # every twelfth picture is kept apart
FINE = 2  # scale of the faces
USUAL_AGE = "27"  # of the faces, for the one who did not tell
_OVERLOOKED = 5.0  # spreads of the background's colour, beyond which something belongs to the person


@dataclass(frozen=True)
class Portraits:
    """N portraits in the frame.

    Attributes
    ----------
    names : (N,) file names
    pictures : (N, scale HEIGHT, scale WIDTH, 3) uint8
    mattes : (N, scale HEIGHT, scale WIDTH) uint8, 255 where the person is
    shapes : (N, POINTS, 2) float32
    scores : (N, 52) float32, MediaPipe's
    told : (N,) dicts of the columns of portraits.csv; of faces also "person" and "ethnicity"
    """

    names: list[str]
    pictures: np.ndarray
    mattes: np.ndarray
    shapes: np.ndarray
    scores: np.ndarray
    told: list[dict[str, str]]

    def held_out(self) -> np.ndarray:
        """(N,) bool, the pictures that no training may see."""
        apart = np.arange(len(self.names)) % HELD_OUT == 0
        people = [int(row.get("person", -1)) for row in self.told]
        return np.array([one in HELD_OUT_PEOPLE if one >= 0 else far for one, far in zip(people, apart, strict=True)])

    def grey(self) -> np.ndarray:
        """(N,) bool, the black-and-white ones."""
        return np.array([row["is_grayscale"] == "1" for row in self.told])

    def reduced(self) -> Portraits:
        """The same at scale 1."""
        import cv2

        def small(pictures: np.ndarray) -> np.ndarray:
            return np.array([cv2.resize(one, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA) for one in pictures])

        return dataclasses.replace(self, pictures=small(self.pictures), mattes=small(self.mattes))

    def joined(self, others: Portraits) -> Portraits:
        """These and others of the same scale, in a row."""
        arrays = {
            name: np.concatenate([getattr(self, name), getattr(others, name)])
            for name in ("pictures", "mattes", "shapes", "scores")
        }
        return Portraits(self.names + others.names, told=self.told + others.told, **arrays)


def read_portraits(data: Path, cache: Path, *, say: Callable[[str], None] = print) -> Portraits:
    """The portraits in `data`/portraits, scale 1; what was found in them is kept in the file `cache`."""
    with (data / "portraits" / "portraits.csv").open(encoding="utf-8", newline="") as file:
        told = {row["file"]: row for row in csv.DictReader(file)}
    if not cache.exists():
        say(f"looking at {len(told)} portraits, about twelve minutes; kept in {cache}")
        _keep(cache, [_looked_at(data / "portraits" / "images" / name) for name in told])
    return _kept(cache, told)


def read_faces(data: Path, cache: Path, *, say: Callable[[str], None] = print) -> Portraits:
    """The people in `data`/faces, neutral and smiling, at scale FINE; kept as those of `read_portraits` are."""
    with (data / "faces" / "faces.csv").open(encoding="utf-8", newline="") as file:
        told = {row["file"]: _as_portraits_are_told(row) for row in csv.DictReader(file)}
    if not cache.exists():
        pictures = [one for pair in face_pairs(data) for one in (pair.neutral, pair.smiling)]
        say(f"looking at {len(pictures)} faces, about five minutes; kept in {cache}")
        _keep(cache, [_tracked(one) for one in pictures])
    return _kept(cache, told)


def _as_portraits_are_told(row: dict[str, str]) -> dict[str, str]:
    ethnicity = row["ethnicity"].split("/")[0].replace("_", " ")
    return {
        "file": row["file"], "person": row["person"], "ethnicity": ethnicity, "gender_estimate": row["gender"],
        "age_estimate": row["age"] if row["age"] != "NA" else USUAL_AGE, "smile": row["smile"], "is_grayscale": "0",
    }  # fmt: skip


def _keep(cache: Path, rows: list[tuple | None]) -> None:
    names, pictures, mattes, shapes, scores = zip(*(row for row in rows if row is not None), strict=True)
    part = cache.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(file, names=names, pictures=pictures, mattes=mattes, shapes=shapes, scores=scores)
    part.replace(cache)


def _kept(cache: Path, told: dict[str, dict[str, str]]) -> Portraits:
    with np.load(cache) as kept:
        names = [str(name) for name in kept["names"]]
        return Portraits(
            names, kept["pictures"], kept["mattes"], kept["shapes"], kept["scores"], [told[name] for name in names]
        )


def textures_of(portraits: Portraits, frame: Frame) -> np.ndarray:
    """(N, 4, scale HEIGHT, scale WIDTH) uint8, premultiplied colours and the matte, warped to the mean shape."""
    seen = zip(portraits.pictures, portraits.mattes, portraits.shapes, strict=True)
    return np.array([texture_of(Seen(*one), frame) for one in seen])


def _looked_at(path: Path) -> tuple | None:
    import cv2

    from revive.face.detection import find_faces

    picture = read_rgb(path)
    faces = find_faces(cv2.resize(picture, None, fx=UPSCALED, fy=UPSCALED, interpolation=cv2.INTER_CUBIC))
    if not faces:
        return None
    return path.name, *_in_frame(picture, faces[0].landmarks / UPSCALED), faces[0].scores


def _tracked(one: FacePicture) -> tuple:
    return one.path.name, *_in_frame(read_rgb(one.path), one.landmarks, scale=FINE), one.scores


def _in_frame(picture: np.ndarray, landmarks: np.ndarray, *, scale: int = 1) -> tuple:
    """The picture and its matte in the frame, uint8, and its shape."""
    import cv2

    from revive.face.matte import person_matte

    place = placement(landmarks)
    mesh = landmarks[:, :2] @ place[:, :2].T + place[:, 2]
    found = person_matte(picture, landmarks)
    matte = completed(placed(found, place), placed(picture, place), mesh)
    shape = shape_of(mesh, matte).astype(np.float32)
    if scale > 1:  # the fine edge of the hair, and the shoulders that were completed
        body = cv2.resize(matte, (scale * WIDTH, scale * HEIGHT), interpolation=cv2.INTER_CUBIC)
        fine = placed(found, place, scale=scale)
        matte = np.where(np.abs(body - fine) > 0.6, body, fine).clip(0, 1)
    return placed(picture, place, scale=scale), (255 * matte + 0.5).astype(np.uint8), shape


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
