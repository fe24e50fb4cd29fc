"""Decode untrusted pictures, each in a sandboxed process of its own.

The process has no files, environment or network and ends after one picture, so an exploited flaw in a decoder reaches
nothing and no other picture. It answers with bytes, whose number is checked. Its program is
`revive.media.sandbox.pictures`.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import math
import os
import struct
import subprocess
import tempfile
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, cast

from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.core.packages import package_folder
from revive.media.byte_reader import Damaged, DecompressionBomb
from revive.media.kinds import PICTURES
from revive.media.limits import BoundedProcess, environment, python_program
from revive.media.sandbox import pictures as child
from revive.media.sandbox.pages import MOST_PAGES

MEMORY = 1100 * 1024**2  # bytes of address space; the costliest accepted picture takes 0.95 GB
SECONDS = 30.0  # wall-clock time for one picture; on an idle computer the costliest takes a tenth of it
WORK = 20  # seconds of CPU time
TO_START = 30.0  # seconds
AT_ONCE = 2  # pictures; further ones wait
_PIECE = 1 << 20  # bytes written at a time

if TYPE_CHECKING:
    import numpy as np

_at_once = threading.BoundedSemaphore(AT_ONCE)
_lock = threading.Lock()
_spare: list[_Decoder] = []
_warm = False


def decode_picture(file: BinaryIO, kind: str, *, side: int, most: int, page: int = 0) -> np.ndarray:
    """(H, W, 3) uint8 RGB, in sRGB, upright by its EXIF tag, on white.

    Parameters
    ----------
    file : a regular file, open for reading, whose size was read from its header
    kind : one of `kinds.PICTURES`
    side : longest side of the result; a smaller picture keeps its size; H and W are even
    most : pixels that the file may have
    page : of several pages, which one, see `decode_pages`; 0 is the largest

    Raises
    ------
    Damaged : it cannot be decoded
    DecompressionBomb : it has more pixels, or takes more memory or time, than one picture may
    UserError : no process could be started
    """
    return _pixels(child.PIXELS, file, kind, side, most, page, depth=3)


def decode_pages(file: BinaryIO, kind: str, *, most: int) -> int:
    """How many pages of a picture can be asked for: the largest first, or moments of an animation in their order.

    Parameters and errors as of `decode_picture`.
    """

    def fits(shape: tuple[int, int, int]) -> bool:
        return 1 <= shape[0] <= MOST_PAGES and shape[1:] == (1, 1)

    shape, _ = _ask(child.PAGES, file, kind, 1, most, 0, fits)
    return shape[0]


def decode_mask(file: BinaryIO, kind: str, *, side: int, most: int) -> np.ndarray:
    """(H, W) bool: the opaque pixels of a picture with transparency, otherwise the bright pixels.

    Parameters and errors as of `decode_picture`.
    """
    return _pixels(child.MASK, file, kind, side, most, 0, depth=1)[..., 0] > 0


def decode_texts(file: BinaryIO, kind: str, *, most: int) -> tuple[bytes, bytes]:
    """(AIGC label, XMP) of a picture, unparsed; b"" for one that is missing or longer than `MOST_TEXT`.

    Parameters and errors as of `decode_picture`.
    """

    def fits(shape: tuple[int, int, int]) -> bool:
        return shape[2] == 0 and max(shape) <= child.MOST_TEXT

    shape, told = _ask(child.TEXTS, file, kind, 1, most, 0, fits)
    return told[: shape[0]].tobytes(), told[shape[0] :].tobytes()


def decode_date(file: BinaryIO, kind: str, *, most: int) -> bytes:
    """The text in which a picture's EXIF tells when it was taken, unparsed; b"" where it tells nothing.

    Parameters and errors as of `decode_picture`.
    """

    def fits(shape: tuple[int, int, int]) -> bool:
        return shape[1:] == (0, 0) and shape[0] <= child.MOST_DATE

    _, told = _ask(child.DATE, file, kind, 1, most, 0, fits)
    return told.tobytes()


def warm_decoder() -> None:
    """From now on keep a process ready for the next picture, which saves a tenth of a second."""
    global _warm
    _warm = True
    _prepare()


def in_force() -> dict[str, bool]:
    """Which restrictions this computer's kernel enforces on decoders: "files" and system "calls"."""
    decoder = _take()
    try:
        told = decoder.ready()
    finally:
        decoder.end()
        _prepare()
    return {"files": bool(told & child.FILES), "calls": bool(told & child.CALLS)}


def _pixels(wanted: int, file: BinaryIO, kind: str, side: int, most: int, page: int, *, depth: int) -> np.ndarray:
    def fits(shape: tuple[int, int, int]) -> bool:
        height, width, bytes_each = shape
        return bytes_each == depth and min(height, width) > 0 and max(height, width) <= max(side, 2)

    shape, told = _ask(wanted, file, kind, side, most, page, fits)
    return told.reshape(shape)


