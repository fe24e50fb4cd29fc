"""Find scratches, cracks, tears and dust: a network trained on damage drawn on portraits."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from revive.core.localisation import Message
from revive.core.model_cache import cached_model
from revive.core.weights import FOLDER
from revive.face.mesh import OVAL
from revive.face.photograph import DAMAGED
from revive.restore.folds import find_folds
from revive.restore.lightness_network import MULTIPLE, LightnessNetwork, load_lightness_network

WEIGHTS = FOLDER / "scratches.safetensors"
LONGEST = 900  # pixels of the longest side at which damage is looked for
SURE = 0.5  # from which a pixel is taken for damage
LEAST = 6  # pixels; what is smaller is grain
FACES = (
    80,
    110,
    180,
)  # pixels of the width of a face in which scratches are looked for; folds are wider than scratches
GAP = 5  # pixels between two pieces of one scratch
LONG = 0.4  # widths of a face; a scratch that runs farther over it would move with it
MOST = 0.25  # of the picture; more than this is no damage but a picture of another kind


def find_scratches(image: np.ndarray, *, net: LightnessNetwork | None = None) -> np.ndarray:
    """(H, W) bool, what of an (H, W, 3) uint8 picture is damage; nothing where nearly everything seems to be.

    net : another one than the shipped
    """
    import cv2

    net = net or load_net()
    height, width = image.shape[:2]
    found = _found_at(image, LONGEST, net)
    count, pieces, sizes, _ = cv2.connectedComponentsWithStats(found, connectivity=8)
    thin = np.isin(pieces, [i for i in range(1, count) if sizes[i, cv2.CC_STAT_AREA] >= LEAST])
    if thin.mean() > MOST:
        return np.zeros((height, width), bool)
    thin = cv2.resize(thin.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR) > 0.25
    return thin | find_folds(image)


def _found_at(image: np.ndarray, longest: int, net: LightnessNetwork) -> np.ndarray:
    """(h, w) uint8, 1 where damage is, in a copy of the picture with a longest side of at most so many pixels."""
    import cv2

    scale = min(1.0, longest / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
    return (scratch_probability(small, net) > SURE).astype(np.uint8)


def damage_note(image: np.ndarray, landmarks: np.ndarray) -> tuple[Message, ...]:
    """What the user is told of a face that a scratch or a fold crosses; nothing otherwise. See `longest_scratch`."""
    return (DAMAGED,) * (longest_scratch(image, landmarks) > LONG)


def longest_scratch(image: np.ndarray, landmarks: np.ndarray, *, net: LightnessNetwork | None = None) -> float:
    """How far the longest scratch or fold runs over a face, in widths of the face; 0 where there is none.

    Parameters
    ----------
    image : (H, W, 3) uint8 RGB
    landmarks : (478, 2 or 3), of the face, pixels
    net : as of `find_scratches`
    """
    return max(_longest(image, landmarks[list(OVAL), :2], width, net or load_net()) for width in FACES)


def _longest(image: np.ndarray, points: np.ndarray, across: int, net: LightnessNetwork) -> float:
    """`longest_scratch` in a face, with the outline `points` (N, 2), that is `across` pixels wide."""
    import cv2

    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    scale = across / max(float(right - left), 1.0)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    margin = across // 4
    x, y = max(round(float(scale * left)) - margin, 0), max(round(float(scale * top)) - margin, 0)
    right, bottom = round(float(scale * right)) + margin, round(float(scale * bottom)) + margin
    crop = np.ascontiguousarray(small[y:bottom, x:right])
    face = np.zeros(crop.shape[:2], np.uint8)
    cv2.fillPoly(face, [np.round(scale * points - (x, y)).astype(np.int32)], 1)
    found = ((scratch_probability(crop, net) > SURE) & (face > 0)).astype(np.uint8)
    joined = cv2.morphologyEx(found, cv2.MORPH_CLOSE, np.ones((GAP, GAP), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    reach = np.hypot(boxes[1:, cv2.CC_STAT_WIDTH], boxes[1:, cv2.CC_STAT_HEIGHT])
    return float(reach.max(initial=0)) / across


def scratch_probability(image: np.ndarray, net: LightnessNetwork) -> np.ndarray:
    """(H, W) float32, 0–1, how likely each pixel of an (H, W, 3) uint8 picture is damage."""
    import cv2

    light = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    height, width = light.shape
    light = np.pad(light, [(0, -height % MULTIPLE), (0, -width % MULTIPLE)], mode="reflect")
    return 1 / (1 + np.exp(-net(light)[0, :height, :width]))


@cached_model()
def load_net(path: Path = WEIGHTS) -> LightnessNetwork:
    """The trained network, once; what it says is above 0 where damage is likelier than not."""
    return load_lightness_network(path)
