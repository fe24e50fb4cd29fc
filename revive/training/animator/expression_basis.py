"""Fit the expression basis: how each of MediaPipe's 52 blendshape scores moves the 478 points of a face.

    python -m revive train basis --data DIR

Every tracked frame is laid on the mean face by a similarity on points that expressions hardly move; what is left is
explained by a ridge regression of the points on the scores, each clip centred on itself so that no face's own shape
enters. Every frame also counts mirrored. Takes about a minute on two cores.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.face.blendshapes import BLENDSHAPES
from revive.face.expression_basis import WEIGHTS
from revive.face.mesh import STABLE, eye_distance, mirror_points, similarity
from revive.training.common.clips import HELD_OUT

RIDGE = 30.0  # chosen by leaving out one training clip at a time


def train_basis(data: Path, out: Path = WEIGHTS, *, ridge: float = RIDGE, say: Callable[[str], None] = print) -> dict:
    """Fit on `data` (a folder of clips with tracks.npz), write `out`, and give back the figures.

    Returns
    -------
    dict : explained (share of the landmark variance, median over the held-out clips), frames, clips, bytes
    """
    from safetensors.numpy import save_file

    clips = _load(Path(data))
    say(f"fitting {len(clips)} clips: about a minute on two cores")
    mean = _mean_face([points for name, (points, _) in clips.items() if name not in HELD_OUT])
    aligned = {name: (_aligned(points, mean), scores) for name, (points, scores) in clips.items()}
    train = {name: clip for name, clip in aligned.items() if name not in HELD_OUT}
    basis = _fit(train.values(), mean, ridge)
    explained = {name: _explained(basis, *clip) for name, clip in aligned.items() if name in HELD_OUT}
    out.parent.mkdir(parents=True, exist_ok=True)
    figure = float(np.median(list(explained.values())))
    save_file(
        {
            "mean": mean.astype(np.float32),
            "basis": basis.astype(np.float16),
            "triangles": triangles().astype(np.int16),
        },
        out,
        metadata={"explained": f"{figure:.3f}", "ridge": f"{ridge:g}"},
    )
    return {
        "explained": round(figure, 3),
        "by_clip": {name: round(float(value), 3) for name, value in explained.items()},
        "clips": len(train),
        "frames": sum(len(points) for points, _ in train.values()),
        "bytes": out.stat().st_size,
    }


def triangles() -> np.ndarray:
    """MediaPipe's tessellation as (852, 3) point indices; the eyes and the mouth are holes."""
    from mediapipe.tasks.python.vision import FaceLandmarksConnections

    edges = {tuple(sorted((e.start, e.end))) for e in FaceLandmarksConnections.FACE_LANDMARKS_TESSELATION}
    neighbours: dict[int, set[int]] = {}
    for a, b in edges:
        neighbours.setdefault(a, set()).add(b)
        neighbours.setdefault(b, set()).add(a)
    faces = [(a, b, c) for a, b in edges for c in neighbours[a] & neighbours[b] if c > b]
    # three edges can also surround other triangles: then each of them belongs to two more
    shared = Counter(edge for face in faces for edge in combinations(face, 2))
    return np.array([face for face in faces if any(shared[edge] < 3 for edge in combinations(face, 2))])


def _load(data: Path) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """clip name -> points (T, 478, 3) in eye distances and scores (T, 52), valid frames only."""
    if not (data / "index.json").is_file():
        raise UserError("The folder {data} holds no index.json; please give the folder of tracked clips.", data=data)
    clips = {}
    for entry in json.loads((data / "index.json").read_text()):
        with np.load(data / entry["clip"] / "tracks.npz") as tracks:
            valid = tracks["valid"]
            points = tracks["landmarks"][valid].astype(np.float64)
            scale = np.median([eye_distance(p) for p in points])
            clips[entry["clip"]] = points / scale, tracks["blendshapes"][valid].astype(np.float64)
    return clips


