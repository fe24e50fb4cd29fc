"""How like a person the portraits by name are, and whether they still follow the words: five people held out.

Three frames of a clip are the photographs that are learned from; portraits are compared, by SFace, with frames of
another clip of the same person, or of a later part of the only one. The same words go to the generator alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.face.blendshapes import INDEX
from revive.face.detection import find_faces
from revive.face.identity import face_embedding
from revive.generator.average import learn_identity
from revive.generator.compose import draw_person
from revive.generator.frame import aside, placement
from revive.generator.generate import enlarged, named
from revive.generator.identity import Identity
from revive.generator.loading import load_pipeline
from revive.teaching.common.pictures import read_rgb
from revive.teaching.portrait.photographs import ASIDE
from revive.teaching.portrait.teach import likeness

PEOPLE = {"41": ("42", "43"), "44": ("45",), "46": ("47", "48"), "34": (), "40": ()}  # clip learned from -> others
LEARNED, COMPARED = 3, 8  # frames
SMILES, HARDLY_COLOURED = 0.4, 4.0  # MediaPipe's score of a smile; levels between the colours of a grey picture
_SHOULDERS = ((0.12, 0.26), (0.74, 0.88))  # where clothes are at the foot, of the width
RED, DARK, NEAR = 12.0, 70.0, 30.0  # levels of a, of light, and between a wall and the colour asked for


@dataclass(frozen=True)
class Asked:
    """Words, and what they ask for; None where they do not say. `wall` is a colour, 0–255."""

    words: str
    smiling: bool | None = None
    clothes: str = ""
    wall: tuple[float, float, float] | None = None
    grey: bool = False


ASKED = (
    Asked("smiling, in a red jacket", smiling=True, clothes="red"),
    Asked("serious, in a black suit, light grey background", smiling=False, clothes="dark", wall=(194, 194, 194)),
    Asked("with a friendly smile, dark blue wall", smiling=True, wall=(31, 43, 77)),
    Asked("with a grave expression, in a red dress", smiling=False, clothes="red"),
    Asked("black and white", grey=True),
)


def evaluate_identity(
    data: Path, *, model: Path | None = None, sheet: Path | None = None, seed: int = 1,
    say: Callable[[str], None] = print,
) -> dict:  # fmt: skip
    """Learn five people from three photographs each, and draw them for the words of `ASKED`.

    Parameters
    ----------
    data : folder with talking/
    model : a generator's folder, in place of the shipped one
    sheet : a PNG to write, a row a person: a photograph, then the portraits

    Returns
    -------
    dict : likeness (median over the people of the median similarity, SFace, to photographs that were not learned from),
        lowest (of a person), alone (the same of what the generator draws for the name and the words alone), and the
        shares 0–1 in which smile, clothes, wall and grey are as asked

    Raises
    ------
    UserError : there are no such clips in `data`
    """
    pipeline = load_pipeline(model)
    near, alone, rows = [], [], []
    right: dict[str, list[bool]] = {"smile": [], "clothes": [], "wall": [], "grey": []}
    for clip, others in PEOPLE.items():
        learned, held = _frames(data, clip, others)
        images = [read_rgb(path) for path, _ in learned]
        identity = learn_identity(images, [points for _, points in learned], pipeline)
        faces = np.array([face_embedding(read_rgb(path), points) for path, points in held])
        made = [_person(pipeline, identity, one.words, seed + i) for i, one in enumerate(ASKED)]
        plain = [enlarged(_alone(pipeline, one.words, seed + i)) for i, one in enumerate(ASKED)]
        near.append(likeness(made, faces))
        alone.append(likeness(plain, faces))
        for one, picture in zip(ASKED, made, strict=True):
            for name, good in _judged(one, picture).items():
                right[name].append(good)
        rows.append(np.hstack([identity.photograph, *made]))
        say(f"{clip}: likeness {near[-1]:.2f}, of the generator alone {alone[-1]:.2f}")
    if sheet is not None:
        _write(sheet, rows)
    return {
        "likeness": round(float(np.median(near)), 4), "lowest": min(near), "alone": round(float(np.median(alone)), 4),
        **{name: round(float(np.mean(values)), 4) for name, values in right.items()},
    }  # fmt: skip


def _person(pipeline, identity: Identity, words: str, seed: int) -> np.ndarray:
    import torch

    return draw_person(pipeline, identity, words, torch.Generator().manual_seed(seed))


def _alone(pipeline, words: str, seed: int) -> np.ndarray:
    import torch

    generator = torch.Generator().manual_seed(seed)
    return np.asarray(pipeline(named("Ruth", words), generator=generator, output_type="np").images[0])


def _frames(data: Path, clip: str, others: tuple[str, ...]) -> tuple[list, list]:
    """(path, landmarks) of the frames that are learned from, and of those that are compared with."""
    shown = _frontal(data, clip)
    held = [frame for other in others for frame in _frontal(data, other)] or shown[2 * len(shown) // 3 :]
    shown = shown if others else shown[: len(shown) // 2]
    return _spread(shown, LEARNED), _spread(held, COMPARED)


def _spread(frames: list, count: int) -> list:
    return [frames[i] for i in np.linspace(0, len(frames) - 1, count).round().astype(int)]


def _frontal(data: Path, clip: str) -> list[tuple[Path, np.ndarray]]:
    """(path, landmarks) of the frames of a clip that face us."""
    folder = data / "talking" / f"clip{clip}"
    if not (folder / "tracks.npz").is_file():
        raise UserError("There is no folder talking/ with clip{clip} in {folder}.", clip=clip, folder=data)
    tracks = np.load(folder / "tracks.npz")
    found = []
    for number in tracks["frames"][tracks["valid"][tracks["frames"]]]:
        points = tracks["landmarks"][number]
        place = placement(points)
        if aside(points[:, :2] @ place[:, :2].T + place[:, 2]) < ASIDE:
            found.append((folder / f"{number:05d}.jpg", points))
    return found


def _judged(asked: Asked, picture: np.ndarray) -> dict[str, bool]:
    import cv2

    height, width = picture.shape[:2]
    judged = {"grey": bool((np.ptp(picture.astype(int), axis=2).mean() < HARDLY_COLOURED) == asked.grey)}
    if asked.smiling is not None:
        faces = find_faces(picture)
        smile = max((sum(face.scores[INDEX[f"mouthSmile{s}"]] for s in ("Left", "Right")) / 2 for face in faces),
                    default=-1.0)  # fmt: skip
        judged["smile"] = bool((smile > SMILES) == asked.smiling)
    if asked.clothes:
        foot = cv2.cvtColor(picture[int(0.93 * height) :], cv2.COLOR_RGB2LAB).astype(float)
        sides = np.concatenate([foot[:, int(a * width) : int(b * width)].reshape(-1, 3) for a, b in _SHOULDERS])
        light, red, _ = np.median(sides, axis=0) - (0, 128, 128)
        judged["clothes"] = bool(red > RED if asked.clothes == "red" else light < DARK)
    if asked.wall is not None:
        corners = [picture[: height // 12, : width // 8], picture[: height // 12, -(width // 8) :]]
        seen = np.median(np.concatenate([corner.reshape(-1, 3) for corner in corners]), axis=0)
        judged["wall"] = bool(np.linalg.norm(seen - asked.wall) < NEAR * np.sqrt(3))
    return judged


def _write(path: Path, rows: list[np.ndarray]) -> None:
    import cv2

    from revive.provenance import Provenance
    from revive.provenance.pictures import write_picture

    smaller = [cv2.resize(row, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for row in rows]
    write_picture(np.vstack(smaller), path, Provenance("portrait"), seen=False)
