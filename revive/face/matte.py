"""A matte of the person: U2-Net (Qin et al. 2020) finds the foreground, the face mesh selects the person in it."""

from __future__ import annotations

import numpy as np

from revive.core.model_cache import cached_model
from revive.core.onnx_session import run_session, session_of, session_options
from revive.core.weights import FOLDER

WEIGHTS = FOLDER / "u2netp.onnx"
SIDE = 320  # pixels; width and height of the network's input
MEAN, SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # of red, green, blue (0–1) in its training data
EDGE = (0.1, 0.8)  # below the first value a pixel is background; from the sum of both on it is the person


def person_matte(image: np.ndarray, landmarks: np.ndarray) -> np.ndarray:
    """How much each pixel of an (H, W, 3) uint8 picture belongs to the person: (H, W) float32, 0–1, with a soft edge.

    landmarks : (478, ≥2) in pixels; other people beyond the reach of the shoulders are left out

    A guided filter (He et al. 2010) lets the edge follow hair.
    """
    import cv2

    height, width = image.shape[:2]
    near, sure = _places(landmarks, (height, width))
    matte = np.maximum(foreground(image) * near, sure)
    matte = np.where(_largest_piece(matte > 0.5), matte, 0).astype(np.float32)
    soft = guided(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), matte, radius=max(2, max(height, width) // 160))
    return np.clip((soft - EDGE[0]) / EDGE[1], 0, 1).astype(np.float32)


def foreground(image: np.ndarray) -> np.ndarray:
    """(H, W) float32, 0–1, how much each pixel belongs to the foreground."""
    import cv2

    small = cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    small = (small / max(float(small.max()), 1.0) - MEAN) / SPREAD
    network = _network()
    inputs = {network.get_inputs()[0].name: small.transpose(2, 0, 1)[None].astype(np.float32)}
    found = run_session(network, inputs)[0][0, 0]
    found = (found - found.min()) / max(float(np.ptp(found)), 1e-6)
    return cv2.resize(found, image.shape[1::-1], interpolation=cv2.INTER_LINEAR)


@cached_model()
def _network():
    return session_of(WEIGHTS, session_options(blocked=False))  # it takes 170 MB so, and 245 with blocks


def _places(landmarks: np.ndarray, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """(H, W) float32 each: 1 where head, hat and shoulders can be, and 1 where face and neck are."""
    import cv2

    height = size[0]
    x, y = landmarks[:, :2].T
    centre, half = (x.min() + x.max()) / 2, (x.max() - x.min()) / 2
    chin, brow = y.max(), y.min()
    tall = chin - brow
    near, sure = np.zeros(size, np.float32), np.zeros(size, np.float32)
    middle = (int(centre), int((brow + chin) / 2 - 0.15 * tall))
    cv2.ellipse(near, middle, (int(2.3 * half), int(1.6 * tall)), 0, 0, 360, 1.0, -1)
    bust = np.array(
        [(centre - 2.2 * half, chin - 0.4 * tall), (centre + 2.2 * half, chin - 0.4 * tall),
         (centre + 3.8 * half, chin + 0.3 * tall), (centre + 5.5 * half, chin + 1.0 * tall),
         (centre + 6 * half, height), (centre - 6 * half, height), (centre - 5.5 * half, chin + 1.0 * tall),
         (centre - 3.8 * half, chin + 0.3 * tall)]
    )  # fmt: skip
    cv2.fillPoly(near, [bust.astype(np.int32)], 1.0)
    cv2.fillConvexPoly(sure, cv2.convexHull(landmarks[:, :2].astype(np.int32)), 1.0)
    neck = np.array([(centre - 0.5 * half, chin - 0.1 * tall), (centre + 0.5 * half, chin - 0.1 * tall),
                     (centre + 0.6 * half, chin + 0.5 * tall), (centre - 0.6 * half, chin + 0.5 * tall)])  # fmt: skip
    cv2.fillConvexPoly(sure, neck.astype(np.int32), 1.0)
    return near, sure


def guided(guide: np.ndarray, mask: np.ndarray, *, radius: int, smoothness: float = 60.0) -> np.ndarray:
    """A mask (H, W) whose edges follow those of the guide (H, W) uint8: the guided filter."""
    import cv2

    def mean(values: np.ndarray) -> np.ndarray:
        return cv2.blur(values, (2 * radius + 1, 2 * radius + 1))

    guide = guide.astype(np.float32)
    guide_mean, mask_mean = mean(guide), mean(mask)
    slope = (mean(guide * mask) - guide_mean * mask_mean) / (mean(guide * guide) - guide_mean**2 + smoothness)
    return mean(slope) * guide + mean(mask_mean - slope * guide_mean)


def _largest_piece(mask: np.ndarray) -> np.ndarray:
    """(H, W) bool, the largest connected piece of a mask, and what lies within two pixels of it."""
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    if count < 2:
        return mask
    piece = (labels == 1 + stats[1:, cv2.CC_STAT_AREA].argmax()).astype(np.uint8)
    return cv2.dilate(piece, np.ones((5, 5), np.uint8)) > 0
