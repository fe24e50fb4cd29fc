"""Samples for the generators: a region as the animator draws it, beside what was really there.

One picture is the photograph, and others, in runs of three so that time can be learned too, are what it should become:
the animator draws them from tracked points, so that training sees what the app will draw. A single portrait with parted
lips has its mouth closed by the animator and opened again: the only samples of old mouths.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.animator.draw import Renderer
from revive.animator.placement import cut
from revive.animator.pose import Poser
from revive.animator.region import REGIONS, Region, Viewer
from revive.animator.rig import Rig, build_rig
from revive.face import mesh
from revive.face.blendshapes import INDEX
from revive.face.face import Face, box_of
from revive.portrait.portrait import Portrait

RUN = 3  # frames that follow each other
PARTED = 0.045  # eye distances between the lips, from which a portrait shows the inside of a mouth
SUFFIXES = ("", "-right", "-left")  # of the names of samples, in the order of REGIONS
FACE = "face"  # what the names of samples of people begin with who were taken twice, neutral and smiling
STRETCH_STEP = 1 / 32  # powers of two in a stored step of stretch


@dataclass(frozen=True)
class RegionSample:
    """Pictures of one region of one photograph.

    Attributes
    ----------
    picture, truth : (n, h, w, 3) uint8, drawn and real; n is a multiple of `run`
    opening : (n, h, w) uint8
    stretch : (n, h, w, 2) int8, in steps of `STRETCH_STEP`
    shape : (n, 2 points, 2) float32
    rest, rest_opening : the region in the photograph itself
    run : frames that follow each other
    """

    picture: np.ndarray
    truth: np.ndarray
    opening: np.ndarray
    stretch: np.ndarray
    shape: np.ndarray
    rest: np.ndarray
    rest_opening: np.ndarray
    run: np.ndarray

    def save(self, path: Path) -> None:
        """Write the sample whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part.npz")
        np.savez(part, **vars(self))
        part.replace(path)

    @classmethod
    def load(cls, path: Path) -> RegionSample:
        with np.load(path) as arrays:
            return cls(**arrays)


def as_portrait(image: np.ndarray, landmarks: np.ndarray, scores: np.ndarray) -> Portrait:
    """An (H, W, 3) picture whose one face is known."""
    return Portrait(image, (Face(box_of(landmarks), landmarks, scores, 0.0),))


def load_samples(folder: Path, region: str, *, validate: bool = False) -> Iterator[tuple[str, RegionSample]]:
    """All samples of a region ("mouth" or "eye") with their names, in order."""
    for path in sorted((folder / ("validate" if validate else "learn") / region).glob("*.npz")):
        yield path.stem, RegionSample.load(path)


def sample_path(folder: Path, held_out: bool, region: Region, name: str) -> Path:
    """Where a sample lies: in learn/ or validate/, by region."""
    return folder / ("validate" if held_out else "learn") / region.name / f"{name}.npz"


def save_samples(folder: Path, held_out: bool, name: str, drawn: list[RegionSample]) -> None:
    """Write the samples of one photograph, one for each of `REGIONS`."""
    every = list(zip(REGIONS, SUFFIXES, drawn, strict=True))
    for region, suffix, sample in reversed(every):  # the mouth last: where it is, all is there
        sample.save(sample_path(folder, held_out, region, name + suffix))


def draw_samples(
    image: np.ndarray, rig: Rig, landmarks: np.ndarray, truths: list[np.ndarray], *, run: int = 1
) -> list[RegionSample]:
    """Draw a photograph after tracked points (n, 478, 3), beside the real pictures: a sample for each of `REGIONS`."""
    poser, drawer = Poser(rig), Renderer(image, rig)
    viewers = [Viewer(region, rig) for region in REGIONS]
    left, top, right, bottom = rig.frame
    rest = [viewer.at_rest(image, rig) for viewer in viewers]
    rows: list[list[tuple[np.ndarray, ...]]] = [[] for _ in REGIONS]
    for points, truth in zip(landmarks, truths, strict=True):
        posed = poser.pose_landmarks(points)
        drawer.draw(posed)
        for viewer, row in zip(viewers, rows, strict=True):
            seen = viewer.look(drawer, posed)
            real = cut(truth[top:bottom, left:right], seen.place, viewer.region.size, smooth=True)
            stretch = np.round(seen.stretch / STRETCH_STEP).astype(np.int8)
            row.append((seen.picture, real, seen.opening, stretch, seen.shape))
    samples = []
    for row, (rest_picture, rest_opening) in zip(rows, rest, strict=True):
        picture, real, opening, stretch, shape = (np.stack(column) for column in zip(*row, strict=True))
        samples.append(
            RegionSample(picture, real, opening, stretch, shape, rest_picture, rest_opening, run=np.array(run))
        )
    return samples


def with_lips_closed(portrait: Portrait, *, relaxed: float = 0.0) -> Portrait:
    """The photograph with its mouth shut by the animator, as though what is behind the lips had never been seen.

    relaxed : 0–1, how far its smile is taken back too
    """
    rig = build_rig(portrait, matte=False)
    scores = np.zeros(len(INDEX))
    scores[[INDEX["mouthFrownLeft"], INDEX["mouthFrownRight"]]] = relaxed
    posed = Poser(rig).pose(scores, 1.0, np.zeros(3), np.zeros(2), 0.0)
    image = Renderer(portrait.image, rig).draw(posed).copy()
    points = np.column_stack([posed.points[:478], portrait.face.landmarks[:, 2]])
    return as_portrait(image, points, portrait.face.scores)


def hidden_mouth(portrait: Portrait, *, relaxed: float = 0.0) -> RegionSample | None:
    """The mouth of one photograph, opened again after it was shut; None if its lips are not parted."""
    landmarks = portrait.face.landmarks
    if mesh.inner_lip_gap(landmarks[:, :2]) < PARTED:
        return None
    shut = with_lips_closed(portrait, relaxed=relaxed)
    return draw_samples(shut.image, build_rig(shut, matte=False), landmarks[None], [portrait.image])[0]
