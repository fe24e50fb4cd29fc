"""Scenes: one clip each, cut and changed, as finished pictures and a sound, ready to be encoded or joined."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.clip.captions import Cue
from revive.clip.frames import laid_out
from revive.clip.sound import RATE, VOICE_FADES, Layer, amplitude_of, mix_sound, write_mix
from revive.core.progress import Progress
from revive.editing.original import Original
from revive.media import ffmpeg
from revive.media.caption_styles import Style
from revive.media.film import read_frames
from revive.media.overlay import caption
from revive.pipeline import drawn_frames, restaged
from revive.takes import Take


@dataclass(frozen=True)
class Scene:
    """A clip as it goes into the changed one.

    Attributes
    ----------
    width, height, fps, frames : of its picture
    pictures : gives its frames, each an array (H, W, 3) uint8 RGB of its own, with label, captions and mark
    sound : stereo WAV at `sound.RATE`, as long as the picture
    cues : its captions
    language : of its words, "" where it is not known
    """

    width: int
    height: int
    fps: float
    frames: int
    pictures: Callable[[], Iterator[np.ndarray]]
    sound: Path
    cues: list[Cue]
    language: str = ""

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
        layout.width, layout.height, take.fps, layout.total, lambda: layout.draw(body), sound, layout.cues,
        layout.language,
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

    def pictures() -> Iterator[np.ndarray]:
        film = read_frames(original.path, rate=fps, side=max(original.width, original.height), seconds=end)
        before = None
        for number, frame in enumerate(itertools.islice(film, first, last)):
            before = np.array(frame)
            if style is not None:
                at = (number + 0.5) / fps
                for cue in (cue for cue in kept if cue.start <= at < cue.end):
                    caption(list(cue.lines), original.width, original.height, language, style).draw(before)
            yield before

    sound = _file_sound(original, folder, progress)
    cut = _cut_sound(sound, first, last, original.frames, fps, folder / "cut.wav", progress, volume)
    return Scene(original.width, original.height, fps, last - first, pictures, cut, kept, language)


def samples_of(frames: int, fps: float) -> int:
    """How many samples are as long as so many frames."""
    return round(frames / fps * RATE)


def _file_sound(original: Original, folder: Path, progress: Progress) -> Path:
    """The sound of the file as WAV; silence where it has none."""
    path, seconds = folder / "file.wav", original.frames / original.fps
    if not original.sounds:
        return write_mix([], samples_of(original.frames, original.fps), path, progress)
    form = ["-map", "0:a:0", "-t", f"{seconds + 1:.3f}", "-ac", "2", "-ar", str(RATE), "-c:a", "pcm_s24le", str(path)]
    status, said = ffmpeg.run(
        [*ffmpeg.source(original.path), *form], lambda: progress.update(0.0), seconds=ffmpeg.time_for(seconds)
    )  # fmt: skip
    if status:
        raise RuntimeError(f"ffmpeg ended with status {status}: {said[-300:]}")
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
        gain = np.array([amplitude_of(volume)]) if volume else None
        return write_mix([Layer(file, 0.0, samples / RATE, fades, gain)], samples, path, progress)
