"""A clip that can be watched while it is made: its picture and its sound as two files that grow.

Both are fragmented MP4, which a browser plays by Media Source Extensions as it comes; each is one encoding from the
first frame to the last, so no time is missing where an opening ends. The frames are those of the finished clip, with
its label and its marks, but encoded in the quickest way. Nothing is kept in memory.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import Any

import numpy as np

from revive.clip.encoder import COLOURS, LIMITER, piped, planes
from revive.clip.sound import RATE
from revive.media.ffmpeg import binary

PICTURE, SOUND = "live-picture.mp4", "live-sound.mp4"
QUALITY = 22  # x264's constant rate factor
KEY_EVERY = 1.0  # seconds between two pictures at which a player can begin
FRAGMENT = 200_000  # microseconds of a fragment, which is what a player waits for
PASSAGE = 480  # samples in which one sound passes into the next
PRIMING = 1024  # samples of silence that the AAC encoder puts first
_FRAGMENTED = (
    "-movflags", "+empty_moov+default_base_moof", "-frag_duration", str(FRAGMENT), "-flush_packets", "1",
)  # fmt: skip


class LiveClip:
    """The picture and the sound of a clip that is being made; close it, or use it as a context.

    Attributes
    ----------
    folder : where the files PICTURE and SOUND lie
    fps : frames a second
    frames : how many were shown
    begun : seconds of `time.perf_counter` when the first frame was shown; None before
    """

    def __init__(self, folder: Path, fps: float):
        self.folder, self.fps = Path(folder), fps
        self.frames = 0
        self.begun: float | None = None
        self._open = contextlib.ExitStack()
        self._samples = 0
        self._sound: Any = None  # soundfile.SoundFile
        self._write_picture = self._write_sound = _not_open

    def hear(self, sound: Path) -> None:
        """From now on, what is heard is this WAV file (stereo at RATE), from the moment that was reached."""
        import soundfile

        before, self._sound = self._sound, self._open.enter_context(soundfile.SoundFile(sound))
        self._sound.seek(min(self._samples, len(self._sound)))
        if before is None:
            return
        old, new = (file.read(PASSAGE, dtype="float32", always_2d=True) for file in (before, self._sound))
        before.close()
        passed = np.zeros((PASSAGE, 2), np.float32)
        share = np.linspace(0, 1, PASSAGE, dtype=np.float32)[:, None]
        passed[: len(old)] += old * (1 - share[: len(old)])
        passed[: len(new)] += new * share[: len(new)]
        self._play(passed)

    def show(self, planes: np.ndarray) -> None:
        """The next frame, finished, as of `yuv420`; the sound follows up to its end.

        Raises
        ------
        UserError : the disk is full
        """
        if self._sound is None:
            raise ValueError("the sound comes first, see `hear`")
        if self.begun is None:
            self._begin(planes.shape[0] * 2 // 3, planes.shape[1])
        try:
            self._write_picture(planes)
            self.frames += 1
            missing = round(self.frames / self.fps * RATE) - self._samples
            if missing > 0:
                sound = self._sound.read(missing, dtype="float32", always_2d=True)
                self._play(np.pad(sound, ((0, missing - len(sound)), (0, 0))))
        except BrokenPipeError as error:  # an encoder ended early; its messages say why
            self.__exit__(type(error), error, error.__traceback__)
            raise RuntimeError("an encoder of the live clip ended early") from error

    @property
    def seconds(self) -> float:
        """How much was shown."""
        return self.frames / self.fps

    def ahead(self) -> float:
        """Seconds that somebody who watches from the first frame on has not seen yet."""
        return self.seconds - (time.perf_counter() - self.begun) if self.begun is not None else 0.0

    def close(self) -> None:
        """End both files."""
        self._open.close()

    def delete(self) -> None:
        """Delete both files; they are not signed, and the finished clip has everything."""
        for name in (PICTURE, SOUND):
            (self.folder / name).unlink(missing_ok=True)

    def __enter__(self) -> LiveClip:
        return self

    def __exit__(self, *error) -> None:
        self._open.__exit__(*error)

    def _begin(self, height: int, width: int) -> None:
        picture = [
            binary(), "-y", "-v", "error", *planes(width, height, self.fps),
            "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency",
            "-crf", str(QUALITY), "-g", str(max(round(KEY_EVERY * self.fps), 1)), "-vf", COLOURS,
            *_FRAGMENTED, str(self.folder / PICTURE),
        ]  # fmt: skip
        sound = [
            binary(), "-y", "-v", "error", "-f", "f32le", "-ar", str(RATE), "-ac", "2", "-i", "pipe:0",
            "-c:a", "aac", "-b:a", "128k", "-af", LIMITER, *_FRAGMENTED, str(self.folder / SOUND),
        ]  # fmt: skip
        self._write_sound = self._open.enter_context(piped(sound))
        self._write_picture = self._open.enter_context(piped(picture))
        self.begun = time.perf_counter()

    def _play(self, sound: np.ndarray) -> None:
        heard = sound[max(PRIMING - self._samples, 0) :]  # in the place of the encoder's own silence
        self._samples += len(sound)
        if len(heard):
            self._write_sound(np.ascontiguousarray(heard))


def _not_open(array: np.ndarray) -> None:
    raise ValueError("the live clip has not begun")
