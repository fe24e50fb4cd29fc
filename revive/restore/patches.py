"""Fill a wide hole with patches of the picture itself, so that lines go on and grain, cloth and hair keep their texture.

Each pixel of the hole takes what lies at one of a few offsets from it: the one whose surroundings fit best (shift maps,
Pritch et al. 2009; few offsets suffice, He and Sun 2012). They are chosen in a small copy and used in the picture.
"""

from __future__ import annotations

import numpy as np

THICK = 5  # pixels from the middle of a hole to its edge in the copy in which offsets are chosen
LONGEST = 700  # pixels of the longest side of that copy, at most
REACHES, WAYS = (2.4, 3.2, 4.5, 6.5, 9.0), 20  # how far offsets reach, in thicknesses; in how many directions
PATCH = 11  # pixels of a patch
GUESSED = 0.25  # how much a pixel counts that is itself only filled
ROUNDS = 3
TELEA = 3  # pixels round a hole that it is first filled from


def fill_by_patches(image: np.ndarray, hole: np.ndarray) -> np.ndarray:
    """An (H, W, 3) uint8 picture, filled where `hole` (H, W) is True; the rest stays as it is."""
    import cv2

    if not hole.any():
        return image
    height, width = hole.shape
    plain = cv2.inpaint(np.ascontiguousarray(image), hole.astype(np.uint8), TELEA, cv2.INPAINT_TELEA)
    thick = float(cv2.distanceTransform(np.pad(hole, 1).astype(np.uint8), cv2.DIST_L2, 5).max())
    scale = min(1.0, THICK / thick, LONGEST / max(height, width))
    size = (max(round(scale * width), 1), max(round(scale * height), 1))
    small = cv2.resize(plain, size, interpolation=cv2.INTER_AREA)
    torn = cv2.resize(hole.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0
    offsets = np.round(_offsets(max(scale * thick, 1.5)) / scale).astype(int)
    choice = _chosen(small, torn, np.round(offsets * scale).astype(int))
    choice = cv2.resize(choice.astype(np.float32), (width, height), interpolation=cv2.INTER_NEAREST).astype(int)
    y, x = np.nonzero(hole & (choice >= 0))
    from_x, from_y = x + offsets[choice[y, x], 0], y + offsets[choice[y, x], 1]
    known = (from_x >= 0) & (from_x < width) & (from_y >= 0) & (from_y < height)
    known[known] &= ~hole[from_y[known], from_x[known]]
    filled = plain.copy()
    filled[y[known], x[known]] = image[from_y[known], from_x[known]]
    return _seams_closed(filled, hole, scale)


def _offsets(thick: float) -> np.ndarray:
    """(N, 2), x and y of the offsets that are tried, in pixels."""
    turns = np.arange(WAYS) * 2 * np.pi / WAYS
    ways = np.column_stack([np.cos(turns), np.sin(turns)])
    return np.concatenate([reach * thick * ways for reach in REACHES])


def _chosen(picture: np.ndarray, hole: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """(h, w), the number of the offset that fits best at each pixel of the hole; −1 where none reaches what is known."""
    import cv2

    now = picture.astype(np.float32)
    sound = now.copy()
    counted = np.where(hole, GUESSED, 1).astype(np.float32)
    torn = hole.astype(np.uint8)
    height, width = hole.shape
    choice = np.full(hole.shape, -1)
    for _ in range(ROUNDS):
        best = np.full(hole.shape, np.inf, np.float32)
        found = now.copy()
        for number, (dx, dy) in enumerate(offsets):
            moved = np.array([[1, 0, -dx], [0, 1, -dy]], np.float32)
            there = cv2.warpAffine(sound, moved, (width, height), flags=cv2.INTER_NEAREST)
            gone = cv2.warpAffine(torn, moved, (width, height), flags=cv2.INTER_NEAREST, borderValue=1)
            apart = counted * ((now - there) ** 2).sum(axis=2)
            cost = cv2.boxFilter(apart, -1, (PATCH, PATCH))
            better = hole & (gone == 0) & (cost < best)
            best[better], found[better], choice[better] = cost[better], there[better], number
        now = found
    return choice


def _seams_closed(filled: np.ndarray, hole: np.ndarray, scale: float) -> np.ndarray:
    """The filling without hard steps at the edge of the hole: there it is softened over a pixel or two."""
    import cv2

    sigma = 0.7 / max(scale, 0.35)
    soft = cv2.GaussianBlur(filled.astype(np.float32), (0, 0), sigma)
    inside = cv2.erode(hole.astype(np.uint8), np.ones((3, 3), np.uint8))
    edge = cv2.GaussianBlur((hole & (inside == 0)).astype(np.float32), (0, 0), sigma)[..., None].clip(0, 1)
    closed = filled + edge * (soft - filled)
    return np.where(hole[..., None], closed + 0.5, filled).astype(np.uint8)