def _ask(
    wanted: int, file: BinaryIO, kind: str, side: int, most: int, page: int,
    fits: Callable[[tuple[int, int, int]], bool],
) -> tuple[tuple[int, int, int], np.ndarray]:  # fmt: skip
    """The shape and the bytes of the answer."""
    length = os.fstat(file.fileno()).st_size
    request = child.REQUEST.pack(wanted, PICTURES[kind].encode(), side, most, page, length)
    with _at_once:
        decoder = _take()
        try:
            return decoder.answer(request, file, length, fits)
        finally:
            decoder.end()
            _prepare()


def _take() -> _Decoder:
    """The waiting process, or a new one."""
    with _lock:
        waiting = [_spare.pop() for _ in range(len(_spare))]
    for decoder in waiting:
        if decoder.usable():
            return decoder
        decoder.end()
    return _Decoder()


def _prepare() -> None:
    """Start the next process; if that fails, the next picture reports it."""
    if not _warm:
        return
    with _lock, contextlib.suppress(UserError):
        if not _spare:
            _spare.append(_Decoder())


@atexit.register
def _let_go() -> None:
    global _warm
    _warm = False
    with _lock:
        while _spare:
            _spare.pop().end()


class _Decoder:
    """A process that waits for its one picture."""

    def __init__(self):
        packages = {package_folder(name).parent for name in ("PIL", "numpy", "pi_heif")}
        command = python_program("revive.media.sandbox.pictures", [str(MEMORY), str(WORK)], sorted(packages))
        calm = environment(OPENBLAS_NUM_THREADS="1", MALLOC_ARENA_MAX="1")
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self._folder = tempfile.TemporaryDirectory(prefix="revive-", ignore_cleanup_errors=True)
        try:
            self._running = BoundedProcess(
                command, seconds=math.inf, memory=MEMORY, env=calm, cwd=self._folder.name, **pipes
            )
        except OSError as error:
            self._folder.cleanup()
            raise _not_started() from error
        if os.name == "posix":  # a deleted working directory, in which no file can be made
            self._folder.cleanup()
        self._process, self._owner = self._running.process, os.getpid()
        assert self._process.stdin is not None and self._process.stdout is not None  # both are pipes
        self._request, self._answer = self._process.stdin, self._process.stdout

    def usable(self) -> bool:
        """Whether it still runs, and was started by this process, not by one from which this one was forked."""
        return self._process.poll() is None and self._owner == os.getpid()

    def end(self) -> None:
        """Kill it, whatever its state."""
        if self._owner == os.getpid():
            self._running.end()
        self._folder.cleanup()

    def ready(self) -> int:
        """Wait until it has confined itself; return the restrictions in force, of `child.FILES` and `child.CALLS`."""
        self._running.within(TO_START)
        told = self._answer.read(len(child.READY) + 1)
        if told[:-1] != child.READY:
            raise _not_started()
        return told[-1]

    def answer(
        self, request: bytes, file: BinaryIO, length: int, fits: Callable[[tuple[int, int, int]], bool]
    ) -> tuple[tuple[int, int, int], np.ndarray]:
        """As `_ask`."""
        import numpy as np

        self.ready()
        self._running.within(SECONDS)
        file.seek(0)
        with contextlib.suppress(BrokenPipeError, OSError):  # it has read enough, or has ended
            self._request.write(request)
            while length > 0 and (piece := file.read(min(length, _PIECE))):
                self._request.write(piece)
                length -= len(piece)
            self._request.close()
        try:
            done, *shape = child.ANSWER.unpack(self._answer.read(child.ANSWER.size))
        except struct.error:  # it crashed, or was ended
            raise self._ended() from None
        if done == child.NO_MEMORY:
            raise DecompressionBomb(Message("more pixels than there is memory for"))
        if done == child.TOO_LARGE:
            raise DecompressionBomb(Message("more pixels than its beginning tells"))
        if done != child.DONE or not fits(tuple(shape)):
            raise Damaged("it could not be decoded")
        told = np.empty(math.prod(shape) if shape[2] else shape[0] + shape[1], np.uint8)
        if cast("io.BufferedReader", self._answer).readinto(told.data) < len(told):
            raise self._ended()
        return tuple(shape), told

    def _ended(self) -> Exception:
        if self._running.late:
            return DecompressionBomb(Message("more in it than can be read in {seconds:.0f} seconds", seconds=SECONDS))
        return Damaged("its decoder ended")


def _not_started() -> UserError:
    return UserError("The program that reads pictures could not be started; please close other programs and try again.")
