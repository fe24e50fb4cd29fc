"""The plan of one clip: its portraits, their movements and its speech, before a frame is drawn."""

from __future__ import annotations

import weakref
from contextlib import ExitStack
from dataclasses import dataclass, field

from revive.animator import Performer
from revive.brief import Brief
from revive.clip import ClipOptions
from revive.consent import Consent, answers_for
from revive.direction import Direction
from revive.motion import Motion, SentenceEmotion
from revive.opening import Opening
from revive.portrait import Portrait
from revive.speech import Speech


@dataclass(frozen=True, eq=False)
class Plan:
    """Everything of a clip except its frames: `prepare` makes it, and `render` can draw it any number of times.

    Attributes
    ----------
    brief : checked, its seed drawn
    direction : what was understood from the prompt, and what was chosen otherwise
    performers : every face that speaks or listens: its portrait, in its light, and what it does, frame by frame
    faces : their numbers in the photograph
    speech : the sound, in a file that is deleted with the plan, and its sentences
    feelings : of sentences that have one of their own
    seconds : dict of stage name -> seconds it took
    opening : what was shown meanwhile; None where nobody watches
    voices : how many people are heard, see `count_voices`
    """

    brief: Brief
    direction: Direction
    performers: tuple[Performer, ...] = field(repr=False)
    faces: tuple[int, ...]
    speech: Speech
    feelings: tuple[SentenceEmotion, ...]
    seconds: dict[str, float]
    _folder: ExitStack = field(repr=False)
    opening: Opening | None = None
    voices: int = 1

    def __post_init__(self):
        weakref.finalize(self, self._folder.close)  # a plan that nobody closed; its folder goes with it

    @property
    def portrait(self) -> Portrait:
        """That of the first face."""
        return self.performers[0].portrait

    @property
    def motion(self) -> Motion:
        """That of the first face."""
        return self.performers[0].motion

    @property
    def clip_options(self) -> ClipOptions:
        """See `clip_options`."""
        return clip_options(self.brief, self.portrait)

    def close(self) -> None:
        """Delete its working files."""
        self._folder.close()

    def __enter__(self) -> Plan:
        return self

    def __exit__(self, *_) -> None:
        self.close()


def clip_options(brief: Brief, portrait: Portrait) -> ClipOptions:
    """What a clip has beside frames and speech."""
    return ClipOptions(
        title=brief.title, captions=brief.captions, caption_style=brief.caption_style, music=brief.music,
        voice_volume=brief.voice_volume, music_volume=brief.music_volume,
        avoid=tuple(face.box for face in portrait.faces), photo=brief.photo,
        consent=_consent_of(brief), seed=brief.seed, loop=brief.loops,
    )  # fmt: skip


def _consent_of(brief: Brief) -> str:
    """What was said by the user of everybody in the clip, for its manifest."""
    stated = [answers_for(name, Consent()) for name in brief.people if name != brief.person]
    return " ".join(dict.fromkeys(one.summary for one in (brief.stated, *stated)))
