"""Read a take back from a file, which is not trusted: nothing is run, and every size is checked before it is taken."""

from __future__ import annotations

import contextlib
import dataclasses
import math
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from revive.brief import Brief
from revive.clip.frames import Cut
from revive.core.errors import UserError
from revive.direction.direction import Direction
from revive.media import ffmpeg
from revive.media.files import opened, shown_name
from revive.media.job_file import parse_job
from revive.media.zip_file import check_end, is_plain
from revive.motion.emotions import SentenceEmotion
from revive.motion.motion import COLUMNS, Motion
from revive.speech.speech import Sentence, Speech
from revive.takes.sources import Source
from revive.takes.take import MEDIA, Performance, Take
from revive.takes.writing import FACTS, MOTION, SENTENCE, SOUND, VERSION

MOST_BYTES = 400 * 1024**2  # half an hour of sound at 48 kHz, and of three faces
MOST_FACTS, MOST_BRACKETS = 1024**2, 4000
MOST_FACES = 9
MOST_FRAMES = 60 * 60 * 31  # half an hour, 60 a second
LARGEST = 1000.0  # of any number in a motion; degrees are the largest
FARTHEST = 4000.0  # seconds, of any time in it
_BLOCK = 1 << 20


class _Damaged(Exception):
    """Something in it is not as Revive writes it."""


def read_take(path: Path, folder: Path) -> Take:
    """The take in a file.

    Parameters
    ----------
    folder : where its sound is written

    Raises
    ------
    UserError : no such file, not a take, damaged, or of another version of Revive
    """
    path = Path(path)
    with _opened(path) as (packed, members, facts):
        performances = _performances(packed, members, facts)
        (folder / SOUND).write_bytes(_read(packed, members[SOUND], MOST_BYTES))
        sources = {name: Source.from_json(told, path.parent) for name, told in facts["sources"].items()}
        return dataclasses.replace(_take(facts, performances, _speech(facts, folder)), sources=sources)


def read_sentences(path: Path) -> tuple[Sentence, ...]:
    """The sentences of a take alone, which is quick; errors as of `read_take`."""
    with _opened(Path(path)) as (_, _, facts):
        return _sentences(facts)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo], dict]]:
    """The file, its members and its facts; whatever is wrong inside the `with` block becomes one UserError."""
    try:
        with opened(path, most=MOST_BYTES):
            check_end(path)
        with zipfile.ZipFile(path) as packed:
            members = _members(packed)
            facts = parse_job(_read(packed, members[FACTS], MOST_FACTS), most=MOST_FACTS, brackets=MOST_BRACKETS)
            if facts.get("revive_take") != VERSION and type(facts.get("revive_take")) is int:
                raise UserError(
                    "“{file}” was kept by another version of Revive, so that the clip can only be cut and joined here.",
                    file=shown_name(path),
                )
            yield packed, members, facts
    except (
        _Damaged, zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, TypeError, AttributeError,
        RuntimeError, OverflowError, RecursionError, OSError,
    ) as error:  # fmt: skip
        raise UserError(
            "“{file}”, which Revive kept beside the clip, is damaged; without it the clip can be cut and joined."
            " Please copy it once more, or take it away.",
            file=shown_name(path),
        ) from error


