"""The encoder: ffmpeg turns frames and a sound file into an mp4 that plays everywhere."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from revive.core.disk import disk_full, says_no_room
from revive.media import ffmpeg
from revive.media.ffmpeg import binary

QUALITY = 19  # x264's constant rate factor
SOUND_PEAK = 0.84  # −1.5 dB of full scale: AAC overshoots by up to about 1 dB

LIMITER = f"alimiter=limit={SOUND_PEAK}:level=false:latency=true"
COLOURS = "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"  # of `yuv420`

PICTURE = (
    "-c:v", "libx264", "-preset", "veryfast", "-crf", str(QUALITY), "-profile:v", "high", "-vf", COLOURS,
)  # fmt: skip
SOUND = ("-c:a", "aac", "-b:a", "160k", "-af", LIMITER)


@contextlib.contextmanager
def encoder(
    path: Path, *, width: int, height: int, fps: float, sound: Path, tags: dict[str, str],
    labels: Sequence[str] = (),
) -> Iterator[Callable[[np.ndarray], None]]:  # fmt: skip
    """An ffmpeg process that writes one clip: H.264 (High, yuv420p, BT.709) and AAC, moov atom first.

    It ends with the `with` block, and is killed if the block raises an error.

    Parameters
    ----------
    path : the mp4; overwritten
    width, height : of the frames, even
    fps : kept exactly
    sound : WAV file as long as the frames will be
    tags : metadata, name -> text
    labels : further ffmpeg arguments that write metadata, see `provenance.aigc.aigc_arguments`

    Yields
    ------
    callable : encodes one frame, as of `yuv420`

    Raises
    ------
    UserError : the disk is full
    """
    command = [
        binary(), "-y", "-v", "error", *planes(width, height, fps), "-i", str(sound),
        "-map", "0:v", "-map", "1:a", *PICTURE, *SOUND, *metadata(tags), *labels, "-movflags", "+faststart", str(path),
    ]  # fmt: skip
    with piped(command) as write:
        yield write


def remux(
    path: Path, *, picture: Path, sound: Path, tags: dict[str, str], labels: Sequence[str], tick: Callable[[], None]
) -> None:  # fmt: skip
    """Write an mp4 with the pictures of another, which are not encoded anew, and another sound.

    Parameters
    ----------
    picture : a film from outside, H.264
    sound, tags, labels : as of `encoder`
    tick : called ten times a second; may raise to stop

    Raises
    ------
    UserError : the disk is full, or it took too long
    """
    status, said = ffmpeg.run(
        [*ffmpeg.source(picture), *ffmpeg.source(sound), "-map", "0:V:0", "-map", "1:a:0", "-c:v", "copy", *SOUND,
         "-map_metadata", "-1", "-map_chapters", "-1", *metadata(tags), *labels, "-movflags", "+faststart",
         "-f", "mp4", str(path)],
        tick,
    )  # fmt: skip
    _check(status, said)


def metadata(tags: dict[str, str]) -> list[str]:
    """ffmpeg's arguments for tags, name -> text."""
    return [part for name, text in tags.items() for part in ("-metadata", f"{name}={text}")]


def planes(width: int, height: int, fps: float) -> list[str]:
    """ffmpeg's arguments for frames of `yuv420` that come through its standard input."""
    rate = str(Fraction(fps).limit_denominator(1001))
    return ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{width}x{height}", "-r", rate, "-i", "pipe:0"]


@contextlib.contextmanager
def piped(command: Sequence[str]) -> Iterator[Callable[[np.ndarray], None]]:
    """An ffmpeg process that reads its standard input; yields what writes a contiguous array to it.

    It ends with the `with` block, and is killed if the block raises an error.

    Raises
    ------
    UserError : the disk is full
    """
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=complaints, bufsize=0,
            pipesize=1 << 20,  # a 512x512 frame fits in, so writing does not wait for the encoder
        ) as process,
    ):  # fmt: skip
        stdin = process.stdin
        assert stdin is not None  # it is a pipe

        def write(array: np.ndarray) -> None:
            rest = array.data.cast("B")
            while rest:
                rest = rest[stdin.write(rest) :]

        try:
            yield write
            stdin.close()
            process.wait()
        except BrokenPipeError:  # it ended early; its messages say why
            process.wait()
        finally:
            process.kill()
        complaints.seek(0)
        _check(process.returncode, complaints.read().decode(errors="replace"))


def _check(status: int, complaint: str) -> None:
    if status == 0:
        return
    met_limit = hasattr(signal, "SIGXFSZ") and status == -signal.SIGXFSZ  # a limit set on the size of files
    if met_limit or says_no_room(complaint):
        raise disk_full()
    raise RuntimeError(f"ffmpeg ended with status {status}: {complaint.strip()}")
