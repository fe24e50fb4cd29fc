"""Pictures come into the frame, to the mean shape and back."""

import cv2
import numpy as np
import pytest

from revive.generator.frame import (
    ANGLES,
    CENTRE,
    HEIGHT,
    LEFT_PUPIL,
    MESH,
    PLACES,
    POINTS,
    RIGHT_PUPIL,
    WIDTH,
    Frame,
    placed,
    placement,
    shape_of,
)
from revive.generator.render import render


@pytest.fixture(scope="module")
def put(hopper_portrait):
    """The picture, the matte and the shape of a photograph, in the frame."""
    from revive.face.matte import person_matte

    landmarks = hopper_portrait.face.landmarks
    place = placement(landmarks)
    mesh = landmarks[:, :2] @ place[:, :2].T + place[:, 2]
    matte = placed(person_matte(hopper_portrait.image, landmarks), place)
    return placed(hopper_portrait.image, place), matte, shape_of(mesh, matte)


def test_the_eyes_come_to_their_places(put):
    picture, _, shape = put
    assert picture.shape == (HEIGHT, WIDTH, 3)
    assert np.abs(shape[[RIGHT_PUPIL, LEFT_PUPIL]] - PLACES[:2]).max() < 6


def test_the_outline_goes_round_the_head(put):
    _, matte, shape = put
    assert shape.shape == (POINTS, 2)
    ring = shape[MESH : MESH + len(ANGLES)]
    inner, outer = (CENTRE + share * (ring - CENTRE) for share in (0.85, 1.15))

    def mean(points):
        x, y = points.round().astype(int).T
        inside = (x >= 0) & (x < WIDTH) & (y >= 0) & (y < HEIGHT)
        return matte[y[inside], x[inside]].mean()

    assert mean(inner) > 0.85
    assert mean(outer[5:-5]) < 0.35


@pytest.mark.slow
def test_to_the_mean_shape_and_back(put):
    picture, _, shape = put
    draw = np.random.default_rng(0)
    bent = (
        shape
        + 3 * np.column_stack([np.sin(shape[:, 1] / 40), np.cos(shape[:, 0] / 35)])
        + draw.normal(0, 0.2, shape.shape)
    )
    frame = Frame(bent)
    texture = frame.texture(picture, shape)
    again = frame.picture(texture, shape)
    middle = (slice(60, 200), slice(40, 150))
    away = np.abs(again[middle].astype(float) - picture[middle]).mean()
    assert away < 4
    assert away < 0.5 * np.abs(texture[middle].astype(float) - picture[middle]).mean()


def test_a_picture_of_the_mean_shape_stays_as_it_is(put):
    picture, _, shape = put
    texture = Frame(shape).texture(picture, shape)
    assert np.abs(texture[20:220, 20:170].astype(float) - picture[20:220, 20:170]).mean() < 1.5


def test_a_larger_picture_is_warped_as_the_small_one_is(put):
    picture, _, shape = put
    draw = np.random.default_rng(1)
    frame = Frame(shape + draw.normal(0, 1, shape.shape))
    large = cv2.resize(picture, (2 * WIDTH, 2 * HEIGHT), interpolation=cv2.INTER_CUBIC)
    texture = frame.texture(large, shape)
    assert texture.shape == (2 * HEIGHT, 2 * WIDTH, 3)
    halved = cv2.resize(texture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA).astype(float)
    assert np.abs(halved - frame.texture(picture, shape))[20:220, 20:170].mean() < 3


def test_above_the_outline_of_the_hair_there_is_the_wall(put):
    """A texture that is a white person to its edges, as where a photograph cut the hair off."""
    shape = put[2].copy()
    ring = slice(MESH, MESH + len(ANGLES))
    shape[ring] = CENTRE + 80 * np.column_stack([np.sin(ANGLES), -np.cos(ANGLES)])
    wall = np.zeros(9)
    picture = render(Frame(shape), shape, np.ones((4, HEIGHT, WIDTH)), wall, 1.0, np.random.default_rng(0))
    top = round(CENTRE[1] - 80)
    assert picture[: top - 5, 80:112].max() < 10 and picture[top + 8 :, 80:112].min() > 245


def test_a_photograph_comes_into_the_frame_at_either_scale(hopper_portrait):
    place = placement(hopper_portrait.face.landmarks)
    small, large = (placed(hopper_portrait.image, place, scale=scale) for scale in (1, 2))
    assert large.shape == (2 * HEIGHT, 2 * WIDTH, 3)
    halved = cv2.resize(large, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA).astype(float)
    assert np.abs(halved - small).mean() < 4


@pytest.mark.slow
def test_a_portrait_is_told_by_its_code(tiny):
    """What a generator drew is told again by the code it was drawn from, as far as its texture is the person's."""
    import torch

    from revive.generator.encode import Seen, encode
    from revive.generator.loading import load_fresh

    pipeline = load_fresh(tiny)
    decoder = pipeline.decoder
    for name in ("shape", "head", "body"):  # as principal components are
        basis = getattr(decoder, f"{name}_basis")
        basis.copy_(torch.linalg.qr(basis.T)[0].T)
    code = torch.randn(1, decoder.size, generator=torch.Generator().manual_seed(1))
    shape = decoder.parts(code)[0][0].numpy()
    seen = Seen(np.full((240, 192, 3), 90, np.uint8), np.zeros((240, 192), np.uint8), shape)
    found = encode(seen, np.zeros((4, 240, 192), np.uint8), pipeline)
    assert found.shape == (decoder.size,)
    assert found[: decoder.config.shapes] == pytest.approx(
        code[0, : decoder.config.shapes].numpy().clip(-3, 3), abs=1e-2
    )
    assert found[-1] == 1
