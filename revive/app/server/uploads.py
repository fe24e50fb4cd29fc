"""Receiving files: written into the folder of the browser that sends them, counted, and deleted if broken off.

Every upload has a folder of its own, so that deleting one never touches another; no file is shared between browsers.
Gradio's own route would keep broken-off uploads for ever, and store files of the same content together.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import tempfile
import threading
from collections import OrderedDict, defaultdict
from collections.abc import AsyncIterator
from pathlib import Path

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from revive.app.server.file_access import UPLOADS, FileAccess
from revive.app.server.request_body import Refused, RequestBody
from revive.app.server.settings import Limits
from revive.core.outputs import forbidden_on_windows
from revive.core.text import first_bytes

AT_ONCE = 4  # uploads of one visitor
FILES = 400  # in one upload: the photographs of a life, for a film
EVERYBODY = 20  # times what one visitor may have here, for all together
SPARE = 1_000_000_000  # bytes of the disk that stay free
HEADER = 8 * 1024  # bytes of a part's header
PROGRESS_PIECES = 500  # reports on one upload, and uploads on which nobody asks for a report
NAME = 150  # bytes of a file's name that are kept


class Uploads:
    """Receives files.

    Parameters
    ----------
    files : whose folders they go to
    limits : bytes of one file (`upload`), bytes and files of one visitor (`stored`, `files`)
    """

    def __init__(self, files: FileAccess, limits: Limits):
        self.files, self.limits = files, limits
        self._sizes = _sizes(files.root)  # an upload's folder -> bytes; where files last, some are there already
        self._running: dict[str, int] = defaultdict(int)  # source -> uploads
        self._progress: OrderedDict[tuple[str, str], asyncio.Queue] = OrderedDict()
        self._lock = threading.Lock()

    async def take(self, browser: str, content_type: str, body: RequestBody, upload_id: str = "") -> list[str]:
        """Store the files of a multipart body; gives their public names.

        Parameters
        ----------
        upload_id : under which the sender asks how much has arrived

        Raises
        ------
        Refused : too many at once, too much in all, a file too large, no multipart body
        TooLarge, TooSlow, Disconnected : see `RequestBody`; nothing is kept
        """
        source = self.files.source(browser)
        if self._running[source] >= AT_ONCE:
            raise Refused("You are sending several files already; please wait until one has arrived.", 429)
        self._running[source] += 1
        folder = Path(tempfile.mkdtemp(prefix=".coming-", dir=self.files.folder(browser)))
        report = self._progress_listener(browser, upload_id)
        try:
            with _MultipartReader(
                folder, content_type, min(self.limits.upload, self._bytes_left(browser)), report
            ) as parts:
                async for piece in body:
                    parts.write(piece)
                    await asyncio.sleep(0)
                return self._store(browser, parts.finish())
        finally:
            self._running[source] -= 1
            if not self._running[source]:
                del self._running[source]
            shutil.rmtree(folder, ignore_errors=True)
            report(None)

    def _bytes_left(self, browser: str) -> int:
        """Bytes that the browser may still send.

        Raises
        ------
        Refused : none; or the disk is nearly full
        """
        with self._lock:
            self._sizes = {folder: size for folder, size in self._sizes.items() if folder.is_dir()}
            everybody = sum(self._sizes.values())
            mine = self.files.browsers_counted_with(browser)
            sizes = [size for folder, size in self._sizes.items() if folder.parent.parent.name in mine]
        if len(sizes) >= self.limits.files or sum(sizes) >= self.limits.stored:
            raise Refused(
                "You have sent as much as this page keeps at a time; please delete your files here first.", 413
            )
        free = shutil.disk_usage(self.files.root).free - SPARE
        room = min(self.limits.stored - sum(sizes), EVERYBODY * self.limits.stored - everybody, free)
        if room <= 0:
            raise Refused("There is no room for more files on this computer just now.", 507)
        return room

    def _store(self, browser: str, files: list[tuple[str, Path]]) -> list[str]:
        """Every file in a folder of its own."""
        folder = self.files.folder(browser) / UPLOADS
        folder.mkdir(mode=0o700, exist_ok=True)
        names = []
        for name, path in files:
            own = Path(tempfile.mkdtemp(dir=folder))
            stored = own / safe_name(name)
            path.replace(stored)
            with self._lock:
                self._sizes[own] = stored.stat().st_size
            names.append(self.files.public_name(stored))
        return names

    def _progress_listener(self, browser: str, upload_id: str):
        """A function that reports to the sender how much has arrived: (name, bytes); None at the end."""
        queue = asyncio.Queue(PROGRESS_PIECES)
        if upload_id:
            self._progress[browser, upload_id] = queue  # until it is read, also where the upload ends before
            while len(self._progress) > PROGRESS_PIECES:
                self._progress.popitem(last=False)

        def report(piece: tuple[str, int] | None) -> None:
            if piece is None and queue.full():
                queue.get_nowait()
            with contextlib.suppress(asyncio.QueueFull):
                queue.put_nowait(piece)

        return report

    async def progress(self, browser: str, upload_id: str, patience: float = 3.0) -> AsyncIterator[bytes]:
        """How much of an upload has arrived, as Gradio's page reads it."""
        queue = None
        for _ in range(round(patience / 0.05)):
            if queue := self._progress.pop((browser, upload_id), None):
                break
            await asyncio.sleep(0.05)
        while queue:
            with contextlib.suppress(TimeoutError):
                piece = await asyncio.wait_for(queue.get(), 15)
                if piece is None:
                    yield b'data: {"msg": "done"}\n\n'
                    return
                said = {"msg": "update", "orig_name": piece[0], "chunk_size": piece[1]}
                yield f"data: {json.dumps(said)}\n\n".encode()


