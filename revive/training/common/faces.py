"""The same people neutral and smiling, in the same light before the same camera."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.portrait.portrait import Portrait
from revive.teaching.common.pictures import read_rgb
from revive.teaching.samples.region_samples import as_portrait

HELD_OUT = range(120, 140)  # numbers of people


@dataclass(frozen=True)
class FacePicture:
    """One picture of one face, with its points (478, 3) in pixels and its scores (52,)."""

    path: Path
    landmarks: np.ndarray
    scores: np.ndarray

    def portrait(self) -> Portrait:
        """The picture as the photograph."""
        return as_portrait(read_rgb(self.path), self.landmarks, self.scores)


@dataclass(frozen=True)
class FacePair:
    """A person twice; `held_out` ones are never learned from."""

    person: str
    neutral: FacePicture
    smiling: FacePicture

    @property
    def held_out(self) -> bool:
        """Whether the person is kept for testing."""
        return int(self.person) in HELD_OUT


def face_pairs(data: Path) -> list[FacePair]:
    """The pairs of `data`/faces, by person; none where there is no such folder. Nobody who was taken but once."""
    folder = data / "faces"
    if not (folder / "faces.csv").is_file():
        return []
    with np.load(folder / "tracks.npz") as tracks:
        landmarks, scores = tracks["landmarks"], tracks["blendshapes"]
    people: dict[str, dict[str, FacePicture]] = {}
    with (folder / "faces.csv").open(encoding="utf-8", newline="") as table:
        for i, row in enumerate(csv.DictReader(table)):
            picture = FacePicture(folder / "images" / row["file"], landmarks[i], scores[i])
            people.setdefault(row["person"], {})[row["expression"]] = picture
    both = {person: found for person, found in sorted(people.items()) if {"neutral", "smiling"} <= found.keys()}
    return [FacePair(person, found["neutral"], found["smiling"]) for person, found in both.items()]


def needed_pairs(data: Path) -> list[FacePair]:
    """The pairs of `data`/faces.

    Raises
    ------
    UserError : there are none
    """
    pairs = face_pairs(data)
    if not pairs:
        raise UserError("The folder {data} holds no faces/; please give the folder of training data.", data=data)
    return pairs
