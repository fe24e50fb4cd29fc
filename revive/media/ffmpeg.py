"""Run imageio-ffmpeg's ffmpeg on untrusted files."""

from __future__ import annotations

import contextlib
import itertools
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from revive.core.cores import cores
from revive.core.disk import disk_full, says_no_room
from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.media.files import opened
from revive.media.kinds import HEAD, MEDIA, family, kind_of
from revive.media.limits import CORES, bounded

POLL = 0.1  # seconds between two checks whether to stop
# Containers of sound and film, without those that refer to other files (HLS, concat, DASH, SDP, image lists).
FORMATS = (
    "aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,au,avi,caf,dsf,dts,eac3,flac,flv,matroska,webm,mov,mp4,m4a,3gp,mp3,mpc,mpc8,"
    "mpeg,mpegts,mpegvideo,ogg,rm,tak,tta,voc,w64,wav,wv"
)
# Codecs in them, without hundreds of decoders for games, screens and broadcasts.
CODECS = (
    "aac,aac_fixed,aac_latm,ac3,eac3,adpcm_ima_qt,adpcm_ima_wav,adpcm_ms,alac,amrnb,amrwb,ape,cook,dca,dsd_lsbf,"
    "dsd_lsbf_planar,dsd_msbf,dsd_msbf_planar,flac,gsm,gsm_ms,libopencore_amrnb,libopencore_amrwb,libopus,libvorbis,mp1,"
    "mp1float,mp2,mp2float,mp3,mp3float,mpc7,mpc8,nellymoser,opus,pcm_alaw,pcm_bluray,pcm_dvd,pcm_f32be,pcm_f32le,"
    "pcm_f64be,pcm_f64le,pcm_mulaw,pcm_s16be,pcm_s16be_planar,pcm_s16le,pcm_s16le_planar,pcm_s24be,pcm_s24le,pcm_s32be,"
    "pcm_s32le,pcm_s8,pcm_u8,qdm2,real_144,real_288,sipr,speex,tak,tta,vorbis,wavpack,wmalossless,wmapro,wmav1,"
    "wmav2,wmavoice,av1,cinepak,dnxhd,dvvideo,ffv1,flv,h261,h263,h263p,h264,hevc,huffyuv,ffvhuff,libaom-av1,libdav1d,"
    "libvpx,libvpx-vp9,mjpeg,mpeg1video,mpeg2video,mpeg4,msmpeg4,msmpeg4v1,msmpeg4v2,png,prores,qtrle,rawvideo,rv10,rv20,"
    "rv30,rv40,svq1,svq3,theora,v210,vc1,vp6,vp6f,vp8,vp9,wmv1,wmv2,wmv3"
)
MOST_PIXELS = 40_000_000  # of one picture; 8K has 33 million
MOST_STREAMS = 32  # of one file; an action camera has six
MOST_BYTES = 32 * 1024**3  # half an hour from a cinema camera
TO_LOOK, TO_COUNT = 10.0, 30.0  # seconds to read a header; one without a length
LEAST_TIME = 60.0  # seconds that decoding may always take

SHORTEST, LONGEST = 0.3, 1800.0  # seconds of a recording or a film


@dataclass(frozen=True)
class Header:
    """A file's header: length in seconds (None if unknown), whether it has sound and pictures, pictures a second.

    `pixels` is the size of one picture, 0 if there is none or it is unknown; `streams` is their number.
    """

    seconds: float | None
    sound: bool
    picture: bool
    rate: float | None
    pixels: int = 0
    streams: int = 1


def binary() -> str:
    """Path of the ffmpeg program."""
    from imageio_ffmpeg import get_ffmpeg_exe

    return get_ffmpeg_exe()


def source(path: Path, formats: str = FORMATS) -> list[str]:
    """The arguments that open `path`, whatever its name, as input in one of `formats` and open nothing else.

    The format follows from the first bytes; by default ffmpeg also considers the name.
    """
    reader = MEDIA.get(_kind_or_none(path), "")
    return [
        *(["-f", reader] if reader else []),
        "-protocol_whitelist", "file", "-format_whitelist", formats, "-codec_whitelist", CODECS,
        "-max_pixels", str(MOST_PIXELS), "-max_streams", str(MOST_STREAMS), "-threads", str(threads()),
        "-i", f"file:{path.absolute()}",
    ]  # fmt: skip


def threads() -> int:
    """The number of threads of a decoder."""
    return min(cores(), CORES)


