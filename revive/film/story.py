"""The Story: a film as a list of scenes, with what they have in common."""

from __future__ import annotations

import dataclasses
import secrets
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from revive.brief import VOLUMES, Brief
from revive.consent import Consent, answers_for
from revive.consent.consent import Basis
from revive.core.errors import UserError
from revive.core.options import File, Option, options_of
from revive.core.ranges import SEEDS
from revive.film.scenes import CLIP_OPTIONS, KINDS, STRICT, AnyScene, InSentences, Scene
from revive.media.caption_styles import Style

LONGEST = 1200.0  # seconds of a film
MOST_SCENES, MOST_PERSONS = 400, 50
Size = Literal["360p", "720p", "1080p", "4K"]
Aspect = Literal["16:9", "4:3", "9:16"]
SHORT_SIDES = {"360p": 360, "720p": 720, "1080p": 1080, "4K": 2160}  # pixels


def _help(text: str):
    return Field(description=text)


@dataclass(frozen=True, config=STRICT)
class Person(InSentences):
    """Somebody who moves or speaks in the film, and the three answers about them.

    The answers are not needed for somebody whose answers are stored.
    """

    name: Annotated[str, _help("what the scenes call them")] = ""
    relation: Annotated[str, _help("who you are to this person: “her grandson”")] = ""
    basis: Annotated[Literal["", Basis], _help("why you may use the photograph and the voice")] = ""
    adult: Annotated[bool, _help("you are an adult")] = False

    @property
    def answers(self) -> Consent:
        """The answers in force, unchecked: those here, or those stored of a person of this name."""
        return answers_for(self.name, Consent(self.relation, self.basis, self.adult))


@dataclass(frozen=True, config=STRICT)
class Story(InSentences):
    """A film for the day: scenes in their order.

    Raises
    ------
    UserError : a value of the wrong type, out of range or not one of the choices
    """

    title: Annotated[str, _help("what the film is called")] = ""
    size: Annotated[Size, _help("size of the picture; 360p is for a first look")] = "1080p"
    aspect: Annotated[Aspect, _help("shape of the picture: wide, as old televisions, or upright")] = "16:9"
    fps: Annotated[float, Field(ge=5, le=60), _help("pictures a second")] = 25.0
    music: Annotated[File | None, _help("music to play softly under all of it")] = None
    music_volume: Annotated[
        float, Field(ge=-VOLUMES, le=VOLUMES), _help("decibels by which the music is louder, or softer below 0")
    ] = 0.0
    captions: Annotated[bool, _help("show the words in the picture as they are said")] = True
    caption_style: Annotated[Style, _help("how these words look: on a dark plate, outlined, larger, or in yellow")] = (
        "boxed"
    )
    seed: Annotated[
        int | None,
        Field(ge=0, le=SEEDS - 1),
        _help("the same number gives the same film again; left out, there is a new one each time"),
    ] = None
    persons: Annotated[tuple[Person, ...], Field(max_length=MOST_PERSONS), _help("who moves or speaks in it")] = ()
    scenes: Annotated[tuple[AnyScene, ...], Field(max_length=MOST_SCENES), _help("the scenes in their order")] = ()

    @property
    def frame_size(self) -> tuple[int, int]:
        """(width, height) of the film in pixels, both even."""
        short = SHORT_SIDES[self.size]
        across, down = map(int, self.aspect.split(":"))
        long = round(short * max(across, down) / min(across, down) / 2) * 2
        return (long, short) if across > down else (short, long)

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that is used, in the order of the scenes, each once; the music last."""
        named = [path for scene in self.scenes for paths in scene.files.values() for path in paths]
        return tuple(dict.fromkeys([*named, *([self.music] if self.music else [])]))

    def persons_of(self, scene: Scene) -> tuple[Person, ...]:
        """Who moves or speaks in a scene: those it names, or the only person of the story where it has a clip.

        Raises
        ------
        UserError : it names nobody and there are several or none, or somebody whom the story does not have
        """
        named = getattr(scene, "persons", ())
        by_name = {person.name.strip(): person for person in self.persons}
        if missing := [name for name in named if name.strip() not in by_name]:
            raise UserError(
                "The story has no person called “{name}”; please add them under “persons”, or correct the name.",
                name=missing[0],
            )
        if named or not scene.clip_settings:
            return tuple(by_name[name.strip()] for name in named)
        if len(self.persons) == 1:
            return self.persons
        if not self.persons:
            raise UserError("Please say under “persons” whose photograph this is, with the three answers.")
        raise UserError(
            "Please say whose photograph this is: “persons: {name}”, or another of the story.",
            name=self.persons[0].name,
        )

    def seeded(self) -> Story:
        """The same story with its seed drawn."""
        return self if self.seed is not None else dataclasses.replace(self, seed=secrets.randbelow(SEEDS))

    @classmethod
    def schema(cls) -> dict:
        """The JSON schema of a story file, in which the settings of a clip stand among those of its scene."""
        schema = TypeAdapter(cls).json_schema()
        of_clips = TypeAdapter(Brief).json_schema()
        for kind, scene in KINDS.items():
            told = schema["$defs"][scene.__name__]
            told["properties"] = {"kind": {"const": kind}, **told["properties"]}
            told["required"] = ["kind"]
            if told["properties"].pop("clip", None):
                told["properties"] |= {name: of_clips["properties"][name] for name in CLIP_OPTIONS}
        schema["$defs"].pop("Brief", None)
        return schema


STORY_OPTIONS: dict[str, Option] = {
    name: option for name, option in options_of(Story).items() if name not in ("persons", "scenes")
}
PERSON_OPTIONS = options_of(Person)
