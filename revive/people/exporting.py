"""Export a person as one file, to move to another computer of the family or as a backup."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

from revive.core.disk import disk_watched
from revive.core.errors import UserError
from revive.core.home import clean_name, names
from revive.core.layout import MOST_BYTES, MOST_FILES, learned_files
from revive.core.outputs import check_writable, part_of
from revive.core.permissions import private_folder, private_opener
from revive.core.scratch import scratch_folder
from revive.people.archive import BLOCK, MANIFEST
from revive.people.registry import find_person
from revive.people.validation import check_contents

VERSION = 1  # of the manifest


@disk_watched()
def export_person(name: str, out: Path) -> Path:
    """Write everything learned about the person to a .zip that only its owner may read, replacing any file of that
    name; return `out`.

    Unfinished training is left out. The manifest holds the SHA-256 of every file. Only the necessary part of an
    adapter's configuration is exported, because peft writes the model's local path into it.

    Raises
    ------
    UserError : unknown name, nothing finished, damaged, too large, or `out` cannot be written
    """
    out = Path(out)
    _check_out(out)
    entry = find_person(name)
    if not entry.known:
        raise UserError("Nothing was learned of “{name}” to its end yet; please finish that first.", name=entry.name)
    files = learned_files(entry.folder)
    if len(files) > MOST_FILES or sum(path.stat().st_size for path in files.values()) > MOST_BYTES:
        raise UserError(
            "What was learned of “{name}” is more than one file can carry ({files} files, {megabytes:.0f} MB); please"
            " delete some samples of the voice.",
            name=entry.name,
            files=MOST_FILES,
            megabytes=MOST_BYTES / 1024**2,
        )
    called = entry.name if names(entry.name, entry.folder.name) else clean_name(name)
    part = part_of(out)
    try:
        with scratch_folder() as scratch:
            copied = Path(scratch)  # so that the checked files are the packed ones
            for path, file in files.items():
                private_folder((copied / path).parent)
                shutil.copyfile(file, copied / path)
            _check(copied, files, called)
            _pack(copied, files, called, part)
        part.replace(out)
    except PermissionError as error:
        raise UserError("“{file}” cannot be written there; please choose another folder.", file=out.name) from error
    finally:
        part.unlink(missing_ok=True)
    return out


def _check_out(out: Path) -> None:
    if out.suffix.lower() != ".zip":
        raise UserError(
            "A person cannot be exported as “{file}”; please let the name of the file end in .zip.", file=out.name
        )
    check_writable(out)


def _check(folder: Path, files: dict[str, Path], name: str) -> None:
    """Refuse to export what could not be imported."""
    try:
        check_contents(folder, files, name)
    except (ValueError, UserError) as error:
        raise UserError(
            "Something that was learned of “{name}” is damaged, so nothing was exported; please teach it again.",
            name=name,
        ) from error


def _pack(folder: Path, files: dict[str, Path], name: str, out: Path) -> None:
    """Write the zip: text compressed, everything else stored, as weights and pictures hardly shrink."""
    sums = {}
    with open(out, "wb", opener=private_opener) as whole, zipfile.ZipFile(whole, "w") as packed:
        for path in files:
            member = zipfile.ZipInfo(path)  # without a date, so that the same files make the same archive
            member.compress_type = zipfile.ZIP_DEFLATED if path.endswith(".json") else zipfile.ZIP_STORED
            sum_ = hashlib.sha256()
            with (folder / path).open("rb") as file, packed.open(member, "w") as into:
                while block := file.read(BLOCK):
                    sum_.update(block)
                    into.write(block)
            sums[path] = sum_.hexdigest()
        manifest = {"revive_person": VERSION, "name": name, "files": sums}
        packed.writestr(zipfile.ZipInfo(MANIFEST), json.dumps(manifest, indent=2, ensure_ascii=False))
