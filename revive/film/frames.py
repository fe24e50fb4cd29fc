"""The finished frames of a film, as a stream: cross-fades, captions, the label and the hidden mark.

Only the scene that is shown is held, and the next one, which is made ready meanwhile.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from revive.clip.captions import Cue, cues_of
from revive.clip.yuv import yuv420
from revive.core.cores import cores
from revive.core.errors import UserError
from revive.core.parallel import begun, in_order
from revive.core.progress import Progress
from revive.film.levelling import Sound
from revive.film.permits import in_scene
from revive.film.scenes import AnyScene
from revive.film.shot import Draw, Place, Shot, mixed, move_sounds
from revive.film.shots import shot_of
from revive.film.sound import placed
from revive.film.story import Story
from revive.film.timeline import Span, Timeline, crossings
from revive.media.lettering import looks_chinese, plain
from revive.media.overlay import Overlay, caption, caption_lettering, caption_width, label
from revive.provenance.pixels import PixelMark


@dataclass
class Told:
    """What is known of a film once its frames are drawn.

    Attributes
    ----------
    timeline : when each scene is shown
    sounds : in seconds of the film
    cues : what is said, for the files of captions
    synthetic : a synthetic voice speaks somewhere
    """

    timeline: Timeline = field(default_factory=Timeline)
    sounds: list[Sound] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    synthetic: bool = False


class Look:
    """What is drawn over the frames of one scene."""

    def __init__(self, story: Story, scene: AnyScene, shot: Shot, span: Span, sample: np.ndarray):
        self._story, self._language = story, shot.language or language_of(story)
        width, height = story.frame_size
        style = story.caption_style
        self.cues = cues_of(
            shot.sentences, lettering=caption_lettering(width, height, self._language, style),
            width=caption_width(width, height, style), offset=span.start / story.fps, end=span.end / story.fps,
        )  # fmt: skip
        self._shown = self.cues if story.captions and not shot.shown else []
        below = bool(self._shown or scene.caption)
        self._label = label(width, height, language_of(story), avoid=shot.faces, captions=below)
        self._caption = self._of(scene.caption) if plain(scene.caption) else None
        self._said: tuple[Cue | None, Overlay | None] = (None, None)
        marked = sample.copy()
        self._label.draw(marked)
        self._mark = PixelMark.of(marked)

    def draw(self, frame: np.ndarray, t: float) -> np.ndarray:
        """Finish a frame of the time `t` of the film, in place."""
        self._label.draw(frame)
        cue = next((cue for cue in self._shown if cue.start <= t < cue.end), None)
        overlay = self._caption if cue is None else self._of_cue(cue)
        if overlay is not None:
            overlay.draw(frame)
        self._mark.draw(frame)
        return frame

    def _of_cue(self, cue: Cue) -> Overlay:
        known, overlay = self._said
        if known is not cue or overlay is None:
            overlay = caption(list(cue.lines), *self._story.frame_size, self._language, self._story.caption_style)
            self._said = cue, overlay
        return overlay

    def _of(self, words: str) -> Overlay:
        width, height = self._story.frame_size
        style = self._story.caption_style
        lettering = caption_lettering(width, height, self._language, style)
        lines = lettering.wrap(plain(words), caption_width(width, height, style))
        return caption(lines, width, height, self._language, style)


@dataclass(frozen=True)
class _Frame:
    """One frame to be drawn: its number, its picture, what is drawn over it, its brightness 0–1."""

    number: int
    draw: Draw
    look: Look
    light: float = 1.0


@dataclass
class _Tail:
    """The end of a scene, whose last `left` frames pass into the next."""

    shot: Shot
    draws: Iterator[Draw]
    left: int
    look: Look

    def take(self) -> Draw:
        self.left -= 1
        return next(self.draws)


def film_planes(story: Story, told: Told, folder: Path, progress: Progress) -> Iterator[np.ndarray]:
    """The frames of a film as encoders take them, see `yuv420`; several are drawn at once.

    Parameters
    ----------
    told : filled while the frames are drawn
    folder : for working files

    Raises
    ------
    UserError : a scene cannot be made; with its number
    """

    import cv2

    def finished(one: _Frame) -> np.ndarray:
        frame = one.draw()
        if one.light < 1:
            frame = cv2.convertScaleAbs(frame, alpha=one.light)
        return yuv420(one.look.draw(frame, (one.number + 0.5) / story.fps))

    return in_order(finished, _frames(story, told, folder, progress), threads=cores())


def language_of(story: Story) -> str:
    """ "zh" where the words of a story look Chinese."""
    words = [story.title]
    for scene in story.scenes:
        words += [getattr(scene, "text", ""), scene.caption, getattr(getattr(scene, "clip", None), "words", "")]
    return "zh" if looks_chinese("".join(words)) else ""


def _frames(story: Story, told: Told, folder: Path, progress: Progress) -> Iterator[_Frame]:
    """Every frame, in order."""
    crossing, number = crossings(story), itertools.count()
    tail: _Tail | None = None
    ready = [_begin(story, 0, folder, progress)]  # the scene that is made ready meanwhile
    try:
        for index, scene in enumerate(story.scenes):
            shot = ready[0].result()
            ready = [_begin(story, index + 1, folder, progress)] if index + 1 < len(story.scenes) else []
            span = told.timeline.add(shot.frames, crossing[index])
            first = next(shot.draws)
            look = Look(story, scene, shot, span, first())
            told.cues += look.cues
            told.sounds += [placed(one, span.start / story.fps) for one in move_sounds(shot, folder, index)]
            told.synthetic = told.synthetic or shot.synthetic
            while tail is not None and tail.left > span.crossing:  # the transition is shorter than was kept for it
                yield _Frame(next(number), tail.take(), tail.look)
            draws, kept = itertools.chain([first], shot.draws), min(crossing[index + 1], shot.frames // 3)
            for count, draw in enumerate(itertools.islice(draws, shot.frames - kept)):
                share = (count + 1) / (span.crossing + 1)
                if tail is not None and tail.left:
                    fading = partial(mixed, tail.take(), draw, share)
                    yield _Frame(next(number), fading, look if share >= 0.5 else tail.look)
                else:
                    yield _Frame(next(number), draw, look, min(share, 1.0) if index == 0 else 1.0)
            if tail is not None:
                tail.shot.close()
            tail = _Tail(shot, draws, kept, look)
        while tail is not None and tail.left:
            light = tail.left / (kept + 1)
            yield _Frame(next(number), tail.take(), tail.look, light)
    finally:
        if tail is not None:
            tail.shot.close()
        for future in ready:  # it ended early: what is made ready beside it stops too
            progress.cancel()
            if future.exception() is None:
                future.result().close()


def _begin(story: Story, index: int, folder: Path, progress: Progress) -> Future[Shot]:
    """Make a scene ready in a thread of its own."""
    crossing = crossings(story)
    own = folder / f"scene{index}"
    own.mkdir()
    place = Place(story, crossing[index] / story.fps, crossing[index + 1] / story.fps, own, progress.unheard())
    return begun(_ready, story.scenes[index], place, index)


def _ready(scene: AnyScene, place: Place, index: int) -> Shot:
    try:
        return shot_of(scene, place)
    except UserError as error:
        raise in_scene(index + 1, error) from error
