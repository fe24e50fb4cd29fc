"""Scenes: one clip each, cut and changed, as finished pictures and a sound, ready to be encoded or joined."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.clip.captions import Cue
from revive.clip.frames import laid_out
from revive.clip.sound import RATE, VOICE_FADES, Layer, amplitude, decode_stereo, mix_sound, write_mix
from revive.clip.yuv import yuv420
from revive.core.progress import Progress
from revive.editing.original import Original
from revive.media import ffmpeg
from revive.media.caption_styles import Style
from revive.media.film import read_frames, read_planes, unreadable
from revive.media.overlay import Overlay, caption
from revive.pipeline import drawn_frames, restaged
from revive.takes import Take


@dataclass(frozen=True)
class Scene:
    """A clip as it goes into the changed one.

    Attributes
    ----------
    width, height, fps, frames : of its picture
    planes : gives its frames, with label, captions and mark, as encoders take them, see `yuv420`
    pictures : gives the same as arrays (H, W, 3) uint8 RGB; None where several clips were joined
    sound : stereo WAV at `sound.RATE`, as long as the picture
    cues : its captions
    language : of its words, "" where it is not known
    """

    width: int
    height: int
    fps: float
    frames: int
    planes: Callable[[], Iterator[np.ndarray]]
    sound: Path
    cues: list[Cue]
    language: str = ""
    pictures: Callable[[], Iterator[np.ndarray]] | None = None

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.frames / self.fps


def drawn_scene(take: Take, folder: Path, progress: Progress) -> Scene:
    """A take, drawn and mixed anew; its brief has the photograph and the music."""
    plan, options = restaged(take, take.brief)
    motion = take.performances[0].motion
    layout, body = laid_out(
        drawn_frames(plan), take.speech, fps=take.fps, frames=len(motion), options=options
    )  # fmt: skip
    sound = mixed(take, folder, progress)
    return Scene(
        layout.width, layout.height, take.fps, layout.total, lambda: layout.planes(body), sound, layout.cues,
        layout.language, lambda: layout.draw(body),
    )  # fmt: skip


def mixed(take: Take, folder: Path, progress: Progress) -> Path:
    """The sound of a take, whose brief has the music."""
    brief = take.brief
    return mix_sound(
        take.speech, lead=take.card / take.fps, samples=samples_of(take.frames, take.fps), music=brief.music,
        folder=folder, progress=progress, voice_volume=brief.voice_volume, music_volume=brief.music_volume,
    )  # fmt: skip


def filmed_scene(
    original: Original, first: int, last: int, cues: Sequence[Cue], folder: Path, progress: Progress, *,
    volume: float = 0.0, style: Style | None = None,
) -> Scene:  # fmt: skip
    """The frames from `first` to before `last` of a finished file, as they are.

    Parameters
    ----------
    cues : the captions of the whole file
    volume : dB by which the sound becomes louder
    style : how the captions are drawn, where the file does not show them yet; None where it does
    """
    fps, begin, end = original.fps, first / original.fps, last / original.fps
    kept = [
        dataclasses.replace(cue, start=max(cue.start - begin, 0.0), end=min(cue.end, end) - begin)
        for cue in cues
        if cue.end > begin and cue.start < end
    ]
    language = original.facts.get("language", "")

    width, height = original.width, original.height

    def pictures() -> Iterator[np.ndarray]:
        film = read_frames(original.path, rate=fps, side=max(width, height), seconds=end)
        frames = _stretch(film, first, last)
        return frames if style is None else map(captioned, itertools.count(), frames)

    def planes() -> Iterator[np.ndarray]:
        if style is not None:
            return map(yuv420, pictures())
        film = read_planes(original.path, rate=fps, width=width, height=height, seconds=end)
        return _stretch(film, first, last)

    @functools.lru_cache(maxsize=1)
    def overlay(cue: Cue) -> Overlay:
        return caption(list(cue.lines), width, height, language, style or "boxed")

    def captioned(number: int, frame: np.ndarray) -> np.ndarray:
        at, frame = (number + 0.5) / fps, np.array(frame)
        for cue in (cue for cue in kept if cue.start <= at < cue.end):
            overlay(cue).draw(frame)
        return frame

    sound = _file_sound(original, folder, progress)
    cut = _cut_sound(sound, first, last, original.frames, fps, folder / "cut.wav", progress, volume)
    return Scene(width, height, fps, last - first, planes, cut, kept, language, pictures)


def samples_of(frames: int, fps: float) -> int:
    """How many samples are as long as so many frames."""
    return round(frames / fps * RATE)


def _stretch(film: Iterator[np.ndarray], first: int, last: int) -> Iterator[np.ndarray]:
    """The pictures of a film from `first` to before `last`; the last one stands where the film ends early."""
    shown, count = None, 0
    for shown in itertools.islice(film, first, last):
        yield shown
        count += 1
    if shown is not None:
        yield from itertools.repeat(shown, last - first - count)


def _file_sound(original: Original, folder: Path, progress: Progress) -> Path:
    """The sound of the file as WAV; silence where it has none."""
    path, seconds = folder / "file.wav", original.frames / original.fps
    if not original.sounds:
        return write_mix([], samples_of(original.frames, original.fps), path, progress)
    if not decode_stereo(ffmpeg.source(original.path), seconds + 1, path, progress):
        raise unreadable(original.path)
    return path


def _cut_sound(
    sound: Path, first: int, last: int, frames: int, fps: float, path: Path, progress: Progress, volume: float
) -> Path:  # fmt: skip
    """The stretch of a sound that goes with these frames; an end that was cut is faded, so that it does not click."""
    import soundfile

    samples, start = samples_of(last - first, fps), samples_of(first, fps)
    fades = VOICE_FADES[0] if first else 0.0, VOICE_FADES[1] if last < frames else 0.0
    with soundfile.SoundFile(sound) as file:
        file.seek(min(start, file.frames))
        gain = np.array([amplitude(volume)]) if volume else None
        return write_mix([Layer(file, 0.0, samples / RATE, fades, gain)], samples, path, progress)
