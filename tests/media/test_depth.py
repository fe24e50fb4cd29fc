"""Scans with more than 8 bits a colour are as bright as they were seen."""

import cv2
import numpy as np
import pytest
from PIL import Image

from revive.media.photo import read_photo

RAMP = np.linspace(0, 1, 64)[None].repeat(48, axis=0)


def numbers(bits: int) -> np.ndarray:
    return (RAMP * (2**bits - 1)).round().astype(np.uint16)


@pytest.mark.parametrize("bits", [10, 12, 14, 16])
@pytest.mark.parametrize("ending", [".png", ".tiff"])
@pytest.mark.parametrize("bands", [1, 3])
def test_fewer_bits_in_numbers_of_sixteen(tmp_path, bits, ending, bands):
    values = numbers(bits) if bands == 1 else np.stack([numbers(bits)] * 3, axis=2) // (1, 2, 4)
    cv2.imwrite(str(tmp_path / f"a{ending}"), values.astype(np.uint16)[..., ::-1] if bands == 3 else values)
    image = read_photo(tmp_path / f"a{ending}", size=64).astype(float)
    for band, share in enumerate((1, 2, 4) if bands == 3 else (1, 1, 1)):
        assert abs(image[..., band] - 255 * RAMP / share).max() < 1.3


def test_a_transparent_one_keeps_its_transparency(tmp_path):
    values = np.stack([numbers(12)] * 3 + [np.full(RAMP.shape, 65535, np.uint16)], axis=2)
    values[:24, :, 3] = 0
    cv2.imwrite(str(tmp_path / "a.png"), values)
    image = read_photo(tmp_path / "a.png", size=64)
    assert (image[:24] == 255).all() and abs(image[24:, :, 0] - 255 * RAMP[24:]).max() < 1.3


def test_the_tags_tell_what_is_white(tmp_path):
    """A dark picture of 12 bits is dark, where its tag says that there are 12."""
    Image.fromarray(numbers(10)).save(tmp_path / "a.tif", tiffinfo={281: 4095})
    assert abs(int(read_photo(tmp_path / "a.tif", size=64).max()) - 64) <= 1
    Image.fromarray(numbers(10)).save(tmp_path / "b.tif")
    assert read_photo(tmp_path / "b.tif", size=64).max() == 255


def test_a_negative_scale_is_turned_round(tmp_path):
    Image.fromarray(4095 - numbers(12)).save(tmp_path / "a.tif", tiffinfo={262: 0, 281: 4095})
    assert abs(read_photo(tmp_path / "a.tif", size=64)[..., 0] - 255 * RAMP).max() < 1.3


def test_numbers_with_a_point_are_of_0_to_1(tmp_path):
    Image.fromarray(RAMP.astype(np.float32)).save(tmp_path / "a.tif")
    assert abs(read_photo(tmp_path / "a.tif", size=64)[..., 0] - 255 * RAMP).max() < 1.3
