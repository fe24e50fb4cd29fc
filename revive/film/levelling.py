"""Family films and recordings at the loudness of speech in clips, by one gain; a nearly silent one stays quiet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from revive.clip.sound import decode_stereo
from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.media import ffmpeg
from revive.media.files import shown_name
from revive.media.loudness import CEILING, MOST_LIMITING, TARGET, measure_loudness

SILENT = -50.0  # LUFS; softer is noise
MOST_GAIN = 24.0  # dB


@dataclass(frozen=True)
class Sound:
    """A sound file of the film.

    Attributes
    ----------
    path : WAV at `clip.sound.RATE`
    start, seconds : when it is heard, and for how long; in seconds of its scene, or of the film
    fades : seconds in which it is faded in and out
    volume : dB by which it is amplified
    """

    path: Path
    start: float
    seconds: float
    fades: tuple[float, float]
    volume: float = 0.0


def level(source: Path, start: float, seconds: float, folder: Path, progress: Progress) -> tuple[Sound, ...]:
    """A stretch of a film's or recording's sound, with the gain that it needs; empty where it is silent.

    Raises
    ------
    UserError : it cannot be decoded
    """
    path = folder / "stretch.wav"
    if not decode_stereo(["-ss", f"{start:.3f}", *ffmpeg.source(source)], seconds, path, progress):
        raise UserError("The sound of “{file}” could not be read; please save it again.", file=shown_name(source))
    loudness, peak = measure_loudness(path, lambda: progress.update(0.0))
    if loudness < SILENT:
        return ()
    gain = min(TARGET - loudness, MOST_GAIN, CEILING + MOST_LIMITING - peak)
    return (Sound(path, 0.0, seconds, (0.0, 0.0), gain),)
