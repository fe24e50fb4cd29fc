"""From neutral to smiling: a face at rest is moved by the points of the same person's smile, beside the real smile.

The teeth that come to light were not in the photograph; how bright they are beside the real ones is measured for dark
and for light skin.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.animator.holes import coverage
from revive.animator.light import CHEEKS, pixels_around
from revive.animator.network import WEIGHTS
from revive.face import mesh
from revive.portrait.grading import LUMA
from revive.teaching.common.metrics import psnr, ssim
from revive.teaching.common.pictures import read_rgb
from revive.training.common.faces import HELD_OUT, FacePair, needed_pairs
from revive.training.evaluate.reenactment import WAYS, Reenactment

SHOWS_TEETH = 0.03  # eye distances between the lips of a smile, from which it shows teeth
BRIGHT = 0.8  # of the 90th percentile of the brightness between the lips: from there on it is teeth
ABOUT_LIPS = 0.2  # eye distances beyond the lips that are compared
CELL = (240, 150)  # pixels, width and height of a mouth on the sheet


@dataclass(frozen=True)
class _Smile:
    """One person: what was drawn of the smile, and what it was.

    skin : brightness of the cheeks in the photograph, 0–255
    teeth : brightness of the drawn teeth over that of the real ones; None where the smile shows none
    figures : (psnr, ssim) round the mouth by way
    mouths : the mouth in every way, and the real one last
    """

    skin: float
    teeth: float | None
    figures: dict[str, tuple[float, float]]
    mouths: list[np.ndarray]


def evaluate_faces(
    data: Path,
    *,
    people: Container[int] = HELD_OUT,
    weights: Path = WEIGHTS,
    sheet: Path | None = None,
    say: Callable[[str], None] = print,
) -> dict:
    """Drive neutral photographs by the same people's smiles.

    Parameters
    ----------
    data : folder with faces/
    people : their numbers
    weights : of the generators
    sheet : a PNG to write: of every person the mouth in the photograph, warped, finished and real, the darkest first

    Returns
    -------
    dict : people; mouth_psnr, mouth_ssim (means, by static, warp and gan); teeth_dark, teeth_light and teeth_all:
        brightness of the drawn teeth over the real ones, mean of the quarter of the people with the darkest skin, of
        that with the lightest, and of all; teeth_off_dark and teeth_off_light: mean distance of it from 1

    Raises
    ------
    UserError : there are no such faces in `data`
    """
    pairs = (pair for pair in needed_pairs(data) if int(pair.person) in people)
    smiles = sorted((_smile(pair, weights=weights) for pair in pairs), key=lambda smile: smile.skin)
    say(f"{len(smiles)} people, {sum(smile.teeth is not None for smile in smiles)} of them show teeth")
    if sheet:
        _write_sheet(sheet, smiles)
    figures: dict = {"people": len(smiles)}
    for i, name in enumerate(("mouth_psnr", "mouth_ssim")):
        figures[name] = {
            way: round(float(np.mean([smile.figures[way][i] for smile in smiles])), 4) for way in WAYS
        }  # fmt: skip
    teeth = np.array([smile.teeth for smile in smiles if smile.teeth is not None])
    quarter = max(len(teeth) // 4, 1)
    for name, some in (("dark", teeth[:quarter]), ("light", teeth[-quarter:]), ("all", teeth)):
        figures[f"teeth_{name}"] = round(float(some.mean()), 4) if len(some) else None
        figures[f"teeth_off_{name}"] = round(float(np.abs(some - 1).mean()), 4) if len(some) else None
    return figures


def teeth_in(picture: np.ndarray, landmarks: np.ndarray) -> np.ndarray:
    """(H, W) bool, the teeth of an (H, W, 3) picture of a smile: what is bright between its lips."""
    inside = coverage(landmarks[list(mesh.MOUTH_RING), :2], picture.shape[:2])
    seen, luma = inside > 0.95, picture @ LUMA
    if not seen.any():
        return seen
    return seen & (luma >= BRIGHT * np.percentile(luma[seen], 90))


def _smile(pair: FacePair, *, weights: Path) -> _Smile:
    photograph, real = pair.neutral.portrait(), read_rgb(pair.smiling.path)
    image, rest, landmarks = photograph.image, pair.neutral.landmarks, pair.smiling.landmarks
    drawn = Reenactment(image, photograph.face, weights=weights).draw(landmarks)
    points = landmarks[:, :2]
    lips = points[list(mesh.OUTER_LIPS)]
    margin = ABOUT_LIPS * mesh.eye_distance(points)
    left, top = np.maximum(np.floor(lips.min(axis=0) - margin).astype(int), 0)
    right, bottom = np.ceil(lips.max(axis=0) + margin).astype(int)
    mouths = {way: picture[top:bottom, left:right].copy() for way, picture in (drawn | {"real": real}).items()}
    reach = max(1, round(0.08 * mesh.eye_distance(rest[:, :2])))
    skin = pixels_around(image, rest[list(CHEEKS), :2], reach=reach)
    teeth = None
    if mesh.inner_lip_gap(points) > SHOWS_TEETH:
        where = teeth_in(real, landmarks)
        teeth = float((drawn["gan"][where] @ LUMA).mean() / (real[where] @ LUMA).mean())
    figures = {
        way: (psnr(mouths[way], mouths["real"]), float(ssim(mouths[way], mouths["real"]).mean())) for way in WAYS
    }  # fmt: skip
    return _Smile(float(np.median(skin @ LUMA)), teeth, figures, list(mouths.values()))


def _write_sheet(path: Path, smiles: list[_Smile]) -> None:
    import cv2

    from revive.provenance import Provenance
    from revive.provenance.pictures import write_picture

    rows = [
        np.hstack([cv2.resize(mouth, CELL, interpolation=cv2.INTER_CUBIC) for mouth in one.mouths]) for one in smiles
    ]
    write_picture(np.vstack(rows), path, Provenance("photograph"), seen=False)