def _members(packed: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    members = packed.infolist()
    named = {member.filename: member for member in members}
    allowed = {FACTS, SOUND, *(MOTION.format(number=number + 1) for number in range(MOST_FACES))}
    if len(members) != len(named) or not set(named) <= allowed or not all(map(is_plain, members)):
        raise _Damaged
    return named


def _read(packed: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """A member; zipfile stops at the size that it declares."""
    if member.file_size > most:
        raise _Damaged
    content = bytearray()
    with packed.open(member) as file:
        while block := file.read(_BLOCK):
            content += block
            if len(content) > most:
                raise _Damaged
    return bytes(content)


def _performances(
    packed: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], facts: dict
) -> tuple[Performance, ...]:  # fmt: skip
    faces, row = facts["faces"], COLUMNS * 4
    if not 1 <= len(faces) <= MOST_FACES or len(members) != len(faces) + 2:
        raise _Damaged
    found = []
    for number, face in enumerate(faces, start=1):
        raw = _read(packed, members[MOTION.format(number=number)], MOST_FRAMES * row)
        array = np.frombuffer(raw, "<f4").reshape(-1, COLUMNS).astype(np.float32)
        if not len(array) or not np.isfinite(array).all() or np.abs(array).max() > LARGEST:
            raise _Damaged
        found.append(Performance(_whole(face, 1, 99), Motion.of(_number(facts["fps"], 5, 60), array)))
    if len({len(one.motion) for one in found}) > 1:
        raise _Damaged
    return tuple(found)


def _speech(facts: dict, folder: Path) -> Speech:
    """The sound, unpacked by the confined decoder, and its sentences."""
    told, wav = facts["speech"], folder / "speech.wav"
    rate, samples = _whole(told["sample_rate"], 8000, 192_000), _whole(told["samples"], 1, 192_000 * 4000)
    form = ["-map", "0:a:0", "-c:a", "pcm_s16le", "-ac", "1", "-ar", str(rate), str(wav)]
    status, _ = ffmpeg.run([*ffmpeg.source(folder / SOUND, "flac"), *form], lambda: None, seconds=ffmpeg.LEAST_TIME)
    (folder / SOUND).unlink()
    if status or not wav.is_file():
        raise _Damaged
    import soundfile

    held = soundfile.info(wav)
    if (held.samplerate, held.frames, held.channels) != (rate, samples, 1):
        raise _Damaged
    return Speech(
        wav, rate, samples, _text(told["language"])[:20], _sentences(facts), told["synthetic"] is True, None,
        told["aligned"] is True,
    )  # fmt: skip


def _sentences(facts: dict) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(_text(text), *_span(start, end), _whole(number, 0, 10_000), _text(said), _whole(speaker, 0, 99))
        for text, start, end, number, said, speaker in _rows(facts["sentences"], SENTENCE)
        if text
    )


def _take(facts: dict, performances: tuple[Performance, ...], speech: Speech) -> Take:
    settings = facts["settings"]
    brief = Brief.from_settings({name: value for name, value in settings.items() if name not in MEDIA})
    if brief.fps != performances[0].motion.fps:
        raise _Damaged
    direction = Direction(**facts["direction"])
    for name in ("strength", "pace"):
        _number(getattr(direction, name), 0, 10)
    feelings = tuple(
        SentenceEmotion(_text(emotion), _number(strength, 0, 1), *_span(start, end))
        for emotion, strength, start, end in _rows(facts["feelings"], ("emotion", "strength", "start", "end"))
    )
    before, after = facts["fades"]
    return Take(
        brief, direction, speech, performances, _whole(facts["width"], 2, 8192), _whole(facts["height"], 2, 8192),
        feelings, Cut(**{name: _whole(value, 0, MOST_FRAMES) for name, value in facts["cut"].items()}),
        (_number(before, 0, 60), _number(after, 0, 60)),
    )  # fmt: skip


def _rows(columns: dict, names: tuple[str, ...]):
    return zip(*(columns[name] for name in names), strict=True)


def _whole(value: Any, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise _Damaged
    return value


def _number(value: Any, least: float, most: float) -> float:
    if type(value) not in (int, float) or not math.isfinite(value) or not least <= value <= most:
        raise _Damaged
    return float(value)


def _span(start: Any, end: Any) -> tuple[float, float]:
    start, end = (_number(value, -FARTHEST, FARTHEST) for value in (start, end))
    if end < start:
        raise _Damaged
    return start, end


def _text(value: Any) -> str:
    if type(value) is not str:
        raise _Damaged
    return value
