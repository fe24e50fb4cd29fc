"""Names of people and their folders; every folder is inside `home()`.

Revive's folder has the same name on every system (.revive in the user's own folder), so that a family can find, copy
and delete all of it; platformdirs would divide it into several.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from revive.core.errors import UserError
from revive.core.json_files import write_json
from revive.core.layout import CONSENT, MANNER, NAME, VOICE, WORK
from revive.core.permissions import close_to_others, private_folder
from revive.core.text import plain_text

KEPT = ("people", "models", "keys", "visits", "temporary", "pace.json")  # what Revive makes in its own folder
LONGEST_NAME = 80  # characters
UNWRITABLE = ("Cc", "Cs", "Co", "Cn")  # categories of signs: control, half, private, none
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*-[0-9a-f]{10}")


def home() -> Path:
    """The folder of everything Revive has learned: $REVIVE_HOME, or .revive in the user's home folder.

    The first call takes other users' access away from what is there already (from an earlier Revive, or copied in).
    """
    told = os.environ.get("REVIVE_HOME")
    place = Path(told).expanduser() if told else Path.home() / ".revive"
    _close_once(place)
    return place


@functools.cache
def _close_once(place: Path) -> None:
    if not place.is_dir():
        return
    for name in KEPT:
        if (place / name).is_dir():
            close_to_others(place / name, besides=("own.key",))  # a key that others can read is refused
    with contextlib.suppress(OSError):
        if all(path.name in KEPT for path in place.iterdir()):  # otherwise the folder is used for other things too
            private_folder(place)


@contextlib.contextmanager
def people_closed() -> Iterator[None]:
    """At the end of the `with` block, what was written about people in it is closed to other users."""
    try:
        yield
    finally:
        close_to_others(home() / "people")


def clean_name(name: str) -> str:
    """The name in one spelling: composed, without blanks at the ends.

    Raises
    ------
    UserError : empty, too long, or with signs that cannot be written
    """
    clean = plain_text(name, lines=False)
    written = " ".join(name.split())
    if not clean:
        raise UserError("Please give the person a name.")
    if len(clean) > LONGEST_NAME or any(unicodedata.category(c) in UNWRITABLE for c in written):
        raise UserError(
            "This name cannot be used; please give one of at most {most} ordinary characters.", most=LONGEST_NAME
        )
    return clean


def slug(name: str) -> str:
    """The name of a person's folder: letters, digits and hyphens, different for different names."""
    clean = clean_name(name).casefold()
    plain = unicodedata.normalize("NFKD", clean).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("-")
    return f"{words or 'person'}-{hashlib.sha256(clean.encode()).hexdigest()[:10]}"


def names(name: object, folder: str) -> bool:
    """Whether `name` is a name, and that of the person whose folder is called `folder`."""
    try:
        return isinstance(name, str) and slug(name) == folder
    except UserError:
        return False


def folder_of(name: str) -> Path:
    """The person's folder; it may not exist."""
    return home() / "people" / slug(name)


def work_folder(name: str) -> Path:
    """The folder of a person's unfinished training; it may not exist."""
    return folder_of(name) / WORK


def voice_folder(name: str) -> Path:
    """The folder of the person's voice; it may not exist; see `keep_name`."""
    return folder_of(name) / VOICE


def manner_folder(name: str) -> Path:
    """The folder of the adapter of the person's writing style; it may not exist; see `keep_name`."""
    return folder_of(name) / MANNER


def keep_name(name: str) -> Path:
    """Make the person's folder and store the spelling of the name in it, if it is not there yet; return the folder.

    Call it before storing something whose metadata does not hold the name.
    """
    folder = folder_of(name)
    private_folder(folder)
    if not (folder / NAME).is_file():
        write_name(folder, name)
    return folder


def write_name(folder: Path, name: str) -> None:
    """Write the name and the current time as the first one."""
    created = datetime.now(UTC).isoformat(timespec="seconds")
    write_json(folder / NAME, {"name": clean_name(name), "created": created})


def drop_empty(folder: Path) -> None:
    """Delete a person's folder if it holds only the name and the consent."""
    if folder.is_dir() and all(path.name in (NAME, CONSENT) for path in folder.iterdir()):
        shutil.rmtree(folder)


def scratch_prefix(folder: Path) -> str:
    """The prefix of the temporary folders in which a person's import is unpacked."""
    return f".{folder.name}-"


def sweep(folder: Path) -> None:
    """Delete what an interrupted import of the person left behind."""
    for left in folder.parent.glob(f"{scratch_prefix(folder)}*"):
        shutil.rmtree(left)
