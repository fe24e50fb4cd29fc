"""Mark a sound file of a synthetic voice: inaudible watermark, labels, signature."""

from __future__ import annotations

from pathlib import Path

from revive.core.scratch import scratch_folder
from revive.provenance.manifest import sign
from revive.provenance.provenance import Provenance
from revive.provenance.voice import VoiceMark


def mark_sound(path: Path, *, language: str = "en") -> None:
    """Mark a WAV file of a synthetic voice in place.

    Raises
    ------
    UserError : see `sign`
    """
    import soundfile

    with scratch_folder(path.absolute().parent) as hidden:
        marked = Path(hidden, path.name)
        with (
            soundfile.SoundFile(path) as plain,
            soundfile.SoundFile(marked, "w", plain.samplerate, 1, plain.subtype, format="WAV") as out,
        ):
            blocks = plain.blocks(plain.samplerate, dtype="float32", always_2d=True)
            for block in VoiceMark(plain.samplerate).blocks(block.mean(axis=1) for block in blocks):
                out.write(block)
        sign(marked, Provenance("voice", language, synthetic_voice=True))
        marked.replace(path)
