"""How far a mouth opens: what the scores ask for, and what the mouth in the photograph can do."""

from __future__ import annotations

import numpy as np

from revive.face import mesh
from revive.face.blendshapes import SMILE_SCORES
from revive.face.expression_basis import MIDDLE, lip_parting

CORNERS = [mesh.OUTER_LIPS[0], mesh.OUTER_LIPS[10]]
WIDEST = 0.42  # of the mouth's width; in films of 40 people the 99th percentile is 0.34, and 0.48 of the widest tenth
FREE = 0.7  # of the widest opening; up to there a mouth opens exactly as far as it is asked
AGES, REACH = (6.0, 17.0, 60.0, 85.0), (0.8, 1.0, 1.0, 0.85)  # years; share of an adult's opening


def widest_opening(face: np.ndarray, basis: np.ndarray, own: np.ndarray, age: float) -> float:
    """How far the mouth of a photograph opens at most, in eye distances: a narrow, an old or a young one less.

    Parameters
    ----------
    face : (478, 2 or 3), its points
    basis, own : how the scores move these points (52, 478, 3), and the photograph's own scores (52,); a smile in the
        photograph, which makes its mouth wider, is taken back
    age : estimated years
    """
    smile = np.tensordot(own[SMILE_SCORES], basis[SMILE_SCORES][:, CORNERS, :2], axes=1)
    right, left = face[CORNERS, :2] - smile
    width = float(np.linalg.norm(left - right)) / mesh.eye_distance(face[:, :2])
    return WIDEST * width * float(np.interp(age, AGES, REACH))


def asked_opening(scores: np.ndarray, widest: float) -> tuple[np.ndarray, float]:
    """The opening between the nine pairs of lip points (9,), eye distances, and its share of what the scores ask for.

    The share is 1 up to `FREE` of the widest opening, which is approached smoothly and never passed.
    """
    asked = np.maximum(scores @ lip_parting(), 0)
    middle = float(asked[MIDDLE].mean())
    free = FREE * widest
    if middle <= free:
        return asked, 1.0
    share = (free + (widest - free) * float(np.tanh((middle - free) / (widest - free)))) / middle
    return share * asked, share
