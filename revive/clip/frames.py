"""The finished frames of a clip: title card, fades, label, captions, and the invisible watermark.

Each frame is drawn once, in order, and none is kept, so memory does not grow with length.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.clip.captions import Cue, cues_of
from revive.clip.title import TITLE_SECONDS, dimmed, title_card
from revive.media.lettering import looks_chinese, plain
from revive.media.overlay import Box, Overlay, caption, caption_lettering, caption_width, label
from revive.provenance.pixels import PixelMark
from revive.speech.speech import Speech

FADE_IN, FADE_OUT = 0.5, 0.7  # seconds, less in very short clips
FIRST_LIGHT = 0.8  # brightness from which a clip without a title card fades in


@dataclass(frozen=True)
class ClipOptions:
    """What a clip has in addition to its frames and its speech, and data for its manifest.

    Attributes
    ----------
    title : words of a card before the clip; none if empty
    captions : draw the words on the picture
    music : any sound file, played softly under the voice
    avoid : (left, top, right, bottom) of every face in pixels, which the label leaves free if it can
    photo : the animated photograph; the manifest records its checksum
    consent, seed : for the manifest, see `provenance.Provenance`
    """

    title: str = ""
    captions: bool = True
    music: Path | None = None
    avoid: tuple[Box, ...] = ()
    photo: Path | None = None
    consent: str = ""
    seed: int | None = None


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
        self.lead_frames = round(TITLE_SECONDS * fps) if self.title else 0
        self.total, self.lead = self.lead_frames + frames, self.lead_frames / fps
        self.language = _language(speech, self.title)
        self.cues = cues_of(
            speech.sentences, lettering=caption_lettering(width, height, self.language),
            width=caption_width(width, height), offset=self.lead, end=self.total / fps,
        )  # fmt: skip

    def draw(self, body: Iterator[np.ndarray], begin: int = 0) -> Iterator[np.ndarray]:
        """The `total` frames of the clip from `begin` on, (H, W, 3) uint8 RGB; the array is used again for the next.

        body : the animator's frames: all of them, or those from `begin` on (less the title card's)
        """
        options, fps = self.options, self.fps
        mark = label(
            self.width, self.height, self.language, avoid=options.avoid, captions=options.captions and bool(self.cues)
        )
        spoken = _Captions(self.cues if options.captions else [], self.width, self.height, self.language)
        unseen = PixelMark(self.width, self.height)
        canvas = np.empty((self.height, self.width, 3), np.uint8)
        for i, frame in enumerate(self._picture(body, begin), begin):
            np.copyto(canvas, frame, casting="unsafe")
            mark.draw(canvas)
            spoken.draw(canvas, (i + 0.5) / fps)
            unseen.draw(canvas)
            yield canvas

    def _picture(self, body: Iterator[np.ndarray], begin: int) -> Iterator[np.ndarray]:
        still = max(self.lead_frames - begin, 0)
        spoken = max(begin - self.lead_frames, 0)
        first, title = self.first, self.title
        card = title_card(first, title, self.language) if title else dimmed(first, FIRST_LIGHT)
        faded = _faded(body, range(spoken, self.frames), self.frames / self.fps, self.fps, card)
        return itertools.chain(itertools.repeat(card, still), faded)


def laid_out(
    stream: Iterator[np.ndarray], speech: Speech, *, fps: float, frames: int, options: ClipOptions
) -> tuple[Layout, Iterator[np.ndarray]]:
    """The layout of a clip, and its frames; see `compose_clip`."""
    first = next(stream).copy()
    layout = Layout(first, speech, fps=fps, frames=frames, options=options)
    return layout, layout.draw(itertools.chain([first], stream))


def finished_frames(
    stream: Iterator[np.ndarray], speech: Speech, *, fps: float, frames: int, options: ClipOptions | None = None
) -> Iterator[np.ndarray]:
    """The frames that `compose_clip` writes, each an array (H, W, 3) uint8 RGB of its own."""
    for frame in laid_out(stream, speech, fps=fps, frames=frames, options=options or ClipOptions())[1]:
        yield frame.copy()


def _faded(
    stream: Iterator[np.ndarray], frames: range, seconds: float, fps: float, card: np.ndarray
) -> Iterator[np.ndarray]:
    """The `frames` of `stream`, faded in out of `card` and after `seconds` into black; uint8, or float while fading."""
    fade_in, fade_out = min(FADE_IN, seconds / 3), min(FADE_OUT, seconds / 3)
    for i in frames:
        frame = next(stream, None)
        if frame is None:
            raise ValueError(f"the stream of frames ended after {i}")
        t = (i + 0.5) / fps
        if t < fade_in:
            frame = frame * (t / fade_in) + card * (1 - t / fade_in)
        if seconds - t < fade_out:
            frame = frame * ((seconds - t) / fade_out)
        yield frame


def _language(speech: Speech, title: str) -> str:
    """The language of the speech, or Chinese where the words look it."""
    words = title + "".join(sentence.text for sentence in speech.sentences)
    return speech.language or ("zh" if looks_chinese(words) else "")


class _Captions:
    """The captions, each drawn while its words are said; one picture is kept at a time."""

    def __init__(self, cues: list[Cue], width: int, height: int, language: str):
        self._cues, self._size, self._language = iter(cues), (width, height), language
        self._cue: Cue | None = None
        self._overlay: Overlay | None = None
        self._next()

    def draw(self, frame: np.ndarray, t: float) -> None:
        while self._cue and t >= self._cue.end:
            self._next()
        if self._cue and t >= self._cue.start:
            self._overlay = self._overlay or caption(list(self._cue.lines), *self._size, self._language)
            self._overlay.draw(frame)

    def _next(self) -> None:
        self._cue, self._overlay = next(self._cues, None), None
