"""The media types that can be marked and examined, recognised by a file's first bytes, not by its name."""

from __future__ import annotations

from pathlib import Path

from revive.media import kinds
from revive.media.files import opened

PICTURES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
}  # media type -> Pillow's name
SOUNDS = ("audio/wav", "audio/mpeg", "audio/mp4")
MOST_BYTES = 8 << 30
_TYPES = {
    "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif", "wav": "audio/wav",
    "mp3": "audio/mpeg", "mp4": "video/mp4",
}  # fmt: skip


def media_type(path: Path) -> str | None:
    """One of PICTURES, SOUNDS, "video/mp4" and "video/quicktime"; None for everything else.

    Raises
    ------
    UserError : no such file, no ordinary file, empty, larger than MOST_BYTES
    """
    with opened(path, most=MOST_BYTES) as file:
        head = file.read(kinds.HEAD)
    found = _TYPES.get(kinds.kind_of(head))
    if found != "video/mp4":
        return found if head[:4] != b"RF64" else None  # C2PA does not support WAV files above 4 GB
    if head[4:8] == b"ftyp" and head[8:12] != b"qt  ":
        return "audio/mp4" if head[8:12] in (b"M4A ", b"M4B ") else found
    return "video/quicktime"
