"""The Brief: all settings of one clip.

One dataclass defines the command line's options, the page's defaults, the library's arguments and the job file saved
beside every clip. The type, range and help of a field are declared once, here.
"""

from __future__ import annotations

import dataclasses
import numbers
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from pydantic.dataclasses import dataclass
from pydantic_core import ArgsKwargs

from revive.consent.consent import Basis, Consent, no_basis
from revive.consent.limits import check_lengths
from revive.consent.permit import Permit
from revive.consent.refusals import refuse
from revive.consent.store import answers_for
from revive.core.errors import UserError
from revive.core.options import File, options_of, sentence_of
from revive.core.ranges import SEEDS
from revive.core.text import plain_text
from revive.direction.direction import Background, Emotion, Light
from revive.direction.moments import LONGEST, SHORTEST, read_moments
from revive.face.framing import Shape
from revive.job_file import JobFile
from revive.media.caption_styles import Style
from revive.media.moving_picture import PICTURES, Picture
from revive.old_settings import is_old, note_old, renewed
from revive.speakers import Speaker, check_people, read_turns, speakers_of
from revive.speech.make import film_speaks
from revive.speech.script import Turn

LONGEST_SIDE = 1280  # pixels
VOLUMES = 20.0  # dB, the most by which voice and music can be louder or softer than usual


def _help(text: str):
    return Field(description=text)


