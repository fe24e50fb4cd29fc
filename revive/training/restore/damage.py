"""Damage drawn on sound pictures: scratches, hairs, dust, folds and torn corners, as old prints have them.

And what looks like damage and is none: stars and letters, buttons and rims, stripes, seams of cloth.
"""

from __future__ import annotations

import numpy as np

from revive.teaching.common.pictures import jpeg

SCRATCHES, SPECKS = 5.0, 14.0  # the mean number of each on a damaged picture of 128 pixels
FOLDED, TORN = 0.25, 0.15  # how often a fold, a torn place is seen
SOUND = 0.25  # how often nothing is damaged
FURNISHED, THINGS = 0.6, 5.0  # how often there are things that are no damage, and how many of a kind


def damaged(light: np.ndarray, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A picture's light (H, W) of 0–1 with damage, and where that is, (H, W) bool."""
    mask = np.zeros(light.shape, np.float32)
    picture = light.copy()
    if draw.random() > SOUND:
        for _ in range(draw.poisson(SCRATCHES)):
            picture, mask = _laid(picture, mask, _scratch(light.shape, draw), _ink(draw))
        for _ in range(draw.poisson(SPECKS)):
            picture, mask = _laid(picture, mask, _speck(light.shape, draw), _ink(draw))
        if draw.random() < FOLDED:
            picture, mask = _laid(picture, mask, _fold(light.shape, draw), _ink(draw, bright=0.85))
        if draw.random() < TORN:
            picture, mask = _laid(picture, mask, _torn(light.shape, draw), _ink(draw, bright=0.8))
    return picture, mask > 0.3


def furnished(light: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """A picture's light (H, W) of 0–1 with things in it that are as small and bright as damage."""
    import cv2

    if draw.random() > FURNISHED:
        return light
    sharp = 4  # parts of a pixel
    picture = light.copy()
    for kind in draw.permutation(["stars", "letters", "rims", "stripes", "patch"])[: draw.integers(1, 4)]:
        canvas = np.zeros([side * sharp for side in light.shape], np.uint8)
        height, width = canvas.shape
        if kind == "stripes":
            way, step = draw.normal(0, 1, 2), draw.uniform(3, 14) * sharp
            y, x = np.mgrid[0:height, 0:width]
            wave = ((x * way[0] + y * way[1]) / np.linalg.norm(way)) % step < draw.uniform(0.15, 0.6) * step
            middle, reach = draw.uniform(0, 1, 2) * [width, height], draw.uniform(10, 50) * sharp
            canvas[wave & (np.hypot(x - middle[0], y - middle[1]) < reach)] = 255
        else:
            size = draw.uniform(2.5, 12) if kind != "patch" else draw.uniform(15, 50)
            for _ in range(max(draw.poisson(THINGS if kind != "patch" else 1), 1)):
                _thing(canvas, kind, size * sharp * draw.uniform(0.8, 1.25), draw)
        shape = cv2.resize(canvas, light.shape[::-1], interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        level, strength = _ink(draw, bright=0.6)
        picture += strength * shape * (level - picture)
    return picture


def _thing(canvas: np.ndarray, kind: str, size: float, draw: np.random.Generator) -> None:
    """A star, a letter, a rim or a patch of cloth, painted white on the canvas."""
    import cv2

    middle = draw.uniform(0, 1, 2) * canvas.shape[::-1]
    turn = draw.uniform(0, 2 * np.pi)
    if kind == "letters":
        word = "".join(draw.choice(list("ABCDEFGHKLMNOPRSTUWXZ0123456789"), draw.integers(2, 7)))
        place = tuple(middle.astype(int).tolist())
        cv2.putText(canvas, word, place, cv2.FONT_HERSHEY_DUPLEX, size / 22, 255, max(int(size / 8), 1), cv2.LINE_AA)
    elif kind == "rims":
        axes = (int(size), int(size * draw.uniform(0.4, 1)))
        thick = max(int(size * draw.uniform(0.08, 0.3)), 2)
        cv2.ellipse(canvas, tuple(middle.astype(int).tolist()), axes, np.rad2deg(turn), 0, 360, 255, thick)
    else:
        points = int(draw.choice([5, 6])) if kind == "stars" else int(draw.integers(3, 6))
        count = 2 * points if kind == "stars" else points
        reach = np.full(count, size)
        if kind == "stars":
            reach[1::2] *= 0.42
        angles = turn + np.linspace(0, 2 * np.pi, count, endpoint=False)
        corners = middle + reach[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])
        cv2.fillPoly(canvas, [corners.astype(np.int32)], 255)


def aged(light: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """The light (H, W) of 0–1 as a print, a scan and a file leave it: faded, soft, grainy, with a sheen."""
    import cv2

    low, high = draw.uniform(0, 0.2), draw.uniform(0.75, 1.0)
    light = low + (high - low) * light.clip(0, 1) ** draw.uniform(0.7, 1.4)
    if draw.random() < 0.5:
        light = cv2.GaussianBlur(light, (0, 0), float(draw.uniform(0.3, 1.0)))
    grain = draw.normal(0, 1, light.shape)
    if draw.random() < 0.5:
        grain = 2 * cv2.GaussianBlur(grain, (0, 0), float(draw.uniform(0.5, 1.0)))
    light = (light + draw.uniform(0, 0.05) * grain).clip(0, 1)
    if draw.random() < 0.5:
        quality = int(draw.integers(35, 95))
        light = jpeg((255 * light).astype(np.uint8), quality) / 255
    return light.astype(np.float32)


def _laid(picture: np.ndarray, mask: np.ndarray, shape: np.ndarray, ink: tuple[float, float]):
    """`shape` (H, W) of 0–1 laid over the picture in a level and a strength; what cannot be seen is no damage."""
    level, strength = ink
    over = strength * shape
    after = (1 - over) * picture + over * level
    seen = np.where(np.abs(after - picture) > 0.06, shape, 0)
    return after, np.maximum(mask, seen)


def _ink(draw: np.random.Generator, bright: float = 0.7) -> tuple[float, float]:
    """A level, mostly of the paper that shows through, and how strong it is."""
    level = draw.uniform(0.75, 1.0) if draw.random() < bright else draw.uniform(0.0, 0.25)
    return float(level), float(draw.uniform(0.45, 1.0))


def _line(points: np.ndarray, width: float, shape: tuple[int, ...], draw: np.random.Generator) -> np.ndarray:
    """A smooth-edged line, (H, W) of 0–1, thinner and fainter here and there."""
    import cv2

    sharp = 4  # parts of a pixel
    canvas = np.zeros((shape[0] * sharp, shape[1] * sharp), np.uint8)
    inked = draw.random(len(points)) > 0.12
    for first, second, there in zip(points[:-1], points[1:], inked, strict=False):
        if there:
            thick = max(round(width * sharp * draw.uniform(0.6, 1.2)), 1)
            start, end = (tuple(np.round(p * sharp).astype(int).tolist()) for p in (first, second))
            cv2.line(canvas, start, end, 255, thick)
    small = cv2.resize(canvas, shape[::-1], interpolation=cv2.INTER_AREA)
    return small.astype(np.float32) / 255


def _way(start: np.ndarray, end: np.ndarray, bend: float, rough: float, draw: np.random.Generator) -> np.ndarray:
    """Points from one place to another, along a curve that trembles."""
    along = np.linspace(0, 1, max(int(np.linalg.norm(end - start) / 4), 3))[:, None]
    across = np.array([-(end - start)[1], (end - start)[0]])
    points = start + along * (end - start) + np.sin(np.pi * along) * bend * across
    return points + draw.normal(0, rough, points.shape)


def _scratch(shape: tuple[int, ...], draw: np.random.Generator) -> np.ndarray:
    size = np.array(shape[::-1], float)
    start = draw.uniform(0, 1, 2) * size
    turn, length = draw.uniform(0, 2 * np.pi), draw.uniform(0.08, 0.9) * size.max()
    if draw.random() < 0.35:  # along the film
        turn = np.pi / 2 + draw.normal(0, 0.06)
    end = start + length * np.array([np.cos(turn), np.sin(turn)])
    hair = draw.random() < 0.2
    points = _way(start, end, draw.normal(0, 0.4 if hair else 0.06), draw.uniform(0, 0.5), draw)
    return _line(points, float(draw.uniform(0.6, 2.4)), shape, draw)


def _speck(shape: tuple[int, ...], draw: np.random.Generator) -> np.ndarray:
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]]
    radius = float(draw.choice([draw.uniform(0.7, 1.8), draw.uniform(1.5, 4.5)]))
    long, turn = draw.uniform(1, 2.2), draw.uniform(0, np.pi)
    dx, dy = x - draw.uniform(0, shape[1]), y - draw.uniform(0, shape[0])
    u, v = dx * np.cos(turn) + dy * np.sin(turn), dy * np.cos(turn) - dx * np.sin(turn)
    away = np.sqrt((u / long) ** 2 + v**2) / radius
    return np.clip(1.4 - away, 0, 1).astype(np.float32)


def _fold(shape: tuple[int, ...], draw: np.random.Generator) -> np.ndarray:
    """A crease across the whole print, white where the surface broke."""
    size = np.array(shape[::-1], float)
    upright = draw.random() < 0.5
    ends = np.array([[draw.uniform(0, 1), 0.0], [0.0, 1.0]])
    ends[1, 0] = ends[0, 0] + draw.normal(0, 0.15)
    ends = (ends if upright else ends[:, ::-1]) * size
    points = _way(ends[0], ends[1], draw.normal(0, 0.02), draw.uniform(0.3, 1.2), draw)
    return _line(points, float(draw.uniform(1, 3.5)), shape, draw)


def _torn(shape: tuple[int, ...], draw: np.random.Generator) -> np.ndarray:
    """A ragged place where the picture is gone."""
    import cv2

    middle = draw.uniform(0, 1, 2) * np.array(shape[::-1])
    if draw.random() < 0.6:  # at the edge
        middle[draw.integers(2)] = draw.choice([0.0, 1.0]) * shape[1]
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    reach = draw.uniform(5, 18) * np.exp(draw.normal(0, 0.25, len(angles)))
    points = middle + reach[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])
    canvas = np.zeros(shape, np.uint8)
    cv2.fillPoly(canvas, [np.round(points * 8).astype(np.int32)], 255, lineType=cv2.LINE_AA, shift=3)
    return canvas.astype(np.float32) / 255
