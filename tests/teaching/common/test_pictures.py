"""Pictures that cannot be read are an error."""

import cv2
import numpy as np
import pytest

from revive.core.errors import UserError
from revive.teaching.common.pictures import jpeg, read_grey, read_rgb


def test_colours_come_in_order_and_light_alone(tmp_path):
    picture = np.zeros((8, 6, 3), np.uint8)
    picture[..., 0] = 200
    cv2.imwrite(str(tmp_path / "red.png"), picture[..., ::-1])
    assert np.array_equal(read_rgb(tmp_path / "red.png"), picture)
    assert read_grey(tmp_path / "red.png").shape == (8, 6)
    (tmp_path / "letter.png").write_text("no picture")
    with pytest.raises(UserError, match=r"letter\.png cannot be read"):
        read_rgb(tmp_path / "letter.png")


def test_compression_loses_a_little():
    picture = np.random.default_rng(0).integers(0, 255, (32, 32, 3), np.uint8)
    coarse, fine = (np.abs(jpeg(picture, quality).astype(int) - picture).mean() for quality in (30, 95))
    assert 0 < fine < coarse
    assert jpeg(picture[..., 0], 90).shape == (32, 32)
