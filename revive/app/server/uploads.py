"""Files on their way in: written straight into the folder of the browser that sends them, counted, gone if broken off.

A folder for every upload, so that to delete one never touches another; no file is shared between browsers. Gradio's own
route keeps what was broken off for ever, and files of the same content together.
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

from revive.app.server.file_access import UPLOADS, Visitors
from revive.app.server.request_body import Body, Refused
from revive.app.server.settings import Limits

AT_ONCE = 4  # uploads of one visitor
FILES = 40  # in one upload
EVERYBODY = 20  # times what one visitor may have here, for all together
SPARE = 1_000_000_000  # bytes of the disk that stay free
HEADER = 8 * 1024  # bytes of a part's header
NEWS = 500  # pieces of news of an upload, and uploads of which nobody asks for news
NAME = 150  # bytes of a file's name that are kept


class Uploads:
    """Takes files in.

    Parameters
    ----------
    visitors : whose folders they go to
    limits : bytes of one file (`upload`), bytes and files of one visitor (`stored`, `files`)
    """

    def __init__(self, visitors: Visitors, limits: Limits):
        self.visitors, self.limits = visitors, limits
        self._sizes: dict[Path, int] = {}  # an upload's folder -> bytes
        self._under_way: dict[str, int] = defaultdict(int)  # source -> uploads
        self._news: OrderedDict[tuple[str, str], asyncio.Queue] = OrderedDict()
        self._lock = threading.Lock()

    async def take(self, browser: str, content_type: str, body: Body, news: str = "") -> list[str]:
        """The told names of the files in a multipart body.

        Parameters
        ----------
        news : the name under which the sender asks how far it is

        Raises
        ------
        Refused : too many at once, too much in all, a file too large, no multipart body
        TooLarge, TooSlow, Gone : as the body says; nothing of it is kept
        """
        source = self.visitors.source(browser)
        if self._under_way[source] >= AT_ONCE:
            raise Refused("Several files of yours are on their way already; please wait until one has arrived.", 429)
        self._under_way[source] += 1
        place = Path(tempfile.mkdtemp(prefix=".coming-", dir=self.visitors.folder(browser)))
        told = self._tell(browser, news)
        try:
            with _Parts(place, content_type, min(self.limits.upload, self._room(browser)), told) as parts:
                async for piece in body:
                    parts.write(piece)
                    await asyncio.sleep(0)
                return self._keep(browser, parts.finish())
        finally:
            self._under_way[source] -= 1
            if not self._under_way[source]:
                del self._under_way[source]
            shutil.rmtree(place, ignore_errors=True)
            told(None)

    def _room(self, browser: str) -> int:
        """Bytes that the browser may still bring.

        Raises
        ------
        Refused : none; or the disk is nearly full
        """
        with self._lock:
            self._sizes = {folder: size for folder, size in self._sizes.items() if folder.is_dir()}
            everybody = sum(self._sizes.values())
            mine = self.visitors.same_source(browser)
            sizes = [size for folder, size in self._sizes.items() if folder.parent.parent.name in mine]
        if len(sizes) >= self.limits.files or sum(sizes) >= self.limits.stored:
            raise Refused("You have brought as much as this page keeps at once; please let go of it first.", 413)
        free = shutil.disk_usage(self.visitors.root).free - SPARE
        room = min(self.limits.stored - sum(sizes), EVERYBODY * self.limits.stored - everybody, free)
        if room <= 0:
            raise Refused("There is no room for more files on this computer just now.", 507)
        return room

    def _keep(self, browser: str, files: list[tuple[str, Path]]) -> list[str]:
        """Every file in a folder of its own."""
        folder = self.visitors.folder(browser) / UPLOADS
        folder.mkdir(mode=0o700, exist_ok=True)
        told = []
        for name, path in files:
            own = Path(tempfile.mkdtemp(dir=folder))
            kept = own / safe_name(name)
            path.replace(kept)
            with self._lock:
                self._sizes[own] = kept.stat().st_size
            told.append(self.visitors.told(kept))
        return told

    def _tell(self, browser: str, news: str):
        """What tells the sender how much has come, (name, bytes); None at the end."""
        queue = asyncio.Queue(NEWS)
        if news:
            self._news[browser, news] = queue  # until it is read, also where the upload is at its end before
            while len(self._news) > NEWS:
                self._news.popitem(last=False)

        def tell(piece: tuple[str, int] | None) -> None:
            if piece is None and queue.full():
                queue.get_nowait()
            with contextlib.suppress(asyncio.QueueFull):
                queue.put_nowait(piece)

        return tell

    async def progress(self, browser: str, news: str, patience: float = 3.0) -> AsyncIterator[bytes]:
        """How much of an upload has come, as Gradio's page reads it."""
        queue = None
        for _ in range(round(patience / 0.05)):
            if queue := self._news.pop((browser, news), None):
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


class _Parts:
    """A multipart body taken apart while it comes; only files are taken."""

    def __init__(self, place: Path, content_type: str, most: int, tell):
        self.place, self.most, self.tell = place, most, tell
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            raise Refused("Files come as multipart/form-data.", 400)
        self._files: list[tuple[str, Path]] = []
        self._file, self._size, self._header, self._headers = None, 0, [b"", b""], {}
        try:
            self._parser = MultipartParser(options[b"boundary"], {
                "on_part_begin": self._begin, "on_part_data": self._data, "on_part_end": self._end,
                "on_header_field": lambda data, start, end: self._name(0, data[start:end]),
                "on_header_value": lambda data, start, end: self._name(1, data[start:end]),
                "on_header_end": self._header_end, "on_headers_finished": self._open,
            })  # fmt: skip
        except FormParserError as error:  # a boundary of hundreds of characters
            raise Refused("Files come as multipart/form-data.", 400) from error

    def __enter__(self) -> _Parts:
        """Itself; a file that did not come to its end is closed at last."""
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
        """(name, where it lies) of every file."""
        if self._file is not None or not self._files:
            raise Refused("No whole file arrived; please send it again.", 400)
        return self._files

    def _begin(self) -> None:
        self._headers, self._size = {}, 0

    def _name(self, which: int, piece: bytes) -> None:
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
            raise Refused("Only files are taken here.", 400)
        if len(self._files) >= FILES:
            raise Refused(f"At most {FILES} files are taken at once.", 413)
        name = options[b"filename"].decode("utf-8", "replace")
        path = self.place / str(len(self._files))
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._files.append((name, path))

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._size += end - start
        if self._size > self.most:
            raise Refused("The file is larger than is taken here; please choose a smaller one.", 413)
        self._file.write(data[start:end])
        self.tell((self._files[-1][0], end - start))

    def _end(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = None


def safe_name(name: str) -> str:
    """A file's name without folders and without signs that a file's name cannot have everywhere."""
    name = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in name if sign.isprintable() and sign not in '<>:"|?*').strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return f"{_short(stem, NAME)}{dot}{_short(ending, 16)}" if stem else _short(kept, NAME) or "file"


def _short(text: str, most: int) -> str:
    """As much of the beginning as `most` bytes hold, which is what a file's name is measured in."""
    return text.encode()[:most].decode(errors="ignore")


def fetch_nothing() -> None:
    """Let Gradio download nothing: what is called a file but is an address elsewhere, it would. It has no setting."""
    from gradio import processing_utils

    def refuse(*_, **__):
        raise ValueError("nothing is fetched from elsewhere")

    async def refuse_later(*_, **__):
        raise ValueError("nothing is fetched from elsewhere")

    processing_utils.save_url_to_cache = processing_utils.ssrf_protected_download = refuse
    processing_utils.async_ssrf_protected_download = refuse_later
