"""With a photograph the person stays, and the words change the rest."""

import numpy as np
import pytest

from revive.core.errors import UserError
from revive.generator import generate_portrait
from tests.answers import FAMILY

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def looks(hopper):
    return {
        words: generate_portrait(words, photo=hopper, seed=3, consent=FAMILY)[0]
        for words in ("", "smiling happily", "black and white")
    }


def test_the_person_stays(looks, hopper_portrait):
    for one in looks.values():
        assert one.picture.shape == hopper_portrait.image.shape
        assert one.likeness > 0.7


def test_the_words_change_expression_and_light(looks, seen):
    from revive.face.blendshapes import INDEX

    smiles = {words: seen(one.picture).scores[INDEX["mouthSmileLeft"]] for words, one in looks.items()}
    assert smiles["smiling happily"] > smiles[""] + 0.15
    assert np.ptp(looks["black and white"].picture.astype(int), axis=2).max() == 0
    assert np.ptp(looks[""].picture.astype(int), axis=2).mean() > 10


def test_without_words_little_changes(looks, hopper_portrait):
    assert np.abs(looks[""].picture.astype(int) - hopper_portrait.image).mean() < 12


def test_the_seed_makes_the_look(hopper):
    first, again, other = (
        generate_portrait("playful", photo=hopper, seed=seed, consent=FAMILY)[0].picture for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_picture_without_a_face(tmp_path):
    from PIL import Image

    path = tmp_path / "wall.png"
    Image.new("RGB", (300, 300), "grey").save(path)
    with pytest.raises(UserError, match="No face"):
        generate_portrait("smiling", photo=path, consent=FAMILY)
