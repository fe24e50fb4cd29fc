"""Signing that is done somewhere else: nothing is signed, no key is made, and what is signed later is the same."""

import numpy as np
import pytest
from PIL import Image

from revive.core.home import home
from revive.provenance import Ingredient, Provenance, check_keys, sign, verify
from revive.provenance.postponed import Unsigned, is_postponed, signing_postponed


@pytest.fixture
def picture(tmp_path, monkeypatch):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    path = tmp_path / "portrait.png"
    Image.fromarray(np.full((64, 64, 3), 120, np.uint8)).save(path)
    return path


def test_nothing_is_signed_and_no_key_is_made(picture):
    before, made = picture.read_bytes(), Provenance("portrait", seed=3)
    with signing_postponed() as unsigned:
        check_keys()
        sign(picture, made)
    assert unsigned == [Unsigned(made)] and picture.read_bytes() == before
    assert not (home() / "keys").exists() and not is_postponed()


@pytest.mark.slow
def test_what_was_noted_is_signed_later_with_the_photographs_history(picture, tmp_path):
    photo = tmp_path / "photo.png"
    photo.write_bytes(picture.read_bytes())
    sign(photo, Provenance("portrait"))
    with signing_postponed() as unsigned:
        sign(picture, Provenance("photograph", seed=3), ingredient=photo)
    (left,) = unsigned
    assert left.history and left.history["state"] in ("Valid", "Trusted")
    sign(picture, left.made, ingredient=Ingredient(photo, left.history))
    told = verify(picture).manifest
    assert told.ours and told.state == "valid" and told.facts and told.facts["seed"] == "3"
