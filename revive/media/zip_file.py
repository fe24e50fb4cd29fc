"""Untrusted zip files: what `zipfile` does not check itself, before a member is unpacked."""

from __future__ import annotations

import stat
import struct
import zipfile
from pathlib import Path

END, END_MARK, END64_MARK = 22, b"PK\x05\x06", b"PK\x06\x07"  # the record at the end of a zip; of one above 4 GB
MOST_LISTED = 100_000  # bytes of the list of members


def check_end(path: Path) -> None:
    """Check that the file ends like a zip that Revive wrote, with a short member list directly before the end.

    zipfile reads the whole list into memory, however long it is.

    Raises
    ------
    zipfile.BadZipFile : it does not
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - END - 20, 0))
        tail = file.read()
    if len(tail) < END or tail[-END:-18] != END_MARK or tail.startswith(END64_MARK):
        raise zipfile.BadZipFile
    _, _, here, count, listed, start, comment = struct.unpack("<HHHHIIH", tail[-18:])
    if here != count or listed > MOST_LISTED or start + listed + END != size or comment:
        raise zipfile.BadZipFile


def is_plain(member: zipfile.ZipInfo) -> bool:
    """Whether a member is an ordinary file, stored or deflated, whose name zipfile did not change."""
    return (
        member.orig_filename == member.filename
        and stat.S_IFMT(member.external_attr >> 16) in (0, stat.S_IFREG)  # no links
        and member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        and not member.flag_bits & 0x2041  # encrypted, strongly, or its header masked
    )
