"""Running imageio-ffmpeg's ffmpeg on files that nobody has checked yet."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from revive.disk import disk_full, says_no_room

POLL = 0.1  # seconds between two looks at whether to stop
# Containers of sound and film. Whatever names other files (HLS, concat, DASH, SDP, image lists) is not among them.
FORMATS = (
    "aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,au,avi,caf,dsf,dts,eac3,flac,flv,gsm,matroska,webm,mov,mp4,m4a,3gp,mp3,mpc,mpc8,"
    "mpeg,mpegts,ogg,rm,spx,tak,tta,voc,w64,wav,wv"
)


def binary() -> str:
    """Path of the ffmpeg program."""
    from imageio_ffmpeg import get_ffmpeg_exe

    return get_ffmpeg_exe()


def source(path: Path, formats: str = FORMATS) -> list[str]:
    """The arguments that open `path` as input, however it is called: as one of `formats`, and nothing beside it."""
    return ["-protocol_whitelist", "file", "-format_whitelist", formats, "-i", f"file:{path.absolute()}"]


def run(arguments: list[str], tick: Callable[[], None]) -> tuple[int, str]:
    """Run ffmpeg to its end: (exit status, what it said: the first and the last 32 kB).

    `tick` is called ten times a second; when it raises, ffmpeg is ended at once.

    Raises
    ------
    UserError : the disk is full
    """
    command = [binary(), "-hide_banner", "-nostdin", "-nostats", "-y", *arguments]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said) as process:
            try:
                while process.poll() is None:
                    tick()
                    try:
                        process.wait(POLL)
                    except subprocess.TimeoutExpired:
                        continue
            finally:
                process.kill()
        report = _head_and_tail(said)
    if process.returncode and says_no_room(report):
        raise disk_full()
    return process.returncode, report


def _head_and_tail(said, part: int = 32_768) -> str:
    length = said.seek(0, 2)
    said.seek(0)
    head = said.read(part)
    said.seek(max(length - part, len(head)))
    return (head + said.read(part)).decode("utf-8", "replace")
