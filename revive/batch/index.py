"""What has been made in a batch's folder: one small file for every clip, written when it is begun and when it is there.

    clips/.batch/lock            held while a batch works in the folder
    clips/.batch/<hash>.json     of the clip with this name: the content it was made from, its SHA-256 and its figures

A file for each clip is written at once and whole on every disk, shared ones too, and is no longer to write for the
millionth clip than for the first.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from revive.batch.content import digest_of
from revive.core.errors import UserError
from revive.core.json_files import write_json
from revive.core.permissions import private_folder

FOLDER = ".batch"
POLL = 0.5  # seconds between two attempts to get the lock


class Index:
    """The clips that were made in a folder.

    Parameters
    ----------
    folder : of the clips
    """

    def __init__(self, folder: Path):
        self._folder = folder

    def made(self, out: str, content: str) -> dict[str, Any] | None:
        """The figures of the clip `out` if it was made from this content, and lies there as it was made."""
        try:
            known = json.loads(self._file(out).read_text(encoding="utf-8"))
            if known["content"] != content or known["out"] != out:
                return None
            found = (self._folder / out).stat()
            if found.st_size != known["bytes"]:
                return None
            untouched = found.st_mtime_ns == known["mtime_ns"]
            return known["figures"] if untouched or digest_of(self._folder / out) == known["sha256"] else None
        except (OSError, ValueError, KeyError, TypeError, UserError):  # never made, or removed since
            return None

    def begin(self, out: str, content: str, brief: str) -> None:
        """Note that the clip `out` is going to be made from this content, by a brief with the content `brief`."""
        write_json(self._file(out), {"out": out, "content": content, "brief": brief})

    def begun(self, out: str, content: str) -> str | None:
        """The content of the brief by which the clip `out` was begun, if there is a clip since.

        It was finished if its job file has this brief, and the batch ended before it could note that.
        """
        note = self._file(out)
        try:
            known = json.loads(note.read_text(encoding="utf-8"))
            newer = (self._folder / out).stat().st_mtime_ns > note.stat().st_mtime_ns
            return known["brief"] if newer and (known["out"], known["content"]) == (out, content) else None
        except (OSError, ValueError, KeyError, TypeError):  # never begun, or noted as made
            return None

    def keep(self, out: str, content: str, figures: dict) -> None:
        """Note that the clip `out`, which lies in its place, was made from this content."""
        path = self._folder / out
        found = path.stat()
        known = {
            "out": out, "content": content, "bytes": found.st_size, "mtime_ns": found.st_mtime_ns,
            "sha256": digest_of(path), "figures": figures,
        }  # fmt: skip
        write_json(self._file(out), known)

    @contextlib.contextmanager
    def to_itself(self, waiting: Callable[[], None]) -> Iterator[None]:
        """Inside the `with` block, no other batch works in this folder, which is made if it is missing.

        Parameters
        ----------
        waiting : called now and then while another one does; it may raise an error to give up
        """
        from filelock import FileLock, Timeout

        self._folder.mkdir(parents=True, exist_ok=True)
        private_folder(self._folder / FOLDER)
        lock = FileLock(self._folder / FOLDER / "lock", mode=0o600)
        while not lock.is_locked:
            with contextlib.suppress(Timeout):
                lock.acquire(timeout=POLL)
                break
            waiting()
        try:
            yield
        finally:
            lock.release()

    def _file(self, out: str) -> Path:
        return self._folder / FOLDER / f"{hashlib.sha256(out.encode()).hexdigest()[:32]}.json"
