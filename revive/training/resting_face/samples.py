"""Samples for the resting face: what the mesh makes of a mouth with an expression, beside the same mouth at rest.

Half of them go where the points of the real picture at rest lie, half where `resting_landmarks` expects them, as for a
photograph. Few people were taken twice; so faces at rest are also made to smile by the animator, and are themselves
what they are to become again.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from revive.animator.draw import Renderer
from revive.animator.placement import cut
from revive.animator.pose import Poser
from revive.animator.refine import Refiner
from revive.animator.resting_face import RestingViews
from revive.animator.resting_frame import SIZE
from revive.animator.resting_geometry import resting_landmarks
from revive.animator.rig import build_rig
from revive.face import mesh
from revive.face.blendshapes import INDEX, SMILE_SCORES
from revive.face.detection import find_faces
from revive.portrait.portrait import Portrait
from revive.teaching.common.pictures import read_rgb
from revive.teaching.samples.region_samples import as_portrait
from revive.training.common.clips import HELD_OUT, tracked_clips
from revive.training.resting_face.moments import CALM, CLOSED, Moment, RestPair, moments_at_rest

SMILED = 2  # times that a face at rest is made to smile
CALM_FRAMES = 3  # of each clip, that are made to smile


@dataclass(frozen=True)
class RestingSample:
    """One lesson; all pictures are of the frame of `resting_frame`.

    Attributes
    ----------
    kind : "pair" of a person's two pictures, or "made" by the animator
    warped, source, truth : (h, w, 3) uint8
    opening : (h, w) uint8
    """

    kind: str
    warped: np.ndarray
    source: np.ndarray
    truth: np.ndarray
    opening: np.ndarray


def draw_pair(pair: RestPair, geometry: np.ndarray) -> Iterator[RestingSample]:
    """Two samples: to where the real points at rest lie (not if it is held out), and to where they are expected."""
    moment, rest = pair.expression, pair.rest
    image, truth = moment.image(), rest.image()
    views = RestingViews(image, build_rig(as_portrait(image, moment.landmarks, moment.scores), matte=False))
    expected = resting_landmarks(moment.landmarks, moment.scores, geometry)
    stable = list(mesh.STABLE)
    scale, rotation, shift = mesh.similarity(
        moment.landmarks[stable].astype(np.float64), rest.landmarks[stable].astype(np.float64)
    )
    expected = scale * expected @ rotation.T + shift
    for landmarks in (expected,) if pair.held_out else (rest.landmarks, expected):
        yield _sample("pair", views, landmarks, truth)


def draw_made(portrait: Portrait, rng: np.random.Generator, count: int = SMILED) -> Iterator[RestingSample]:
    """A face at rest that is made to smile, and is to become itself again."""
    rig = build_rig(portrait, matte=False)
    poser, drawer, refiner = Poser(rig), Renderer(portrait.image, rig), Refiner(portrait.image, rig)
    for _ in range(count):
        scores = np.zeros(len(INDEX))
        scores[SMILE_SCORES] = rng.uniform(0.3, 1.0) * rng.uniform(0.85, 1.0, 2)
        scores[INDEX["jawOpen"]] = rng.uniform(0.05, 0.3)
        scores[[INDEX["mouthUpperUpLeft"], INDEX["mouthUpperUpRight"]]] = rng.uniform(0, 0.5)
        posed = poser.pose(scores, 0.0, np.zeros(3), np.zeros(2), 0.0)
        drawer.draw(posed)
        refiner.finish(drawer, posed)
        points = np.column_stack([posed.points[:478], portrait.face.landmarks[:, 2]])
        smiling = as_portrait(drawer.frame.copy(), points, portrait.face.scores)
        yield _sample(
            "made",
            RestingViews(smiling.image, build_rig(smiling, matte=False)),
            portrait.face.landmarks,
            portrait.image,
        )


def _sample(kind: str, views: RestingViews, landmarks: np.ndarray, truth: np.ndarray) -> RestingSample:
    warped, place = views.warped(landmarks)
    seen, real = (cut(picture, place, SIZE, smooth=True) for picture in (warped, truth))
    return RestingSample(kind, seen, views.source, real, views.opening)


def faces_at_rest(data: Path, pairs: list[RestPair]) -> list[Callable[[], Portrait | None]]:
    """What opens each picture of a face at rest that may be learned from; None where it is not at rest."""
    rests = {
        pair.rest.picture: pair.rest for pair in pairs if not pair.held_out and pair.rest.person.startswith("face")
    }
    for clip in tracked_clips(data):
        if clip.name not in HELD_OUT:
            rests |= {moment.picture: moment for moment in moments_at_rest(clip)[:CALM_FRAMES]}
    openers: list[Callable[[], Portrait | None]] = [_Opened(moment) for moment in rests.values()]
    return openers + [_Portrait(path) for path in sorted((data / "portraits" / "images").glob("*.jpg"))]


@dataclass(frozen=True)
class _Opened:
    moment: Moment

    def __call__(self) -> Portrait:
        return as_portrait(self.moment.image(), self.moment.landmarks, self.moment.scores)


@dataclass(frozen=True)
class _Portrait:
    path: Path

    def __call__(self) -> Portrait | None:
        image = read_rgb(self.path)
        faces = find_faces(image)
        if (
            not faces
            or mesh.inner_lip_gap(faces[0].landmarks[:, :2]) > CLOSED
            or faces[0].scores[SMILE_SCORES].mean() > CALM
        ):
            return None
        return Portrait(image, faces)


def prepare_resting_samples(
    data: Path, pairs: list[RestPair], geometry: np.ndarray, file: Path, *, seed: int, say: Callable[[str], None]
) -> tuple[list[RestingSample], list[RestingSample]]:
    """All samples, to learn from and held out; kept in `file` and read from there the next time."""
    if not file.exists():
        openers = faces_at_rest(data, pairs)
        say(f"drawing {len(pairs)} pairs and {len(openers)} pictures at rest: about 15 minutes of one core")
        drawn = [(sample, pair.held_out) for pair in pairs for sample in draw_pair(pair, geometry)]
        for opener in openers:
            portrait = opener()
            if portrait is not None:
                rng = np.random.default_rng([seed, zlib.crc32(portrait.image.tobytes())])
                drawn += [(sample, False) for sample in draw_made(portrait, rng)]
        part = file.with_suffix(".part.npz")
        names = ("kind", "warped", "source", "truth", "opening")
        columns: dict[str, Any] = {name: np.stack([getattr(s, name) for s, _ in drawn]) for name in names}
        columns["held_out"] = np.array([held for _, held in drawn])
        np.savez(part, **columns)
        part.replace(file)
    with np.load(file) as arrays:
        held_out = arrays["held_out"]
        kept = [arrays[name] for name in ("kind", "warped", "source", "truth", "opening")]
    samples = [
        RestingSample(str(kind), warped, source, truth, opening)
        for kind, warped, source, truth, opening in zip(*kept, strict=True)
    ]
    return (
        [s for s, held in zip(samples, held_out, strict=True) if not held],
        [s for s, held in zip(samples, held_out, strict=True) if held],
    )
