"""Channels of opposite phase: where a voice would cancel itself when the channels of a recording are averaged.

A microphone or cable that is wired the wrong way turns one channel upside down, and some stereo processors do so on
purpose. Music may be turned while the voice is not; then the two mixes are compared by the speech that is in them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.listening.levels import HOP, Levels
from revive.listening.voice_activity import detect_voice
from revive.media import ffmpeg

RATE = 4000  # Hz; the fundamental and the lower formants of a voice are below half of it
MOMENT = 0.1  # seconds compared at once
BANDS = ((120, 350), (350, 800), (800, 2000))  # Hz, compared by themselves: music may hide a voice in one alone
LOUD = 30.0  # dB below the loudest moments, under which a moment is not compared
OPPOSED = -0.15  # correlation with the loudest channel, below which a channel may be turned
SOMETIMES = 0.05  # share of the moments in which it has to be below: music may be louder than a voice
BETTER = 1.1  # times as many moments of speech, with which one mix is better than another


def opposed_channels(
    path: Path, folder: Path, tick: Callable[[], None], *, seconds: float, start: float = 0.0
) -> tuple[bool, ...]:
    """Which channels of the sound of `path` are at times of opposite phase to the loudest.

    Parameters
    ----------
    folder : for a temporary file
    tick : called ten times a second; what it raises stops the work
    start, seconds : the part that is looked at

    Returns
    -------
    a bool a channel; all False where none is, and () where the sound cannot be decoded
    """
    import soundfile

    raw = folder / "channels.wav"
    try:
        ffmpeg.run(
            ["-ss", f"{start}", *ffmpeg.source(path), "-map", "0:a:0", "-t", f"{seconds + 1}",
             "-ar", str(RATE), "-c:a", "pcm_f32le", "-rf64", "auto", str(raw)],
            tick, seconds=ffmpeg.time_for(seconds),
        )  # fmt: skip
        if not raw.exists():
            return ()
        with soundfile.SoundFile(raw) as file:
            blocks = file.blocks(round(MOMENT * RATE), dtype="float32", always_2d=True)
            products = [_products(np.nan_to_num(block)) for block in blocks if len(block) > 1]
    finally:
        raw.unlink(missing_ok=True)
    return _turned(np.array(products)) if products else ()


def turned_filter(turned: tuple[bool, ...]) -> str:
    """The filter of ffmpeg that turns these channels the right way; the layout of the channels stays."""
    return "aeval=" + "|".join(f"{'-' if turn else ''}val({number})" for number, turn in enumerate(turned)) + ":c=same"


def speaks_more(one: tuple[Path, Levels], other: tuple[Path, Levels], tick: Callable[[float], None]) -> bool:
    """Whether more speech is heard in `one` mono WAV file, whose levels are given, than in the `other`.

    Where as much is heard in both, whether the speech is louder in it.
    """
    found = [_speech(raw, levels, tick) for raw, levels in (one, other)]
    (seconds, power), (other_seconds, other_power) = found
    if max(seconds, other_seconds) > BETTER * min(seconds, other_seconds):
        return seconds > other_seconds
    return power > other_power


def _products(sound: np.ndarray) -> np.ndarray:
    """(bands, channels, channels) each channel times each, of a moment (N, channels), in each of BANDS."""
    spectrum = np.fft.rfft(sound * np.hanning(len(sound))[:, None], axis=0)
    edges = np.round(np.array(BANDS) * len(sound) / RATE).astype(int)
    parts = [spectrum[low:high] for low, high in edges]
    return np.stack([(part.conj().T @ part).real for part in parts])


def _turned(products: np.ndarray) -> tuple[bool, ...]:
    """The channels that are at times opposed; `products` are (moments, bands, channels, channels)."""
    power = np.maximum(np.diagonal(products, axis1=2, axis2=3), 1e-12)  # (moments, bands, channels)
    loudest = int(power.sum(axis=(0, 1)).argmax())
    correlation = products[:, :, loudest] / np.sqrt(power * power[:, :, loudest, None])
    together = power.sum(axis=2)
    loud = together >= np.percentile(together, 95, axis=0) * 10 ** (-LOUD / 10)
    opposed = ((correlation < OPPOSED) & loud[:, :, None]).sum(axis=0) / loud.sum(axis=0)[:, None]  # (bands, channels)
    return tuple((opposed >= SOMETIMES).any(axis=0).tolist())


def _speech(raw: Path, levels: Levels, tick: Callable[[float], None]) -> tuple[float, float]:
    """Seconds of speech and its mean power; that of all where there is none."""
    speech = detect_voice(raw, levels, tick).speech
    power = 10 ** (levels.decibels[speech if speech.any() else slice(None)] / 10)
    return speech.sum() * HOP, float(power.mean()) if len(power) else 0.0
