"""How the files of a clip travel: in Ray's object store, or by a folder that all machines share.

Only the machine that asked for a clip decides which; a worker gives a clip back the way that its order came.
"""

from __future__ import annotations

import uuid
from collections import OrderedDict
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from revive.core.errors import UserError
from revive.core.packages import need
from revive.core.scratch import hold_folder

KEPT = 32  # of the files sent last; the same photograph is sent once for many clips


@dataclass(frozen=True)
class Placed:
    """A file in a shared folder.

    Attributes
    ----------
    place : as fsspec has it: a path, or s3://…
    own : it was put there for one clip, and is deleted with it; otherwise it is somebody's, and used where it lies
    """

    place: str
    own: bool = True


Content = Any  # of a file, as it travels: an array (bytes,) uint8, or `Placed`


class Carrier(Protocol):
    """What carries files to the workers and back; close it, so that nothing is left."""

    folder: str  # in which workers leave their clips; "" where these travel in Ray's object store

    def send(self, path: Path) -> Content: ...

    def close(self) -> None: ...


class ObjectStore:
    """Files in Ray's object store, in memory; each is deleted there when no clip needs it."""

    folder = ""

    def __init__(self):
        self._sent: OrderedDict[tuple, Any] = OrderedDict()  # (path, size, time) -> as Ray has it

    def send(self, path: Path) -> Content:
        """What is in a file, for a task of Ray."""
        import ray

        about = path.stat()
        key = path, about.st_size, about.st_mtime_ns
        if key not in self._sent:
            self._sent[key] = ray.put(np.fromfile(path, np.uint8))
        self._sent.move_to_end(key)
        while len(self._sent) > KEPT:
            self._sent.popitem(last=False)
        return self._sent[key]

    def close(self) -> None:
        """Let all of them go."""
        self._sent.clear()


class SharedFolder:
    """A folder that every machine reaches by the same name; what lies in it already is used where it is.

    Parameters
    ----------
    place : a path, or an address that fsspec knows (s3://bucket/folder, with the package for it installed)

    Raises
    ------
    UserError : fsspec is not installed, or the folder cannot be used
    """

    def __init__(self, place: str):
        need("fsspec")
        import fsspec

        self._open = ExitStack()
        self._sent: dict[tuple, Placed] = {}
        try:
            self._files, root = fsspec.url_to_fs(place)
            self._local = Path(root) if "file" in _protocols(self._files) else None
            if self._local is not None:
                self._local = self._local.resolve(strict=True)
                held = hold_folder(self._local)
                self._open.callback(held.close)
                self.folder = str(held.folder)
            else:
                inside = f"{root.rstrip('/')}/revive-{uuid.uuid4().hex}"
                self._files.makedirs(inside, exist_ok=False)
                self._open.callback(self._files.rm, inside, recursive=True)
                self.folder = self._files.unstrip_protocol(inside)
        except (OSError, ValueError, ImportError) as error:
            raise UserError(
                "The shared folder {folder} cannot be used; please give one that exists, in which every machine of the"
                " cluster can write.",
                folder=place,
            ) from error

    def send(self, path: Path) -> Content:
        """A file where workers find it: where it lies if that is in the folder, otherwise a copy."""
        real = path.resolve(strict=True)
        if self._local is not None and real.is_relative_to(self._local):
            return Placed(str(real), own=False)
        about = real.stat()
        key = real, about.st_size, about.st_mtime_ns
        if key not in self._sent:
            self._sent[key] = give(real, self.folder)
        return self._sent[key]

    def close(self) -> None:
        """Delete what was put there."""
        self._open.close()


def give(path: Path, folder: str) -> Content:
    """A file as it travels back: put into the shared folder, or where that is "" as an array."""
    if not folder:
        return np.fromfile(path, np.uint8)
    import fsspec

    files, root = fsspec.url_to_fs(folder)
    place = f"{root}/{uuid.uuid4().hex}"
    files.put_file(str(path), place)
    return Placed(files.unstrip_protocol(place))


def take(content: Content, place: Path, *, copied: bool = True) -> Path:
    """Where the file lies that came as `content`: at `place`; or where it lay, if it need not be copied."""
    if not isinstance(content, Placed):
        content.tofile(place)
        return place
    if not content.own and not copied:
        return Path(content.place)
    import fsspec

    files, there = fsspec.url_to_fs(content.place)
    files.get_file(there, str(place))
    return place


def drop(content: Content) -> None:
    """Delete what a worker put into the shared folder."""
    if isinstance(content, Placed) and content.own:
        import fsspec

        files, there = fsspec.url_to_fs(content.place)
        files.rm_file(there)


def _protocols(files: Any) -> tuple[str, ...]:
    return (files.protocol,) if isinstance(files.protocol, str) else tuple(files.protocol)
