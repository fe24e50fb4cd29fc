"""Shade the folds of a smile: beside the nose, under the cheeks, below the eyes.

What a smile darkens and lightens on the average of many faces (`revive.training.creases`; the card is
`revive/weights/creases.md`) is laid on the photograph's own skin, in its own tones, as far as the corners of the mouth
and the cheeks have gone.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from revive.animator.pose import Posed
from revive.animator.rig import Rig
from revive.core.easing import eased
from revive.core.weights import FOLDER, read_weights
from revive.face import mesh
from revive.face.blendshapes import INDEX
from revive.face.expression_basis import expression_basis

WEIGHTS = FOLDER / "creases.safetensors"
SIDE, UNIT, EYES = 128, 32.0, 44.0  # pixels of the map of the mean face: its side, an eye distance, the eyes' height
SMILES = (("mouthSmileRight", (61, 205, 50, 36)), ("mouthSmileLeft", (291, 425, 280, 266)))  # what a smile carries
STRENGTH = 0.8  # of the average, which the generator of the mouth knows in part
SMALLEST = 40.0  # pixels between the eyes, below which a face is too small for folds
LEAST = 0.05  # of a smile, below which nothing is shaded
SEAM = 0.3  # eye distances across the middle of the face in which one side passes into the other


@dataclass(frozen=True)
class Creases:
    """The shading of one photograph's face: what the logarithm of the light changes in a whole smile.

    Attributes
    ----------
    corner : (2,) in the photograph, pixels
    sides : (2, h, w) float32, of the smile's right and left half
    """

    corner: np.ndarray
    sides: np.ndarray
    _rig: Rig

    def shade(self, window: np.ndarray, origin: np.ndarray, sampled: np.ndarray, finer: int, posed: Posed) -> None:
        """Shade a drawn window (h, w, 3) uint8, in place; `sampled` as of `Renderer`, `finer` as its `FINER`."""
        import cv2

        right, left = smiles(posed.points[:478] - posed.still[:478], self._rig.basis)
        if max(right, left) < LEAST:
            return
        light = np.float32(STRENGTH) * (np.float32(right) * self.sides[0] + np.float32(left) * self.sides[1])
        points = posed.points[:478] - origin
        low = np.maximum(np.floor(points.min(axis=0)).astype(int), 0)
        high = np.minimum(np.ceil(points.max(axis=0)).astype(int) + 1, window.shape[1::-1])
        if (high - low).min() < 1:
            return
        step = max(1, int(self._rig.unit / UNIT))  # the map is no finer
        taken = sampled[low[1] : high[1] : step, low[0] : high[0] : step] / np.float32(finer)
        gain = cv2.exp(cv2.remap(light, taken - self.corner.astype(np.float32), None, cv2.INTER_LINEAR))
        size = (int(high[0] - low[0]), int(high[1] - low[1]))
        gain = cv2.cvtColor(cv2.resize(gain, size) if step > 1 else gain, cv2.COLOR_GRAY2RGB)
        below = window[low[1] : high[1], low[0] : high[0]]
        cv2.multiply(below, gain, dst=below, dtype=cv2.CV_8U)


def find_creases(rig: Rig) -> Creases | None:
    """The shading of the rig's photograph; None where the face is too small."""
    import cv2

    from revive.animator.raster import draw_map

    if rig.unit < SMALLEST:
        return None
    points = np.ascontiguousarray(rig.points[:478, :2], np.float32)
    low = np.floor(points.min(axis=0)).astype(int)
    width, height = np.ceil(points.max(axis=0)).astype(int) + 1 - low
    places = np.full((height, width, 2), -1e4, np.float32)
    draw_map(points - low.astype(np.float32), mean_face(), expression_basis()["triangles"], places)
    shading = cv2.remap(_shading(), places, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    ofleft = eased((places[..., 0] - SIDE / 2) / (SEAM * UNIT) + 0.5).astype(np.float32)
    return Creases(low, np.stack([shading * (1 - ofleft), shading * ofleft]), rig)


def smiles(moved: np.ndarray, basis: np.ndarray) -> tuple[float, float]:
    """0–1, how far the right and the left half of a face smile more than in the photograph.

    moved : (478, 2), how far its points have gone, pixels
    basis : (52, 478, 3), of `Rig`
    """
    right, left = (
        float((moved[list(points)] * (way := basis[INDEX[name], list(points), :2])).sum() / max((way**2).sum(), 1e-6))
        for name, points in SMILES
    )
    return min(max(right, 0.0), 1.0), min(max(left, 0.0), 1.0)


def mean_face() -> np.ndarray:
    """(478, 2) float32, the mean face in pixels of the map."""
    points = expression_basis()["mean"][:, :2]
    middle = points[[*mesh.RIGHT_EYE_CORNERS, *mesh.LEFT_EYE_CORNERS]].mean(axis=0)
    return ((points - middle) / mesh.eye_distance(points) * UNIT + (SIDE / 2, EYES)).astype(np.float32)


@functools.cache
def _shading() -> np.ndarray:
    """(SIDE, SIDE) float32, what a whole smile adds to the logarithm of the light."""
    return read_weights(WEIGHTS)["smile"]
