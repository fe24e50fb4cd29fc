"""The watermark in the pixels of clips and pictures: invisible, and detectable after encoding, cropping and resizing.

It is a spread-spectrum watermark (Cox et al. 1997): one fixed pattern of faint, soft grain is added to the lightness,
a little more where the picture is detailed and hides it (as in Voloshynovskiy et al. 1999). Its key is below, so
anybody can put it into any picture: finding it is a hint and no proof. The pattern repeats, so any part of the picture
contains it, and it scales with the picture.

To find it, the grain of some frames is averaged and its tiles are summed, at every scale to which the picture may have
been resized; phase correlation (Kuglin & Hines 1975) then tests all positions at once. Only phases count, so the score
of unmarked material is normally distributed, whatever the picture shows.

A learned watermark, RivaGAN, was tried instead: it depends on the picture, so it must be computed again (over half a
second) at each change; it tints plain walls; and it was much weaker on black-and-white clips.
"""

from __future__ import annotations

import functools
import hashlib
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from revive.provenance.detection import NOTHING, Detection

KEY = b"made by Revive"  # the pattern is generated from this
TILE = 256  # pixels, width and height of the pattern before it repeats
PERIODS = 7.0, 20.0  # pixels, of the waves in the pattern: encoders drop finer ones, coarser ones are visible
FULL_SIZE = 512  # pixels of the shortest side, above which the pattern scales with the picture
PLAIN, BUSY = 0.7, 2.1  # RMS of the mark in grey levels of 255, on a smooth card and in hair or cloth
BUSY_FROM, BUSY_TO = 0.3, 8.0  # RMS of the picture's own grain, grey levels

SIZES = 0.7, 3.0  # sizes that are tried, relative to an uncropped picture of full size
STEP = 0.006  # between two sizes; the pattern then slips by less than a quarter of a wave over the picture
LARGEST = 1024  # pixels, shortest side; larger pictures are reduced before the search
SMALLEST = 64  # pixels, shortest side; smaller pictures are not searched


@dataclass(frozen=True)
class PixelMark:
    """The watermark for pictures that look like one: it does not move, so it does not flicker.

    Attributes
    ----------
    lighter, darker : (H, W, 3) uint8, what it adds and takes away
    """

    lighter: np.ndarray
    darker: np.ndarray

    @classmethod
    def of(cls, picture: np.ndarray) -> PixelMark:
        """As strong as a picture (H, W, 3) uint8 RGB hides it."""
        import cv2

        height, width = picture.shape[:2]
        grain = max(1.0, min(width, height) / FULL_SIZE)
        strength = _hidden(cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2GRAY).astype(np.float32), grain)
        mark = _spread(width, height, grain) * strength
        lighter, darker = (np.rint(np.maximum(part, 0)).astype(np.uint8) for part in (mark, -mark))
        return cls(cv2.merge([lighter] * 3), cv2.merge([darker] * 3))

    def draw(self, frame: np.ndarray) -> None:
        """Mark `frame`, (H, W, 3) uint8 RGB, in place, after everything else."""
        import cv2

        into = frame if frame.flags.c_contiguous else None  # otherwise OpenCV would write into a copy
        marked = cv2.add(frame, self.lighter, dst=into)
        marked = cv2.subtract(marked, self.darker, dst=marked)
        if marked is not frame:
            np.copyto(frame, marked)


def mark_picture(picture: np.ndarray) -> np.ndarray:
    """A marked copy of a single picture, (H, W, 3) uint8 RGB."""
    marked = np.array(picture, order="C")
    PixelMark.of(marked).draw(marked)
    return marked


def find_in_picture(picture: np.ndarray) -> Detection:
    """Look for the mark in one picture, (H, W, 3) uint8 RGB."""
    return find_in_frames([picture])


def find_in_frames(frames: Iterable[np.ndarray]) -> Detection:
    """Look for the mark in frames of one clip, (H, W, 3) uint8 RGB, of one size.

    Every frame is used (about 15 ms each at 512 x 640); ten to thirty, spread over the clip, are enough.
    """
    total = None
    for frame in frames:
        if min(frame.shape[:2]) < SMALLEST:
            return NOTHING
        grain = _own_grain(frame)
        if total is None:
            total = grain
        elif total.shape == grain.shape:
            total += grain
    if total is None:
        return NOTHING
    usual = min(total.shape) / FULL_SIZE
    sizes = usual * np.exp(np.arange(math.log(SIZES[0]), math.log(SIZES[1]), STEP))
    return Detection.of(max(_likeness(total, size) for size in sizes), places=len(sizes) * TILE**2)


