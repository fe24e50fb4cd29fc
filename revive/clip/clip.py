"""The Clip: a finished file and its properties."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

# endings of the files beside a clip: captions, the job that made it, and what was performed (see `takes`)
BESIDE = (".srt", ".vtt", ".job.json", ".take")


@dataclass(frozen=True)
class Clip:
    """A clip that was written.

    Attributes
    ----------
    out : the mp4 (H.264 + AAC, moov atom first)
    width, height : pixels
    fps, frames : of the video, the title card counted in
    duration_s, audio_duration_s : of the video and of the audio stream, in seconds
    captions : the .srt and .vtt files beside it (empty if no words are known)
    """

    out: Path
    width: int
    height: int
    fps: float
    frames: int
    duration_s: float
    audio_duration_s: float
    captions: tuple[Path, ...] = ()