def mirror_scores() -> np.ndarray:
    """For each score, the index of the one of the other side."""
    swap = {"Left": "Right", "Right": "Left"}
    order = []
    for name in BLENDSHAPES:
        for side, other in swap.items():
            if name.endswith(side):
                name = name.removesuffix(side) + other
                break
        order.append(BLENDSHAPES.index(name))
    return np.array(order)


def _mean_face(clips: list[np.ndarray]) -> np.ndarray:
    """Generalised Procrustes mean of the clips' own means: frontal, symmetrical, eye distance 1, eyes at height 0."""
    shapes = []
    for points in clips:
        shape = points[0]
        for _ in range(2):
            shape = _aligned(points, shape).mean(axis=0)
        shapes.append(shape)
    # the most frontal frame is where left and right are equally deep
    mean = min(shapes, key=lambda s: abs(s[234, 2] - s[454, 2]))
    for _ in range(5):
        mean = np.mean([_aligned(shape[None], mean)[0] for shape in shapes], axis=0)
        mean = _frontal(mean)
    return mean


def _frontal(mean: np.ndarray) -> np.ndarray:
    """Turn a mean face so that it equals its own mirror picture as nearly as it can, and make it symmetrical."""
    centred = mean - mean[list(STABLE)].mean(axis=0)
    for _ in range(10):
        partner = mirror_points(centred)
        mirrored = centred[partner] * (-1, 1, 1)
        _, rotation, _ = similarity(centred, mirrored)
        half = _half_turn(rotation)
        centred = centred @ half.T
        centred -= (centred[partner].mean(axis=0) + centred.mean(axis=0)) * (0.5, 0, 0)
    partner = mirror_points(centred)
    centred = (centred + centred[partner] * (-1, 1, 1)) / 2
    # pitch: the line from forehead (10) to chin (152) stands upright
    lean = np.arctan2(centred[152, 2] - centred[10, 2], centred[152, 1] - centred[10, 1])
    cos, sin = np.cos(lean), np.sin(lean)
    centred = centred @ np.array([[1, 0, 0], [0, cos, sin], [0, -sin, cos]]).T
    centred /= eye_distance(centred)
    corners = [33, 133, 263, 362]
    return centred - (0, centred[corners, 1].mean(), centred[corners, 2].mean())


def _half_turn(rotation: np.ndarray) -> np.ndarray:
    from scipy.spatial.transform import Rotation

    return Rotation.from_rotvec(Rotation.from_matrix(rotation).as_rotvec() / 2).as_matrix()


def _aligned(points: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Every frame of (T, 478, 3) laid on `mean` by its stable points."""
    stable = list(STABLE)
    out = np.empty_like(points)
    for i, frame in enumerate(points):
        scale, rotation, shift = similarity(frame[stable], mean[stable])
        out[i] = scale * frame @ rotation.T + shift
    return out


def _fit(clips, mean: np.ndarray, ridge: float) -> np.ndarray:
    """Ridge regression of the points on the scores: (52, 478, 3) in eye distances a unit of score."""
    partner, swapped = mirror_points(mean), mirror_scores()
    n = len(BLENDSHAPES)
    gram, cross = np.zeros((n, n)), np.zeros((n, mean.size))
    for points, scores in clips:
        weight = 1000 / len(points)  # every clip counts alike
        for p, s in ((points, scores), (points[:, partner] * (-1, 1, 1), scores[:, swapped])):
            ds = s - s.mean(axis=0)
            dp = (p - p.mean(axis=0)).reshape(len(p), -1)
            gram += weight * ds.T @ ds
            cross += weight * ds.T @ dp
    basis = np.linalg.solve(gram + ridge * np.eye(n), cross)
    return basis.reshape(n, *mean.shape)


def _explained(basis: np.ndarray, points: np.ndarray, scores: np.ndarray) -> float:
    """Share of a clip's landmark variance that the basis explains."""
    moved = points - points.mean(axis=0)
    predicted = np.tensordot(scores - scores.mean(axis=0), basis, axes=1)
    return 1 - float(((moved - predicted) ** 2).sum() / (moved**2).sum())
