"""A photograph is taken as it is meant to be seen."""

import numpy as np
import pytest
from PIL import Image

from revive.face.photograph import OTHER_PAGE, TURNED, read_photograph
from revive.portrait import make_portrait

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_it_is_turned_upright_by_the_face(hopper, tmp_path, quarters):
    """And said in one line."""
    picture = np.asarray(Image.open(hopper).convert("RGB"))
    Image.fromarray(np.rot90(picture, -quarters)).save(tmp_path / "a.png")
    portrait, straight = make_portrait(tmp_path / "a.png", size=600), make_portrait(hopper, size=600)
    assert portrait.image.shape == straight.image.shape
    assert abs(np.array(portrait.face.box) - straight.face.box).max() < 6
    assert portrait.notes == ((TURNED[quarters],) if quarters else ())


def test_of_several_pages_the_one_with_a_face(hopper, tmp_path):
    """Even where a larger one, of a letter, has none; in a file of pages and in an animation."""
    face = Image.open(hopper).convert("RGB").resize((300, 360))
    letter = Image.new("RGB", (700, 800), "white")
    letter.save(tmp_path / "a.tif", save_all=True, append_images=[face])
    dark = Image.new("RGB", face.size)
    dark.save(tmp_path / "a.gif", save_all=True, append_images=[dark, face, face, face])
    for name in ("a.tif", "a.gif"):
        found = read_photograph(tmp_path / name, size=600)
        assert found.faces and found.image.shape == (360, 300, 3) and found.notes == (OTHER_PAGE,)


def test_without_a_face_it_stays_as_it_is(tmp_path):
    Image.new("RGB", (300, 200), "white").save(tmp_path / "a.png")
    found = read_photograph(tmp_path / "a.png", size=600)
    assert not found.faces and found.image.shape == (200, 300, 3) and not found.notes
