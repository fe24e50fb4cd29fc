"""Detail at the photograph's own size: lines that were kept, edges without halos, grain like the photograph's."""

import numpy as np
import pytest

from revive.animator.detail import TILE, Detail, Grain, Opening, kept_lines, steepened
from revive.animator.rig import build_rig

STRIPES = np.repeat(np.where(np.arange(48) // 4 % 2, 180, 60)[None, :, None], 40, axis=0) * np.ones(3)


def test_lines_are_kept_where_both_have_them():
    made = 0.5 * STRIPES + 40
    assert kept_lines(STRIPES, STRIPES).mean() > 0.95
    assert kept_lines(STRIPES, made).mean() == pytest.approx(0.5, abs=0.05)
    assert kept_lines(STRIPES, np.full_like(STRIPES, 120)).max() < 1e-4
    assert kept_lines(STRIPES, 240 - STRIPES).max() < 1e-4  # what was bright has become dark: another thing


def test_edges_become_steeper_without_a_halo():
    edge = 100 + 100 / (1 + np.exp(-(np.arange(40) - 19.5) / 1.2))
    soft = np.repeat(edge[None, :, None], 20, axis=0).repeat(3, axis=2).astype(np.float32)
    sharp = steepened(soft, 2.25)
    assert sharp.min() >= soft.min() and sharp.max() <= soft.max()
    assert np.diff(sharp[10, :, 0]).max() > 1.3 * np.diff(soft[10, :, 0]).max()


def test_grain_is_as_strong_as_the_skins_and_moves_with_the_face():
    rng = np.random.default_rng(1)
    noise = rng.normal(0, 4, (200, 200, 1))
    image = np.clip(128 + noise, 0, 255).repeat(3, axis=2).astype(np.uint8)
    grain = Grain(image, np.array([[100.0, 100.0]]), 2.0)
    still, moved = (grain.over(np.array([[1.0, 0, x], [0, 1.0, 0]]), (TILE, TILE)) for x in (0, 5))
    assert 2.0 < still.std() < 4.5
    assert np.allclose(still[:, :-5], moved[:, 5:], atol=1e-3)
    smooth = Grain(np.full((200, 200, 3), 128, np.uint8), np.array([[100.0, 100.0]]), 2.0)
    assert np.abs(smooth.over(np.eye(2, 3), (TILE, TILE))).max() < 0.01


@pytest.mark.parametrize("mirrored", [1.0, -1.0])
def test_an_opening_has_its_drawn_lines_at_full_size_and_nothing_beyond_it_changes(hopper_portrait, mirrored):
    """Stripes of the warp that the generator made half as strong, in a region of half the window's size."""
    import cv2

    before = np.repeat(STRIPES[:, :, None, :], 2, axis=2).reshape(40, 96, 3).repeat(2, axis=0).astype(np.uint8)
    before = cv2.GaussianBlur(before, (0, 0), 0.5)
    rest = np.array([[2.0 * mirrored, 0, 0 if mirrored > 0 else 95], [0, 2.0, 0]])
    drawn = cv2.warpAffine(before, rest, (48, 40), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP).astype(np.float32)
    own = np.zeros((40, 48), np.float32)
    own[12:28, 12:36] = 1
    opening = Opening.of(0.5 * drawn + 60, drawn, own, rest)
    assert opening is not None
    rig = build_rig(hopper_portrait)
    window = before.copy()
    Detail(hopper_portrait.image, rig, rest, 120.0).lay(window, before, *opening)
    changed = np.abs(window.astype(int) - before).max(axis=2) > 0
    assert changed[32:48, 32:64].mean() > 0.5 and not changed[:20].any() and not changed[:, :20].any()
    wanted = 0.5 * before[32:48, 32:64].astype(float) + 60
    assert np.abs(window[32:48, 32:64] - wanted).mean() < 12
    assert Opening.of(drawn, drawn, 0 * own, rest) is None
