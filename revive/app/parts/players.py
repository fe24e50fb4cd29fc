"""Short pieces of sound that stand in the page itself, so that none of them is a file that could be asked for."""

from __future__ import annotations

import base64
import io
from html import escape
from pathlib import Path

RATE = 24000  # Hz; enough for a voice
LONGEST = 12.0  # seconds


def players(sounds: list[tuple[str, Path]]) -> str:
    """(title, WAV file) one beside the other, each with its own player."""
    return f'<div class="players">{"".join(player(title, path) for title, path in sounds)}</div>'


def player(title: str, path: Path) -> str:
    """The first LONGEST seconds of a WAV file, to be played; nothing is played by itself."""
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><audio controls preload="metadata"'
        f' aria-label="{escape(title)}" src="data:audio/wav;base64,{_encoded(path)}"></audio></figure>'
    )


def _encoded(path: Path) -> str:
    """As 16-bit WAV at RATE or less; a file that is short and small enough as it is, so that its labels stay in it."""
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
