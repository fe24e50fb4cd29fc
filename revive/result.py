"""What came of one clip: the file, what was understood, what the user is told."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path

from revive.brief import Brief
from revive.clip import Clip
from revive.core.localisation import Message
from revive.core.memory import peak_rss_mb
from revive.direction import Direction
from revive.listening.transcription import Transcript, missing
from revive.motion import Motion, SentenceEmotion
from revive.portrait import Portrait
from revive.speech import Sentence
from revive.speech.transcript import note_of
from revive.voice.heard_voices import voices_note


@dataclass(frozen=True)
class Result:
    """A finished clip and how it was made. The command line prints `as_json()` with --json.

    `language` is that of the words, "" where it is not known; `heard` is what was written down of a recording, None
    where nothing was; `voices` is how many people say a good part of it, 0 where nobody is heard.
    """

    clip: Clip
    brief: Brief
    portrait: Portrait
    direction: Direction
    job: Path
    seconds: dict[str, float]
    motion: Motion = field(repr=False)
    sentences: tuple[Sentence, ...] = ()
    feelings: tuple[SentenceEmotion, ...] = ()
    language: str = ""
    heard: Transcript | None = None
    voices: int = 1

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the user is told: of the photograph, of words that were heard (`note`), of several voices."""
        heard = (note for note in (self.note, voices_note(self.voices)) if note is not None)
        return (*self.portrait.notes, *heard)

    @property
    def note(self) -> Message | None:
        """What the user is told of the words of a recording or film, which nobody typed; None for other clips."""
        brief = self.brief
        if brief.words.strip() or not brief.transcribe or not (brief.recording or brief.acted):
            return None
        if self.heard is not None:
            return note_of(self.heard)
        return error.message if (error := missing()) else None

    def as_json(self) -> dict:
        """Plain values: out, width, height, fps, frames, duration_s, … (see docs/python.md)."""
        face = self.portrait.face
        return {
            "out": str(self.clip.out),
            "width": self.clip.width,
            "height": self.clip.height,
            "fps": self.clip.fps,
            "frames": self.clip.frames,
            "duration_s": round(self.clip.duration_s, 3),
            "audio_duration_s": round(self.clip.audio_duration_s, 3),
            "seed": self.brief.seed,
            "face": {"box": list(face.box), "found": len(self.portrait.faces), "turn": round(face.turn, 1)},
            "direction": dataclasses.asdict(self.direction),
            "notes": [note.text() for note in self.notes],
            "language": self.language,
            "transcript": self.heard.as_json() if self.heard else None,
            "voices": self.voices,
            "feelings": [dataclasses.asdict(feeling) for feeling in self.feelings],
            "captions": [str(path) for path in self.clip.captions],
            "job": str(self.job),
            "seconds": {stage: round(s, 3) for stage, s in self.seconds.items()},
            "peak_rss_mb": round(peak_rss_mb()),
        }
