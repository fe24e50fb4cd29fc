"""Several scenes, one after the other, as one: cross-faded or cut hard, in the size and the rate of the first."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from revive.clip.sound import RATE, Layer, write_mix
from revive.clip.title import dimmed
from revive.clip.yuv import yuv420
from revive.core.progress import Progress
from revive.editing.scene import Scene, samples_of
from revive.media.overlay import label
from revive.provenance.pixels import PixelMark

BEHIND = 0.42  # brightness of the blurred picture behind one of another shape


def joined(scenes: Sequence[Scene], *, transition: float, folder: Path, progress: Progress) -> Scene:
    """One scene of several.

    Parameters
    ----------
    transition : seconds in which one passes into the next, at most a third of either; 0 is a hard cut
    folder : where the sound is written
    """
    first = scenes[0]
    fitted = [_fitted(scene, first.width, first.height, first.fps) for scene in scenes]
    shared = [
        min(round(transition * first.fps), one.frames // 3, two.frames // 3) for one, two in itertools.pairwise(fitted)
    ]
    starts = [0, *itertools.accumulate(one.frames - both for one, both in zip(fitted, shared, strict=False))]
    frames = starts[-1] + fitted[-1].frames
    return Scene(
        first.width, first.height, first.fps, frames, lambda: _passing(fitted, shared),
        _joined_sound(fitted, starts, shared, frames, folder / "joined.wav", progress),
        _joined_cues(fitted, [start / first.fps for start in starts]),
        next((scene.language for scene in scenes if scene.language), ""),
    )  # fmt: skip


def _passing(scenes: Sequence[Scene], shared: Sequence[int]) -> Iterator[np.ndarray]:
    """The planes of all, `shared[i]` of which belong to both scene i and the next."""
    import cv2

    ending: list[np.ndarray] = []
    for scene, both in itertools.zip_longest(scenes, shared, fillvalue=0):
        assert isinstance(scene, Scene)
        held: list[np.ndarray] = []
        for number, frame in enumerate(scene.planes()):
            if number < len(ending):
                share = (number + 1) / (len(ending) + 1)
                yield cv2.addWeighted(frame, share, ending[number], 1 - share, 0)
            elif number < scene.frames - both:
                yield frame
            else:
                held.append(frame)
        ending = held


def _fitted(scene: Scene, width: int, height: int, fps: float) -> Scene:
    """The scene in another size and rate; a picture of another shape stands before a blurred one."""
    frames = max(round(scene.seconds * fps), 1)

    def at_rate(pictures: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
        current, shown = None, -1
        for number in range(frames):
            wanted = min(int((number + 0.5) / fps * scene.fps), scene.frames - 1)
            while shown < wanted and (following := next(pictures, None)) is not None:
                current, shown = following, shown + 1
            if current is None:
                raise ValueError("a scene has no pictures")
            yield current

    def planes() -> Iterator[np.ndarray]:
        if (scene.width, scene.height) == (width, height):
            return at_rate(scene.planes())
        assert scene.pictures is not None  # it is one clip
        return map(yuv420, _resized(at_rate(scene.pictures()), width, height, scene.language))

    return dataclasses.replace(scene, width=width, height=height, fps=fps, frames=frames, planes=planes)


def _resized(pictures: Iterator[np.ndarray], width: int, height: int, language: str) -> Iterator[np.ndarray]:
    """Pictures fitted into another size, marked for it; the label is drawn again where theirs is too small by now."""
    import cv2

    behind = marked = None
    shown = label(width, height, language)
    for picture in pictures:
        scale = min(width / picture.shape[1], height / picture.shape[0])
        size = min(round(picture.shape[1] * scale), width), min(round(picture.shape[0] * scale), height)
        if behind is None:
            stretched = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
            behind = dimmed(cv2.GaussianBlur(stretched, (0, 0), min(width, height) / 22), BEHIND)
        shrinks = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        left, top = (width - size[0]) // 2, (height - size[1]) // 2
        canvas = behind.copy()
        canvas[top : top + size[1], left : left + size[0]] = cv2.resize(picture, size, interpolation=shrinks)
        if min(picture.shape[:2]) * scale < min(width, height) - 1:  # letters follow the shortest side
            shown.draw(canvas)
        marked = marked or PixelMark.of(canvas)
        marked.draw(canvas)
        yield canvas


def _joined_sound(
    scenes: Sequence[Scene], starts: Sequence[int], shared: Sequence[int], frames: int, path: Path, progress: Progress
) -> Path:  # fmt: skip
    import soundfile

    fps = scenes[0].fps
    with contextlib.ExitStack() as opened:
        layers = []
        for number, (scene, start) in enumerate(zip(scenes, starts, strict=True)):
            before = shared[number - 1] / fps if number else 0.0
            after = shared[number] / fps if number < len(shared) else 0.0
            file = opened.enter_context(soundfile.SoundFile(scene.sound))
            layers.append(Layer(file, start / fps, file.frames / RATE, (before, after)))
        return write_mix(layers, samples_of(frames, fps), path, progress)


def _joined_cues(scenes: Sequence[Scene], starts: Sequence[float]) -> list:
    """The captions of all, none of which is shown while that of another is."""
    cues = [
        dataclasses.replace(cue, start=cue.start + start, end=cue.end + start)
        for scene, start in zip(scenes, starts, strict=True)
        for cue in scene.cues
    ]
    return [
        dataclasses.replace(cue, end=min(cue.end, following.start)) if following else cue
        for cue, following in itertools.zip_longest(cues, cues[1:])
    ]
