"""The colouriser learns: from portraits drawn here, whose skin is one colour and whose cloth another."""

import cv2
import numpy as np
import pytest

from revive.generator.frame import HEIGHT, POINTS, WIDTH
from revive.restore.colour import colourise
from revive.training.common.portraits import Portraits
from revive.training.restore import colouriser
from revive.training.restore.colouriser import _sample, evaluate, train_network

pytestmark = [pytest.mark.slow, pytest.mark.long]


@pytest.fixture(scope="module")
def portraits() -> Portraits:
    draw = np.random.default_rng(0)
    pictures, mattes = [], []
    for _ in range(14):
        picture = np.full((HEIGHT, WIDTH, 3), draw.integers(60, 200, 3), np.uint8)
        matte = np.zeros((HEIGHT, WIDTH), np.uint8)
        for shape, colour in (((96, 220), (40, 40, 120)), ((96, 110), (210, 150, 120))):
            skin = tuple((np.array(colour) * draw.uniform(0.8, 1.1)).tolist())
            for target, value in ((picture, skin), (matte, (255.0,))):
                cv2.ellipse(target, shape, (55 if shape[1] < 200 else 90, 75), 0, 0, 360, value, -1)
        pictures.append(picture)
        mattes.append(matte)
    count = len(pictures)
    told = [{"is_grayscale": "0"}] * count
    shapes, scores = np.zeros((count, POINTS, 2), np.float32), np.zeros((count, 52), np.float32)
    return Portraits([f"{i}.jpg" for i in range(count)], np.array(pictures), np.array(mattes), shapes, scores, told)


@pytest.fixture(scope="module")
def trained(portraits, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(colouriser, "BATCH", 2)
        path = tmp_path_factory.mktemp("colour") / "colour.checkpoint"
        return train_network(portraits, np.arange(1, 12), checkpoint=path, seed=1, steps=(40, 4), say=lambda line: None)


def test_it_beats_one_colour_everywhere(trained, portraits):
    figures = evaluate(trained, portraits, np.array([0, 12]))
    assert figures["colour"] < figures["mean colour"] < figures["grey"]


def test_light_stays_and_strength_counts(trained, portraits):
    grey = np.repeat(cv2.cvtColor(portraits.pictures[0], cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
    plain, weak, strong = (colourise(grey, strength=s, net=trained) for s in (0.0, 0.4, 1.0))
    assert np.abs(plain.astype(int) - grey).max() <= 2

    def chroma(picture):
        return np.ptp(picture.astype(int), axis=2).mean()

    assert chroma(plain) <= 2 < chroma(weak) < chroma(strong)
    light = [cv2.cvtColor(p, cv2.COLOR_RGB2LAB)[..., 0].astype(int) for p in (plain, strong)]
    assert np.abs(light[0] - light[1]).mean() < 2


def test_a_sample_keeps_what_belongs_together(portraits):
    light, colours, weights = _sample(portraits.pictures[1], portraits.mattes[1], np.random.default_rng(3))
    assert light.shape[1:] == colours.shape[1:] == weights.shape[1:]
    assert light.min() >= 0 and light.max() <= 1
    person = weights[0] > 0.9
    assert person.any() and not person.all()
    assert colours[0][person].mean() != pytest.approx(colours[0][~person].mean(), abs=1e-3)
