"""One call for one file from outside: what it is by its content, and whether it may go on.

The check costs a header, not a decoding: it is for the moment at which a file is chosen, or a request comes in.
"""

from __future__ import annotations

import json
import math
import typing
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from revive.core.errors import UserError
from revive.media.files import opened, shown_name
from revive.media.kinds import HEAD, MEDIA, PICTURES, kind_of
from revive.media.model_files import check_tensors

MOST_JOB = 256 * 1024  # bytes; two thousand words and every setting are 20 kB
DEEPEST = 16  # brackets in one another
LONGEST_NUMBER = 20  # digits


@dataclass(frozen=True)
class Seen:
    """What was found: a kind of `media.kinds`, and what there is of pixels, seconds and streams.

    Attributes
    ----------
    use : what it was checked for, one of UPLOADS
    pixels : (width, height) of a picture; of a film's, only their product is known: (pixels, 1)
    """

    use: str
    kind: str
    bytes: int
    pixels: tuple[int, int] | None = None
    seconds: float | None = None
    streams: int | None = None


def check_upload(path: Path, use: str, *, within: Path | None = None) -> Seen:
    """Look at a file before it is used.

    Parameters
    ----------
    use : "picture", "recording" (sound, or a film's), "film", "moments" (a picture or a film, of a teaching),
        "letters", "job", "person" (an export) or "weights"
    within : the folder in which the file must lie, links resolved: that of the uploads, wherever another person names
        the path. None on the command line, where a link to one's own photograph is an ordinary thing

    Raises
    ------
    UserError : one sentence about the first thing that is wrong
    """
    path = Path(path)
    with opened(path, most=2**63, within=within) as file:
        kind, size = kind_of(file.read(HEAD)), file.seek(0, 2)
    if within is not None:
        path = path.resolve()
    return UPLOADS[use](path, Seen(use, kind, size))


def read_job(path: Path, *, within: Path | None = None) -> dict:
    """The JSON object in a job file, with finite numbers; what its settings are worth is not asked here.

    Raises
    ------
    UserError : no such file, too large, no JSON object, nested too deeply
    """
    with opened(path, most=MOST_JOB, within=within) as file:
        raw = file.read(MOST_JOB + 1)
    try:
        if raw.count(b"[") + raw.count(b"{") > 1000:
            raise ValueError("too many brackets")
        told = json.loads(raw.decode("utf-8-sig"), parse_constant=_refused, parse_float=_finite, parse_int=_whole)
        if not isinstance(told, dict) or not _shallow(told, DEEPEST):
            raise ValueError("no object, or too deep")
    except (ValueError, RecursionError) as error:
        raise UserError(
            f"“{shown_name(path)}” is not a Revive job file; choose the .job.json saved beside a clip.",
            f"“{shown_name(path)}”不是 Revive 任务文件，请选择视频旁边的 .job.json 文件。",
        ) from error
    return told


def _picture(path: Path, seen: Seen) -> Seen:
    from revive.media.photo import measure_photo

    kind, width, height = measure_photo(path)
    return Seen(seen.use, kind, seen.bytes, pixels=(width, height))


def _recording(path: Path, seen: Seen) -> Seen:
    from revive.speech.recording import check_recording

    return Seen(seen.use, seen.kind, seen.bytes, seconds=check_recording(path))


def _film(path: Path, seen: Seen) -> Seen:
    from revive.media.film import check_film

    header = check_film(path)
    return Seen(seen.use, seen.kind, seen.bytes, (header.pixels, 1), header.seconds, header.streams)


def _moments(path: Path, seen: Seen) -> Seen:
    return (_film if seen.kind in MEDIA and seen.kind not in PICTURES else _picture)(path, seen)


def _letters(path: Path, seen: Seen) -> Seen:
    from revive.drafting.letters import read_letters

    read_letters(path)
    return seen


def _job(path: Path, seen: Seen) -> Seen:
    read_job(path)
    return seen


def _person(path: Path, seen: Seen) -> Seen:
    from revive.people.archive import opened as opened_archive

    with opened_archive(path):
        return seen


def _weights(path: Path, seen: Seen) -> Seen:
    check_tensors(path)
    return seen


def _refused(told: str) -> typing.NoReturn:
    raise ValueError(f"{told[:20]} is no number")


def _finite(told: str) -> float:
    value = float(told)
    return value if math.isfinite(value) else _refused(told)


def _whole(told: str) -> int:
    """Not one that is too large to become a float."""
    return int(told) if len(told) < LONGEST_NUMBER else _refused(told)


def _shallow(value: object, room: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return inner is None or (room > 0 and all(_shallow(one, room - 1) for one in inner))


UPLOADS: dict[str, Callable[[Path, Seen], Seen]] = {
    "picture": _picture, "recording": _recording, "film": _film, "moments": _moments, "letters": _letters, "job": _job,
    "person": _person, "weights": _weights,
}  # fmt: skip
