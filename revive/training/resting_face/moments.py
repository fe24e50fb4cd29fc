"""Pairs of the same person: once with the mouth open or smiling, once at rest; of the clips and of the faces."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.face import mesh
from revive.face.blendshapes import SMILE_SCORES
from revive.teaching.common.pictures import read_rgb
from revive.training.common.clips import HELD_OUT, TrackedClip, tracked_clips
from revive.training.common.faces import face_pairs

OPEN, SMILING, CLOSED = 0.04, 0.45, 0.02  # eye distances between the lips; score; eye distances
CALM = 0.3  # of the smile's score at rest
TURNED = 6.0  # degrees between the heads of a pair at most
EXPRESSIONS, RESTS = 8, 2  # moments that are taken of a clip, and moments at rest for each of them


@dataclass(frozen=True)
class Moment:
    """One person at one moment: the picture's file, its points (478, 3) in pixels, and its scores (52,)."""

    person: str
    picture: Path
    landmarks: np.ndarray
    scores: np.ndarray

    @property
    def gap(self) -> float:
        """Between the lips, in eye distances."""
        return mesh.inner_lip_gap(self.landmarks[:, :2])

    @property
    def smile(self) -> float:
        """Score, 0–1."""
        return float(self.scores[SMILE_SCORES].mean())

    def image(self) -> np.ndarray:
        """(H, W, 3) uint8 RGB."""
        return read_rgb(self.picture)


@dataclass(frozen=True)
class RestPair:
    """A moment with an expression, and one of the same person at rest."""

    expression: Moment
    rest: Moment
    held_out: bool


def rest_pairs(data: Path) -> list[RestPair]:
    """All pairs of `data`/faces and `data`/talking."""
    pairs = []
    for pair in face_pairs(data):
        smiling, neutral = (
            Moment(f"face-{pair.person}", picture.path, picture.landmarks, picture.scores)
            for picture in (pair.smiling, pair.neutral)
        )
        pairs.append(RestPair(smiling, neutral, pair.held_out))
    for clip in tracked_clips(data):
        pairs += _of_clip(clip)
    return pairs


def moments_at_rest(clip: TrackedClip) -> list[Moment]:
    """The frames of a clip with closed lips and no smile, the stillest mouths first."""
    moments = [moment for moment in _moments(clip) if moment.gap < CLOSED and moment.smile < CALM]
    return sorted(moments, key=lambda moment: moment.gap + 0.1 * moment.smile)


def _moments(clip: TrackedClip) -> list[Moment]:
    return [
        Moment(clip.person, clip.folder / f"{frame:05d}.jpg", clip.landmarks[frame], clip.scores[frame])
        for frame in clip.frames
    ]


def _of_clip(clip: TrackedClip) -> list[RestPair]:
    calm = moments_at_rest(clip)
    calm = calm[: max(len(calm) // 2, min(len(calm), 12))]
    lively = [moment for moment in _moments(clip) if moment.gap > OPEN or moment.smile > SMILING]
    lively.sort(key=lambda moment: moment.gap + 0.1 * moment.smile)
    chosen = [lively[i] for i in np.unique(np.linspace(0, len(lively) - 1, EXPRESSIONS).astype(int))] if lively else []
    pairs = []
    for moment in chosen:
        alike = sorted(calm, key=lambda rest: _turn_between(moment, rest))[:RESTS]
        pairs += [
            RestPair(moment, rest, clip.name in HELD_OUT) for rest in alike if _turn_between(moment, rest) < TURNED
        ]
    return pairs


def _turn_between(a: Moment, b: Moment) -> float:
    """Degrees by which the heads are turned apart."""
    stable = list(mesh.STABLE)
    _, rotation, _ = mesh.similarity(a.landmarks[stable].astype(float), b.landmarks[stable].astype(float))
    return float(np.degrees(np.arccos(np.clip((np.trace(rotation) - 1) / 2, -1, 1))))
