"""What finds scratches learns: from damage drawn on pictures made here."""

import numpy as np
import pytest

from revive.training.restore import scratches
from revive.training.restore.damage import aged, damaged
from revive.training.restore.scratches import evaluate, sample, train_network

pytestmark = [pytest.mark.slow, pytest.mark.long]


@pytest.fixture(scope="module")
def pictures() -> list[np.ndarray]:
    y, x = np.mgrid[0:150, 0:150] / 150
    return [(0.45 + 0.2 * np.sin(5 * x + i) * np.cos(4 * y - i)).astype(np.float32) for i in range(6)]


def test_damage_is_where_the_mask_says(pictures):
    draw = np.random.default_rng(1)
    seen = 0
    for picture in pictures * 4:
        torn, mask = damaged(picture, draw)
        seen += mask.sum()
        assert np.abs(torn - picture)[~mask].mean() < 0.02
        assert not mask.any() or np.abs(torn - picture)[mask].mean() > 0.1
        old = aged(torn, draw)
        assert old.min() >= 0 and old.max() <= 1 and old.dtype == np.float32
    assert seen > 1000


def test_it_learns_to_find_it_and_goes_on(pictures, tmp_path, monkeypatch):
    monkeypatch.setattr(scratches, "BATCH", 4)
    monkeypatch.setattr(scratches, "SIDE", 64)
    monkeypatch.setattr(scratches, "_EVERY", 20)
    lines: list[str] = []
    told = {"checkpoint": tmp_path / "scratches.checkpoint", "seed": 1, "say": lines.append}
    train_network(pictures, steps=20, **told)
    net = train_network(pictures, steps=90, **told)
    assert "resuming at step 20" in lines
    figures = evaluate(net, pictures[:3])
    assert figures["found"] > 0.4 and figures["right"] > 0.4 and figures["false"] < 0.05


def test_a_sample_of_a_small_picture(monkeypatch):
    light, mask = sample(np.full((90, 70), 0.5, np.float32), np.random.default_rng(2))
    assert light.shape == mask.shape == (scratches.SIDE, scratches.SIDE)