def _own_grain(frame: np.ndarray) -> np.ndarray:
    """(H, W) float32: the fine detail of a picture, equally strong everywhere, so that no edge outweighs a wall."""
    import cv2

    light = cv2.cvtColor(np.ascontiguousarray(frame), cv2.COLOR_RGB2GRAY)
    if min(light.shape) > LARGEST:
        smaller = LARGEST / min(light.shape)
        light = cv2.resize(light, None, fx=smaller, fy=smaller, interpolation=cv2.INTER_AREA)
    reach = 6.0 * max(min(light.shape) / FULL_SIZE, 0.75)  # pixels
    detail, rms = _detail(light.astype(np.float32), reach)
    return np.clip(detail / (rms + 1.5), -2.5, 2.5)


def _detail(light: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray]:
    """The detail that a blur removes, and its RMS around each pixel."""
    import cv2

    detail = light - cv2.GaussianBlur(light, (0, 0), reach)
    return detail, np.sqrt(cv2.GaussianBlur(detail * detail, (0, 0), reach))


def _hidden(light: np.ndarray, grain: float) -> np.ndarray:
    """(H, W) float32: how strong the mark may be at each pixel."""
    import cv2

    height, width = light.shape
    small = cv2.resize(light, (max(width // 2, 1), max(height // 2, 1)), interpolation=cv2.INTER_AREA)
    _, rms = _detail(small, 2 * grain)
    busy = np.clip((cv2.GaussianBlur(rms, (0, 0), 2 * grain) - BUSY_FROM) / (BUSY_TO - BUSY_FROM), 0, 1)
    return cv2.resize(PLAIN + (BUSY - PLAIN) * busy, (width, height), interpolation=cv2.INTER_LINEAR)


def _likeness(grain: np.ndarray, size: float) -> float:
    """The best score over all positions of the pattern at scale `size`."""
    import cv2

    shrinks = cv2.INTER_AREA if size > 1 else cv2.INTER_LINEAR
    brought = cv2.resize(grain, None, fx=1 / size, fy=1 / size, interpolation=shrinks)
    laid = np.zeros((TILE, TILE), np.float32)
    for tile in _tiles(brought):
        laid[: tile.shape[0], : tile.shape[1]] += tile
    rows, columns, phases = _waves()
    waves = np.fft.rfft2(laid)
    phase = waves[rows, columns]
    waves[:] = 0
    waves[rows, columns] = phase / (np.abs(phase) + 1e-9) * phases.conj()
    return float(np.fft.irfft2(waves, s=(TILE, TILE)).max() * TILE**2 / 2 / math.sqrt(len(rows) / 2))


def _tiles(picture: np.ndarray) -> Iterator[np.ndarray]:
    for top in range(0, picture.shape[0], TILE):
        for left in range(0, picture.shape[1], TILE):
            yield picture[top : top + TILE, left : left + TILE]


@functools.lru_cache(maxsize=4)
def _spread(width: int, height: int, size: float) -> np.ndarray:
    """(height, width) float32 of RMS 1: the pattern, repeated, at scale `size`."""
    import cv2

    rows, columns, phases = _waves()
    waves = np.zeros((TILE, TILE // 2 + 1), np.complex64)
    waves[rows, columns] = phases
    tile = np.fft.irfft2(waves, s=(TILE, TILE)).astype(np.float32)
    needed = math.ceil(height / size) + 2, math.ceil(width / size) + 2
    repeated = np.tile(tile / tile.std(), [-(-pixels // TILE) for pixels in needed])
    bring = np.array([[size, 0, 0], [0, size, 0]], np.float32)
    return cv2.warpAffine(repeated, bring, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


@functools.cache
def _waves() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The waves of the pattern: their rows and columns in `rfft2` of a tile, and a complex phase for each."""
    down, across = np.fft.fftfreq(TILE)[:, None], np.fft.rfftfreq(TILE)[None]
    frequency = np.hypot(down, across)
    # the first column is left out: its waves come in pairs whose phases are not free
    rows, columns = np.nonzero((frequency >= 1 / PERIODS[1]) & (frequency <= 1 / PERIODS[0]) & (across > 0))
    drawn = np.frombuffer(hashlib.shake_256(KEY).digest(2 * len(rows)), "<u2")  # the same on every computer
    return rows, columns, np.exp(2j * np.pi / 65536 * drawn).astype(np.complex64)
