"""Compare the drawn pictures of a face with the real ones, one after another, and sum up."""

from __future__ import annotations

import numpy as np

from revive.animator.placement import cut
from revive.face import mesh
from revive.portrait.grading import LUMA
from revive.teaching.common.metrics import psnr, ssim
from revive.training.evaluate.feature_distance import FeatureDistance
from revive.training.evaluate.reenactment import WAYS

CROP = 256  # pixels, side of the square about a face
ABOUT_MOUTH = 0.2  # eye distances beyond the lips that count as round the mouth
PLACES = ("face_psnr", "face_ssim", "mouth_psnr", "mouth_ssim", "feature_distance")


class Comparison:
    """The comparison of a film's pictures, in a square about the face of 256 pixels; only figures are kept."""

    def __init__(self) -> None:
        self.opened: list[bool] = []
        self._values: list[dict[str, tuple[float, ...]]] = []
        self._edges: list[tuple[float, float]] = []
        self._bends: list[tuple[float, float]] = []
        self._last: list[tuple[np.ndarray, np.ndarray]] = []
        self._distance = FeatureDistance()

    def interrupt(self) -> None:
        """The next picture does not follow the last one."""
        self._last.clear()

    def add(
        self, drawn: dict[str, np.ndarray], real: np.ndarray, landmarks: np.ndarray, *, opened: bool
    ) -> dict[str, np.ndarray]:
        """Compare; gives the squares about the face, and the mouth's rectangle in them, as they were compared."""
        place, rectangle = face_square(landmarks)
        squares = {way: cut(picture, place, (CROP, CROP), smooth=True) for way, picture in drawn.items()}
        truth = cut(real, place, (CROP, CROP), smooth=True)
        apart = self._distance.maps([squares[way] for way in WAYS], truth)
        row = {}
        for way, away in zip(WAYS, apart, strict=True):
            square = squares[way]
            alike = ssim(square, truth)
            row[way] = (
                psnr(square, truth), float(alike.mean()),
                psnr(square[rectangle], truth[rectangle]), float(alike[rectangle].mean()),
                float(away[rectangle].mean()),
            )  # fmt: skip
        self._values.append(row)
        self.opened.append(opened)
        self._edges.append((sharpness(squares["gan"][rectangle]), sharpness(truth[rectangle])))
        self._last.append((squares["gan"].astype(np.float32), truth.astype(np.float32)))
        if len(self._last) == 3:
            (a, real_a), (b, real_b), (c, real_c) = self._last
            bend, real_bend = (
                np.abs(x - 2 * y + z)[rectangle].mean() for x, y, z in ((a, b, c), (real_a, real_b, real_c))
            )
            self._bends.append((float(bend), float(real_bend)))
            self._last.pop(0)
        return squares | {"real": truth, "rectangle": rectangle}

    def figures(self) -> dict:
        """What it comes to, see `evaluate_animator`."""
        opened = [row for row, is_open in zip(self._values, self.opened, strict=True) if is_open]
        figures: dict[str, dict] = {}
        for way in WAYS:
            mean = np.mean([row[way] for row in self._values], axis=0)
            open_mean = np.mean([row[way][2:4] for row in opened], axis=0) if opened else (None, None)
            named = [
                *zip(PLACES, mean, strict=True),
                *zip(("open_mouth_psnr", "open_mouth_ssim"), open_mean, strict=True),
            ]
            figures[way] = {name: None if value is None else round(float(value), 4) for name, value in named}
        figures["gan"]["sharpness_ratio"] = _ratio(self._edges)
        figures["gan"]["flicker_ratio"] = _ratio(self._bends)
        return figures | {"frames": len(self.opened), "open_frames": sum(self.opened)}


def face_square(landmarks: np.ndarray) -> tuple[np.ndarray, tuple[slice, slice]]:
    """(2, 3) that lays a square of `CROP` pixels on the face, and the rectangle in it that is round the mouth."""
    points = landmarks[:, :2].astype(np.float64)
    low, high = points.min(axis=0), points.max(axis=0)
    side = float((high - low).max())
    corner = (low + high) / 2 - side / 2
    place = np.column_stack([np.eye(2) * side / CROP, corner])
    lips = (points[list(mesh.OUTER_LIPS)] - corner) * CROP / side
    margin = ABOUT_MOUTH * mesh.eye_distance(points) * CROP / side
    first = np.maximum(np.floor(lips.min(axis=0) - margin).astype(int), 0)
    last = np.minimum(np.ceil(lips.max(axis=0) + margin).astype(int), CROP)
    return place, (slice(first[1], last[1]), slice(first[0], last[0]))


def sharpness(picture: np.ndarray) -> float:
    """Variance of the Laplacian of an (H, W, 3) picture's brightness."""
    import cv2

    return float(cv2.Laplacian((picture @ LUMA).astype(np.float32), cv2.CV_32F).var())


def _ratio(pairs: list[tuple[float, float]]) -> float | None:
    """Ours over real; 1 where neither has anything, None where there was nothing to compare."""
    if not pairs:
        return None
    ours, real = np.mean(pairs, axis=0)
    return round(float(ours / real), 4) if real > 0 else (1.0 if ours == 0 else None)
