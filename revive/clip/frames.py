"""The finished frames of a clip: title card, fades, label, captions, and the invisible watermark.

Each frame is drawn once, and none is kept, so memory does not grow with length. What is drawn over a frame follows from
its number alone, so several are finished at once.
"""

from __future__ import annotations

import bisect
import functools
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.clip.captions import Cue, cues_of
from revive.clip.title import TITLE_SECONDS, dimmed, title_card
from revive.clip.yuv import yuv420
from revive.core.cores import cores
from revive.core.parallel import in_order
from revive.media.caption_styles import Style
from revive.media.lettering import looks_chinese, plain
from revive.media.overlay import Box, Overlay, caption, caption_lettering, caption_width, label
from revive.provenance.pixels import PixelMark
from revive.speech.speech import Speech

FADE_IN, FADE_OUT = 0.5, 0.7  # seconds, less in very short clips
FIRST_LIGHT = 0.8  # brightness from which a clip without a title card fades in
CARD, NO_CUE = -2, -1  # instead of the number of a cue: the title card, a moment without captions


@dataclass(frozen=True)
class Cut:
    """Frames that were cut away from a clip: of its title card, of its picture before what is left, and after it."""

    card: int = 0
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class ClipOptions:
    """What a clip has in addition to its frames and its speech, and data for its manifest.

    Attributes
    ----------
    title : words of a card before the clip; none if empty
    captions : draw the words on the picture
    caption_style : one of `caption_styles.STYLES`
    music : any sound file, played softly under the voice
    voice_volume, music_volume : dB that each is louder than usual
    avoid : (left, top, right, bottom) of every face in pixels, which the label leaves free if it can
    photo : the animated photograph; the manifest records its checksum
    consent, seed : for the manifest, see `provenance.Provenance`
    cut : what is left out of the clip; the rest looks as it did in the whole
    fades : seconds of fading in and out
    loop : the end passes into the beginning, so neither picture nor music is faded in or out
    """

    title: str = ""
    captions: bool = True
    caption_style: Style = "boxed"
    music: Path | None = None
    voice_volume: float = 0.0
    music_volume: float = 0.0
    avoid: tuple[Box, ...] = ()
    photo: Path | None = None
    consent: str = ""
    seed: int | None = None
    cut: Cut = Cut()
    fades: tuple[float, float] = (FADE_IN, FADE_OUT)
    loop: bool = False


