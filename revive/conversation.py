"""Several faces of one photograph talk with each other: each says its lines in turn, and listens to the others."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from pathlib import Path

from revive.animator import room_to_move
from revive.brief import Brief
from revive.core.progress import Progress
from revive.direction import Direction
from revive.face.face import Face
from revive.motion import Motion, SentenceEmotion
from revive.motion.attention import Heard, attentive
from revive.portrait import Portrait, count_faces
from revive.roles import Role, motion_options, moved, with_room
from revive.speech import make_speech
from revive.speech.script import Turn
from revive.speech.turns import Conversation, SaidTurn, join_turns


def turns_of(brief: Brief) -> tuple[Turn, ...]:
    """What each of several faces says, in order; empty where one does.

    A photograph with one face shows nobody to talk with: what reads as a script there, such as a numbered list, is said
    as it is, unless the brief names the speakers.
    """
    turns = brief.turns
    if turns and not brief.speakers:
        count = count_faces(brief.needed_photo(), size=brief.size, detector=brief.face_detector)
        return turns if count > 1 else ()
    return turns


def say_turns(turns: Sequence[Turn], roles: Sequence[Role], folder: Path, progress: Progress) -> Conversation:
    """What several faces say, each turn in its own voice, in new files in `folder`."""
    cast, said = {role.face: role for role in roles}, []
    for number, turn in enumerate(turns):
        role, place = cast[turn.face], folder / f"turn-{number}"
        place.mkdir()
        options = dataclasses.replace(role.voice, seed=role.voice.seed + number)
        with progress.share(number / len(turns), (number + 1) / len(turns)):
            speech = make_speech(
                role.direction, place, words=turn.words, recording=role.brief.recording, options=options,
                progress=progress,
            )  # fmt: skip
        said.append(SaidTurn(turn.face, speech))
    return join_turns(said, list(cast), folder, seed=roles[0].brief.seed or 0)


def move_together(
    roles: Sequence[Role], said: Conversation, portraits: Sequence[Portrait], progress: Progress
) -> tuple[tuple[Motion, ...], tuple[SentenceEmotion, ...]]:
    """The motions of faces that talk with each other, and the feelings of all sentences, in order."""
    rooms = room_to_move([face.landmarks for face in portraits[0].faces])
    roles = [with_room(role, rooms[portrait.chosen]) for role, portrait in zip(roles, portraits, strict=True)]
    faces = {role.face: portrait.face for role, portrait in zip(roles, portraits, strict=True)}
    alone = {role.face: moved(role, said.own[role.face], progress) for role in roles}
    lines, motions = said.speech.whole_sentences(), []
    for role, portrait in zip(roles, portraits, strict=True):
        heard = [
            Heard(
                turn.start, turn.end, _towards(portrait.face, faces[turn.face]),
                tuple(line.end for line in lines if turn.start < line.end and line.start < turn.end),
                _felt(turn, speaker.direction, alone[turn.face][1]),
            )
            for turn in said.turns
            for speaker in roles
            if speaker.face == turn.face != role.face
        ]  # fmt: skip
        motions.append(attentive(alone[role.face][0], heard, motion_options(role.brief)))
    feelings = [feeling for _, own in alone.values() for feeling in own]
    return tuple(motions), tuple(sorted(feelings, key=lambda feeling: feeling.start))


def _felt(turn: SaidTurn, direction: Direction, feelings: Sequence[SentenceEmotion]) -> tuple[SentenceEmotion, ...]:
    """What is felt in a turn: its speaker's feeling throughout, and those of its sentences."""
    whole = SentenceEmotion(direction.emotion, direction.strength, turn.start, turn.end)
    return (whole, *(one for one in feelings if turn.start <= (one.start + one.end) / 2 <= turn.end))


def _towards(face: Face, other: Face) -> tuple[float, float]:
    """The unit vector (right, down) in the picture from a face to another one."""
    (left, top, right, bottom), there = face.box, other.box
    across, down = there[0] + there[2] - left - right, there[1] + there[3] - top - bottom
    length = math.hypot(across, down) or 1.0
    return across / length, down / length
