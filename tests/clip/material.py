"""Small real inputs of a clip, and a look into what was written."""

from __future__ import annotations

import math
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from revive.clip.sound import RATE
from revive.media.ffmpeg import binary as ffmpeg
from revive.speech.speech import Sentence, Speech

GREY = 120


def tone(seconds: float, *, hertz: float = 220.0, level: float = 0.3, rate: int = 24_000, within=None) -> np.ndarray:
    """A sine; silent outside of the (start, end) pairs of `within`."""
    t = np.arange(round(seconds * rate)) / rate
    sound = level * np.sin(2 * np.pi * hertz * t)
    return sound if within is None else sound * np.any([(t >= a) & (t < b) for a, b in within], axis=0)


def say(folder: Path, sound: np.ndarray, *sentences: tuple[str, float, float], language="en", rate=24_000) -> Speech:
    path = folder / "speech.wav"
    soundfile.write(path, sound, rate, subtype="PCM_16")
    return Speech(path, rate, len(sound), language, tuple(Sentence(*s) for s in sentences))


def frames_of(speech: Speech, fps: float) -> int:
    return math.ceil(round(speech.duration * fps, 6))


def grey(count: int, width: int = 256, height: int = 256):
    """A stream that reuses one array, as the animator may."""
    frame = np.empty((height, width, 3), np.uint8)
    for _ in range(count):
        frame[:] = GREY
        yield frame


@dataclass
class Written:
    """A clip, decoded."""

    clip: object
    report: str
    pictures: np.ndarray  # (T, H, W, 3) uint8
    sound: np.ndarray  # (N, 2) float32 at RATE


def decode(clip) -> Written:
    def run(*arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run([ffmpeg(), "-i", str(clip.out), *arguments, "-"], capture_output=True, check=True)

    raw = run("-map", "0:v", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24")
    sound = run("-map", "0:a", "-f", "f32le", "-c:a", "pcm_f32le")
    return Written(
        clip,
        raw.stderr.decode(),
        np.frombuffer(raw.stdout, np.uint8).reshape(-1, clip.height, clip.width, 3),
        np.frombuffer(sound.stdout, np.float32).reshape(-1, 2),
    )


def times(clip) -> list[float]:
    """When each frame is shown, in seconds, from the packets."""
    listing = subprocess.run(
        [ffmpeg(), "-v", "error", "-i", str(clip.out), "-map", "0:v", "-c", "copy", "-f", "framecrc", "-"],
        capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    base = re.search(r"#tb 0: 1/(\d+)", listing)
    assert base
    ticks = int(base[1])
    return sorted(int(line.split(",")[2]) / ticks for line in listing.splitlines() if line.startswith("0,"))


def level(sound: np.ndarray, hertz: float, start: float, end: float) -> float:
    """dBFS of one pitch between two moments."""
    piece = sound[round(start * RATE) : round(end * RATE), 0].astype(np.float64)
    t = np.arange(len(piece)) / RATE
    window = np.hanning(len(piece))
    amplitude = 2 * abs(np.sum(piece * window * np.exp(-2j * np.pi * hertz * t))) / window.sum()
    return 20 * math.log10(amplitude + 1e-9)
