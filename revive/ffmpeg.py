"""Running imageio-ffmpeg's ffmpeg on files that nobody has checked yet."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from revive.disk import disk_full, says_no_room

POLL = 0.1  # seconds between two looks at whether to stop
# Containers of sound and film. Whatever names other files (HLS, concat, DASH, SDP, image lists) is not among them.
FORMATS = (
    "aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,au,avi,caf,dsf,dts,eac3,flac,flv,gsm,matroska,webm,mov,mp4,m4a,3gp,mp3,mpc,mpc8,"
    "mpeg,mpegts,ogg,rm,spx,tak,tta,voc,w64,wav,wv"
)


SHORTEST, LONGEST = 0.3, 1800.0  # seconds of a recording or a film


@dataclass(frozen=True)
class Header:
    """What a file tells of itself: its length (None: it cannot be told), sound, moving picture, pictures a second."""

    seconds: float | None
    sound: bool
    picture: bool
    rate: float | None


def binary() -> str:
    """Path of the ffmpeg program."""
    from imageio_ffmpeg import get_ffmpeg_exe

    return get_ffmpeg_exe()


def source(path: Path, formats: str = FORMATS) -> list[str]:
    """The arguments that open `path` as input, however it is called: as one of `formats`, and nothing beside it."""
    return ["-protocol_whitelist", "file", "-format_whitelist", formats, "-i", f"file:{path.absolute()}"]


def header(path: Path, tick: Callable[[], None]) -> Header | None:
    """Read the header of `path`; None where it is neither sound nor film. See `run` for `tick`.

    A length that the header leaves out, as a browser's own recording does, is counted, up to LONGEST.
    """
    _, said = run(source(path), tick)
    if "Input #0" not in said:
        return None
    streams = re.findall(r"^\s*Stream #0:\d+.*: (Audio|Video): (.*)", said, re.MULTILINE)
    films = [about for kind, about in streams if kind == "Video" and "(attached pic)" not in about]
    rates = re.findall(r"([\d.]+)(k?) (?:fps|tbr)", films[0]) if films else []
    rate = float(rates[0][0]) * (1000 if rates[0][1] else 1) if rates else None
    seconds = _clock(re.findall(r"Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)", said))
    if seconds is None:
        everything = ["-map", "0:a:0?", "-map", "0:V:0?", "-c", "copy", "-t", f"{LONGEST + 1}", "-f", "null", "-"]
        _, said = run([*source(path), *everything, "-stats"], tick)
        seconds = _clock(re.findall(r"time=(\d+):(\d\d):(\d\d(?:\.\d+)?)", said))
    return Header(seconds, any(kind == "Audio" for kind, _ in streams), bool(films), rate)


def _clock(told: list[tuple[str, str, str]]) -> float | None:
    """The last of some times, in seconds."""
    if not told:
        return None
    hours, minutes, seconds = told[-1]
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


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
