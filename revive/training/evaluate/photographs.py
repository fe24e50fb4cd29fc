"""What the animator makes of photographs of any people: at rest, an open vowel, a closed p, a smile, a blink."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.animator import WEIGHTS, animate, bring_to_rest
from revive.animator.placement import cut
from revive.animator.pose import BLINKS
from revive.core.errors import UserError
from revive.face import mesh
from revive.face.blendshapes import INDEX
from revive.face.detection import find_faces
from revive.face.face import Face
from revive.face.identity import cosine_similarity, face_embedding
from revive.motion.motion import Motion
from revive.portrait import Portrait, make_portrait

MOST = 24  # photographs, the first by name
ENDINGS = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp")
CELL, ABOUT = 200, 2.7  # pixels of a face on the sheet, and eye distances that it is high and wide


@dataclass(frozen=True)
class Pose:
    """A face as it is asked for: its scores by name, and how far the lips are held together (0–1)."""

    scores: dict[str, float]
    closure: float = 0.0


POSES = {
    "rest": Pose({}),
    "p": Pose({"jawOpen": 0.08, "mouthPressLeft": 0.3, "mouthPressRight": 0.3}, 1.0),
    "vowel": Pose({"jawOpen": 0.35, "mouthLowerDownLeft": 0.1, "mouthLowerDownRight": 0.1}),
    "smile": Pose({"mouthSmileLeft": 0.7, "mouthSmileRight": 0.7, "jawOpen": 0.15}),
    "blink": Pose(dict.fromkeys(BLINKS, 1.0)),
}


def evaluate_photographs(
    folder: Path, *, weights: Path = WEIGHTS, sheet: Path | None = None, say: Callable[[str], None] = print
) -> dict:
    """Draw the `POSES` of up to `MOST` photographs and look at them with the face tracker.

    Parameters
    ----------
    folder : of photographs; those without a face, or with one that Revive refuses, are told and left out
    weights : of the generators
    sheet : a PNG to write, a row a photograph: it, and its poses, the face enlarged

    Returns
    -------
    dict : photographs and rested (how many, and how many of them were brought to rest); identity (mean and lowest
        similarity of those at rest to the photograph, SFace; None where there is none); gap_p, gap_vowel (mean gap
        between the lips as the tracker sees them, eye distances) and blink (mean opening of the lids, of the open one)

    Raises
    ------
    UserError : no folder, or no photograph with a face in it
    """
    if not folder.is_dir():
        raise UserError("There is no folder {folder}; please choose one that exists.", folder=folder)
    rows, seen = [], []
    for photo in sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS):
        try:
            portrait = make_portrait(photo)
        except UserError as error:
            say(f"{photo.name}: {error}")
            continue
        looked, cells = _look(portrait, weights)
        seen.append(looked)
        rows.append(np.hstack(cells))
        if len(seen) == MOST:
            break
    if not seen:
        raise UserError("There is no photograph with a face in {folder}; please choose another folder.", folder=folder)
    if sheet:
        _write(sheet, rows)
    alike = [row["identity"] for row in seen if row["identity"] is not None]
    means = {name: _mean([row[name] for row in seen]) for name in ("gap_p", "gap_vowel", "blink")}
    lowest = round(min(alike), 4) if alike else None
    return {"photographs": len(seen), "rested": len(alike), "identity": [_mean(alike), lowest], **means}


def _look(portrait: Portrait, weights: Path) -> tuple[dict[str, float | None], list[np.ndarray]]:
    """Figures of one photograph, and its pictures: the photograph's face, then every pose's."""
    rested = bring_to_rest(portrait)
    identity = None
    if rested is not portrait:
        before, after = (face_embedding(p.image, p.face.landmarks) for p in (portrait, rested))
        identity = float(cosine_similarity(before, after))
    cells, faces = [_enlarged(portrait.image, portrait.face.landmarks)], {}
    for name, frame in poses_of(rested, weights):
        cells.append(_enlarged(frame, portrait.face.landmarks))
        faces[name] = next(iter(find_faces(frame)), None)
    opened, closed = (_lids(faces[name]) for name in ("rest", "blink"))
    blink = closed / opened if closed is not None and opened else None
    return {"identity": identity, "gap_p": _gap(faces["p"]), "gap_vowel": _gap(faces["vowel"]), "blink": blink}, cells


def poses_of(portrait: Portrait, weights: Path) -> Iterator[tuple[str, np.ndarray]]:
    """The name and the finished picture of every pose; the array is drawn over by the next."""
    scores = np.zeros((len(POSES), len(INDEX)), np.float32)
    for row, pose in zip(scores, POSES.values(), strict=True):
        for score, value in pose.scores.items():
            row[INDEX[score]] = value
    closure = np.array([pose.closure for pose in POSES.values()], np.float32)
    rotation, translation = (np.zeros((len(POSES), n), np.float32) for n in (3, 2))
    motion = Motion(1.0, scores, closure, rotation, translation, np.zeros_like(closure))
    return zip(POSES, animate(portrait, motion, weights=weights), strict=True)


def _enlarged(picture: np.ndarray, landmarks: np.ndarray) -> np.ndarray:
    points = landmarks[:, :2].astype(np.float64)
    side = ABOUT * mesh.eye_distance(points)
    corner = (points[mesh.FOREHEAD] + points[mesh.CHIN]) / 2 + (0, 0.06 * side) - side / 2
    place = np.column_stack([np.eye(2) * side / CELL, corner])
    return cut(picture, place, (CELL, CELL), smooth=True)


def _gap(face: Face | None) -> float | None:
    return None if face is None else mesh.inner_lip_gap(face.landmarks[:, :2])


def _lids(face: Face | None) -> float | None:
    """Opening of both eyes, in eye distances."""
    if face is None:
        return None
    points = face.landmarks[:, :2]
    upper, lower = [*mesh.RIGHT_UPPER_LID[2:5], *mesh.LEFT_UPPER_LID[2:5]], [
        *mesh.RIGHT_LOWER_LID[2:5], *mesh.LEFT_LOWER_LID[2:5],
    ]  # fmt: skip
    return float(np.linalg.norm(points[upper] - points[lower], axis=1).mean()) / mesh.eye_distance(points)


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(float(np.mean(known)), 4) if known else None


def _write(path: Path, rows: list[np.ndarray]) -> None:
    from revive.provenance import Provenance
    from revive.provenance.pictures import write_picture

    rows = [*rows, *([np.zeros_like(rows[0])] * (len(rows) % 2))]
    pairs = [np.hstack(rows[i : i + 2]) for i in range(0, len(rows), 2)]
    write_picture(np.vstack(pairs), path, Provenance("photograph"), seen=False)
