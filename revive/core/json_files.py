"""Write JSON files atomically, and compute the SHA-256 of any file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from revive.core.permissions import private_opener


def write_json(path: Path, value: dict) -> None:
    """Write `value` as JSON, replacing the file atomically; only its owner may read it."""
    part = path.with_name(f"{path.name}.part")
    with open(part, "w", encoding="utf-8", opener=private_opener) as file:
        file.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")
    part.replace(path)


def digest(path: Path) -> str:
    """The file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
