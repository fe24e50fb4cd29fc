"""What a visitor has made, and what was not finished, as it is noted in the folders of the jobs.

Every clip or portrait lies in a folder of its own, `job-…`, in the folder of its browser. A note in it, written when
the work is done, has the name, the settings and the names of the files. Another one is written when the work is put in
the queue, and deleted when it is done or cancelled; it has the settings, so that a clip can be made although the
program was killed. Files are named in the notes by their place within the browser's folder.
"""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from revive.brief import OPTIONS, Brief
from revive.core.errors import UserError
from revive.core.json_files import write_json
from revive.core.text import first_bytes

MADE, UNFINISHED = ".made.json", ".unfinished.json"
JOB_FOLDER = re.compile(r"job-[\w-]{1,40}\Z")
CLIP, PORTRAIT, FILM = "clip", "portrait", "film"
NOT_NAMED = '<>:"/\\|?*%'  # signs that some systems do not allow in the names of files, and % of patterns
PICTURE, PICTURE_SIDE = "picture.jpg", 480  # the small picture; pixels of its longest side
LONGEST_NAME, MOST_BYTES = 80, 160  # characters, and bytes of them; a day, a number and the endings of files follow
FILES = tuple(name for name, option in OPTIONS.items() if option.kind is Path and name != "out")


@dataclass(frozen=True)
class Made:
    """A clip, portrait or film on the shelf.

    Attributes
    ----------
    kind : CLIP, PORTRAIT or FILM
    title : its name, which its files have too
    created : when it was done, ISO 8601 with the time zone
    file, picture, captions, job : names of files in its folder: itself, a small picture of it, and what lies beside it
    settings : of its Brief, files by their place within the browser's folder; empty for a portrait or film
    length : seconds of a clip or film
    took : seconds that making it took
    saved : the visitor has saved it
    """

    kind: str
    title: str
    created: str
    file: str
    picture: str
    captions: str = ""
    job: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    length: float = 0.0
    took: float = 0.0
    saved: bool = False


def note_made(folder: Path, made: Made) -> None:
    """Put what was made in `folder` on the shelf; it is unfinished no more."""
    write_json(folder / MADE, dataclasses.asdict(made))
    (folder / UNFINISHED).unlink(missing_ok=True)


def note_unfinished(folder: Path, brief: Brief) -> None:
    """Write down what is going to be made in `folder`."""
    write_json(folder / UNFINISHED, settings_of(brief, folder.parent))


def read_made(folder: Path) -> Made | None:
    """What was made in `folder`; None where nothing was, or its files are gone."""
    try:
        made = Made(**_read(folder / MADE))
        files = [folder / name for name in (made.file, made.picture)]
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return made if all(path.is_file() for path in files) else None


def shelf(browser_folder: Path) -> dict[str, Made]:
    """Everything that was made there, by the name of its folder, the newest first."""
    found = {folder.name: made for folder in browser_folder.glob("job-*") if (made := read_made(folder))}
    return dict(sorted(found.items(), key=lambda one: one[1].created, reverse=True))


def unfinished(browser_folder: Path) -> list[Path]:
    """The folders of what was not finished there, the oldest first; what is being made now is among them."""
    notes = [path for path in browser_folder.glob(f"job-*/{UNFINISHED}") if not (path.parent / MADE).exists()]
    return [path.parent for path in sorted(notes, key=lambda path: path.stat().st_mtime)]


def unfinished_brief(folder: Path) -> Brief:
    """What was to be made in `folder`.

    Raises
    ------
    UserError : it cannot be read any more
    """
    try:
        return brief_from(_read(folder / UNFINISHED), folder.parent)
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise UserError("What was noted of this clip cannot be read any more; please make it again.") from error


def entry_folder(browser_folder: Path, name: object) -> Path | None:
    """The folder of this name, if it is that of a job there."""
    if not isinstance(name, str) or not JOB_FOLDER.match(name) or not (browser_folder / name).is_dir():
        return None
    return browser_folder / name


def settings_of(brief: Brief, browser_folder: Path) -> dict[str, Any]:
    """A brief as the notes have it, see the module."""
    own = {use: path for use, path in brief.files.items() if path.is_relative_to(browser_folder)}
    settings = brief.with_files(dict.fromkeys(brief.files)).as_json()
    settings |= {use: path.relative_to(browser_folder).as_posix() for use, path in own.items() if use in FILES}
    if brief.picture:
        return settings | {"out": brief.out.name}  # its ending says what is made
    return {name: value for name, value in settings.items() if name != "out"}


def brief_from(settings: dict[str, Any], browser_folder: Path) -> Brief:
    """The brief that `settings_of` gave; files that are gone, or lie elsewhere, are left out.

    Raises
    ------
    UserError : a setting cannot be used
    """
    places = {name: _inside(browser_folder, settings.get(name)) for name in FILES}
    return Brief.from_settings({**settings, **places})


def title_of(*names: str, called: str, day: datetime) -> str:
    """The name of something that was made: the first of `names` that is not empty, and the day: “Ruth 2026-11-27”.

    Parameters
    ----------
    called : what it is called where there is no name
    """
    name = next((name for name in names if name.strip()), called)
    clean = "".join(sign for sign in name if sign.isprintable() and sign not in NOT_NAMED).strip(" .-")
    return f"{first_bytes(clean[:LONGEST_NAME], MOST_BYTES).strip() or called} {day:%Y-%m-%d}"


def free_title(title: str, taken: set[str]) -> str:
    """`title`, with a number where something is called so already."""
    number, free = 1, title
    while free in taken:
        number += 1
        free = f"{title} ({number})"
    return free


def note_portrait(picture: Path, folder: Path, title: str) -> None:
    """Put a portrait on the shelf: a copy of `picture` in `folder`, an empty one of its own, called `title`."""
    from revive.media.photo import read_photo
    from revive.provenance.pictures import write_untouched

    kept = folder / f"{title}{picture.suffix}"
    shutil.copyfile(picture, kept)
    write_untouched(read_photo(kept, size=PICTURE_SIDE), folder / PICTURE)
    note_made(folder, Made(PORTRAIT, title, now(), kept.name, PICTURE))


def now() -> str:
    """The time as the notes have it."""
    return datetime.now().astimezone().isoformat(timespec="microseconds")


def remove(folder: Path) -> None:
    """Delete what was, or was to be, made in `folder`, and what lies beside it."""
    shutil.rmtree(folder, ignore_errors=True)


def _read(path: Path) -> dict:
    value = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    return value


def _inside(folder: Path, name: object) -> Path | None:
    if not isinstance(name, str) or not name:
        return None
    path = folder / name
    return path if path.resolve().is_relative_to(folder.resolve()) and path.is_file() else None
