"""The light and the background a description asks for, done to the photograph once, before it moves.

Colour work is gentle on purpose: the family should say "that is how the light was", not "that is a filter".
"""

from __future__ import annotations

import numpy as np

# light -> (gain of red, green, blue; gamma, below 1 lifts the shadows; saturation; warmth of a soft side light 0-1)
LIGHTS = {
    "morning light": ((1.05, 1.01, 0.94), 0.92, 1.0, 0.35),
    "golden hour": ((1.13, 1.00, 0.80), 0.97, 1.12, 0.60),
    "candlelight": ((1.10, 0.90, 0.66), 1.18, 1.00, 0.50),
    "cool": ((0.92, 0.99, 1.09), 1.00, 0.90, 0.0),
    "black and white": ((1.0, 1.0, 1.0), 1.0, 0.0, 0.0),
    "sepia": ((1.07, 0.98, 0.80), 1.0, 0.0, 0.0),
}
LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def lit(image: np.ndarray, light: str) -> np.ndarray:
    """An (H, W, 3) uint8 RGB image in one of the lights above; "as it is" gives it back untouched."""
    if light not in LIGHTS:
        return image
    gain, gamma, saturation, side = LIGHTS[light]
    colour = (image.astype(np.float32) / 255) ** gamma
    grey = (colour @ LUMA)[..., None]
    colour = grey + saturation * (colour - grey)
    height, width = image.shape[:2]
    # light from the upper left, as from a window; brightness in the middle stays what it was
    across = np.linspace(1, -1, width, dtype=np.float32)[None, :, None]
    down = np.linspace(0.6, -0.6, height, dtype=np.float32)[:, None, None]
    colour = colour * np.asarray(gain, np.float32) * (1 + 0.16 * side * (across + down))
    before = (image.astype(np.float32) / 255 @ LUMA).mean()
    after = (colour @ LUMA).mean()
    if light != "candlelight":  # the others keep the picture's own brightness
        colour *= before / max(after, 1e-6)
    return (colour.clip(0, 1) * 255 + 0.5).astype(np.uint8)


def set_background(image: np.ndarray, landmarks: np.ndarray, background: str) -> np.ndarray:
    """Soften or dim what is behind the person; "as it is" gives the image back untouched."""
    import cv2

    if background == "as it is":
        return image
    matte = person_matte(image, landmarks)[..., None]
    reach = max(image.shape[:2])
    if background == "softened":
        # the person is taken out before blurring, so that no halo of hair and collar bleeds into the background
        away = 1 - matte
        sigma = reach / 45
        spread = cv2.GaussianBlur(image * away, (0, 0), sigma)
        weight = cv2.GaussianBlur(away, (0, 0), sigma)
        weight = weight[..., None]  # GaussianBlur drops the last axis of one channel
        behind = spread / np.maximum(weight, 1e-3)
        trust = np.clip(weight * 8, 0, 1)
        behind = trust * behind + (1 - trust) * cv2.GaussianBlur(image, (0, 0), sigma)
    else:
        behind = image * np.float32(0.45)
    return (matte * image + (1 - matte) * behind + 0.5).clip(0, 255).astype(np.uint8)


def person_matte(image: np.ndarray, landmarks: np.ndarray, *, detail: int = 480) -> np.ndarray:
    """How much each pixel belongs to the person: (H, W) float32, 0–1, with a soft edge.

    `detail` is the longest side in pixels at which the person is told from the background.

    GrabCut (Rother et al. 2004) from what the face mesh says of head and shoulders, then a guided filter
    (He et al. 2010) that lets the edge follow hair.
    """
    import cv2

    scale = min(1.0, detail / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    height, width = small.shape[:2]
    x, y = (landmarks[:, :2] * scale).T
    centre, half = (x.min() + x.max()) / 2, (x.max() - x.min()) / 2
    chin, brow = y.max(), y.min()
    face_height = chin - brow
    marks = np.full((height, width), cv2.GC_BGD, np.uint8)
    shoulders = np.array(  # likely: a generous head and a bust below it
        [(centre - 1.3 * half, chin + 0.1 * face_height), (centre + 1.3 * half, chin + 0.1 * face_height),
         (centre + 3.6 * half, chin + 0.5 * face_height), (centre + 5 * half, chin + 1.2 * face_height),
         (centre + 5 * half, height),
         (centre - 5 * half, height), (centre - 5 * half, chin + 1.2 * face_height),
         (centre - 3.6 * half, chin + 0.5 * face_height)]
    )  # fmt: skip
    middle = (int(centre), int((brow + chin) / 2 - 0.15 * face_height))
    cv2.fillPoly(marks, [shoulders.astype(np.int32)], int(cv2.GC_PR_FGD))
    cv2.ellipse(marks, middle, (int(2.1 * half), int(1.35 * face_height)), 0, 0, 360, int(cv2.GC_PR_BGD), -1)
    cv2.ellipse(marks, middle, (int(1.5 * half), int(1.05 * face_height)), 0, 0, 360, int(cv2.GC_PR_FGD), -1)
    cv2.fillPoly(marks, [shoulders.astype(np.int32)], int(cv2.GC_PR_FGD))
    hull = cv2.convexHull(np.stack([x, y], axis=1).astype(np.int32))
    cv2.fillConvexPoly(marks, hull, int(cv2.GC_FGD))
    bust = np.array(  # certain: what every head-and-shoulders picture shows
        [(centre - 0.7 * half, chin + 0.25 * face_height), (centre + 0.7 * half, chin + 0.25 * face_height),
         (centre + 1.9 * half, chin + 0.95 * face_height), (centre + 2.2 * half, height),
         (centre - 2.2 * half, height), (centre - 1.9 * half, chin + 0.95 * face_height)]
    )  # fmt: skip
    cv2.fillConvexPoly(marks, bust.astype(np.int32), int(cv2.GC_FGD))
    neck = (
        np.array([(centre - 0.5 * half, chin), (centre + 0.5 * half, chin), (centre + 0.7 * half, height)]),
        np.array([(centre - 0.5 * half, chin), (centre + 0.7 * half, height), (centre - 0.7 * half, height)]),
    )
    for part in neck:
        cv2.fillConvexPoly(marks, part.astype(np.int32), int(cv2.GC_FGD))
    cv2.setRNGSeed(1)  # GrabCut draws its first clusters at random
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(small, marks, None, *models, 5, cv2.GC_INIT_WITH_MASK)
    matte = np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    matte = _largest_piece(matte)
    matte = cv2.resize(matte.astype(np.float32), image.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    guided = _guided(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), matte, radius=max(2, max(image.shape[:2]) // 120))
    return np.clip((guided - 0.1) / 0.8, 0, 1).astype(np.float32)


def _guided(guide: np.ndarray, mask: np.ndarray, *, radius: int, smoothness: float = 60.0) -> np.ndarray:
    """A mask (H, W) whose edges follow those of the guide (H, W) uint8: the guided filter."""
    import cv2

    def mean(values: np.ndarray) -> np.ndarray:
        return cv2.blur(values, (2 * radius + 1, 2 * radius + 1))

    guide = guide.astype(np.float32)
    guide_mean, mask_mean = mean(guide), mean(mask)
    slope = (mean(guide * mask) - guide_mean * mask_mean) / (mean(guide * guide) - guide_mean**2 + smoothness)
    return mean(slope) * guide + mean(mask_mean - slope * guide_mean)


def _largest_piece(mask: np.ndarray) -> np.ndarray:
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    if count < 2:
        return mask
    return (labels == 1 + stats[1:, cv2.CC_STAT_AREA].argmax()).astype(np.uint8)
