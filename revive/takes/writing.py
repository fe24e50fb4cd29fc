"""Write a take as a file."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

from revive.core.disk import disk_watched
from revive.core.outputs import part_of
from revive.core.permissions import private_opener
from revive.speakers import Speaker
from revive.speech.speech import Speech
from revive.takes.sources import Source
from revive.takes.take import MEDIA, Take

VERSION = 1
FACTS, SOUND, MOTION = "take.json", "speech.flac", "motion-{number}.f32"
SENTENCE = ("text", "start", "end", "number", "said", "speaker")
FILES = ("photo", "recording", "driver", "music", "out")  # of a brief; a take names only those of MEDIA


@disk_watched()
def write_take(take: Take, path: Path) -> None:
    """Write `take` to `path`, whole or not at all; only its owner may read it.

    Its sources are those of `take.sources`, and the files of its brief that are in MEDIA.

    Raises
    ------
    UserError : the disk is full
    """
    folder = path.absolute().parent
    named = {name: file for name in MEDIA if (file := getattr(take.brief, name)) is not None}
    sources = dict(take.sources) | {name: Source.of(file) for name, file in named.items()}
    part = part_of(path)
    try:
        with (
            open(part, "wb", opener=private_opener) as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed,
        ):
            packed.writestr(FACTS, json.dumps(_facts(take, sources, folder), indent=1))
            for number, one in enumerate(take.performances, start=1):
                packed.writestr(MOTION.format(number=number), one.motion.array.astype("<f4").tobytes())
            with packed.open(zipfile.ZipInfo(SOUND), "w") as sound:  # which is packed already
                _write_flac(take.speech, sound)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _facts(take: Take, sources: dict[str, Source], folder: Path) -> dict:
    settings = dataclasses.replace(take.brief, speakers=unrecorded(take.brief.speakers)).as_json()
    speech, sentences = take.speech, take.speech.sentences
    return {
        "revive_take": VERSION,
        "settings": {name: value for name, value in settings.items() if name not in FILES},
        "sources": {name: source.as_json(folder) for name, source in sources.items()},
        "direction": dataclasses.asdict(take.direction),
        "width": take.width, "height": take.height, "fps": take.fps,
        "faces": [one.face for one in take.performances],
        "speech": {
            "sample_rate": speech.sample_rate, "samples": speech.samples, "language": speech.language,
            "synthetic": speech.synthetic, "aligned": speech.aligned,
        },
        "sentences": _columns(sentences, SENTENCE),
        "feelings": _columns(take.feelings, ("emotion", "strength", "start", "end")),
        "cut": dataclasses.asdict(take.cut),
        "fades": list(take.fades),
    }  # fmt: skip


def unrecorded(speakers: Sequence[Speaker]) -> tuple[Speaker, ...]:
    """The speakers without their recordings, which are in the take's sound."""
    return tuple(dataclasses.replace(one, recording=None) for one in speakers)


def _columns(rows, names: tuple[str, ...]) -> dict[str, list]:
    return {name: [getattr(row, name) for row in rows] for name in names}


def _write_flac(speech: Speech, file) -> None:
    """The samples as they are, 16-bit, as FLAC."""
    import soundfile

    packed = io.BytesIO()  # libsndfile goes back to the header at the end
    with soundfile.SoundFile(speech.path) as sound, soundfile.SoundFile(
        packed, "w", speech.sample_rate, 1, "PCM_16", format="FLAC"
    ) as flac:  # fmt: skip
        for block in sound.blocks(speech.sample_rate, dtype="int16"):
            flac.write(block)
    file.write(packed.getbuffer())
