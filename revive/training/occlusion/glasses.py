"""Glasses drawn over faces: rims of any shape, a bridge, temples, reflections."""

from __future__ import annotations

import numpy as np

from revive.training.occlusion.things import Scene

BRIDGE = 0.18  # eye distances; half the height of the band between the eyes in which a bridge is looked for
LINE = 0.13  # of the brightness there, by which rows differ where a bridge crosses


def glassed(
    picture: np.ndarray, scene: Scene, draw: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """A picture (H, W, 3) of 0–1 with glasses, and where their rims, bridge and temples are, (H, W) of 0–1."""
    import cv2

    size, unit = picture.shape[:2], scene.unit
    across = (scene.eyes[1] - scene.eyes[0]) / max(float(np.linalg.norm(scene.eyes[1] - scene.eyes[0])), 1e-6)
    down = np.array([-across[1], across[0]])
    wide, tall = unit * draw.uniform(0.3, 0.46), unit * draw.uniform(0.18, 0.4)
    round_, lean, drop = draw.uniform(2, 4.5), draw.uniform(-0.25, 0.25), unit * draw.uniform(-0.04, 0.14)
    thick = unit * float(np.exp(draw.uniform(np.log(0.016), np.log(0.11))))
    top_thick = thick * (draw.uniform(1.3, 3) if draw.random() < 0.4 else 1)
    open_below = draw.random() < 0.15
    rims, lenses = np.zeros(size, np.float32), []
    t = np.linspace(0, 2 * np.pi, 48)
    for side, eye in zip((-1, 1), scene.eyes, strict=True):
        x = np.sign(np.cos(t)) * np.abs(np.cos(t)) ** (2 / round_)
        y = np.sign(np.sin(t)) * np.abs(np.sin(t)) ** (2 / round_)
        x = x * (1 - lean * y) + 0.1 * side
        ring = eye + drop * down + wide * x[:, None] * across + tall * y[:, None] * down
        lenses.append(ring)
        if not open_below:
            _line(rims, ring, thick)
        _line(rims, ring[y < draw.uniform(-0.6, 0.1)], top_thick)  # sin falls below 0 in one stretch
        outer = eye + drop * down + side * 1.05 * wide * across - draw.uniform(0.1, 0.7) * tall * down
        _line(rims, np.array([outer, outer + side * unit * across + draw.uniform(-0.1, 0.15) * unit * down]), top_thick)
    arch = np.linspace(-1, 1, 9)[:, None]
    inner = np.linalg.norm(scene.eyes[1] - scene.eyes[0]) / 2 - 0.9 * wide
    middle = scene.eyes.mean(axis=0) + (drop - draw.uniform(-0.1, 0.6) * tall) * down
    bow = unit * draw.uniform(-0.02, 0.08) * (arch**2)
    _line(
        rims,
        middle + max(inner, 0.08 * unit) * arch * across + bow * down,
        max(thick, draw.uniform(0.5, 1) * top_thick),
    )
    picture = _lens_light(picture, lenses, draw)
    shadow = np.roll(rims, int(draw.integers(0, max(int(0.06 * unit), 1) + 1)), axis=0)
    shadow = cv2.GaussianBlur(shadow, (0, 0), float(draw.uniform(0.5, 0.04 * unit + 0.5)))
    picture = picture * (1 - draw.uniform(0, 0.4) * shadow[..., None])
    colour = draw.choice([draw.uniform(0, 0.2), draw.uniform(0.2, 0.7), draw.uniform(0.6, 1)]) * np.array(
        [1, draw.uniform(0.6, 1.05), draw.uniform(0.3, 1.1)]
    )
    blotches = cv2.GaussianBlur(draw.normal(0, 1, size), (0, 0), float(draw.uniform(1, 6)))
    paint = colour * (1 + draw.uniform(0, 0.5) * blotches / blotches.std())[..., None]
    light = cv2.GaussianBlur(rims, (0, 0), 0.6) - np.roll(cv2.GaussianBlur(rims, (0, 0), 0.8), 1, axis=0)
    paint = paint + draw.uniform(0, 0.8) * np.clip(light, 0, 1)[..., None]
    mask = cv2.GaussianBlur(rims, (0, 0), float(draw.uniform(0.3, 1)))[..., None] * draw.uniform(0.75, 1)
    return (picture * (1 - mask) + paint.clip(0, 1) * mask).clip(0, 1), (rims > 0.5).astype(np.float32)


def wears_glasses(picture: np.ndarray, scene: Scene) -> bool:
    """Whether something like a bridge crosses between the eyes; most who wear glasses are found, and some who do not.

    picture : (H, W, 3) of 0–1
    """
    half, side = max(int(BRIDGE * scene.unit), 2), max(int(0.05 * scene.unit), 1)
    x, y = np.round(scene.eyes.mean(axis=0)).astype(int)
    band = picture[max(y - half, 0) : y + half, max(x - side, 0) : x + side + 1].mean(axis=(1, 2))
    trend = np.polyval(np.polyfit(np.arange(len(band)), band, 2), np.arange(len(band)))
    return float(np.abs(band - trend).max()) > LINE * float(band.mean())


def _lens_light(picture: np.ndarray, lenses: list[np.ndarray], draw: np.random.Generator) -> np.ndarray:
    """A tint of the lenses, and the reflection of a window or a lamp in them."""
    import cv2

    glass = np.zeros(picture.shape[:2], np.float32)
    for lens in lenses:
        cv2.fillPoly(glass, [np.round(lens).astype(np.int32)], 1.0)
    if draw.random() < 0.4:
        picture = picture * (1 - glass[..., None] * draw.uniform(0, 0.35) * draw.uniform(0.5, 1, 3))
    if draw.random() < 0.5:
        spot = np.zeros_like(glass)
        for lens in lenses:
            place = lens.mean(axis=0) + draw.normal(0, 0.3, 2) * np.ptp(lens, axis=0)
            axes = tuple(int(v) for v in np.ptp(lens, axis=0) * draw.uniform(0.05, 0.35, 2) + 1)
            cv2.ellipse(spot, tuple(place.astype(int).tolist()), axes, draw.uniform(0, 180), 0, 360, 1.0, -1)
        spot = cv2.GaussianBlur(spot, (0, 0), float(draw.uniform(0.5, 3))) * glass * draw.uniform(0.2, 0.9)
        picture = picture + spot[..., None] * (draw.uniform(0.7, 1) - picture)
    return picture


def _line(mask: np.ndarray, points: np.ndarray, thick: float) -> None:
    import cv2

    line = [np.round(points * 8).astype(np.int32)]
    cv2.polylines(mask, line, False, min(thick, 1.0), max(round(thick), 1), cv2.LINE_AA, 3)
