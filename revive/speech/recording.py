"""A recording -> speech: any sound file, or the sound of a film, checked, decoded, levelled.

The file is not trusted: ffmpeg opens it only as one of the known containers, it may not refer to other files, and it is
cut at the longest length whatever its header says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.listening.levels import HOP, Levels, measure_levels
from revive.listening.transcription import Transcript, missing, transcribe
from revive.listening.voice_activity import detect_voice
from revive.media import ffmpeg
from revive.media.ffmpeg import LONGEST, SHORTEST
from revive.media.files import shown_name
from revive.media.film import check_film
from revive.media.loudness import normalise_loudness
from revive.speech.channels import opposed_channels, speaks_more, turned_filter
from revive.speech.speech import Sentence
from revive.speech.transcript import lines_of

SAMPLE_RATE = 48000  # Hz
QUIETEST = -50.0  # dBFS, the peak of what still counts as a recording
STEADY = 4.0  # dB between the loud and the quiet moments of a hum; speech has 20 and more
DECODED, HEARD = 0.2, 0.8  # of the work, when the sound is decoded and its words are written down
BEFORE, AFTER = 0.2, 0.35  # seconds kept before and after the words, so that no breath or soft ending is cut


@dataclass(frozen=True)
class Listening:
    """How a recording is listened to.

    Attributes
    ----------
    words : its transcript, as somebody typed it; "" where it is to be written down
    language : the code of its language, where it is known
    transcribe : write down what is said
    """

    words: str = ""
    language: str | None = None
    transcribe: bool = True


@dataclass(frozen=True)
class Recorded:
    """The sentences of a recording; what was heard, None where nothing was written down; see `Speech.aligned`."""

    sentences: tuple[Sentence, ...] = ()
    heard: Transcript | None = None
    aligned: bool = False


def check_recording(path: Path) -> float:
    """How long the recording is, in seconds, from its header alone: fast enough for the moment it is chosen.

    Raises
    ------
    UserError : no such file, not sound or film, a film without sound, shorter than 0.3 s, longer than 30 minutes
    """
    return _check_length(_header_seconds(Path(path), lambda: None))


def decode(path: Path, raw: Path, tick: Callable[[float], None], *, film: float = 0.0) -> Levels:
    """Decode `path` into `raw`, a 48 kHz mono WAV file, and measure it.

    Channels of opposite phase are turned where the voice would cancel itself in their mean, see `channels`.

    Parameters
    ----------
    tick : told the fraction done (0–1), ten times a second; what it raises stops the work
    film : seconds of the film whose sound it is; the sound keeps its time in the film and is as long

    Raises
    ------
    UserError : as `check_recording`
    """
    seconds = _check_length(_header_seconds(path, lambda: tick(0.0)))
    turned = opposed_channels(path, raw.parent, lambda: tick(0.0), seconds=seconds)
    levels = _decode_mean(path, raw, (), tick, seconds=seconds, film=film)
    if any(turned):
        other = raw.with_suffix(".turned.wav")
        try:
            other_levels = _decode_mean(path, other, turned, tick, seconds=seconds, film=film)
            if speaks_more((other, other_levels), (raw, levels), tick):
                other.replace(raw)
                levels = other_levels
        finally:
            other.unlink(missing_ok=True)
    return levels


def _decode_mean(
    path: Path, raw: Path, turned: tuple[bool, ...], tick: Callable[[float], None], *, seconds: float, film: float
) -> Levels:
    """`decode`, where the channels `turned` are turned before all become one."""
    import soundfile

    def written() -> None:
        tick(min(raw.stat().st_size / (seconds * SAMPLE_RATE * 4), 1.0) if raw.exists() else 0.0)

    # floats keep peaks beyond full scale, which MP3 and AAC are full of, until they are levelled; the high-pass takes
    # away rumble, pops and offset, where no voice is
    turn = f"{turned_filter(turned)}," if turned else ""
    filters = f"{turn}aresample={SAMPLE_RATE}:resampler=soxr,highpass=f=50"
    if film:  # a step of its own: soxr itself tears sound that has to keep its time
        filters = f"aresample=first_pts=0,{filters},apad=whole_dur={film}"
    status, _ = ffmpeg.run(
        [*ffmpeg.source(path), "-map", "0:a:0", "-t", f"{LONGEST + 1}", "-ac", "1", "-c:a", "pcm_f32le",
         "-af", filters, "-rf64", "auto", str(raw)],
        written, seconds=ffmpeg.time_for(seconds),
    )  # fmt: skip
    if not raw.exists() or (status and raw.stat().st_size < 1000):
        raise _unreadable(path)
    with soundfile.SoundFile(raw) as file:
        _check_length(len(file) / SAMPLE_RATE)
        return measure_levels(_ticking(file.blocks(SAMPLE_RATE * 5, dtype="float32"), tick), SAMPLE_RATE)


def take(path: Path, out: Path, options: Listening, tick: Callable[[float], None]) -> Recorded:
    """Write the recording `path` to `out` (48 kHz mono 16-bit WAV), levelled; its words with their times.

    Raises
    ------
    UserError : see `decode`; or nothing that could be a voice is to be heard
    """
    raw = out.with_suffix(".raw.wav")
    try:
        levels = decode(path, raw, lambda fraction: tick(DECODED * fraction))
        if wrong := _unheard(levels):
            raise wrong
        return _finish(raw, out, levels, options, tick)
    finally:
        raw.unlink(missing_ok=True)


def take_film(path: Path, out: Path, options: Listening, tick: Callable[[float], None]) -> Recorded:
    """Write the sound of the film `path` to `out` as `take` does, as long as the film is.

    A film without sound, or one in which nobody is heard, is a silent performance: the speech is silence.

    Raises
    ------
    UserError : see `check_film`
    """
    header = check_film(path, lambda: tick(0.0))
    if not header.sound:
        _write_silence(out, header.seconds)
        return Recorded()
    raw = out.with_suffix(".raw.wav")
    try:
        levels = decode(path, raw, lambda fraction: tick(DECODED * fraction), film=header.seconds)
        if _unheard(levels):
            _write_silence(out, header.seconds)
            return Recorded()
        return _finish(raw, out, levels, options, tick)
    finally:
        raw.unlink(missing_ok=True)


def hear(path: Path, folder: Path, *, language: str | None, tick: Callable[[float], None]) -> Transcript:
    """What is said in a recording or film; its sound lies in `folder` meanwhile.

    Raises
    ------
    UserError : see `decode` and `transcribe`
    """
    if wrong := missing():
        raise wrong
    raw = Path(folder) / "heard.wav"
    try:
        levels = decode(Path(path), raw, lambda fraction: tick(DECODED * fraction))
        if _unheard(levels):
            return Transcript()
        return transcribe(raw, levels, lambda fraction: tick(DECODED + (1 - DECODED) * fraction), language=language)
    finally:
        raw.unlink(missing_ok=True)


def _finish(raw: Path, out: Path, levels: Levels, options: Listening, tick: Callable[[float], None]) -> Recorded:
    """Write down the words of `raw`, and level it into `out`."""
    speaking, heard = levels.speaking(), None
    if options.transcribe and not missing():
        heard = transcribe(
            raw, levels, lambda fraction: tick(DECODED + (HEARD - DECODED) * fraction), language=options.language
        )
    typed = bool(options.words.strip())
    text = options.words if typed else heard.text if heard and heard.sure else ""
    lines, aligned = lines_of(text, heard.words if heard else [], _without_music(raw, levels, speaking))
    _level(raw, out, speaking, tick)
    return Recorded(tuple(lines), heard, aligned)


def _without_music(raw: Path, levels: Levels, speaking: np.ndarray) -> np.ndarray:
    """`speaking` without the music in which nobody is heard; all of it, where it is nothing else."""
    music = detect_voice(raw, levels, lambda fraction: None).instrumental
    return speaking & ~music if (speaking & ~music).any() else speaking


def _level(raw: Path, out: Path, speaking: np.ndarray, tick: Callable[[float], None]) -> None:
    heard = np.flatnonzero(speaking)
    start, end = max(heard[0] * HOP - BEFORE, 0.0), heard[-1] * HOP + AFTER
    normalise_loudness(raw, out, speech=(start, end), fade=0.15, tick=lambda: tick(HEARD))


def _write_silence(out: Path, seconds: float) -> None:
    import soundfile

    left = round(seconds * SAMPLE_RATE)
    with soundfile.SoundFile(out, "w", SAMPLE_RATE, 1, "PCM_16") as file:
        while left > 0:
            file.write(np.zeros(min(left, SAMPLE_RATE), np.int16))
            left -= SAMPLE_RATE


def _header_seconds(path: Path, tick: Callable[[], None]) -> float:
    """Length in seconds as the container tells it."""
    missing = UserError("There is no recording called “{file}”; please choose it again.", file=shown_name(path))
    header = ffmpeg.header(path, tick, missing=missing)
    if header is None:
        raise _unreadable(path)
    if not header.sound:
        raise UserError(
            "“{file}” has no sound in it; please choose a recording of a voice, or a film with sound.",
            file=shown_name(path),
        )
    if header.seconds is None:
        raise _unreadable(path)
    return header.seconds


def _check_length(seconds: float) -> float:
    if seconds < SHORTEST:
        raise UserError(
            "The recording is only {seconds:.2f} seconds long; please choose one of at least {least} seconds.",
            seconds=seconds,
            least=SHORTEST,
        )
    if seconds > LONGEST:
        raise UserError(
            "The recording is longer than {minutes:.0f} minutes; please cut it into shorter ones.", minutes=LONGEST / 60
        )
    return seconds


def _unheard(levels: Levels) -> UserError | None:
    """What is wrong where nothing that could be a voice is to be heard."""
    if levels.peak < QUIETEST:
        return UserError("The recording is silent; please check the microphone and record it again, or type the words.")
    loud, quiet = np.percentile(levels.decibels, [95, 5])
    if loud - quiet >= STEADY and levels.speaking().any():  # not where damage left numbers that are none
        return None
    return UserError(
        "No voice can be heard in the recording, only an even sound; please record it again, or type the words."
    )


def _unreadable(path: Path) -> UserError:
    return UserError(
        "“{file}” could not be read as sound{seen}; please choose a recording (WAV, MP3, M4A, FLAC, OGG…) or a film"
        " with sound.",
        file=shown_name(path),
        seen=ffmpeg.seen(path),
    )


def _ticking(blocks, tick: Callable[[float], None]):
    for block in blocks:
        tick(1.0)
        yield block
