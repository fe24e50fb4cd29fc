"""The tracked clips to learn from: films of people who speak to a camera, with landmarks and scores in every frame."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.face import mesh
from revive.portrait.portrait import Portrait
from revive.teaching.common.pictures import read_rgb
from revive.teaching.samples.region_samples import RUN, as_portrait

SAME_PERSON = {"clip42": "clip41", "clip43": "clip41", "clip45": "clip44", "clip47": "clip46", "clip48": "clip46"}
HELD_OUT = tuple(f"clip{n:02d}" for n in (5, 6, 7, 20, 22, 24, 26, 28, 35, 37, 40))


@dataclass(frozen=True)
class TrackedClip:
    """A clip with its points. `frames` are those that are valid and have a picture, in order."""

    name: str
    frames: list[int]
    landmarks: np.ndarray
    scores: np.ndarray
    folder: Path

    @property
    def person(self) -> str:
        """The name of the first clip of this person."""
        return SAME_PERSON.get(self.name, self.name)

    def picture(self, frame: int) -> np.ndarray:
        """(H, W, 3) uint8 RGB."""
        return read_rgb(self.folder / f"{frame:05d}.jpg")

    def portrait(self, frame: int) -> Portrait:
        """One frame as the photograph."""
        return as_portrait(self.picture(frame), self.landmarks[frame], self.scores[frame])


def tracked_clips(data: Path) -> list[TrackedClip]:
    """The clips of `data`/talking that have pictures.

    Raises
    ------
    UserError : there is no such folder
    """
    talking = data / "talking"
    if not (talking / "index.json").is_file():
        raise UserError(
            "The folder {data} holds no talking/index.json; please give the folder of training data.", data=data
        )
    clips = []
    for entry in json.loads((talking / "index.json").read_text()):
        folder = talking / entry["clip"]
        with np.load(folder / "tracks.npz") as tracks:
            frames = [int(i) for i in tracks["frames"] if tracks["valid"][i]]
            landmarks, scores = tracks["landmarks"], tracks["blendshapes"]
        if len(frames) >= RUN:
            clips.append(TrackedClip(entry["clip"], frames, landmarks, scores, folder))
    return clips


def lip_gaps(clip: TrackedClip) -> np.ndarray:
    """Opening of the mouth in every frame that has a picture, in eye distances."""
    return np.array([mesh.inner_lip_gap(clip.landmarks[frame][:, :2]) for frame in clip.frames])
