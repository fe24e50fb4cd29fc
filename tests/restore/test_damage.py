"""Damage that somebody has painted over is filled, on the command line as in Python; what is not painted stays."""

import numpy as np
import pytest
from PIL import Image

from revive.__main__ import main
from revive.core.errors import UserError
from revive.restore.damage import fitting


@pytest.mark.slow
@pytest.mark.parametrize("ground", ["transparent", "black"])
def test_what_is_painted_is_filled(hopper, tmp_path, ground):
    with Image.open(hopper) as picture:
        torn = np.array(picture.convert("RGB"))
    torn[20:24] = 0
    Image.fromarray(torn).save(tmp_path / "torn.png")
    mask = Image.new("RGBA", torn.shape[1::-1], (0, 0, 0, 0 if ground == "transparent" else 255))
    mask.paste("#ff3b30" if ground == "transparent" else "white", (0, 18, torn.shape[1], 26))
    mask.save(tmp_path / "mask.png")
    out = tmp_path / "out.png"
    told = ["--damage", str(tmp_path / "mask.png"), "--relation", "her son", "--basis", "family", "--adult"]
    assert main(["restore", str(tmp_path / "torn.png"), "--out", str(out), *told]) == 0
    with Image.open(out) as picture:
        healed = np.array(picture.convert("RGB")).astype(int)
    assert healed[20:24].mean() > 60
    assert np.abs(healed[40:] - torn[40:]).mean() < 3  # but for the mark


def test_masks_that_do_not_fit():
    image = np.zeros((40, 60, 3), np.uint8)
    with pytest.raises(UserError, match="Nothing is marked"):
        fitting(np.zeros((40, 60), bool), image)
    with pytest.raises(UserError, match="same proportions"):
        fitting(np.ones((10, 10), bool), image)
    assert fitting(np.ones((20, 30), bool), image).shape == (40, 60)
