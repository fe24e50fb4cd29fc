"""Check one untrusted file in one call: its type by its content, and whether it is accepted.

The check reads the header and decodes nothing, so it can be done when a file is chosen or a request arrives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from revive.media.files import opened
from revive.media.job_file import read_job
from revive.media.kinds import HEAD, MEDIA, PICTURES, kind_of
from revive.media.model_files import check_tensors


@dataclass(frozen=True)
class UploadInfo:
    """The result: a kind of `media.kinds`, and pixels, seconds and streams if there are any.

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


def check_upload(path: Path, use: str, *, within: Path | None = None) -> UploadInfo:
    """Check a file before it is used.

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
    return UPLOADS[use](path, UploadInfo(use, kind, size))


def _picture(path: Path, seen: UploadInfo) -> UploadInfo:
    from revive.media.photo import measure_photo

    kind, width, height = measure_photo(path)
    return UploadInfo(seen.use, kind, seen.bytes, pixels=(width, height))


def _recording(path: Path, seen: UploadInfo) -> UploadInfo:
    from revive.speech.recording import check_recording

    return UploadInfo(seen.use, seen.kind, seen.bytes, seconds=check_recording(path))


def _film(path: Path, seen: UploadInfo) -> UploadInfo:
    from revive.media.film import check_film

    header = check_film(path)
    return UploadInfo(seen.use, seen.kind, seen.bytes, (header.pixels, 1), header.seconds, header.streams)


def _moments(path: Path, seen: UploadInfo) -> UploadInfo:
    return (_film if seen.kind in MEDIA and seen.kind not in PICTURES else _picture)(path, seen)


def _letters(path: Path, seen: UploadInfo) -> UploadInfo:
    from revive.drafting.letters import read_letters

    read_letters(path)
    return seen


def _job(path: Path, seen: UploadInfo) -> UploadInfo:
    read_job(path)
    return seen


def _person(path: Path, seen: UploadInfo) -> UploadInfo:
    from revive.people.archive import opened as opened_archive

    with opened_archive(path):
        return seen


def _weights(path: Path, seen: UploadInfo) -> UploadInfo:
    check_tensors(path)
    return seen


UPLOADS: dict[str, Callable[[Path, UploadInfo], UploadInfo]] = {
    "picture": _picture, "recording": _recording, "film": _film, "moments": _moments, "letters": _letters, "job": _job,
    "person": _person, "weights": _weights,
}  # fmt: skip
