"""Untrusted job files: check the JSON before its settings are read."""

from __future__ import annotations

import json
import math
import typing
from pathlib import Path

from revive.core.errors import UserError
from revive.media.files import opened, shown_name

MOST_JOB = 256 * 1024  # bytes; two thousand words and every setting are 20 kB
DEEPEST = 16  # nested brackets
LONGEST_NUMBER = 20  # digits


def read_job(path: Path, *, within: Path | None = None) -> dict:
    """The JSON object in a job file, with finite numbers; its settings are not checked here.

    Raises
    ------
    UserError : no such file, too large, not a JSON object, nested too deeply
    """
    with opened(path, most=MOST_JOB, within=within) as file:
        raw = file.read(MOST_JOB + 1)
    try:
        return parse_job(raw)
    except ValueError as error:
        raise UserError(
            "“{file}” is not a Revive job file; choose the .job.json saved beside a clip.", file=shown_name(path)
        ) from error


def parse_job(raw: bytes, *, most: int = MOST_JOB, brackets: int = 1000) -> dict:
    """The JSON object in these bytes, at most `most` of them, with so many brackets; see `read_job`.

    Raises
    ------
    ValueError : too large, not a JSON object in UTF-8, nested too deeply, a number that is none
    """
    if len(raw) > most or raw.count(b"[") + raw.count(b"{") > brackets:
        raise ValueError("too large, or too many brackets")
    try:
        told = json.loads(raw.decode("utf-8-sig"), parse_constant=_refused, parse_float=_finite, parse_int=_whole)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not isinstance(told, dict) or not _shallow(told, DEEPEST):
        raise ValueError("no object, or too deep")
    return told


def _refused(told: str) -> typing.NoReturn:
    raise ValueError(f"{told[:20]} is no number")


def _finite(told: str) -> float:
    value = float(told)
    return value if math.isfinite(value) else _refused(told)


def _whole(told: str) -> int:
    """A whole number, if it is not too large to become a float."""
    return int(told) if len(told) < LONGEST_NUMBER else _refused(told)


def _shallow(value: object, room: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return inner is None or (room > 0 and all(_shallow(one, room - 1) for one in inner))