@dataclass(frozen=True, config=ConfigDict(strict=True, extra="forbid", allow_inf_nan=False))
class Brief(JobFile):
    """A job for Revive.

    Required are `photo` and the three answers `relation`, `basis` and `adult` (once for a stored `person`). With
    `words`, a `recording` or a `driver` the photograph speaks; without any of them it lives for a few seconds. Revive
    chooses what is None.

    Raises
    ------
    UserError : an unknown field, a value of the wrong type, out of range or not one of the choices
    """

    photo: Annotated[File | None, _help("the photograph")] = None
    prompt: Annotated[str, _help("the person, the mood and the light, in plain words")] = ""
    words: Annotated[
        str,
        _help(
            "what should be said; of several faces after their numbers, “1: … 2: …” (with --recording: its transcript;"
            " left out, it is written down)"
        ),
    ] = ""
    recording: Annotated[File | None, _help("a recording of the speech, instead of a synthetic voice")] = None
    moment: Annotated[
        str,
        _help(
            "what a photograph without words does: smile, look-around, nod, laugh, tilt, close-eyes, breathe;"
            " or in plain words: “she looks at us and smiles slowly”"
        ),
    ] = ""
    seconds: Annotated[
        float | None, Field(ge=SHORTEST, le=LONGEST),
        _help("length of a clip without words; left out, it is as long as its moments need"),
    ] = None  # fmt: skip
    loop: Annotated[
        bool, _help("let the end of a clip without words pass into its beginning; GIF and WebP always do")
    ] = False
    everyone: Annotated[
        bool, _help("let the others in a photograph without words breathe and blink, too; off keeps them still")
    ] = True
    speakers: Annotated[
        tuple[Speaker, ...],
        _help("a face that talks with others: its number, then voice, person, emotion, strength or recording"),
    ] = ()
    driver: Annotated[
        File | None, _help("a film of someone acting: face and head, and the voice if there are no words")
    ] = None
    relation: Annotated[str, _help("who you are to this person: “her grandson”")] = ""
    basis: Annotated[Literal["", Basis], _help("why you may use the photograph and the voice")] = ""
    adult: Annotated[bool, _help("you are an adult")] = False
    voice: Annotated[str | None, _help("a named voice; otherwise one is chosen for the language")] = None
    pronounce: Annotated[str, _help("how names are said: “Siobhan = shiv-awn; Nguyen = /wɪn/”")] = ""
    language: Annotated[str | None, _help("language of the words (en, zh, ja, …); otherwise it is recognised")] = None
    locale: Annotated[
        str | None, _help("whose dates and measures the words have (en-GB, en-US, …); otherwise it is guessed")
    ] = None
    face: Annotated[
        int, Field(ge=1, le=99), _help("the number of the face that speaks, when there are several; 1 is the largest")
    ] = 1
    size: Annotated[
        int, Field(ge=128, le=LONGEST_SIDE),
        _help("longest side of the clip in pixels; a smaller photograph keeps its own size"),
    ] = LONGEST_SIDE  # fmt: skip
    shape: Annotated[Shape, _help("what is kept of the photograph, around the faces; upright is 9:16")] = "photo"
    fps: Annotated[float, Field(ge=5, le=60), _help("pictures a second; more look smoother and take longer")] = 25.0
    seed: Annotated[
        int | None,
        Field(ge=0, le=SEEDS - 1),
        _help("the same number gives the same clip again; left out, there is a new one each time"),
    ] = None
    lips: Annotated[float, Field(ge=0, le=2), _help("how far the mouth moves when it speaks; 0 keeps it shut")] = 1.0
    head_motion: Annotated[float, Field(ge=0, le=2), _help("how much the head moves; 0 keeps it still")] = 1.0
    blink: Annotated[float, Field(ge=0, le=2), _help("how often the eyes blink; 0 never")] = 1.0
    expression: Annotated[
        float, Field(ge=0, le=2), _help("how strongly the feeling shows on the face; 0 not at all")
    ] = 1.0
    emotion: Annotated[Emotion | None, _help("the feeling; left out, it is read from the prompt")] = None
    sentence_feelings: Annotated[bool, _help("let a sentence that clearly has a feeling of its own show it")] = True
    strength: Annotated[
        float | None, Field(ge=0, le=1), _help("strength of the feeling; left out, it is read from the prompt")
    ] = None
    pace: Annotated[
        float | None, Field(ge=0.7, le=1.4),
        _help("pace of the speech, 1 is ordinary; left out, it is read from the prompt"),
    ] = None  # fmt: skip
    light: Annotated[Light | None, _help("the light; left out, it is read from the prompt")] = None
    background: Annotated[Background | None, _help("the background; left out, it is read from the prompt")] = None
    transcribe: Annotated[bool, _help("write down the words of a recording or film, for the captions and the lips")] = (
        True
    )
    title: Annotated[str, _help("words of a title card before the clip")] = ""
    captions: Annotated[bool, _help("show the words in the picture as they are said")] = True
    caption_style: Annotated[Style, _help("how these words look: on a dark plate, outlined, larger, or in yellow")] = (
        "boxed"
    )
    music: Annotated[File | None, _help("music to play softly under the voice")] = None
    voice_volume: Annotated[
        float, Field(ge=-VOLUMES, le=VOLUMES), _help("decibels by which the voice is louder, or softer below 0")
    ] = 0.0
    music_volume: Annotated[
        float, Field(ge=-VOLUMES, le=VOLUMES), _help("decibels by which the music is louder, or softer below 0")
    ] = 0.0
    keep_take: Annotated[
        bool,
        _help("keep voice and movement beside the clip, so that its captions, title and music can be changed later"),
    ] = True
    refine: Annotated[bool, _help("draw mouth and eyes anew in every picture; off only moves them")] = True
    resting_face: Annotated[
        bool, _help("close a mouth that is open or laughs in the photograph, until it speaks or smiles; off keeps it")
    ] = True
    person: Annotated[
        str, _help("someone who is known: their mouth, movement, voice and names; empty uses none of it")
    ] = ""
    face_detector: Annotated[
        Literal["mediapipe", "face-alignment"],
        _help("what finds the face; try the other if the wrong place is found"),
    ] = "mediapipe"
    out: Annotated[File, _help("where the clip is written; without words also a .gif or .webp")] = Path("clip.mp4")

    @model_validator(mode="wrap")
    @classmethod
    def _in_sentences(cls, values: Any, handler):
        """Translate old names and values, with a note, and turn pydantic's errors into ours."""
        given = values.kwargs or {} if isinstance(values, ArgsKwargs) else values
        if isinstance(given, dict):
            for name, value in given.items():
                if is_old(name, value):
                    note_old(name, value)
            given = {name: _plain_number(value) for name, value in renewed(given).items()}
            if "speakers" in given:
                given["speakers"] = speakers_of(given["speakers"])
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
    def acted(self) -> bool:
        """Whether the driver also says the words, see `film_speaks`."""
        return film_speaks(self.words, self.recording, self.driver)

    @property
    def silent(self) -> bool:
        """Whether nobody speaks: the photograph lives for a few seconds."""
        recorded = self.recording is not None or any(one.recording is not None for one in self.speakers)
        return not recorded and self.driver is None and not self.words.strip()

    @property
    def loops(self) -> bool:
        """Whether the last frame passes into the first; a GIF or WebP plays again and again in any case."""
        return self.silent and (self.loop or self.picture is not None)

    @property
    def picture(self) -> Picture | None:
        """The moving picture that is written; None where it is an MP4."""
        return PICTURES.get(self.out.suffix.lower())

    def without_moments(self) -> Brief:
        """The same without what is for a photograph that says nothing."""
        return dataclasses.replace(self, moment="", seconds=None, loop=False)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What each of several faces says, in order; empty where one face speaks, or the words are a transcript.

        Raises
        ------
        UserError : see `read_turns`
        """
        alone = not self.speakers and (self.recording is not None or self.driver is not None)
        return () if alone else read_turns(self.words, self.speakers)

    @property
    def people(self) -> tuple[str, ...]:
        """The names of everybody who is known and used."""
        names = (self.person, *(one.person for one in self.speakers))
        return tuple(dict.fromkeys(name for name in names if name.strip()))

    @property
    def files(self) -> dict[str, Path]:
        """The files that it is made from, by their use; of a speaker's recording “recording-2”."""
        given = {name: getattr(self, name) for name, option in OPTIONS.items() if option.kind is Path and name != "out"}
        given |= {f"recording-{one.face}": one.recording for one in self.speakers}
        return {use: path for use, path in given.items() if path is not None}

    def with_files(self, files: Mapping[str, Path | None]) -> Brief:
        """The brief with other places of its files, or None, by their use; the others stay."""
        own = {use: path for use, path in files.items() if use in OPTIONS}
        speakers = tuple(
            dataclasses.replace(one, recording=files.get(f"recording-{one.face}", one.recording))
            for one in self.speakers
        )
        return dataclasses.replace(self, **own, speakers=speakers)

    def needed_photo(self) -> Path:
        """The photograph.

        Raises
        ------
        UserError : there is none
        """
        if self.photo is None:
            raise UserError("There is no photograph yet; choose one to begin.")
        return self.photo

    def checked(self) -> Brief:
        """Check the brief; return it with its seed drawn.

        Raises
        ------
        UserError : no photo, no consent, settings that do not go together, a moment that is not known, too many words;
            or a refused request, see `refuse`
        """
        check_lengths(words=self.words, prompt=self.prompt, moment=self.moment, title=self.title, names=self.pronounce)
        plain = self._plain()
        plain._check()
        if plain.picture is not None:
            size, fps = min(plain.size, plain.picture.side), plain.picture.rate(plain.fps)
            plain = dataclasses.replace(plain, size=size, fps=fps)
        return plain if plain.seed is not None else dataclasses.replace(plain, seed=secrets.randbelow(SEEDS))

    def _check(self) -> None:
        """Raise the errors of `checked`."""
        self.needed_photo()
        self.stated.checked()
        if self.silent and self.speakers:
            raise UserError("There is nothing to say yet; type a few words, add a recording, or act it in a film.")
        if not self.silent:
            self._check_speaking()
        elif self.loop and self.title.strip():
            raise UserError("A clip that begins again and again has no title; please leave out the title or the loop.")
        if self.picture is not None and self.music is not None:
            raise UserError(
                "A {kind} has no sound; please leave out the music, or let the name end in .mp4.",
                kind=self.picture.name,
            )
        self.permit()
        read_moments(self.moment)
        turns = self.turns
        refuse(words="\n".join(turn.words for turn in turns))  # as it is heard, without the numbers
        check_people(self.speakers, turns, names=self.pronounce, answered={self.person: self.stated})

    def _check_speaking(self) -> None:
        """Raise the errors of what is for a photograph without words."""
        if self.picture is not None:
            raise UserError(
                "A {kind} has no sound, and somebody speaks; please let the name end in .mp4, or leave out the words.",
                kind=self.picture.name,
            )
        for name in ("moment", "seconds", "loop"):
            if getattr(self, name):
                raise UserError(
                    "“{setting}” is for a photograph without words; please leave it out, or leave out what is said.",
                    setting=OPTIONS[name].words,
                )
        if self.speakers and (self.recording is not None or self.driver is not None):
            raise UserError(
                "Where several faces talk, a recording or film cannot be that of the whole clip; please give each face"
                " its own recording."
            )

    def permit(self, purpose: str = "clip") -> Permit:
        """The permit to make this; `purpose` is one of `Permit`'s for which a brief has all data.

        Raises
        ------
        UserError : see `Permit`
        """
        return Permit(
            purpose, self.stated, self.person, words=self.words, prompt=self.prompt, moment=self.moment,
            title=self.title, names=self.pronounce, files=self.files, size=self.size,
        )  # fmt: skip

    def _plain(self) -> Brief:
        """Without invisible characters in its texts, see `plain_text`."""
        words = {name: plain_text(getattr(self, name)) for name in ("prompt", "words", "moment", "pronounce")}
        lines = {name: plain_text(getattr(self, name), lines=False) for name in ("title", "relation", "person")}
        return dataclasses.replace(self, **words, **lines)


def _plain_number(value: object) -> object:
    """Convert NumPy numbers to Python's; leave everything else unchanged."""
    item = getattr(value, "item", None)  # only NumPy's have it; NumPy itself is not imported for this
    return item() if isinstance(value, numbers.Number) and callable(item) else value


def answered(brief: Brief) -> Brief:
    """The brief with the stored answers of its person, if it has none itself; unchecked."""
    answers = answers_for(brief.person, brief.stated)
    return dataclasses.replace(brief, relation=answers.relation, basis=answers.basis, adult=answers.adult)


OPTIONS = options_of(Brief)
