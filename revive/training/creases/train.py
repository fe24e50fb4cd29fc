"""Learn the shading of a smile from people who were photographed neutral and smiling, in one light.

    python -m revive train creases --data DIR

Both pictures are laid on the map of the mean face, where the mesh has taken out what moved; what is left is light. Its
change in proportion to the smile, in the middle of all people, is the shading. Takes seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.animator.creases import SIDE, SMILES, STRENGTH, UNIT, mean_face, smiles
from revive.face import mesh
from revive.face.blendshapes import INDEX
from revive.face.expression_basis import expression_basis
from revive.portrait.grading import LUMA
from revive.teaching.common.pictures import read_rgb
from revive.training.common.faces import needed_pairs

MOST = 0.6  # of the logarithm of light; beyond, teeth or hair have come into the place
SMALL = 0.3  # of a smile, below which a change of light says little of smiles
DARK = 10.0  # levels that are added, so that black is no change of its own
SOFT = 1.5  # pixels of the photograph, and of the map, over which light is taken together


def train_creases(data: Path, out: Path, *, say: Callable[[str], None] = print) -> dict[str, float]:
    """Learn from `data`/faces, write `out`/creases.safetensors, and measure on the people held out.

    Returns
    -------
    dict : people; explained (share of the squared change of light on the cheeks that the shading foretells, on people
        held out), better (share of these whose cheeks are nearer to the truth with it)

    Raises
    ------
    UserError : there are no such pairs in `data`
    """
    from safetensors.numpy import save_file

    changes, amounts, held = read_pairs(data)
    say(f"{len(changes)} people")
    skin, cheeks, forehead = _places()
    changes = changes.clip(-MOST, MOST)
    changes -= changes[:, forehead].mean(axis=1)[:, None, None]  # the two may be exposed differently
    shading = fit(changes[~held], amounts[~held], skin)
    out.mkdir(parents=True, exist_ok=True)
    save_file({"smile": shading.astype(np.float16)}, out / "creases.safetensors")
    before = (changes[held][:, cheeks] ** 2).mean(axis=1)
    foretold = STRENGTH * amounts[held][:, None, None] * shading
    after = ((changes[held] - foretold)[:, cheeks] ** 2).mean(axis=1)
    return {
        "people": len(changes), "explained": round(float(1 - after.mean() / before.mean()), 3),
        "better": round(float((after < before).mean()), 3),
    }  # fmt: skip


def read_pairs(data: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of every person: the change of light (N, SIDE, SIDE) on the map, how much they smile (N,), held out or not (N,).

    Raises
    ------
    UserError : there are no pairs in `data`/faces
    """
    changes, amounts, held = [], [], []
    for pair in needed_pairs(data):
        before, after = (_laid_out(picture.path, picture.landmarks) for picture in (pair.neutral, pair.smiling))
        changes.append(np.log((after + DARK) / (before + DARK)))
        amounts.append(_smile(pair.neutral.landmarks.astype(float), pair.smiling.landmarks.astype(float)))
        held.append(pair.held_out)
    return np.array(changes), np.array(amounts), np.array(held)


def fit(changes: np.ndarray, amounts: np.ndarray, skin: np.ndarray) -> np.ndarray:
    """(SIDE, SIDE) float32, the change of light in a whole smile, the same on both sides, of skin alone.

    Parameters
    ----------
    changes : (N, SIDE, SIDE)
    amounts : (N,), of the smiles
    skin : (SIDE, SIDE) bool
    """
    import cv2

    shading = np.median(changes / amounts.clip(SMALL, 1)[:, None, None], axis=0)
    return cv2.GaussianBlur(((shading + shading[:, ::-1]) / 2 * skin).astype(np.float32), (0, 0), 1.0)


def _laid_out(path: Path, points: np.ndarray) -> np.ndarray:
    """(SIDE, SIDE), the brightness of a face on the map of the mean face."""
    import cv2

    from revive.animator.raster import draw_map

    light = cv2.GaussianBlur(read_rgb(path).astype(np.float32) @ LUMA, (0, 0), SOFT)
    places = np.zeros((SIDE, SIDE, 2), np.float32)
    texture = np.ascontiguousarray(points[:, :2], np.float32)
    draw_map(mean_face(), texture, expression_basis()["triangles"], places)
    return cv2.remap(light, places, None, cv2.INTER_LINEAR)


def _smile(neutral: np.ndarray, smiling: np.ndarray) -> float:
    """How much a face (478, 3) smiles more than another of the same person, as `smiles` sees it."""
    shipped, stable = expression_basis(), list(mesh.STABLE)
    scale, rotation, shift = mesh.similarity(smiling[stable], neutral[stable])
    moved = (scale * smiling @ rotation.T + shift - neutral)[:, :2]
    scale, rotation, _ = mesh.similarity(shipped["mean"][stable], neutral[stable])
    basis = np.zeros_like(shipped["basis"])
    for name, _ in SMILES:
        basis[INDEX[name]] = scale * shipped["basis"][INDEX[name]] @ rotation.T
    return float(np.mean(smiles(moved, basis)))


def _places() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(SIDE, SIDE) bool each, on the map: skin without lips and eyes, the cheeks down to the chin, the forehead."""
    import cv2

    def within(ring: tuple[int, ...], more: int) -> np.ndarray:
        mask = np.zeros((SIDE, SIDE), np.uint8)
        cv2.fillPoly(mask, [np.round(mean_face()[list(ring)]).astype(np.int32)], 1)
        return cv2.dilate(mask, np.ones((more, more), np.uint8)) > 0

    skin = within(mesh.OVAL, 1) & ~within(mesh.OUTER_LIPS, 5)
    skin &= ~within(mesh.RIGHT_EYE_RING, 9) & ~within(mesh.LEFT_EYE_RING, 9)
    down = (np.arange(SIDE)[:, None] - mean_face()[list(mesh.RIGHT_EYE_CORNERS), 1].mean()) / UNIT
    return skin, skin & (down > 0.2) & (down < 2.1), skin & (down < -0.2)
