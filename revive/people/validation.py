"""Check that untrusted files are what their names say and fit together: weights, metadata, pictures, sounds."""

from __future__ import annotations

import json
import math
import typing
import wave
from collections.abc import Callable, Iterable
from pathlib import Path

from revive.core.errors import UserError
from revive.core.home import names, slug
from revive.core.json_files import digest, write_json
from revive.core.layout import (
    ADAPTER,
    FACTS,
    MANNER,
    MANNER_CONFIG,
    MANNER_FACTS,
    MOST_JSON,
    NAME,
    PORTRAIT,
    PORTRAIT_FACTS,
    PRONUNCIATIONS,
    VOICE,
    VOICE_FACTS,
    WEIGHTS,
)
from revive.media.byte_reader import Damaged, DecompressionBomb
from revive.media.decoder import decode_picture
from revive.media.files import opened
from revive.media.kinds import HEAD, kind_of
from revive.media.limits import MOST_PICTURE_BYTES
from revive.media.picture_size import measure_picture
from revive.people.adapter_config import plain_adapter
from revive.people.metadata import Person, PortraitLearned, read_facts
from revive.speech.kept_pronunciations import checked

DEEPEST = 16  # nested brackets
MOST_HEADER = 4 * 1024**2  # bytes of a safetensors header
MOST_PIXELS = 40_000_000
RATES = range(8000, 96001)  # Hz of a sample
FACE = 128  # numbers of a face, see `face.identity`
TOLD = (NAME, FACTS, f"{PORTRAIT}/{PORTRAIT_FACTS}", f"{VOICE}/{VOICE_FACTS}", f"{MANNER}/{MANNER_FACTS}")  # a name


def check_contents(folder: Path, files: Iterable[str], name: str) -> None:
    """Refuse invalid files among a person's unpacked ones; an adapter's configuration is reduced to a plain one.

    Raises
    ------
    ValueError : which file and why, in words for developers
    """
    files = set(files)
    for path in files:
        _CHECKS[Path(path).suffix](folder / path)
    for path in files.intersection(TOLD):
        if not names(read_json(folder / path).get("name", name), slug(name)):
            raise ValueError(f"{path} is of somebody else")
    _check_taught(folder, files)
    if PRONUNCIATIONS in files:
        checked(read_json(folder / PRONUNCIATIONS))
    if (config := f"{MANNER}/{MANNER_CONFIG}") in files:
        write_json(folder / config, plain_adapter(read_json(folder / config)))


def read_json(path: Path) -> dict:
    """The object in a JSON file, with finite numbers, of at most MOST_JSON bytes and DEEPEST nested brackets.

    Raises
    ------
    ValueError : it is anything else
    """
    with path.open("rb") as file:
        text = file.read(MOST_JSON + 1)
    if len(text) > MOST_JSON:
        raise ValueError(f"{path.name} is too long")
    try:
        value = json.loads(text.decode("utf-8"), parse_constant=_no_number, parse_float=_finite)
    except RecursionError as error:
        raise ValueError(f"{path.name} is too deep") from error
    if not isinstance(value, dict) or not _shallow(value, DEEPEST):
        raise ValueError(f"{path.name} is no object, or too deep")
    return value


def _check_taught(folder: Path, files: set[str]) -> None:
    """Check that metadata and weights are both there, and agree."""
    from revive.motion.conditioning import STYLE

    for weights, facts, kind in (
        (WEIGHTS, FACTS, Person), (f"{PORTRAIT}/{ADAPTER}", f"{PORTRAIT}/{PORTRAIT_FACTS}", PortraitLearned),
    ):  # fmt: skip
        if not files.intersection((weights, facts)):
            continue
        told = read_facts(folder / facts, kind)
        if told is None or weights not in files or digest(folder / weights) != told.sha256:
            raise ValueError(f"{weights} and {facts} do not agree")
        if isinstance(told, Person) and len(told.style) not in (0, len(STYLE)):
            raise ValueError("this style has other figures")
        if isinstance(told, PortraitLearned) and len(told.face) != FACE:
            raise ValueError("this face has other figures")


def _check_weights(path: Path) -> None:
    from safetensors import SafetensorError, safe_open

    with path.open("rb") as file:
        header = int.from_bytes(file.read(8), "little")
    if header > MOST_HEADER:
        raise ValueError(f"{path.name} has a long header")
    try:
        with safe_open(path, framework="np") as tensors:
            tensors.keys()
    except (OSError, SafetensorError) as error:
        raise ValueError(f"{path.name} holds no tensors") from error


def _check_picture(path: Path) -> None:
    """Check that a picture is a PNG that can be decoded."""
    try:
        with opened(path, most=MOST_PICTURE_BYTES) as file:
            if kind_of(file.read(HEAD)) != "png" or math.prod(measure_picture(file, "png")) > MOST_PIXELS:
                raise ValueError(f"{path.name} is no PNG, or too large")
            decode_picture(file, "png", side=64, most=MOST_PIXELS)
    except (UserError, Damaged, DecompressionBomb) as error:
        raise ValueError(f"{path.name} is no picture") from error


def _check_sample(path: Path) -> None:
    """Check that a sound has 16 bits and is as long as its header says."""
    try:
        with wave.open(str(path), "rb") as sound:
            kind = (sound.getsampwidth(), sound.getnchannels(), sound.getframerate())
            length = sound.getnframes() * kind[0] * kind[1]
    except (wave.Error, EOFError, RuntimeError) as error:
        raise ValueError(f"{path.name} is no sound") from error
    if kind[0] != 2 or kind[1] not in (1, 2) or kind[2] not in RATES or length > path.stat().st_size:
        raise ValueError(f"{path.name} is no sound of a voice")


_CHECKS: dict[str, Callable[[Path], object]] = {
    ".json": read_json, ".safetensors": _check_weights, ".png": _check_picture, ".wav": _check_sample,
}  # fmt: skip


def _shallow(value: object, room: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return inner is None or (room > 0 and all(_shallow(one, room - 1) for one in inner))


def _finite(told: str) -> float:
    value = float(told)
    return value if math.isfinite(value) else _no_number(told)


def _no_number(told: str) -> typing.NoReturn:
    raise ValueError(f"{told[:20]} is no number")
