"""The Take: everything of a clip but its pictures, and how a part of it is taken."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from revive.brief import Brief
from revive.clip.captions import Cue
from revive.clip.frames import FADE_IN, FADE_OUT, Cut, clip_cues
from revive.clip.title import TITLE_SECONDS
from revive.direction.direction import Direction
from revive.media.lettering import plain
from revive.motion.emotions import SentenceEmotion
from revive.motion.motion import Motion
from revive.speech.speech import Sentence, Speech, joined_lines
from revive.takes.sources import Source

ENDING = ".take"
MEDIA = ("photo", "music")  # the files of a brief that a clip is drawn and mixed from


@dataclass(frozen=True)
class Performance:
    """What one face does: its number in the photograph (1 is the largest), and its motion."""

    face: int
    motion: Motion = field(repr=False)


@dataclass(frozen=True)
class Take:
    """What was performed in a clip.

    Attributes
    ----------
    brief : the settings, without files
    direction : what was understood from the prompt, and what was chosen otherwise
    speech : the sound, in a file that belongs to whoever made the take, and its sentences
    performances : one for each face that moves, all of one length
    width, height : of the clip in pixels
    feelings : of sentences that have one of their own
    cut : what was cut away
    fades : seconds of fading in and out
    sources : by their name in the brief, the files in MEDIA
    """

    brief: Brief
    direction: Direction
    speech: Speech
    performances: tuple[Performance, ...]
    width: int
    height: int
    feelings: tuple[SentenceEmotion, ...] = ()
    cut: Cut = Cut()
    fades: tuple[float, float] = (FADE_IN, FADE_OUT)
    sources: Mapping[str, Source] = field(default_factory=dict)

    @property
    def fps(self) -> float:
        """Frames a second."""
        return self.brief.fps

    @property
    def card(self) -> int:
        """Frames of the title card."""
        return max(round(TITLE_SECONDS * self.fps) - self.cut.card, 0) if plain(self.brief.title) else 0

    @property
    def frames(self) -> int:
        """Frames of the clip, those of the card counted in."""
        return self.card + len(self.performances[0].motion)


def cues_of_take(take: Take) -> list[Cue]:
    """The captions of its clip, in seconds of the clip."""
    brief = take.brief
    return clip_cues(
        take.speech, take.width, take.height, title=plain(brief.title), style=brief.caption_style,
        lead=take.card / take.fps, end=take.frames / take.fps,
    )  # fmt: skip


def shortened(take: Take, first: int, last: int, *, cues: Sequence[Cue], folder: Path) -> Take:
    """The part of a take from frame `first` to before `last` of its clip.

    Its pictures and captions are those that the whole clip has at these moments; the rest is not in it any more.

    Parameters
    ----------
    cues : the captions of the whole clip, in the clip's seconds
    folder : where the part's sound is written
    """
    begin, end = max(first - take.card, 0), last - take.card  # frames of the motion
    whole = len(take.performances[0].motion)
    away, until = begin / take.fps, end / take.fps  # seconds of the speech
    card = take.card / take.fps

    def shifted(start: float, stop: float) -> tuple[float, float]:
        return max(start - away, 0.0), min(stop, until) - away

    # a piece that is shown stays whole, whatever is left of its time
    pieces = [
        Sentence(joined_lines(cue.lines), *shifted(cue.start - card, cue.end - card), cue.number)
        for cue in cues
        if cue.end - card > away and cue.start - card < until
    ]
    feelings = tuple(
        SentenceEmotion(one.emotion, one.strength, *shifted(one.start, one.end))
        for one in take.feelings
        if one.end > away and one.start < until
    )
    return dataclasses.replace(
        take,
        brief=dataclasses.replace(take.brief, words=" ".join(piece.text for piece in pieces)),
        speech=dataclasses.replace(_part(take.speech, away, until, folder), sentences=tuple(pieces), heard=None),
        performances=tuple(
            dataclasses.replace(one, motion=one.motion.part(begin, end)) for one in take.performances
        ),
        feelings=feelings,
        cut=Cut(take.cut.card + min(first, take.card), take.cut.before + begin, take.cut.after + whole - end),
    )  # fmt: skip


def _part(speech: Speech, start: float, stop: float, folder: Path) -> Speech:
    """The sound between two seconds; silence where there is none."""
    import soundfile

    begin = min(round(start * speech.sample_rate), speech.samples)
    end = min(math.ceil(stop * speech.sample_rate), speech.samples)
    path = folder / f"part-{begin}-{end}.wav"
    with (
        soundfile.SoundFile(speech.path) as whole,
        soundfile.SoundFile(path, "w", speech.sample_rate, 1, "PCM_16") as file,
    ):
        whole.seek(begin)
        left = end - begin
        while left > 0 and len(block := whole.read(min(left, speech.sample_rate), dtype="int16")):
            file.write(block)
            left -= len(block)
    return dataclasses.replace(speech, path=path, samples=end - begin)
