"""The opening of a clip that is watched while it is made: its first sentences, shown before the others are said.

Everything of a long clip is prepared before its first frame is drawn. Somebody who watches sees the opening meanwhile.
It is made piece by piece: each is a speech from the beginning up to a later sentence, moved anew, of which only what
was not shown yet is drawn. A piece is as long as it may be without the player having to wait for it. It ends when what
was shown lasts longer than preparing the whole clip will take.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.animator import Rig, animate
from revive.clip import ClipOptions, LiveClip
from revive.clip.frames import Layout
from revive.clip.sound import RATE, mix_sound
from revive.core.progress import Progress
from revive.direction import Direction
from revive.listening.transcription import missing
from revive.motion import Motion
from revive.portrait import Portrait
from revive.speech import Speech, SpeechOptions, make_speech
from revive.speech.make import read_words
from revive.speech.synthesise import REST
from revive.speech.text import shown, spoken_length

WORTH_IT = 1.0  # seconds; where the preparation is shorter, nothing is shown before
SPARE = 1.0  # seconds that what was shown lasts longer than the preparation is expected to take
TRUSTED = 0.7  # of what was shown and not yet seen, that is relied on
LONGEST = 0.5  # of the whole; on a machine that is too slow the player has to wait in any case
SETTLED = 0.1  # seconds after the last word of a piece, at which it ends
PASSING = 0.5  # seconds in which one motion passes into the next
MOVING, DRAWING = 0.03, 0.35  # seconds of work for each second of the clip, until they are measured
LISTENING, DECODING = 0.2, 0.02  # the same of a recording whose words are written down, and of one whose words are not
SHORTEST = 2.0  # seconds, of a recording's first piece


@dataclass(frozen=True)
class Piece:
    """A speech from the beginning.

    Attributes
    ----------
    end : seconds up to which it is shown; the sound goes on for a while
    whole : seconds that the whole speech is expected to last
    complete : it is the whole speech
    """

    speech: Speech
    end: float
    whole: float
    complete: bool


class Opening:
    """Shows the opening, and then how it passes into the whole clip.

    Parameters
    ----------
    live : where it is shown
    prepared : gives the portrait and what moves it, once they are there
    options : gives what a clip of a portrait has beside frames and speech
    weights : as for the whole clip
    move : makes the motion of a speech; see `make_motion`
    folder : for temporary files
    progress : may cancel it; receives nothing
    """

    def __init__(
        self, live: LiveClip, prepared: Callable[[], tuple[Portrait, Rig]],
        options: Callable[[Portrait], ClipOptions], weights: Path | None, *,
        move: Callable[[Speech, Progress], tuple[Motion, object]], folder: Path, progress: Progress,
    ):  # fmt: skip
        self.live, self.weights = live, weights
        self._prepared, self._options, self._move, self._folder = prepared, options, move, folder
        self._progress = dataclasses.replace(progress, listener=None, seconds={}, expected={})
        self._motion: Motion | None = None  # of the last piece that was shown
        self._first: np.ndarray | None = None

    def show_words(self, words: str, direction: Direction, options: SpeechOptions) -> dict[int, np.ndarray]:
        """Show the opening of words that a voice says; gives the sounds of the sentences that were said by number."""
        said: dict[int, np.ndarray] = {}
        _, _, every = read_words(words, options)
        letters = sum(spoken_length(shown(one.text)) for one in every)

        def say(until: float) -> Piece:
            speech = make_speech(
                direction, self._folder, words=words, options=options, progress=self._progress, until=until, said=said,
            )  # fmt: skip
            end = max(line.end for line in speech.sentences)
            whole = end * letters / sum(spoken_length(line.text) for line in speech.sentences)
            return Piece(speech, end + SETTLED, whole, complete=len(said) == len(every))

        self._show(say)
        return said

    def show_recording(self, recording: Path, direction: Direction, options: SpeechOptions) -> None:
        """Show the opening of a recording, before its words are written down."""
        unheard = dataclasses.replace(options, transcribe=False)
        whole = make_speech(
            direction, self._folder, recording=recording, options=unheard, progress=self._progress
        )  # fmt: skip

        def cut(until: float) -> Piece:
            end = max(until, SHORTEST)
            piece = _beginning(whole, end + REST, self._folder / "beginning.wav")
            return Piece(piece, end, whole.duration, complete=end + REST >= whole.duration)

        self._show(cut, pace=LISTENING if options.transcribe and not missing() else DECODING)

    def _show(self, piece_until: Callable[[float], Piece], pace: float | None = None) -> None:
        """Show pieces until what was shown lasts longer than the preparation of the whole.

        pace : seconds of work for each second of the speech that was not prepared; None to measure it
        """
        until = spoken = 0.0
        saying, moving, drawing = pace or 0.0, MOVING, DRAWING  # seconds for each second of the clip
        while True:
            began = time.perf_counter()
            piece = piece_until(until)
            if pace is None:
                saying = max(saying, (time.perf_counter() - began) / (piece.end - spoken))
            prepared = piece.end if pace is None else 0.0
            left = saying * max(piece.whole - prepared, 0.0) + moving * piece.whole
            if piece.complete or (self._motion is None and left < WORTH_IT):
                return
            began = time.perf_counter()
            motion, _ = self._move(piece.speech, self._progress)
            moving = (time.perf_counter() - began) / piece.speech.duration
            began, before = time.perf_counter(), self.live.seconds
            self._show_piece(piece, motion)
            drawing = (time.perf_counter() - began) / max(self.live.seconds - before, 0.1)
            self._motion, spoken = motion, piece.end
            left = saying * max(piece.whole - prepared, 0.0) + moving * piece.whole + drawing * self.live.seconds
            ahead = TRUSTED * self.live.ahead()
            if ahead > left + SPARE or ahead < 0 or piece.end > LONGEST * piece.whole:
                return
            until = piece.end + max(ahead - moving * piece.end, 0.0) / (saying + moving + drawing)

    def join(self, layout: Layout, motion: Motion) -> None:
        """Let what was shown pass into the whole clip, whose sound `live` has by now."""
        if self._motion is not None:
            self._draw(layout, motion, self.live.frames + round(PASSING * motion.fps))

    def _show_piece(self, piece: Piece, motion: Motion) -> None:
        live, speech, options = self.live, piece.speech, self._options(self._prepared()[0])
        if self._first is None:
            self._first = next(self._animated(motion.part(0, 1))).copy()
        layout = Layout(self._first, speech, fps=live.fps, frames=len(motion), options=options)
        live.hear(
            mix_sound(
                speech, lead=layout.lead, samples=round((layout.lead + speech.duration) * RATE),
                music=options.music, folder=self._folder, progress=self._progress,
            )
        )  # fmt: skip
        self._draw(layout, motion, layout.lead_frames + math.floor(piece.end * live.fps))

    def _draw(self, layout: Layout, motion: Motion, stop: int) -> None:
        """Show the frames that were not shown yet, up to `stop`."""
        live = self.live
        at = max(live.frames - layout.lead_frames, 0)
        rest = motion.part(at)
        if self._motion is not None:
            rest = motion.after(self._motion, at, round(PASSING * motion.fps))
        frames = layout.planes(self._animated(rest), live.frames)
        for planes in itertools.islice(frames, max(min(stop, layout.total) - live.frames, 0)):
            self._progress.update(0.0)
            live.show(planes)

    def _animated(self, motion: Motion) -> Iterator[np.ndarray]:
        portrait, rig = self._prepared()
        return animate(portrait, motion, weights=self.weights, rig=rig)


def _beginning(speech: Speech, seconds: float, path: Path) -> Speech:
    """The first `seconds` of a speech without its words, in a new file at `path`."""
    import soundfile

    samples = min(round(seconds * speech.sample_rate), speech.samples)
    sound, rate = soundfile.read(speech.path, samples, dtype="int16")
    soundfile.write(path, sound, rate)
    return dataclasses.replace(speech, path=path, samples=samples, sentences=())
