"""The Speaker: the settings of one of several faces that talk in one clip; as with `Brief`, declared once, here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import ConfigDict, Field, ValidationError, model_validator
from pydantic.dataclasses import dataclass
from pydantic_core import ArgsKwargs

from revive.consent.consent import Consent
from revive.consent.permit import Permit
from revive.consent.store import answers_for
from revive.core.errors import UserError
from revive.core.options import File, options_of, sentence_of, value_of
from revive.core.text import plain_text
from revive.direction.direction import Emotion
from revive.speech.script import MOST_FACES, Turn, numbered, read_script

EXAMPLE = "2: voice=joe, emotion=tender"


def _help(text: str):
    return Field(description=text)


@dataclass(frozen=True, config=ConfigDict(strict=True, extra="forbid", allow_inf_nan=False))
class Speaker:
    """One face that speaks, or listens where the script has no line of it. What is None is as for the whole clip.

    Raises
    ------
    UserError : an unknown field, a value of the wrong type, out of range or not one of the choices
    """

    face: Annotated[int, Field(ge=1, le=99), _help("the number of the face; 1 is the largest")] = 1
    voice: Annotated[str | None, _help("a named voice; otherwise one is chosen that no other face has")] = None
    person: Annotated[str, _help("someone who is known: their mouth, movement, voice and names")] = ""
    emotion: Annotated[Emotion | None, _help("the feeling")] = None
    strength: Annotated[float | None, Field(ge=0, le=1), _help("strength of the feeling")] = None
    recording: Annotated[File | None, _help("a recording of what this face says, instead of a synthetic voice")] = None
    name: Annotated[str, _help("what the script calls this face, instead of its number")] = ""

    @model_validator(mode="wrap")
    @classmethod
    def _in_sentences(cls, values: Any, handler):
        """Turn pydantic's errors into ours."""
        try:
            speaker = handler(ArgsKwargs((), values) if isinstance(values, dict) else values)
        except ValidationError as error:
            raise sentence_of(error, OPTIONS) from error
        if speaker.name and (not any(map(str.isalpha, speaker.name)) or set(speaker.name) & set(":：\n")):
            raise UserError(
                "“{shown}” cannot be the name of a face in a script; please choose one with letters and without a"
                " colon.",
                shown=plain_text(speaker.name, most=40, lines=False),
            )  # fmt: skip
        return speaker

    @classmethod
    def from_text(cls, text: str) -> Speaker:
        """A speaker from “2: voice=joe, emotion=tender”; the number alone is enough.

        Raises
        ------
        UserError : something else is written; see `Speaker` too
        """
        found = re.fullmatch(r"\s*(\d{1,2})\s*[:：]?\s*(.*)", text, re.DOTALL)
        settings: dict[str, object] = {}
        for part in re.split(r"[,，]\s*(?=\w+\s*=)", found[2].strip()) if found and found[2].strip() else []:
            name, sign, value = (one.strip() for one in part.partition("="))
            if not sign:
                raise _unreadable(text)
            settings[name] = value_of(value, OPTIONS[name].kind) if name in OPTIONS else value
        if found is None:
            raise _unreadable(text)
        return cls(face=int(found[1]), **settings)  # pyright: ignore[reportArgumentType]


def speakers_of(told: object) -> tuple[Speaker, ...]:
    """Speakers from what a program, a job file or a table has: a list of them, of objects or of texts; or one text.

    Raises
    ------
    UserError : something else; two are of one face; see `Speaker` too
    """
    if isinstance(told, str):
        told = [line for line in re.split(r"[\n;；]", told) if line.strip()]
    if not isinstance(told, list | tuple):
        raise _unreadable(str(told))
    speakers = tuple(_speaker(one) for one in told)
    faces = [one.face for one in speakers]
    if len(set(faces)) < len(faces):
        raise UserError("Two speakers have the same face; please give each face once.")
    return tuple(sorted(speakers, key=lambda one: one.face))


def with_numbers(words: str, speakers: Sequence[Speaker]) -> str:
    """The words with the numbers of the faces in the place of their names, or of the people they are.

    A name that two faces have names neither.
    """
    called = [(one.name or one.person).strip() for one in speakers]
    same = [name.casefold() for name in called]
    return numbered(
        words,
        {
            name: one.face
            for name, one in zip(called, speakers, strict=True)
            if name and same.count(name.casefold()) == 1
        },
    )


def read_turns(words: str, speakers: Sequence[Speaker]) -> tuple[Turn, ...]:
    """What several faces say, in order; empty where one face says all of the words.

    A recording is said where the script has the number of its face, otherwise after it; in several turns, it is cut
    at its pauses.

    Raises
    ------
    UserError : speakers are given, but the words do not tell who says them; a turn in which nothing is said; too many
        faces
    """
    turns = read_script(with_numbers(words, speakers))
    faces = {turn.face for turn in turns}
    if not speakers and len(faces) < 2:
        return ()
    recorded = {one.face for one in speakers if one.recording is not None}
    if speakers and words.strip() and not turns:
        raise UserError(
            "The words do not tell which face says them; please begin each line with the number of its face, such as:"
            " 1: Remember the lake? 2: How could I forget."
        )
    for turn in turns:
        if not any(map(str.isalnum, turn.words)) and turn.face not in recorded:
            raise UserError("A line of face {face} has no words; please write some, or take it out.", face=turn.face)
    turns += tuple(Turn(face, "") for face in sorted(recorded - faces))
    if len(faces | {one.face for one in speakers}) > MOST_FACES:
        raise UserError("At most {most} faces can talk in one clip; please take some out.", most=MOST_FACES)
    return turns


def check_people(
    speakers: Sequence[Speaker], turns: Sequence[Turn], *, names: str, answered: Mapping[str, Consent]
) -> None:
    """Refuse somebody known for whom the three questions were not answered, and what is not made of their words.

    Parameters
    ----------
    names : how names are said, see `Permit`
    answered : the answers that are given now, by the person's name

    Raises
    ------
    UserError : see above; and `Permit`
    """
    for one in speakers:
        if not one.person.strip():
            continue
        stated = answers_for(one.person, answered.get(one.person, Consent()))
        if not stated.given:
            raise UserError(
                "For “{person}”, face {face}, the three questions were not answered yet; please make a clip of them"
                " alone first, and answer them there.",
                person=plain_text(one.person, most=40, lines=False), face=one.face,
            )  # fmt: skip
        Permit("clip", stated, one.person, words=words_of(turns, one.face), names=names)


def words_of(turns: Sequence[Turn], face: int) -> str:
    """All words of one face."""
    return "\n".join(turn.words for turn in turns if turn.face == face)


def _speaker(told: object) -> Speaker:
    if isinstance(told, Speaker):
        return told
    if isinstance(told, str):
        return Speaker.from_text(told)
    if not isinstance(told, dict):
        raise _unreadable(str(told))
    return Speaker(**{str(name): value for name, value in told.items()})


def _unreadable(told: str) -> UserError:
    return UserError(
        "“{shown}” does not describe a face that speaks; please write it as {example}.",
        shown=plain_text(told, most=60, lines=False), example=EXAMPLE,
    )  # fmt: skip


OPTIONS = options_of(Speaker)
