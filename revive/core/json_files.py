"""Files that Revive writes for itself: JSON, whole or not at all; and the SHA-256 of any file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from revive.core.permissions import private_opener


def write_json(path: Path, value: dict) -> None:
    """Write `value` in the place of anything older, whole or not at all, for its owner alone."""
    part = path.with_name(f"{path.name}.part")
    with open(part, "w", encoding="utf-8", opener=private_opener) as file:
        file.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")
    part.replace(path)


def digest(path: Path) -> str:
    """The file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
