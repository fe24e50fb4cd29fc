"""Fill a wide hole: tones pass from one side to the other, and grain, cloth and hair keep their texture.

Each pixel of the hole takes what lies at one of a few offsets from it: the one whose surroundings fit best (shift maps,
Pritch et al. 2009; few offsets suffice, He and Sun 2012). They are chosen in a small copy and used in the picture.
Where such a patch has other tones than Telea's method gives, it lends its texture alone.
"""

from __future__ import annotations

import numpy as np

THICK = 4  # pixels from the middle of a hole to its edge in the copy in which offsets are chosen
LONGEST = 700  # pixels of the longest side of that copy, at most
REACHES, WAYS = (2.3, 2.8, 3.6, 5.0, 7.0, 10.0), 24  # how far offsets reach, in thicknesses; in how many directions
PATCH = 15  # pixels of a patch, which sees both sides of a hole
GUESSED = 0.1  # how much a pixel counts that is itself only filled
ROUNDS = 4
VOTERS = np.array([(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)])  # pixels of the copy
APART, TEXTURE = 12.0, 8.0  # levels between tones that are other ones; of a texture, at most
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
    y, x = np.nonzero(hole)
    votes, counted = np.zeros((len(y), 3)), np.zeros((len(y), 1))
    for aside in VOTERS * max(round(1 / scale), 1):  # the offsets of pixels nearby count too, which closes seams
        chosen = choice[(y + aside[1]).clip(0, height - 1), (x + aside[0]).clip(0, width - 1)]
        from_x, from_y = x + offsets[chosen, 0], y + offsets[chosen, 1]
        known = (chosen >= 0) & (from_x >= 0) & (from_x < width) & (from_y >= 0) & (from_y < height)
        known[known] &= ~hole[from_y[known], from_x[known]]
        votes[known] += image[from_y[known], from_x[known]]
        counted[known] += 1
    filled = plain.copy()
    filled[y, x] = np.where(counted > 0, votes / np.maximum(counted, 1) + 0.5, plain[y, x]).astype(np.uint8)
    return _agreeing(plain, filled, hole, sigma=max(thick / 2, 1.0))


def _agreeing(plain: np.ndarray, patched: np.ndarray, hole: np.ndarray, *, sigma: float) -> np.ndarray:
    """The patches where their tones are those of the plain filling; elsewhere this, with the texture of the patches."""
    import cv2

    first, second = plain.astype(np.float32), patched.astype(np.float32)
    tones, others = cv2.GaussianBlur(first, (0, 0), sigma), cv2.GaussianBlur(second, (0, 0), sigma)
    share = np.exp(-(((others - tones) / APART) ** 2).max(axis=2, keepdims=True))
    fine = second - cv2.GaussianBlur(second, (0, 0), max(sigma / 4, 1.2))
    textured = first + fine.clip(-TEXTURE, TEXTURE)
    filled = textured + share * (second - textured)
    return np.where(hole[..., None], filled + 0.5, plain).clip(0, 255).astype(np.uint8)


def _offsets(thick: float) -> np.ndarray:
    """(N, 2), x and y of the offsets that are tried, in pixels."""
    turns = np.arange(WAYS) * 2 * np.pi / WAYS
    ways = np.column_stack([np.cos(turns), np.sin(turns)])
    return np.concatenate([reach * thick * ways for reach in REACHES])


def _chosen(picture: np.ndarray, hole: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """(h, w), which offset fits best at each pixel of the hole; −1 where none reaches what is known."""
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
