"""The shipped generator does what the words ask; seen by MediaPipe, or by colours in known places."""

import functools
from collections.abc import Sequence

import cv2
import numpy as np
import pytest
import torch

from revive.face.blendshapes import INDEX
from revive.face.detection import find_faces
from revive.face.matte import person_matte
from revive.generator import generate_portrait
from revive.generator.frame import HEIGHT, WIDTH
from revive.generator.loading import WEIGHTS, load_pipeline

pytestmark = [pytest.mark.slow, pytest.mark.long]

SEEDS = 6
FOREHEAD = 10  # a mesh point
HAIR, SHOULDERS = (slice(14, 40), slice(80, 112)), (slice(222, 238), slice(150, 180))


@functools.cache
def drawn(words: str) -> np.ndarray:
    """(SEEDS, H, W, 3), portraits for these words; nobody picked them."""
    pipeline = load_pipeline()
    return np.concatenate([
        np.asarray(pipeline(words, generator=torch.Generator().manual_seed(seed), output_type="np").images)
        for seed in range(SEEDS)
    ])  # fmt: skip


@functools.cache
def faces(words: str) -> list:
    return [next(iter(find_faces(picture)), None) for picture in large(drawn(words))]


def large(pictures: np.ndarray) -> list[np.ndarray]:
    """Of 384 by 480 pixels, in which faces are found."""
    return [cv2.resize(picture, (384, 480), interpolation=cv2.INTER_CUBIC) for picture in pictures]


def small(pictures: Sequence[np.ndarray] | np.ndarray) -> np.ndarray:
    """Of 192 by 240 pixels, in which colours have their places."""
    return np.array([cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA) for picture in pictures])


def smile(words: str) -> float:
    return float(np.mean([f.scores[[INDEX["mouthSmileLeft"], INDEX["mouthSmileRight"]]].mean() for f in faces(words)]))


def light(words: str, zone: tuple[slice, slice]) -> float:
    return float(np.median(small(drawn(words))[:, *zone]))


def test_black_and_white_or_colour():
    assert np.ptp(drawn("an old man, black and white").astype(int), axis=3).max() == 0
    assert np.ptp(drawn("an old man").astype(int), axis=3).mean() > 15


def test_smiling_or_serious():
    assert smile("a man, smiling broadly") > smile("a man with a serious face, not smiling") + 0.35


def test_white_hair_or_black():
    assert light("a man with white hair", HAIR) > light("a man with black hair", HAIR) + 60


def test_a_red_jacket_or_a_dark_one():
    red, _, blue = np.median(small(drawn("a woman in a red jacket"))[:, *SHOULDERS].reshape(-1, 3), axis=0)
    assert red > blue + 40
    assert light("a man in a black suit", SHOULDERS) < 70


def hair(words: str) -> float:
    """How much of a person there is above the forehead, in squares of the face's width."""
    found = []
    for picture, face in zip(large(drawn(words)), faces(words), strict=True):
        matte = person_matte(picture, face.landmarks)
        found.append(matte[: int(face.landmarks[FOREHEAD, 1])].sum() / np.ptp(face.landmarks[:, 0]) ** 2)
    return float(np.mean(found))


def test_a_man_or_a_woman():
    """Old women's hair is higher than old men's in what it learned from."""
    assert hair("an elderly woman") > hair("an elderly man") + 0.15


@pytest.mark.parametrize("words", ["a man", "an elderly woman with glasses", "a young man, monochrome", "grandmother"])
def test_a_face_with_its_parts_in_their_places(words):
    found = faces(words)
    assert None not in found
    for face in found:
        right, left = (face.landmarks[i, :2] for i in (468, 473))
        across = np.linalg.norm(left - right)
        assert abs((left - right)[1]) < 0.15 * across
        assert 80 < across < 120
        assert face.turn < 30


def test_seeds_are_different_people():
    from revive.face.identity import SAME, face_embedding

    words = "a middle-aged man"
    seen = zip(large(drawn(words)), faces(words), strict=True)
    known = np.array([face_embedding(picture, face.landmarks) for picture, face in seen])
    alike = (known @ known.T)[np.triu_indices(SEEDS, 1)]
    assert np.median(alike) < SAME


def test_chinese_is_understood():
    assert np.ptp(generate_portrait("老先生，黑白照片", seed=1)[0].picture.astype(int), axis=2).max() == 0
    red, _, blue = np.median(
        small([generate_portrait("女士，红色外套", seed=1)[0].picture])[0][SHOULDERS].reshape(-1, 3), axis=0
    )
    assert red > blue + 30


def test_the_folder_is_small_and_holds_no_code():
    files = [path for path in WEIGHTS.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} <= {".json", ".safetensors", ".md", ".jpg"}
    assert sum(path.stat().st_size for path in files) < 40e6
