"""Players whose sound is part of the page itself, so that it is no file that others could ask for."""

from __future__ import annotations

import base64
import io
from html import escape
from pathlib import Path

RATE = 24000  # Hz; enough for a voice
LONGEST = 12.0  # seconds


def players(sounds: list[tuple[str, Path]]) -> str:
    """A player for each (title, WAV file), beside each other."""
    return f'<div class="players">{"".join(player(title, path) for title, path in sounds)}</div>'


def player(title: str, path: Path) -> str:
    """A player for the first LONGEST seconds of a WAV file; it never starts by itself."""
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><audio controls preload="metadata"'
        f' aria-label="{escape(title)}" src="data:audio/wav;base64,{_encoded(path)}"></audio></figure>'
    )


def _encoded(path: Path) -> str:
    """The sound as 16-bit WAV at RATE or less; a file that is small enough stays as it is and so keeps its labels."""
    import soundfile
    import soxr

    with soundfile.SoundFile(path) as file:
        rate = file.samplerate
        if rate <= RATE and file.channels == 1 and file.subtype == "PCM_16" and file.frames <= LONGEST * rate:
            return base64.b64encode(path.read_bytes()).decode()
        sound = file.read(round(LONGEST * rate), dtype="float32", always_2d=True)[:, 0]
    if rate > RATE:
        sound, rate = soxr.resample(sound, rate, RATE), RATE
    written = io.BytesIO()
    soundfile.write(written, sound, rate, format="WAV", subtype="PCM_16")
    return base64.b64encode(written.getvalue()).decode()
