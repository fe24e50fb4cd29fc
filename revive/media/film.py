"""Untrusted films: check them, then read their pictures one at a time.

As a recording, a film is opened and decoded only by the sandboxed ffmpeg.
"""

from __future__ import annotations

import math
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from revive.core.errors import UserError
from revive.media import ffmpeg
from revive.media.files import shown_name
from revive.media.limits import bounded

PATIENCE = 60.0  # seconds that one picture may take
WORK = 60.0  # CPU seconds for one second of film; ten-bit 8K takes ten
MOST_RATE = 30.0  # pictures a second that are analysed
USUAL_RATE = 30.0  # if the film does not give its own


@dataclass(frozen=True)
class FilmHeader(ffmpeg.Header):
    """The header of a film: it has pictures and a length."""

    seconds: float


def check_film(path: Path, tick: Callable[[], None] = lambda: None) -> FilmHeader:
    """Check a film by its header; fast enough to do when it is chosen. `tick` may raise to stop.

    Raises
    ------
    UserError : no such file, not a film, shorter than 0.3 s, longer than 30 minutes, its pictures larger than 8K
    """
    path = Path(path)
    missing = UserError("There is no film called “{file}”; please choose it again.", file=shown_name(path))
    header = ffmpeg.header(path, tick, missing=missing)
    if header is None or not header.picture or header.seconds is None:
        raise unreadable(path)
    if header.pixels > ffmpeg.MOST_PIXELS:
        raise UserError(
            "Each picture of the film has {megapixels:,.0f} megapixels; please save it smaller, at most 8K.",
            megapixels=header.pixels / 1e6,
        )
    if not header.pixels:  # no decoder supports it
        raise unreadable(path)
    if header.seconds < ffmpeg.SHORTEST:
        raise UserError(
            "The film is only {seconds:.2f} seconds long; please choose one of at least {least} seconds.",
            seconds=header.seconds,
            least=ffmpeg.SHORTEST,
        )
    if header.seconds > ffmpeg.LONGEST:
        raise UserError(
            "The film is longer than {minutes:.0f} minutes; please cut it into shorter ones.",
            minutes=ffmpeg.LONGEST / 60,
        )
    return FilmHeader(
        header.seconds, header.sound, header.picture, header.rate, pixels=header.pixels, streams=header.streams
    )


def unreadable(path: Path) -> UserError:
    """The error for a file that is not a film."""
    return UserError(
        "“{file}” could not be read as a film{seen}; please choose a video (MP4, MOV, WebM…) of one person facing the"
        " camera.",
        file=shown_name(path),
        seen=ffmpeg.seen(path),
    )


def looking_rate(header: ffmpeg.Header) -> float:
    """Pictures a second to analyse: all of them up to MOST_RATE, every second one above it, and so on."""
    rate = header.rate or USUAL_RATE
    return rate / math.ceil(rate / MOST_RATE)


def read_frames(path: Path, *, rate: float, side: int, seconds: float, start: float = 0.0) -> Iterator[np.ndarray]:
    """Yield the pictures of a film, (H, W, 3) uint8 RGB, upright, one at a time.

    Parameters
    ----------
    rate : pictures a second; picture i is the one that the film shows at (i + 0.5) / rate seconds
    side : longest side in pixels; a smaller film keeps its own size
    seconds : the length to read
    start : seconds that are left out before

    Raises
    ------
    UserError : a picture takes longer than PATIENCE
    """
    # square pixels, the size, eight bits; PPM carries its own size, which rotation of a phone's film changes
    filters = (
        f"scale=iw*sar:ih,setsar=1,"
        f"scale='min({side},iw)':'min({side},ih)':force_original_aspect_ratio=decrease,format=rgb24"
    )
    yield from _decoded(path, rate, seconds, filters, ["-f", "image2pipe", "-c:v", "ppm"], _next_picture, start)


def read_planes(path: Path, *, rate: float, width: int, height: int, seconds: float) -> Iterator[np.ndarray]:
    """As `read_frames`, but as the planes of `clip.yuv.yuv420`, whose values are those of the file where it has them.

    width, height : of the pictures, even
    """
    size = height * width * 3 // 2

    def next_planes(stream) -> np.ndarray | None:
        planes = stream.read(size)
        return np.frombuffer(planes, np.uint8).reshape(-1, width) if len(planes) == size else None

    filters = f"scale={width}:{height}:out_color_matrix=bt709:out_range=tv,format=yuv420p"
    yield from _decoded(path, rate, seconds, filters, ["-f", "rawvideo"], next_planes)


def _decoded(
    path: Path, rate: float, seconds: float, filters: str, form: list[str],
    following: Callable[[Any], np.ndarray | None], start: float = 0.0,
) -> Iterator[np.ndarray]:  # fmt: skip
    """The pictures of a film, which `following` takes from a stream of this form."""
    command = [
        ffmpeg.binary(), "-v", "error", "-nostdin", *(["-ss", f"{start:.3f}"] if start else []), *ffmpeg.source(path),
        "-map", "0:V:0", "-t", f"{seconds:.3f}", "-vf", f"fps={rate:.6f}:start_time=0,{filters}", *form, "pipe:1",
    ]  # fmt: skip
    with bounded(
        command, seconds=PATIENCE, work=PATIENCE + WORK * seconds, read=ffmpeg.inputs(command),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as running:  # fmt: skip
        while (picture := following(running.process.stdout)) is not None:
            running.within(math.inf)  # it waits for the caller now
            yield picture
            running.within(PATIENCE)
        if running.late:
            raise ffmpeg.too_slow(PATIENCE)


def _next_picture(stream) -> np.ndarray | None:
    """(H, W, 3) uint8 from a PPM; None at the end."""
    if stream.readline() != b"P6\n":
        return None
    width, height = map(int, stream.readline().split())
    stream.readline()  # the highest value, 255
    pixels = stream.read(width * height * 3)
    if len(pixels) < width * height * 3:
        return None
    return np.frombuffer(pixels, np.uint8).reshape(height, width, 3)
