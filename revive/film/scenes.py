"""The kinds of scenes of a story. One declaration is the file's fields, the page's controls, defaults and schema."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, ValidationError, model_validator
from pydantic.dataclasses import dataclass
from pydantic_core import ArgsKwargs

from revive.brief import VOLUMES, Brief
from revive.core.options import File, Option, options_of, sentence_of

STRICT = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)
LONGEST_SCENE = 600.0  # seconds
LONGEST_TRANSITION = 5.0  # seconds
# settings of a clip that belong to the film as a whole, or that a scene has itself
_OF_THE_FILM = (
    "out", "size", "fps", "seed", "title", "captions", "caption_style", "music", "voice_volume", "music_volume",
    "keep_take", "person", "relation", "basis", "adult", "live", "loop", "shape", "format", "seconds",
)  # fmt: skip
Movement = Literal["in", "out", "along", "still"]
Fit = Literal["fill", "whole"]


def _help(text: str):
    return Field(description=text)


class InSentences:
    """Turns pydantic's errors into sentences."""

    @model_validator(mode="wrap")
    @classmethod
    def _in_sentences(cls, values: Any, handler):
        try:
            return handler(values)
        except ValidationError as error:
            if not isinstance(values, ArgsKwargs):  # it stands in another, which says what is wrong
                raise
            raise sentence_of(error, options_of(cls)) from error


@dataclass(frozen=True, config=STRICT)
class Scene(InSentences):
    """What every scene has."""

    seconds: Annotated[
        float | None, Field(ge=0.5, le=LONGEST_SCENE),
        _help("how long it lasts; left out, as long as it needs"),
    ] = None  # fmt: skip
    transition: Annotated[
        float, Field(ge=0, le=LONGEST_TRANSITION),
        _help("seconds in which the scene before passes into this one; 0 is a cut"),
    ] = 1.0  # fmt: skip
    caption: Annotated[str, _help("words at the lower edge while it is shown")] = ""
    chapter: Annotated[str, _help("a chapter of the film begins here, with this name")] = ""
    volume: Annotated[
        float, Field(ge=-VOLUMES, le=VOLUMES), _help("decibels by which its own sound is louder, or softer below 0")
    ] = 0.0
    kind: ClassVar[str] = ""
    clip_settings: ClassVar[bool] = False  # whether it has the settings of a clip besides

    @classmethod
    def options(cls) -> dict[str, Option]:
        """Name -> Option, for every field of its own; those of its clip are in `CLIP_OPTIONS`."""
        return {name: option for name, option in options_of(cls).items() if name != "clip"}

    @property
    def files(self) -> dict[str, tuple[Path, ...]]:
        """Field -> the files that it names; those of its clip too."""
        named = {}
        for part in dataclasses.fields(self):
            value = getattr(self, part.name)
            paths = tuple(one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, Path))
            if paths:
                named[part.name] = paths
        return named


@dataclass(frozen=True, config=STRICT)
class Pictured(Scene):
    """How a photograph is shown."""

    movement: Annotated[
        Movement, _help("from the whole to the faces, from the faces to the whole, along the faces, or not at all")
    ] = "in"
    zoom: Annotated[float, Field(ge=1, le=3), _help("how much larger it is at the most, as it moves")] = 1.2
    fit: Annotated[
        Fit | None,
        _help("fill the frame, or show the whole before its own blurred likeness; left out, the faces decide"),
    ] = None
    depth: Annotated[float, Field(ge=0, le=1), _help("how far the people stand out from what is behind them")] = 0.5


@dataclass(frozen=True, config=STRICT)
class Photograph(Pictured):
    """A photograph with slow pan and zoom."""

    photo: Annotated[File | None, _help("the photograph")] = None
    kind: ClassVar[str] = "photograph"


@dataclass(frozen=True, config=STRICT)
class _Performed(Scene):
    """A photograph that moves."""

    persons: Annotated[tuple[str, ...], _help("who it shows, by the names in the story; left out, the only one")] = ()
    clip: Annotated[Brief, _help("the settings of its clip")] = dataclasses.field(default_factory=Brief)
    clip_settings: ClassVar[bool] = True

    @property
    def files(self) -> dict[str, tuple[Path, ...]]:
        named = {name: getattr(self.clip, name) for name in CLIP_OPTIONS}
        return {name: (value,) for name, value in named.items() if isinstance(value, Path)}


@dataclass(frozen=True, config=STRICT)
class Living(_Performed):
    """A living photograph: someone looks round, smiles, breathes, and says nothing."""

    kind: ClassVar[str] = "living"


@dataclass(frozen=True, config=STRICT)
class Talking(_Performed):
    """A talking clip, with every setting of a clip that is not the film's."""

    kind: ClassVar[str] = "talking"


@dataclass(frozen=True, config=STRICT)
class Title(Scene):
    """Words on a quiet ground: a name, dates, a dedication."""

    text: Annotated[str, _help("the large words")] = ""
    dates: Annotated[str, _help("smaller words below: dates, a place")] = ""
    photo: Annotated[File | None, _help("a photograph that is blurred behind the words")] = None
    kind: ClassVar[str] = "title"


@dataclass(frozen=True, config=STRICT)
class Letter(Scene):
    """A letter or poem that is read aloud while its lines appear."""

    text: Annotated[str, _help("the letter or poem; its lines are kept")] = ""
    voice: Annotated[str | None, _help("a named voice; otherwise one is chosen for the language")] = None
    language: Annotated[str | None, _help("language of the words (en, zh, ja, …); otherwise it is recognised")] = None
    pace: Annotated[float | None, Field(ge=0.7, le=1.4), _help("pace of the speech, 1 is ordinary")] = None
    recording: Annotated[File | None, _help("a recording of somebody who reads it, instead of a voice")] = None
    persons: Annotated[tuple[str, ...], _help("whose voice reads it, by the name in the story, if it is theirs")] = ()
    photo: Annotated[File | None, _help("a photograph that is blurred behind the words")] = None
    kind: ClassVar[str] = "letter"


@dataclass(frozen=True, config=STRICT)
class FamilyFilm(Scene):
    """A stretch of a family film with its own sound."""

    film: Annotated[File | None, _help("the film")] = None
    start: Annotated[float, Field(ge=0, le=1800), _help("seconds of it that are left out before")] = 0.0
    end: Annotated[
        float | None, Field(ge=0.3, le=1800), _help("the second of it at which the stretch ends; left out, at its end")
    ] = None
    kind: ClassVar[str] = "film"


@dataclass(frozen=True, config=STRICT)
class Recording(Pictured):
    """A recording under pictures: several photographs are shown while it is heard."""

    recording: Annotated[File | None, _help("the recording, or a film whose sound is heard")] = None
    photos: Annotated[tuple[File, ...], _help("the photographs that are shown meanwhile, one after another")] = ()
    start: Annotated[float, Field(ge=0, le=1800), _help("seconds of it that are left out before")] = 0.0
    end: Annotated[
        float | None, Field(ge=0.3, le=1800), _help("the second of it at which the stretch ends; left out, at its end")
    ] = None
    kind: ClassVar[str] = "recording"


AnyScene = Photograph | Living | Talking | Title | Letter | FamilyFilm | Recording
KINDS: dict[str, type[AnyScene]] = {
    one.kind: one for one in (Photograph, Living, Talking, Title, Letter, FamilyFilm, Recording)
}
CLIP_OPTIONS = {name: option for name, option in options_of(Brief).items() if name not in _OF_THE_FILM}