class Layout:
    """The layout of a clip, in time and in the picture.

    Attributes
    ----------
    first : (H, W, 3) uint8, the first frame
    total : number of frames, the title card included
    lead : seconds of the title card
    language : code of the words' language; "" if unknown
    cues : the captions, with their times in the clip
    """

    def __init__(self, first: np.ndarray, speech: Speech, *, fps: float, frames: int, options: ClipOptions):
        self.first, self.fps, self.frames, self.options = first, fps, frames, options
        self.height, self.width = height, width = first.shape[:2]
        self.title = plain(options.title)
        self.lead_frames = max(round(TITLE_SECONDS * fps) - options.cut.card, 0) if self.title else 0
        self.total, self.lead = self.lead_frames + frames, self.lead_frames / fps
        self.language = language_of(speech, self.title)
        self.cues = clip_cues(
            speech, width, height, title=self.title, style=options.caption_style, lead=self.lead, end=self.total / fps
        )  # fmt: skip
        self._starts = [cue.start for cue in self.cues] if options.captions else []
        self._card = title_card(first, self.title, self.language) if self.title else dimmed(first, FIRST_LIGHT)
        self._label = label(
            width, height, self.language, avoid=options.avoid, captions=options.captions and bool(self.cues)
        )  # fmt: skip
        self._look = functools.lru_cache(maxsize=4)(self._new_look)

    def draw(self, body: Iterable[np.ndarray], begin: int = 0) -> Iterator[np.ndarray]:
        """The `total` frames of the clip from `begin` on, each an array (H, W, 3) uint8 RGB of its own.

        Several are finished at once, a few before they are asked for.

        body : the animator's frames: all of them, or those from `begin` on (less the title card's); each is copied
            before the next is asked for
        """
        return self._each(self._finished, body, begin)

    def planes(self, body: Iterable[np.ndarray], begin: int = 0) -> Iterator[np.ndarray]:
        """The same frames as encoders take them, see `yuv420`."""

        return self._each(lambda numbered: yuv420(self._finished(numbered)), body, begin)

    def _each(
        self, finish: Callable[[tuple[int, np.ndarray]], np.ndarray], body: Iterable[np.ndarray], begin: int
    ) -> Iterator[np.ndarray]:  # fmt: skip
        return in_order(finish, self._pictures(body, begin), threads=max(1, cores() // 2))

    def _pictures(self, body: Iterable[np.ndarray], begin: int) -> Iterator[tuple[int, np.ndarray]]:
        """The number of every frame, and a copy of what it shows, before anything is drawn on it."""
        for i in range(begin, self.lead_frames):
            yield i, self._card.copy()
        stream = iter(body)
        for i in range(max(begin, self.lead_frames), self.total):
            frame = next(stream, None)
            if frame is None:
                raise ValueError(f"the stream of frames ended after {i - self.lead_frames}")
            yield i, np.array(frame)

    def _finished(self, numbered: tuple[int, np.ndarray]) -> np.ndarray:
        """One frame, finished in place."""
        i, canvas = numbered
        cue = bisect.bisect_right(self._starts, (i + 0.5) / self.fps) - 1  # NO_CUE before the first
        if cue >= 0 and (i + 0.5) / self.fps >= self.cues[cue].end:
            cue = NO_CUE
        faded = i >= self.lead_frames and self._fade(canvas, (i - self.lead_frames + 0.5) / self.fps)
        overlays, mark = self._look(CARD if i < self.lead_frames else cue)
        for overlay in overlays:
            overlay.draw(canvas)
        if faded:  # hides less of the mark
            mark = PixelMark.of(canvas)
        mark.draw(canvas)
        return canvas

    def _fade(self, canvas: np.ndarray, t: float) -> bool:
        """Fade a frame of the animator, at `t` seconds, in out of the card or out into black; whether it did."""
        import cv2

        if self.options.loop:
            return False
        cut = self.options.cut
        seconds, t = (self.frames + cut.before + cut.after) / self.fps, t + cut.before / self.fps
        fade_in, fade_out = (min(fade, seconds / 3) for fade in self.options.fades)
        if t < fade_in:
            cv2.addWeighted(canvas, t / fade_in, self._card, 1 - t / fade_in, 0, dst=canvas)
        if seconds - t < fade_out:
            cv2.convertScaleAbs(canvas, dst=canvas, alpha=(seconds - t) / fade_out)
        return t < fade_in or seconds - t < fade_out

    def _new_look(self, cue: int) -> tuple[list[Overlay], PixelMark]:
        """What is drawn over the frames while a cue is shown, and the mark that frames with it hide."""
        picture = (self._card if cue == CARD else self.first).copy()
        overlays = [self._label]
        if cue >= 0:
            lines, style = list(self.cues[cue].lines), self.options.caption_style
            overlays.append(caption(lines, self.width, self.height, self.language, style))
        for overlay in overlays:
            overlay.draw(picture)
        return overlays, PixelMark.of(picture)


def laid_out(
    stream: Iterable[np.ndarray], speech: Speech, *, fps: float, frames: int, options: ClipOptions
) -> tuple[Layout, Iterator[np.ndarray]]:
    """The layout of a clip, and the stream from its first frame on; see `compose_clip`."""
    stream = iter(stream)
    first = next(stream).copy()
    return Layout(first, speech, fps=fps, frames=frames, options=options), itertools.chain([first], stream)


def finished_frames(
    stream: Iterable[np.ndarray], speech: Speech, *, fps: float, frames: int, options: ClipOptions | None = None
) -> Iterator[np.ndarray]:
    """The frames that `compose_clip` writes, each an array (H, W, 3) uint8 RGB of its own."""
    layout, body = laid_out(stream, speech, fps=fps, frames=frames, options=options or ClipOptions())
    yield from layout.draw(body)


def clip_cues(
    speech: Speech, width: int, height: int, *, title: str, style: Style, lead: float, end: float
) -> list[Cue]:  # fmt: skip
    """The captions of a clip of this size whose speech begins at `lead` and whose picture ends at `end`, in seconds."""
    return cues_of(
        speech.sentences, lettering=caption_lettering(width, height, language_of(speech, title), style),
        width=caption_width(width, height, style), offset=lead, end=end,
    )  # fmt: skip


def language_of(speech: Speech, title: str) -> str:
    """The language of the speech, or Chinese where the words look it."""
    words = title + "".join(sentence.text for sentence in speech.sentences)
    return speech.language or ("zh" if looks_chinese(words) else "")
