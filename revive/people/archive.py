"""Untrusted zip files: opened only if they look like an export, unpacked only within limits."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from revive.core.errors import UserError
from revive.core.layout import MOST_BYTES, MOST_FILES, belongs
from revive.core.permissions import private_folder, private_opener
from revive.core.text import plain_text
from revive.media.files import opened as opened_file
from revive.media.files import shown_name
from revive.media.zip_file import MOST_LISTED, check_end, is_plain

MANIFEST = "manifest.json"
BLOCK = 1024**2
RATIO, FREE = 100, 1024**2  # the highest compression ratio, beyond so many bytes


@contextlib.contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, with every member's name and kind checked.

    Raises
    ------
    UserError : missing, not a zip file, too large, or with a member that no export contains
    """
    missing = UserError(
        "There is no file called “{file}”; please choose the exported person again.", file=shown_name(path)
    )
    with opened_file(path, most=2**63, missing=missing, empty=True) as file:
        if os.fstat(file.fileno()).st_size > MOST_BYTES + MOST_LISTED:
            raise too_large(path)
    with contextlib.ExitStack() as stack:
        with reading(path):
            check_end(path)
            packed = stack.enter_context(zipfile.ZipFile(path))
        _check_members(path, packed.infolist())
        yield packed


@contextlib.contextmanager
def reading(path: Path) -> Iterator[None]:
    """Inside the `with` block, any error of a damaged zip becomes one UserError."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, RuntimeError) as error:
        raise damaged(path) from error  # NotImplementedError is a RuntimeError, UnicodeError a ValueError
    except PermissionError as error:
        raise UserError(
            "“{file}” may not be read; please copy it into a folder of yours and choose it there.",
            file=shown_name(path),
        ) from error
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise damaged(path) from error  # something that is called a file and has no end


def unpack(packed: zipfile.ZipFile, name: str, to: Path, *, room: int) -> tuple[int, str]:
    """Write one member to `to`, at most `room` bytes; return the number of bytes and their SHA-256.

    Raises
    ------
    UserError : damaged, larger than declared or than `room`, or with too high a compression ratio
    """
    path, told = Path(packed.filename or ""), packed.getinfo(name)
    private_folder(to.parent)
    count, sum_ = 0, hashlib.sha256()
    with open(to, "xb", opener=private_opener) as file, reading(path), packed.open(told) as member:
        while block := member.read(BLOCK):
            count += len(block)
            if count > room or count > max(RATIO * told.compress_size, FREE):
                raise too_large(path)
            sum_.update(block)
            file.write(block)
    return count, sum_.hexdigest()


def damaged(path: Path) -> UserError:
    """The error for a file that is not an export, or is incomplete."""
    return UserError(
        "“{file}” is not a person that Revive exported, or it was changed or cut off on the way; please export and"
        " copy it once more.",
        file=shown_name(path),
    )


def too_large(path: Path) -> UserError:
    """The error for an export above the size limit."""
    return UserError(
        "“{file}” would unpack to more than a person takes ({files} files, {megabytes:.0f} MB); nothing of it was"
        " taken, please have it exported again.",
        file=shown_name(path),
        files=MOST_FILES,
        megabytes=MOST_BYTES / 1024**2,
    )


def foreign(path: Path, name: str) -> UserError:
    """The error for a member that does not belong in an export; `name` is shown as far as it is printable."""
    shown = plain_text(name, most=60, lines=False)
    return UserError(
        "“{file}” holds something that is no part of a person (“{shown}”); nothing of it was taken, please have it"
        " exported again.",
        file=shown_name(path),
        shown=shown,
    )


def _check_members(path: Path, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_FILES + 1 or sum(member.file_size for member in members) > MOST_BYTES:
        raise too_large(path)
    seen = set()
    for member in members:
        name = member.orig_filename
        if name != member.filename or not (belongs(name) or name == MANIFEST):  # zipfile may have changed the name
            raise foreign(path, name)
        if name in seen or not is_plain(member):
            raise damaged(path)
        seen.add(name)
    if MANIFEST not in seen:
        raise damaged(path)
