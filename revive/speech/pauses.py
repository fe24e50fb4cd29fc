"""A recording of several lines, cut where somebody pauses longest between them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import soundfile

from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.listening.levels import HOP, stretches
from revive.listening.voice_activity import detect_voice
from revive.speech.recording import decode

PAUSE = 0.5  # seconds, the shortest pause between two lines


def lines_of(recording: Path, count: int, folder: Path, progress: Progress) -> list[Path]:
    """Cut a recording into so many lines, in the middle of its longest pauses; gives 48 kHz WAV files in `folder`.

    Raises
    ------
    UserError : it cannot be used, or has too few pauses
    """
    raw = folder / "lines.wav"
    levels = decode(recording, raw, progress.update)
    spoken = stretches(detect_voice(raw, levels, progress.update).speech)
    pauses = [(after[0] - before[1], (before[1] + after[0]) / 2) for before, after in pairwise(spoken)]
    pauses = sorted((one for one in pauses if one[0] * HOP >= PAUSE), reverse=True)[: count - 1]
    if len(pauses) < count - 1:
        raise UserError(
            "The recording “{file}” is for {count} lines, but too few clear pauses were heard in it; please be silent"
            " for a second between two lines, or give that face one line.",
            file=recording.name, count=count,
        )  # fmt: skip
    lines = []
    with soundfile.SoundFile(raw) as file:
        cuts = [0, *sorted(round(middle * HOP * file.samplerate) for _, middle in pauses), file.frames]
        for number, (start, end) in enumerate(pairwise(cuts)):
            lines.append(folder / f"line-{number}.wav")
            file.seek(start)
            soundfile.write(lines[-1], file.read(end - start, dtype="float32"), file.samplerate, subtype="FLOAT")
    raw.unlink()
    return lines