def header(path: Path, tick: Callable[[], None], *, missing: UserError | None = None) -> Header | None:
    """Read the header of `path`; None if it is neither sound nor film. See `run` for `tick`.

    A missing length, as in a browser's recordings, is measured by decoding, up to LONGEST. `missing` is the error if
    there is no such file.

    Raises
    ------
    UserError : no such file, no ordinary file, empty, too large, or its header takes longer than TO_LOOK
    """
    if kind(path, missing=missing) not in MEDIA:
        return None
    _, said = run(source(path), tick, seconds=TO_LOOK)
    if "Input #0" not in said:
        return None
    streams = re.findall(r"^ +Stream #0:\d+.*: (Audio|Video|Data|Subtitle|Attachment): (.*)", said, re.MULTILINE)
    films = [about for kind, about in streams if kind == "Video" and "(attached pic)" not in about]
    rates = re.findall(r"([\d.]+)(k?) (?:fps|tbr)", films[0]) if films else []
    rate = float(rates[0][0]) * (1000 if rates[0][1] else 1) if rates else None
    sides = re.findall(r"Picture size (\d{1,6})x(\d{1,6}) exceeds", said)  # a decoder's message before it gives up
    sides += re.findall(r", (\d{1,6})x(\d{1,6})\b", films[0]) if films else []
    seconds = _clock(re.findall(r"^  Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)", said, re.MULTILINE))
    if seconds is None:
        everything = ["-map", "0:a:0?", "-map", "0:V:0?", "-c", "copy", "-t", f"{LONGEST + 1}", "-f", "null", "-"]
        _, said = run([*source(path), *everything, "-stats"], tick, seconds=TO_COUNT)
        seconds = _clock(re.findall(r"time=(\d+):(\d\d):(\d\d(?:\.\d+)?)", said))
    pixels = int(sides[0][0]) * int(sides[0][1]) if sides else 0
    return Header(seconds, any(kind == "Audio" for kind, _ in streams), bool(films), rate, pixels, len(streams))


def kind(path: Path, *, missing: UserError | None = None) -> str:
    """The type of a file by its first bytes, see `media.kinds.kind_of`; errors as of `header`."""
    with opened(path, most=MOST_BYTES, missing=missing, empty=True) as file:
        return kind_of(file.read(HEAD))


def seen(path: Path) -> Message | str:
    """What the file is instead, to continue a sentence; empty if the type is right."""
    found = _kind_or_none(path)
    if found in MEDIA or not found:
        return ""
    return Message(", for it is {kind}", kind=family(found))


def _kind_or_none(path: Path) -> str:
    """The type; "" if the file cannot be read."""
    try:
        return kind(path)
    except UserError:
        return ""


def _clock(told: list[tuple[str, str, str]]) -> float | None:
    """The last of some times, in seconds."""
    if not told:
        return None
    hours, minutes, seconds = told[-1]
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def run(arguments: list[str], tick: Callable[[], None], *, seconds: float = LONGEST) -> tuple[int, str]:
    """Run ffmpeg to its end: (exit status, its messages: the first and the last 32 kB).

    It can read the files given as "file:…" after "-i", see `source`, write to the last argument, if that is a file, and
    do nothing else on this computer; `media.limits` has the other limits. `tick` is called ten times a second; when it
    raises, ffmpeg is killed.

    Raises
    ------
    UserError : the disk is full, or it took longer than `seconds`
    """
    command = [binary(), "-hide_banner", "-nostdin", "-nostats", "-y", *arguments]
    outputs = [] if arguments[-2] == "-i" or arguments[-1] == "-" else [Path(arguments[-1])]
    with tempfile.TemporaryFile() as said, _made_before(outputs):
        with bounded(
            command, seconds=seconds, read=inputs(arguments), write=outputs, stdout=subprocess.DEVNULL, stderr=said
        ) as running:
            process = running.process
            while process.poll() is None:
                tick()
                try:
                    process.wait(POLL)
                except subprocess.TimeoutExpired:
                    continue
        report = _head_and_tail(said)
    if running.late:
        raise too_slow(seconds)
    if process.returncode and says_no_room(report):
        raise disk_full()
    return process.returncode, report


def inputs(arguments: list[str]) -> list[Path]:
    """The input files among ffmpeg's arguments."""
    told = itertools.pairwise(arguments)
    return [Path(name.removeprefix("file:")) for option, name in told if option == "-i" and name.startswith("file:")]


@contextlib.contextmanager
def _made_before(outputs: list[Path]) -> Iterator[None]:
    """Create the output file, as the sandbox can only allow existing files; delete it if it stays empty."""
    for path in outputs:
        path.touch()
    try:
        yield
    finally:
        for path in outputs:
            if path.is_file() and not path.stat().st_size:
                path.unlink()


def time_for(seconds: float) -> float:
    """The time limit in seconds for decoding so many seconds of sound or film."""
    return max(LEAST_TIME, 2 * seconds)


def too_slow(seconds: float) -> UserError:
    """The error for work that did not end in time."""
    return UserError(
        "Revive could not read this recording or film within {seconds:.0f} seconds, so it is probably "
        "damaged; please save it again as MP4 or WAV, and choose that file.",
        seconds=seconds,
    )


def _head_and_tail(said, part: int = 32_768) -> str:
    length = said.seek(0, 2)
    said.seek(0)
    head = said.read(part)
    said.seek(max(length - part, len(head)))
    return (head + said.read(part)).decode("utf-8", "replace")
