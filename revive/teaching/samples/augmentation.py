"""Other lights, cameras and prints for the same sample: what is done to the warp is done to the truth.

All of it is drawn from a NumPy generator, so that the same seed and step give the same pictures.
"""

from __future__ import annotations

import functools

import numpy as np

from revive.animator.region import PIXELS, Region, share
from revive.face.expression_basis import expression_basis
from revive.face.mesh import mirror_points
from revive.teaching.common.pictures import jpeg
from revive.teaching.samples.region_samples import STRETCH_STEP, RegionSample


def draw_batch(
    region: Region, chosen: list[tuple[RegionSample, int]], rng: np.random.Generator, *, augment: bool = True
) -> dict[str, np.ndarray]:
    """Runs of samples as one batch.

    Parameters
    ----------
    chosen : samples, and the first frame of the run in each
    augment : False gives the pictures as they are

    Returns
    -------
    dict of float32 arrays, n frames in order: picture, truth (n, 3, h, w) 0–1; opening (n, 1, h, w);
    stretch (n, 2, h, w); shape (n, 2 points, 2); share (n, 1, h, w); rest (n, 3, h, w); rest_opening (n, 1, h, w)
    """
    rows: list[dict[str, np.ndarray]] = []
    for sample, first in chosen:
        places = range(first, first + int(sample.run))
        pictures = np.stack([sample.rest, *sample.picture[places], *sample.truth[places]]).astype(np.float32) / 255
        maps = np.concatenate([
            sample.opening[places][..., None].astype(np.float32) / 255,
            sample.stretch[places].astype(np.float32) * STRETCH_STEP,
        ], axis=-1)  # fmt: skip
        rest_opening, shape = sample.rest_opening.astype(np.float32)[..., None] / 255, sample.shape[places]
        if augment:
            pictures = another_print(pictures, rng)
            turn = another_place(rng)
            pictures, maps = _moved(pictures, turn), _moved(maps, turn)
            rest_opening = _moved(rest_opening[None], turn)[0]
            shape = _moved_shape(shape, turn, region.size)
            if region.name == "mouth" and rng.random() < 0.5:
                pictures, maps, rest_opening = pictures[:, :, ::-1], maps[:, :, ::-1], rest_opening[:, ::-1]
                shape = shape[:, _partners(region)] * np.array([-1, 1], np.float32)
        n = len(places)
        shares = np.stack([share(region, one) for one in shape])[..., None]
        rows.append({
            "picture": pictures[1 : n + 1],
            "truth": pictures[n + 1 :],
            "opening": maps[..., :1],
            "stretch": maps[..., 1:],
            "shape": shape,
            "rest": np.repeat(pictures[:1], n, axis=0),
            "rest_opening": np.repeat(rest_opening[None], n, axis=0),
            "share": shares,
        })  # fmt: skip
    batch = {name: np.concatenate([row[name] for row in rows]) for name in rows[0]}
    return {
        name: np.ascontiguousarray(value.transpose(0, 3, 1, 2) if value.ndim == 4 else value, np.float32)
        for name, value in batch.items()
    }


def another_print(pictures: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The same pictures (n, h, w, 3), 0–1, in another light, through another lens, printed or compressed otherwise."""
    gain = np.exp(rng.normal(0, 0.18) + rng.normal(0, 0.15, 3))
    gamma = np.exp(rng.normal(0, 0.25))
    pictures = np.clip(gain.astype(np.float32) * pictures, 0, 1) ** np.float32(gamma)
    grey = pictures.mean(axis=-1, keepdims=True)
    kind = rng.random()
    if kind < 0.2:  # black and white, or a toned print
        tone = np.exp(rng.normal(0, 0.06, 3)) if rng.random() < 0.4 else np.ones(3)
        pictures = grey ** tone.astype(np.float32)
    else:
        pictures = grey + np.float32(np.exp(rng.normal(0, 0.25))) * (pictures - grey)
    low, high = rng.uniform(0, 0.1), rng.uniform(0.85, 1)
    pictures = np.clip(low + (high - low) * pictures, 0, 1)
    if rng.random() < 0.25:  # a face that is small in a wide picture
        pictures = _smaller(pictures, rng.uniform(0.3, 0.8))
    if rng.random() < 0.3:
        pictures = _blurred(pictures, rng.uniform(0.4, 1.3))
    if rng.random() < 0.3:
        pictures = pictures + rng.normal(0, rng.uniform(0.005, 0.02), (1, *pictures.shape[1:])).astype(np.float32)
    if rng.random() < 0.3:
        pictures = _compressed(pictures, int(rng.uniform(40, 90)))
    return np.clip(pictures, 0, 1).astype(np.float32)


def another_place(rng: np.random.Generator) -> np.ndarray:
    """(2, 3), a small turn, scale and shift about the middle of a region, in pixels."""
    angle, scale = np.radians(rng.normal(0, 3)), np.exp(rng.normal(0, 0.06))
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.column_stack([turn, rng.normal(0, 2, 2)])


def _moved(pictures: np.ndarray, turn: np.ndarray) -> np.ndarray:
    import cv2

    height, width = pictures.shape[1:3]
    middle = np.array([width, height]) / 2
    affine = np.column_stack([turn[:, :2], turn[:, 2] + middle - turn[:, :2] @ middle])
    moved = [cv2.warpAffine(p, affine, (width, height), borderMode=cv2.BORDER_REPLICATE) for p in pictures]
    return np.stack(moved).reshape(pictures.shape)


def _moved_shape(shape: np.ndarray, turn: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    half = shape.shape[1] // 2
    moved = shape @ turn[:, :2].T.astype(np.float32)
    moved[:, :half] += (turn[:, 2] / PIXELS).astype(np.float32)  # the second half are differences
    return moved


@functools.cache
def _partners(region: Region) -> np.ndarray:
    """For each point of a region's shape the place of the one that mirrors it, for both halves."""
    partner = mirror_points(expression_basis()["mean"])
    place = {point: i for i, point in enumerate(region.shape)}
    order = np.array([place[int(partner[point])] for point in region.shape])
    return np.concatenate([order, order + len(order)])


def _blurred(pictures: np.ndarray, sigma: float) -> np.ndarray:
    import cv2

    return np.stack([cv2.GaussianBlur(picture, (0, 0), sigma) for picture in pictures])


def _smaller(pictures: np.ndarray, scale: float) -> np.ndarray:
    """What is left of the detail at `scale` times as many pixels a side."""
    import cv2

    height, width = pictures.shape[1:3]
    size = (max(round(scale * width), 1), max(round(scale * height), 1))
    small = [cv2.resize(picture, size, interpolation=cv2.INTER_AREA) for picture in pictures]
    return np.stack([cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR) for picture in small])


def _compressed(pictures: np.ndarray, quality: int) -> np.ndarray:
    done = []
    for picture in pictures:
        levels = np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)
        done.append(jpeg(levels, quality).astype(np.float32) / 255)
    return np.stack(done)
