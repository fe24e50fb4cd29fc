"""Roles: what each face of the photograph is asked to do in a clip, and with what of the person it belongs to.

One face alone has everything that the brief says. Of several, each has its own lines, voice, person and feeling, as
the brief's `speakers` say; what is said of nobody else belongs to the face that the brief names.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.animator import WEIGHTS
from revive.brief import Brief
from revive.consent import check_lengths
from revive.core.progress import Progress
from revive.core.ranges import SEEDS
from revive.direction import Direction, read_direction
from revive.direction.moments import Moment, read_moments
from revive.motion import Motion, MotionOptions, Performance, SentenceEmotion, make_motion, read_emotions
from revive.motion.moments import usual_moments
from revive.people import find_person, movement_style, weights_of
from revive.speakers import Speaker, words_of
from revive.speech import Speech, SpeechOptions, read_pronunciations
from revive.speech.kept_pronunciations import pronunciations_of
from revive.speech.make import distinct_voices
from revive.speech.script import Turn

APART = 7919  # between the seeds of two faces, so that they do not move alike


@dataclass(frozen=True)
class Role:
    """What one face does.

    Attributes
    ----------
    brief : the settings of this face alone
    direction : how it speaks and what it feels
    voice : how its words are said
    weights : of the generator that refines its mouth and eyes; None where it is left out
    known : the name of the person, as it is stored; None for nobody
    style : how this person moves; None where nothing is known of it
    """

    brief: Brief
    direction: Direction
    voice: SpeechOptions
    weights: Path | None
    known: str | None = None
    style: Sequence[float] | None = None

    @property
    def face(self) -> int:
        """The number of the face; 1 is the largest."""
        return self.brief.face


def roles_of(brief: Brief, turns: Sequence[Turn] = ()) -> tuple[Role, ...]:
    """The roles of a checked brief: of its one face, or where there are turns, of every face that speaks or listens.

    Raises
    ------
    UserError : a person is not known, or what was learned of them is damaged; a pronunciation or voice cannot be used
    """
    if not turns:
        return (role_of(brief),)
    faces = sorted({turn.face for turn in turns} | {one.face for one in brief.speakers})
    roles = [role_of(brief_of_face(brief, face, turns, number)) for number, face in enumerate(faces)]
    speaking = [role for role in roles if role.brief.recording is None and role.brief.words.strip()]
    voices = distinct_voices([(role.brief.words, role.voice) for role in speaking])
    chosen = {role.face: voice for role, voice in zip(speaking, voices, strict=True)}
    return tuple(dataclasses.replace(role, voice=chosen.get(role.face, role.voice)) for role in roles)


def brief_of_face(brief: Brief, face: int, turns: Sequence[Turn] = (), number: int = 0) -> Brief:
    """The settings of one of several faces, the `number`th of them from 0."""
    speaker = next((one for one in brief.speakers if one.face == face), Speaker(face))
    mine = face == brief.face
    return dataclasses.replace(
        brief, face=face, speakers=(), recording=speaker.recording,
        words=words_of(turns, face),
        voice=speaker.voice or (brief.voice if mine else None), person=speaker.person or (brief.person if mine else ""),
        emotion=speaker.emotion or brief.emotion,
        strength=brief.strength if speaker.strength is None else speaker.strength,
        seed=((brief.seed or 0) + APART * number) % SEEDS,
    )  # fmt: skip


def role_of(brief: Brief) -> Role:
    """The role of the one face of a brief; raises as `roles_of`."""
    known = find_person(brief.person).name if brief.person.strip() else None
    weights, voice = weights_for(brief), voice_for(brief)
    return Role(brief, direct(brief), voice, weights, known, movement_style(known) if known else None)


def moved(
    role: Role, speech: Speech, progress: Progress, performance: Performance | None = None
) -> tuple[Motion, tuple[SentenceEmotion, ...]]:
    """The motion of a face in its speech, and the feelings of its sentences."""
    brief, direction = role.brief, role.direction
    feelings = read_emotions(speech, direction) if brief.sentence_feelings else ()
    motion = make_motion(
        speech, direction, motion_options(brief), performance=performance, acted=brief.acted,
        style=None if role.style is None else np.array(role.style), feelings=feelings, progress=progress,
    )  # fmt: skip
    return motion, feelings


def with_room(role: Role, room: float) -> Role:
    """The role with as much movement of the head as there is room for between the others, see `room_to_move`."""
    return dataclasses.replace(role, brief=dataclasses.replace(role.brief, head_motion=role.brief.head_motion * room))


def weights_for(brief: Brief) -> Path | None:
    """The generator's weights: those of the person it was taught, or the shipped ones; None where it is left out.

    Raises
    ------
    UserError : the person is not known, or what was learned is damaged
    """
    if not brief.refine:
        return None
    return weights_of(brief.person) if brief.person.strip() else WEIGHTS


def voice_for(brief: Brief) -> SpeechOptions:
    """How the words are to be said: as the brief has it, and as is known of the person.

    That is a likeness of their voice that was kept, and how names are said.

    Raises
    ------
    UserError : the kept voice is damaged, or a pronunciation cannot be used
    """
    names, own = read_pronunciations(brief.pronounce), None
    if brief.person.strip():
        from revive.voice.store import kept_voice

        kept = kept_voice(brief.person) if brief.voice is None else None
        names, own = pronunciations_of(brief.person) | names, kept.voice if kept else None
    return SpeechOptions(
        brief.voice, brief.language, brief.seed or 0, brief.sentence_feelings, names, own, brief.transcribe,
        brief.locale,
    )  # fmt: skip


def motion_options(brief: Brief) -> MotionOptions:
    """How the speech, or the silence, is to be performed."""
    return MotionOptions(
        fps=brief.fps, seed=brief.seed or 0, lips=brief.lips, head_motion=brief.head_motion, blink=brief.blink,
        expression=brief.expression, moments=moments_of(brief) if brief.silent else (), loop=brief.loops,
    )  # fmt: skip


def moments_of(brief: Brief) -> tuple[Moment, ...]:
    """The moments of a brief without words: what it asks for, otherwise what its seed draws."""
    return read_moments(brief.moment) or usual_moments(np.random.default_rng([brief.seed or 0, 3]))


def direct(brief: Brief) -> Direction:
    """What the prompt asks for, with whatever the user chose otherwise.

    Raises
    ------
    UserError : the prompt is too long
    """
    check_lengths(prompt=brief.prompt)
    read = read_direction(brief.prompt)
    chosen = {
        part.name: value
        for part in dataclasses.fields(Direction)
        if (value := getattr(brief, part.name, None)) is not None
    }
    if chosen.get("emotion", read.emotion) != read.emotion:
        chosen["manner"] = ""  # the prompt's words speak of another feeling
    return dataclasses.replace(read, **chosen)
