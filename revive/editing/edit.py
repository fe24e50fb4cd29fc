"""The Edit: all settings of one change of a finished clip. As with `Brief`, a field is declared once, here."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from pydantic.dataclasses import dataclass
from pydantic_core import ArgsKwargs

from revive.brief import VOLUMES
from revive.consent.consent import Basis, Consent, no_basis
from revive.consent.limits import check_lengths
from revive.core.errors import UserError
from revive.core.options import File, options_of, sentence_of
from revive.core.text import plain_text
from revive.media.caption_styles import Style

NONE = "none"  # no music, no captions
SHORTEST = 0.5  # seconds of a clip after it is cut
MOST_JOINED = 20  # clips
_TIME = r"(?:(\d{1,2}):)?(\d{1,4}(?:[.,]\d{1,3})?)"


def _help(text: str):
    return Field(description=text)


@dataclass(frozen=True, config=ConfigDict(strict=True, extra="forbid", allow_inf_nan=False))
class Edit:
    """A change of a finished clip. What is None or empty stays as it is.

    Raises
    ------
    UserError : an unknown field, a value of the wrong type, out of range or not one of the choices
    """

    clip: Annotated[File | None, _help("the clip")] = None
    cut: Annotated[str, _help("what is kept, in seconds or minutes:seconds: “1.2-8.5”, “3-”, “-1:10”")] = ""
    fade: Annotated[
        float | None, Field(ge=0, le=5), _help("seconds in which picture and sound fade in and out at both ends")
    ] = None
    join: Annotated[tuple[File, ...], _help("clips that follow it")] = ()
    transition: Annotated[
        float, Field(ge=0, le=2), _help("seconds in which one clip passes into the next; 0 is a hard cut")
    ] = 0.3
    captions: Annotated[
        Literal["none", Style] | None, _help("how the words in the picture look; none takes them away")
    ] = None
    caption_words: Annotated[
        File | None, _help("other words for them, such as a translation: SRT, VTT, or text with a line a sentence")
    ] = None
    caption_text: Annotated[str, _help("these words themselves, a line for each sentence")] = ""
    title: Annotated[str | None, _help("words of the title card before the clip; empty takes it away")] = None
    music: Annotated[File | None, _help("other music under the voice; “none” takes it away")] = None
    voice_volume: Annotated[
        float, Field(ge=-VOLUMES, le=VOLUMES), _help("decibels by which the voice becomes louder, or softer below 0")
    ] = 0.0
    music_volume: Annotated[
        float, Field(ge=-VOLUMES, le=VOLUMES), _help("decibels by which the music becomes louder, or softer below 0")
    ] = 0.0
    photo: Annotated[File | None, _help("the photograph, if it does not lie any more where it lay")] = None
    relation: Annotated[str, _help("who you are to this person, where the clip does not tell")] = ""
    basis: Annotated[
        Literal["", Basis], _help("why you may use the photograph and the voice, where the clip does not tell")
    ] = ""
    adult: Annotated[bool, _help("you are an adult, where the clip does not tell")] = False
    out: Annotated[File, _help("where the changed clip is written")] = Path("changed.mp4")

    @model_validator(mode="wrap")
    @classmethod
    def _in_sentences(cls, values: Any, handler):
        """Turn pydantic's errors into ours; take a list of clips for a tuple."""
        given = dict(values.kwargs or {}) if isinstance(values, ArgsKwargs) else values
        if isinstance(given, dict) and isinstance(given.get("join"), list):
            given["join"] = tuple(given["join"])
        values = ArgsKwargs(values.args, given) if isinstance(values, ArgsKwargs) else given
        try:
            return handler(values)
        except ValidationError as error:
            if error.errors()[0]["loc"][:1] == ("basis",):
                raise no_basis() from error
            raise sentence_of(error, OPTIONS) from error

    @classmethod
    def schema(cls) -> dict:
        """The JSON schema of the settings."""
        return TypeAdapter(cls).json_schema()

    @property
    def stated(self) -> Consent:
        """The three answers, unchecked."""
        return Consent(self.relation, self.basis, self.adult)

    @property
    def without_music(self) -> bool:
        """Whether the music is to be taken away."""
        return self.music is not None and str(self.music).casefold() == NONE

    @property
    def new_music(self) -> Path | None:
        """The other music."""
        return None if self.without_music else self.music

    @property
    def draws(self) -> bool:
        """Whether something in the pictures changes, so that they have to be drawn again."""
        words = self.caption_words is not None or self.caption_text.strip()
        return bool(words) or self.captions is not None or self.title is not None

    @property
    def mixes(self) -> bool:
        """Whether the sound changes beyond a cut."""
        return bool(self.voice_volume or self.music_volume or self.music is not None)

    def needed_clip(self) -> Path:
        """The clip.

        Raises
        ------
        UserError : there is none
        """
        if self.clip is None:
            raise UserError("There is no clip yet; please choose the one that is to be changed.")
        return self.clip

    def checked(self) -> Edit:
        """Check the settings by themselves; return them without invisible characters.

        Raises
        ------
        UserError : no clip, nothing to change, settings that exclude one another, too long
        """
        self.needed_clip()
        check_lengths(words=self.caption_text, title=self.title or "")
        if not (self.draws or self.mixes or self.join or self.cut.strip() or self.fade is not None):
            raise UserError("Nothing is to be changed yet; please choose what the clip should have otherwise.")
        if self.caption_words is not None and self.caption_text.strip():
            raise UserError("The captions' words are given twice; please type them or choose a file.")
        if self.join and (self.caption_words is not None or self.caption_text.strip()):
            raise UserError("Please change the captions' words of each clip first, and join the clips afterwards.")
        if len(self.join) >= MOST_JOINED:
            raise UserError("At most {most} clips are joined in one go; please join some of them first.",
                            most=MOST_JOINED)  # fmt: skip
        title = None if self.title is None else plain_text(self.title, lines=False)
        return dataclasses.replace(self, title=title, caption_text=plain_text(self.caption_text))

    def span(self, seconds: float) -> tuple[float, float]:
        """The seconds from and to which a clip of so many is kept.

        Raises
        ------
        UserError : not two times, or hardly anything is left
        """
        if not self.cut.strip():
            return 0.0, seconds
        found = re.fullmatch(rf"(?:{_TIME})?\s*[-–—]\s*(?:{_TIME})?", self.cut.strip())
        if not found:
            raise UserError(
                "“{cut}” does not tell what to keep; please give two times, such as 1.2-8.5 or 0:05-1:10.",
                cut=plain_text(self.cut, most=40, lines=False),
            )
        minutes, first, more_minutes, last = found.groups()
        start = 0.0 if first is None else _seconds(minutes, first)
        end = seconds if last is None else min(_seconds(more_minutes, last), seconds)
        if end - start < SHORTEST:
            raise UserError(
                "Of the clip's {seconds:.1f} seconds hardly anything would be left; please keep at least {least} s.",
                seconds=seconds, least=SHORTEST,
            )  # fmt: skip
        return start, end


def _seconds(minutes: str | None, seconds: str) -> float:
    return 60 * int(minutes or 0) + float(seconds.replace(",", "."))


OPTIONS = options_of(Edit)
CAPTIONS = (NONE, *get_args(Style))
