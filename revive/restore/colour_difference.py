"""How different the colours of two pictures look: CIEDE2000 (Sharma et al. 2005). About 1 can just be seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.face.mesh import OVAL

SIDE = 600  # pixels of the longest side at which pictures are compared; grain is no difference of colour


@dataclass(frozen=True)
class ColourDifference:
    """CIEDE2000, the median over the picture and over the face (None without one); 0 is the same."""

    picture: float
    face: float | None


def colour_difference(
    before: np.ndarray, after: np.ndarray, landmarks: np.ndarray | None = None
) -> ColourDifference:  # fmt: skip
    """Of two pictures of one subject, (H, W, 3) and (h, w, 3) uint8 RGB of the same proportions.

    landmarks : (478, 2 or 3), of the face, in pixels of `before`
    """
    import cv2
    from skimage.color import deltaE_ciede2000

    scale = min(SIDE / max(before.shape[:2]), 1.0)
    size = (max(round(scale * before.shape[1]), 1), max(round(scale * before.shape[0]), 1))
    first, second = (
        cv2.cvtColor(cv2.resize(p, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
        for p in (before, after)
    )
    apart = deltaE_ciede2000(first, second)
    of_face = None
    if landmarks is not None:
        outline = np.zeros(apart.shape, np.uint8)
        cv2.fillPoly(outline, [np.round(scale * landmarks[list(OVAL), :2]).astype(np.int32)], 1)
        inside = apart[outline > 0]
        of_face = round(float(np.median(inside)), 1) if inside.size else None
    return ColourDifference(round(float(np.median(apart)), 1), of_face)
