"""Encoders of moving pictures without sound: GIF and animated WebP, by ffmpeg, frame by frame.

A GIF has 256 colours. They are chosen once, from the first frame, because nothing but the face moves: so frames need
not be kept, and what is at rest does not flicker. Ordered dithering keeps it still, too.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from revive.clip.encoder import piped
from revive.media.ffmpeg import binary

WEBP_QUALITY = 80  # of libwebp, 0–100
DITHER = "bayer:bayer_scale=4"
HARDLY = 5  # of 255, a change of a pixel that nobody sees


@contextlib.contextmanager
def picture_encoder(path: Path, first: np.ndarray, *, fps: float) -> Iterator[Callable[[np.ndarray], None]]:
    """An ffmpeg process that writes one .gif or .webp, which plays again and again.

    It ends with the `with` block, and is killed if the block raises an error.

    Parameters
    ----------
    path : overwritten
    first : (H, W, 3) uint8 RGB, a frame whose colours are those of all
    fps : kept exactly where a frame lasts a whole number of ticks, see `media.moving_picture`

    Yields
    ------
    callable : encodes one frame (H, W, 3) uint8 RGB

    Raises
    ------
    UserError : the disk is full
    """
    height, width = first.shape[:2]
    rate = str(Fraction(fps).limit_denominator(1001))
    frames = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", rate, "-i", "pipe:0"]
    if path.suffix.lower() == ".gif":
        palette = path.with_name("palette.png")
        _write_palette(first, palette)
        form = [
            "-i", str(palette), "-filter_complex", f"[0:v][1:v]paletteuse=dither={DITHER}:diff_mode=rectangle",
            "-f", "gif",
        ]  # fmt: skip
    else:
        form = [
            "-c:v", "libwebp_anim", "-quality", str(WEBP_QUALITY), "-compression_level", "3", "-pix_fmt", "yuv420p",
            "-f", "webp",
        ]  # fmt: skip
    settle = _settled(first) if path.suffix.lower() == ".gif" else np.ascontiguousarray
    with piped([binary(), "-y", "-v", "error", *frames, *form, "-loop", "0", str(path)]) as write:
        yield lambda frame: write(settle(frame))


def _settled(first: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """What keeps pixels that hardly changed as they were shown: a GIF stores all that differ."""
    shown = first.copy()

    def settle(frame: np.ndarray) -> np.ndarray:
        changed = cv2.absdiff(frame, shown).max(axis=2) > HARDLY
        shown[changed] = frame[changed]
        return shown

    import cv2

    return settle


def _write_palette(frame: np.ndarray, path: Path) -> None:
    """The 256 colours of a frame, as ffmpeg reads them: a picture of 16x16 pixels."""
    height, width = frame.shape[:2]
    one = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-i", "pipe:0"]
    colours = ["-vf", "palettegen=reserve_transparent=0", "-frames:v", "1", "-update", "1", str(path)]
    with piped([binary(), "-y", "-v", "error", *one, *colours]) as write:
        write(np.ascontiguousarray(frame))
