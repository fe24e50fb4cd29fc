"""Measure how folds are found and filled, on people that nothing was learned from.

    python -m revive evaluate folds --data DIR

Folds of every turn, white and dark, 2 to 6 hundredths of the picture wide, are drawn over eyes, mouth, cheek, hair and
background of official portraits and of faces that were held out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from revive.face import mesh
from revive.face.detection import find_faces
from revive.face.identity import best_similarity, face_embedding
from revive.face.matte import foreground
from revive.restore.damage import repair
from revive.restore.folds import find_folds
from revive.restore.scratches import find_scratches
from revive.teaching.common.metrics import psnr, ssim
from revive.teaching.common.pictures import read_rgb
from revive.training.common.faces import face_pairs
from revive.training.restore.eigenfaces import HELD_OUT, UPSCALED
from revive.training.restore.folds import Fold, folded

WIDTHS = (0.02, 0.06)  # of the picture's width
DARK = 0.3  # how many are dark
PLACES = ("one eye", "both eyes", "mouth", "cheek", "hair", "background")
TURNED = 4.0  # degrees, the spread of folds about level, upright and diagonal
TELEA = 3  # pixels, as scratches are filled


def evaluate_folds(data: Path, *, every: int = 1, say: Callable[[str], None] = print) -> dict[str, dict[str, float]]:
    """Figures by place of the fold, and of the finder.

    Of each place, as broken, as Telea's method fills what is marked, and as `repair` does: PSNR in dB and SSIM within
    the fold, likeness to the undamaged face (SFace), and the mean error of the landmarks in eye distances; faces that
    are no longer found count as a likeness of −1 and are left out of the errors.

    Parameters
    ----------
    data : folder with portraits/ and faces/
    every : only every so manieth picture
    """
    draw, of_walls = np.random.default_rng(0), np.random.default_rng(1)
    cases: dict[str, list[dict[str, float]]] = {}
    for number, picture in enumerate(list(held_out_pictures(data))[::every]):
        seen = find_faces(picture)
        if not seen:
            continue
        marks = find_folds(picture)
        cases.setdefault("finder, undamaged", []).append({"folds": float(marks.any()), "pixels": float(marks.mean())})
        place = PLACES[number % len(PLACES)]
        broken, mask = folded(picture, fold_over(place, seen[0].landmarks, picture.shape, draw), draw)
        cases.setdefault(place, []).append(_measured(picture, broken, mask, seen[0].landmarks))
        cases.setdefault("finder, folded", []).append(_found(broken, mask))
        wall, person = before_a_wall(picture, of_walls)
        cases.setdefault("finder, white wall", []).append({"folds": float(find_folds(wall).any())})
        white = dataclasses.replace(fold_over(place, seen[0].landmarks, picture.shape, of_walls), dark=False)
        if place not in ("hair", "background"):
            broken, mask = folded(wall, white, of_walls)
            cases.setdefault("finder, white fold and wall", []).append(_found(broken, mask, seen=mask & person))
        if number % 10 == 9:
            say(f"{number + 1} pictures")
    return {
        name: {key: round(float(np.nanmean([row[key] for row in rows])), 3) for key in rows[0]}
        | {"pictures": len(rows)}
        for name, rows in cases.items()
    }


def held_out_pictures(data: Path) -> Iterator[np.ndarray]:
    """Pictures (H, W, 3) uint8 of people that nothing was learned from."""
    import cv2

    for path in sorted((data / "portraits" / "images").glob("*.jpg"))[::HELD_OUT]:
        yield cv2.resize(read_rgb(path), None, fx=UPSCALED, fy=UPSCALED, interpolation=cv2.INTER_CUBIC)
    for pair in face_pairs(data):
        if pair.held_out:
            yield read_rgb(pair.neutral.path)


def fold_over(place: str, landmarks: np.ndarray, shape: tuple[int, ...], draw: np.random.Generator) -> Fold:
    """A fold over one of PLACES of a face."""
    points = landmarks[:, :2]
    eyes = [points[list(corners)].mean(axis=0) for corners in (mesh.RIGHT_EYE_CORNERS, mesh.LEFT_EYE_CORNERS)]
    distance = mesh.eye_distance(landmarks)
    through = {
        "one eye": eyes[int(draw.integers(2))], "both eyes": (eyes[0] + eyes[1]) / 2,
        "mouth": points[list(mesh.MOUTH_CORNERS)].mean(axis=0), "cheek": points[205 if draw.random() < 0.5 else 425],
        "hair": points[mesh.FOREHEAD] - (0, 0.35 * distance), "background": np.array([0.08 * shape[1], 0.0]),
    }[place]  # fmt: skip
    turn = {"one eye": draw.choice([90, 45, 135]), "both eyes": 0, "background": 90}.get(place)
    turn = draw.choice([0, 45, 90, 135]) if turn is None else turn
    across = float(np.arctan2(*(eyes[1] - eyes[0])[::-1])) if place == "both eyes" else 0.0
    width = float(draw.uniform(*WIDTHS)) * shape[1]
    return Fold(through, float(turn + np.rad2deg(across) + draw.normal(0, TURNED)), width, bool(draw.random() < DARK))


def _measured(truth: np.ndarray, broken: np.ndarray, mask: np.ndarray, landmarks: np.ndarray) -> dict[str, float]:
    import cv2

    known = face_embedding(truth, landmarks)
    hole = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8))
    telea = cv2.inpaint(broken, hole, TELEA, cv2.INPAINT_TELEA)
    figures: dict[str, float] = {}
    for name, picture in (("broken", broken), ("Telea", telea), ("repaired", repair(broken, mask)[0])):
        found = find_faces(picture)
        away = np.nan
        if found:
            apart = np.linalg.norm(found[0].landmarks[:, :2] - landmarks[:, :2], axis=1)
            away = float(apart.mean()) / mesh.eye_distance(landmarks)
        figures |= {
            f"PSNR {name}": psnr(picture[mask], truth[mask]), f"SSIM {name}": float(ssim(picture, truth)[mask].mean()),
            f"likeness {name}": best_similarity(picture, known), f"landmarks {name}": away,
        }  # fmt: skip
    return figures


def before_a_wall(picture: np.ndarray, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The person of a picture (H, W, 3) uint8 before a wall as white as the paper, and where they are, (H, W) bool."""
    share = foreground(picture)[..., None]
    wall = np.linspace(240, 228, picture.shape[1])[None, :, None] + draw.normal(0, 2, picture.shape)
    return (wall + share * (picture - wall) + 0.5).clip(0, 255).astype(np.uint8), share[..., 0] > 0.6


def _found(broken: np.ndarray, mask: np.ndarray, *, seen: np.ndarray | None = None) -> dict[str, float]:
    """The share of a fold that is marked, and of the picture that is marked though it is no fold, nor near one.

    seen : where the fold can be seen, if not everywhere
    """
    import cv2

    marks = find_scratches(broken)
    reach = np.ones((2 * round(0.01 * mask.shape[1]) + 1,) * 2, np.uint8)
    near = cv2.dilate(mask.astype(np.uint8), reach) > 0
    seen = mask if seen is None else seen
    return {"found": float(marks[seen].mean()), "elsewhere": float((marks & ~near).mean())}