def _sizes(root: Path) -> dict[Path, int]:
    sent = (path for path in root.glob(f"*/{UPLOADS}/*/*") if path.is_file())
    return {path.parent: path.stat().st_size for path in sent}


class _MultipartReader:
    """Reads a multipart body while it arrives; only files are accepted."""

    def __init__(self, folder: Path, content_type: str, most: int, report):
        self.folder, self.most, self.report = folder, most, report
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            raise Refused("Files come as multipart/form-data.", 400)
        self._files: list[tuple[str, Path]] = []
        self._file, self._size, self._header, self._headers = None, 0, [b"", b""], {}
        try:
            self._parser = MultipartParser(options[b"boundary"], {
                "on_part_begin": self._begin, "on_part_data": self._data, "on_part_end": self._end,
                "on_header_field": lambda data, start, end: self._header_piece(0, data[start:end]),
                "on_header_value": lambda data, start, end: self._header_piece(1, data[start:end]),
                "on_header_end": self._header_end, "on_headers_finished": self._open,
            })  # fmt: skip
        except FormParserError as error:  # a boundary of hundreds of characters
            raise Refused("Files come as multipart/form-data.", 400) from error

    def __enter__(self) -> _MultipartReader:
        """Itself; at the end an unfinished file is closed."""
        return self

    def __exit__(self, *_) -> None:
        self._end()

    def write(self, piece: bytes) -> None:
        """Take the next piece of the body."""
        try:
            self._parser.write(piece)
        except FormParserError as error:
            raise Refused("The files did not arrive as multipart/form-data.", 400) from error
        except OSError as error:
            raise Refused("The file cannot be stored; the disk of this computer may be full.", 507) from error

    def finish(self) -> list[tuple[str, Path]]:
        """(name, path) of every file."""
        if self._file is not None or not self._files:
            raise Refused("No whole file arrived; please send it again.", 400)
        return self._files

    def _begin(self) -> None:
        self._headers, self._size = {}, 0

    def _header_piece(self, which: int, piece: bytes) -> None:
        self._header[which] += piece
        if len(self._header[which]) > HEADER:
            raise Refused("The request's header is too long.", 400)

    def _header_end(self) -> None:
        self._headers[self._header[0].lower()] = self._header[1]
        self._header = [b"", b""]
        if len(self._headers) > 16:
            raise Refused("The request's header is too long.", 400)

    def _open(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        if b"filename" not in options:
            raise Refused("Only files can be sent here.", 400)
        if len(self._files) >= FILES:
            raise Refused(f"At most {FILES} files can be sent at once.", 413)
        name = options[b"filename"].decode("utf-8", "replace")
        path = self.folder / str(len(self._files))
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._files.append((name, path))

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._size += end - start
        if self._size > self.most:
            raise Refused("The file is too large here; please choose a smaller one.", 413)
        if self._file is None:  # a part of which no file was opened
            raise Refused("Only files can be sent here.", 400)
        self._file.write(data[start:end])
        self.report((self._files[-1][0], end - start))

    def _end(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = None


def safe_name(name: str) -> str:
    """A file's name without folders and without characters that some systems do not allow in names."""
    name = name.replace("\\", "/").rpartition("/")[2]
    stored = "".join(sign for sign in name if sign.isprintable() and sign not in '<>:"|?*').strip(" .")
    stem, dot, ending = stored.rpartition(".")
    kept = f"{first_bytes(stem, NAME)}{dot}{first_bytes(ending, 16)}" if stem else first_bytes(stored, NAME) or "file"
    return f"_{kept}" if forbidden_on_windows(kept) else kept


def block_downloads() -> None:
    """Keep Gradio from downloading what is named as a file but is an address; it has no setting for that."""
    from gradio import processing_utils

    def refuse(*_, **__):
        raise ValueError("nothing is downloaded")

    async def refuse_later(*_, **__):
        raise ValueError("nothing is downloaded")

    processing_utils.save_url_to_cache = processing_utils.ssrf_protected_download = refuse
    processing_utils.async_ssrf_protected_download = refuse_later
