"""Measures of a mouth that are seen as well as made: opening, width and jaw, of tracked points and of curves.

Tracked blendshape scores differ from person to person in more than their range; what is measured on the points does
not. Each measure is linear in the curves of jaw and lips, as the animator's expression basis has it.
"""

from __future__ import annotations

import functools

import numpy as np

from revive.face.expression_basis import expression_basis, gap_parting
from revive.face.mesh import inner_lip_gap
from revive.motion.visemes import curve_sums

MEASURES = ("opening", "width", "jaw")
USUAL = np.array([0.18, 0.04, 0.035])  # eye distances: of the opening from rest to wide, of the others one deviation
REST, WIDE = 10, 95  # percentiles of the openings that count as rest and as wide open
LEFT, RIGHT, CHIN = 308, 78, 152  # points: inner corners of the lips, and the chin
NOSE, BASE = 168, 2  # its bridge and its base: the axis along which the chin falls
EYES = (33, 133), (263, 362)  # corners of each eye


def measure(points: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """(pictures, len(MEASURES)) of tracked points (pictures, 478, 3) in eye distances; NaN where no face is `seen`."""
    points = points.astype(np.float64)
    gap = np.array([inner_lip_gap(face[:, :2]) for face in points])
    right, left = (points[:, list(eye)].mean(axis=1) for eye in EYES)
    eyes = np.linalg.norm(left - right, axis=-1)
    down = points[:, BASE] - points[:, NOSE]
    down /= np.linalg.norm(down, axis=-1, keepdims=True)
    width = np.linalg.norm(points[:, LEFT] - points[:, RIGHT], axis=-1) / eyes
    jaw = ((points[:, CHIN] - points[:, BASE]) * down).sum(axis=-1) / eyes
    return np.where(seen[:, None], np.stack([gap, width, jaw], axis=1), np.nan)


def on_usual_range(measures: np.ndarray) -> np.ndarray:
    """The measures of one person on everybody's range: an opening of 0 at rest; the others about their mean."""
    rest, wide = np.nanpercentile(measures[:, 0], (REST, WIDE))
    middle = np.append(rest, np.nanmean(measures[:, 1:], axis=0))
    spread = np.append(wide - rest, np.nanstd(measures[:, 1:], axis=0))
    return (measures - middle) / spread * USUAL


@functools.cache
def curve_measures() -> np.ndarray:
    """(len(CURVES), len(MEASURES)) float32, by how much a curve of 1 raises each measure, in eye distances."""
    basis = expression_basis()["basis"]
    width, jaw = basis[:, LEFT, 0] - basis[:, RIGHT, 0], basis[:, CHIN, 1]
    return curve_sums(np.stack([gap_parting(), width, jaw], axis=1)).astype(np.float32)
