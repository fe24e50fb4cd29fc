"""Import a person exported on another computer: not trusted until checked, imported completely or not at all."""

from __future__ import annotations

import contextlib
import dataclasses
import re
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from revive.core.disk import disk_watched
from revive.core.errors import UserError
from revive.core.home import clean_name, folder_of, scratch_prefix, sweep, write_name
from revive.core.json_files import write_json
from revive.core.layout import CONSENT, MOST_BYTES, MOST_JSON, NAME
from revive.core.permissions import private_folder
from revive.core.scratch import scratch_folder
from revive.core.text import plain_text
from revive.media.files import shown_name
from revive.people.archive import MANIFEST, damaged, foreign, opened, unpack
from revive.people.exporting import VERSION
from revive.people.registry import Entry, entry_of, find_person
from revive.people.validation import check_contents, read_json

if TYPE_CHECKING:
    from revive.consent import Permit

SUM = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Manifest:
    """The person's name, and relative path -> SHA-256 of every file."""

    name: str
    files: dict[str, str]


@disk_watched()
def import_person(archive: Path, *, permit: Permit, replace: bool = False) -> Entry:
    """Import a person from a file that `export_person` wrote.

    Everything is unpacked beside the people's folders and checked; only then does it become the person's folder.

    Parameters
    ----------
    archive : the file; nothing in it is trusted
    permit : for "taken in"; its answers are stored for the person, as an export contains none
    replace : replace everything that is stored about a person of the same name, unfinished training too

    Raises
    ------
    UserError : no such file, not an export, damaged, too large, with foreign files, from a newer Revive, or of
        somebody who is already stored here; nothing of it is left behind
    """
    permit.check("taken in")
    archive = Path(archive)
    with opened(archive) as packed, scratch_folder() as scratch:
        manifest = _manifest(packed, Path(scratch) / MANIFEST)
        _unpack_person(packed, manifest, dataclasses.asdict(permit.consent), replace=replace)
    return find_person(manifest.name)


def _manifest(packed: zipfile.ZipFile, to: Path) -> Manifest:
    archive = Path(packed.filename or "")
    unpack(packed, MANIFEST, to, room=MOST_JSON)
    try:
        told = read_json(to)
    except ValueError as error:
        raise damaged(archive) from error
    version, name, files = (told.get(key) for key in ("revive_person", "name", "files"))
    if type(version) is int and version > VERSION:
        raise UserError(
            "“{file}” was exported by a newer version of Revive; please update Revive here first.",
            file=shown_name(archive),
        )
    if type(version) is not int or version != VERSION or not isinstance(name, str) or not isinstance(files, dict):
        raise damaged(archive)
    members = {member.filename for member in packed.infolist()} - {MANIFEST}
    if unnamed := members - files.keys():
        raise foreign(archive, min(unnamed))
    if files.keys() - members or not all(isinstance(sum_, str) and SUM.fullmatch(sum_) for sum_ in files.values()):
        raise damaged(archive)
    try:
        return Manifest(clean_name(name), files)
    except UserError as error:
        raise damaged(archive) from error


def _unpack_person(packed: zipfile.ZipFile, manifest: Manifest, answers: dict, *, replace: bool) -> None:
    archive, folder = Path(packed.filename or ""), folder_of(manifest.name)
    if not replace and folder.is_dir() and any(folder.iterdir()):
        raise UserError(
            "“{name}” is on this computer already; delete them first, or import with --replace to put this in the"
            " place of everything that is stored.",
            name=plain_text(manifest.name),
        )
    private_folder(folder.parent)
    sweep(folder)
    with tempfile.TemporaryDirectory(prefix=scratch_prefix(folder), dir=folder.parent) as scratch:
        new, room = Path(scratch) / "new", MOST_BYTES
        private_folder(new)
        for path, told in manifest.files.items():
            count, sum_ = unpack(packed, path, new / path, room=room)
            if sum_ != told:
                raise damaged(archive)
            room -= count
        _check(new, manifest, archive)
        write_json(new / CONSENT, answers)
        _put(new, folder, Path(scratch) / "old")


def _check(folder: Path, manifest: Manifest, archive: Path) -> None:
    try:
        check_contents(folder, manifest.files, manifest.name)
    except (ValueError, OverflowError, UserError) as error:  # OverflowError: a number beyond any float
        raise damaged(archive) from error
    if not entry_of(folder).known:
        raise UserError(
            "“{file}” holds nothing that was learned of “{name}”; please choose another file.",
            file=shown_name(archive),
            name=plain_text(manifest.name),
        )
    if NAME not in manifest.files:
        write_name(folder, manifest.name)


def _put(new: Path, folder: Path, old: Path) -> None:
    """Move `new` to `folder`, and what is there to `old`; move it back if that fails."""
    there = folder.is_dir()
    if there:
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if there:
            with contextlib.suppress(OSError):
                old.rename(folder)
        raise
