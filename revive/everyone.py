"""Everyone in a photograph that says nothing: the chosen face does what is asked for, the others breathe and blink."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from revive.animator import room_to_move
from revive.brief import Brief
from revive.core.progress import Progress
from revive.motion import Motion, make_motion
from revive.portrait import Portrait
from revive.roles import Role, brief_of_face, motion_options, moved, role_of, with_room
from revive.speech import Speech

MOST = 6  # faces that live in one photograph; each takes about half as long as the first


def everyone_of(brief: Brief, first: Role, portraits: Sequence[Portrait]) -> list[Role]:
    """The roles of all who live: the first, and those of the other portraits, each with its room for movement."""
    rooms = room_to_move([face.landmarks for face in portraits[0].faces])
    others = [
        role_of(dataclasses.replace(brief_of_face(brief, portrait.number, number=number), moment="", expression=0.0))
        for number, portrait in enumerate(portraits[1:], start=1)
    ]
    return [with_room(role, rooms[portrait.chosen]) for role, portrait in zip((first, *others), portraits, strict=True)]


def move_everyone(roles: Sequence[Role], silence: Speech, progress: Progress) -> tuple[Motion, ...]:
    """The motions of all who live, as long as the silence."""
    first, *others = roles
    quiet = [
        make_motion(
            silence, role.direction, dataclasses.replace(motion_options(role.brief), moments=()), progress=progress
        )
        for role in others
    ]  # fmt: skip
    return (moved(first, silence, progress)[0], *quiet)
