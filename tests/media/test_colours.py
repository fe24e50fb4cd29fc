"""Photographs with a colour profile look as they do where profiles are understood."""

import numpy as np
import pytest
from PIL import Image
from skimage.color import deltaE_cie76, rgb2lab

from revive.media.photo import read_photo
from tests.media.profiles import DISPLAY_P3, PROPHOTO, SRGB, cmyk_profile, grey_profile, rgb_profile

RAMP = np.arange(256, dtype=np.uint8)[None].repeat(64, axis=0)


def colours(wide: float, tile: int = 4) -> np.ndarray:
    """(64, 64, 3) uint8, colours that are `wide` (0–1) of the saturation there can be."""
    draw = np.random.default_rng(0)
    tiles = draw.uniform(0.1, 0.9, (64 // tile, 64 // tile, 3))
    grey = tiles.mean(axis=2, keepdims=True)
    return (255 * (grey + wide * (tiles - grey))).round().astype(np.uint8).repeat(tile, axis=0).repeat(tile, axis=1)


def in_srgb(pixels: np.ndarray, primaries, gamma: float) -> np.ndarray:
    """The levels of sRGB, by the definition of the profile."""
    light = (pixels / 255) ** gamma @ np.array(primaries) @ np.linalg.inv(np.array(SRGB))
    light = light.clip(0, 1)
    return 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def away(image: np.ndarray, truth: np.ndarray) -> float:
    """The mean difference of colours, ΔE of 1976."""
    return float(deltaE_cie76(rgb2lab(image / 255), rgb2lab(truth / 255)).mean())


@pytest.mark.parametrize("primaries", [DISPLAY_P3, PROPHOTO], ids=["Display P3", "ProPhoto"])
@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_wide_profiles_are_brought_to_srgb(tmp_path, primaries, kind):
    pixels, path = colours(0.5), tmp_path / "a"
    lossless = {"lossless": True} if kind == "WEBP" else {}
    Image.fromarray(pixels).save(path, kind, icc_profile=rgb_profile(primaries, 1.8), **lossless)
    truth = in_srgb(pixels, primaries, 1.8)
    assert away(pixels, truth) > 3
    assert away(read_photo(path, size=64), truth) < 0.7


def test_a_profile_with_two_colours_exchanged_exchanges_them(tmp_path):
    pixels = colours(1)
    swapped = rgb_profile((SRGB[1], SRGB[0], SRGB[2]))
    Image.fromarray(pixels).save(tmp_path / "a.jpg", icc_profile=swapped, quality=98, subsampling=0)
    assert away(read_photo(tmp_path / "a.jpg", size=64), in_srgb(pixels[..., [1, 0, 2]], SRGB, 2.2)) < 1


def test_srgb_by_another_name_changes_no_pixel(tmp_path):
    from PIL import ImageCms

    pixels = colours(1)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.fromarray(pixels).save(tmp_path / "a.png", icc_profile=profile)
    assert (read_photo(tmp_path / "a.png", size=64) == pixels).all()


def test_grey_has_a_profile_of_its_own_or_one_of_colours(tmp_path):
    truth = in_srgb(RAMP[..., None].repeat(3, axis=2), SRGB, 1.0)
    for name, profile in (("grey", grey_profile(1.0)), ("colours", rgb_profile(SRGB, 1.0))):
        Image.fromarray(RAMP).save(tmp_path / f"{name}.png", icc_profile=profile)
        assert away(read_photo(tmp_path / f"{name}.png", size=256), truth) < 0.7


def test_inks_are_as_light_as_their_profile_says(tmp_path):
    inks = np.zeros((64, 64, 4), np.uint8)
    inks[:32] = 255
    Image.fromarray(inks, mode="CMYK").save(tmp_path / "a.tif", icc_profile=cmyk_profile())
    image = read_photo(tmp_path / "a.tif", size=64)
    assert image[:30].max() < 5 and image[34:].min() > 250
    inks[:32] = (0, 0, 0, 255)  # one ink of four: a quarter darker, where a reader without the profile sees black
    Image.fromarray(inks, mode="CMYK").save(tmp_path / "b.tif", icc_profile=cmyk_profile())
    assert abs(rgb2lab(read_photo(tmp_path / "b.tif", size=64)[:30] / 255)[..., 0] - 75).max() < 2


@pytest.mark.parametrize(
    "profile",
    [b"no profile", rgb_profile(DISPLAY_P3)[:200], rgb_profile(DISPLAY_P3)[:-20], grey_profile(1.0), cmyk_profile(),
     rgb_profile(((0.0, 0.0, 0.0),) * 3)],
    ids=["words", "cut off in its table", "cut off", "of grey", "of inks", "all black"],
)  # fmt: skip
def test_a_profile_that_is_damaged_or_of_other_colours_is_ignored(tmp_path, profile):
    pixels = colours(1)
    Image.fromarray(pixels).save(tmp_path / "a.png", icc_profile=profile)
    assert (read_photo(tmp_path / "a.png", size=64) == pixels).all()


def test_colours_of_lab(tmp_path):
    lab = np.full((16, 16, 3), (128, 0, 0), np.uint8)
    lab[:8] = (255, 0, 0)
    Image.fromarray(lab, mode="LAB").save(tmp_path / "a.tif")
    image = read_photo(tmp_path / "a.tif", size=64)
    assert image[:8].min() > 250 and abs(rgb2lab(image[8:] / 255)[..., 0] - 50).max() < 2
