"""The Brief: everything one clip is made from.

One dataclass is the command line's options, the page's defaults, the library's arguments and the job file saved
beside every clip. A field's help is written once, here.
"""

from __future__ import annotations

import dataclasses
import json
import numbers
import secrets
import typing
from dataclasses import dataclass, field
from pathlib import Path

from revive.consent.consent import BASES, Consent
from revive.consent.limits import check_lengths
from revive.consent.permit import Permit
from revive.consent.store import answers_for
from revive.core.errors import UserError
from revive.core.ranges import SEEDS, check_number
from revive.core.text import plain_text
from revive.direction.direction import BACKGROUNDS, EMOTIONS, LIGHTS
from revive.media.files import shown_name
from revive.media.job_file import (
    read_job,
)

JOB_VERSION = 1
LONGEST_SIDE = 1280  # pixels
LONGEST_SETTING = 40  # characters of a setting that a sentence repeats
IMMENSE = 10**15  # a whole number as large may be too large to become a float
_KINDS = {
    str: ("text", "文字"), bool: ("true or false", "true 或 false"), int: ("a whole number", "整数"),
    float: ("a number", "数值"), Path: ("the name of a file", "文件名"),
}  # fmt: skip


def _option(default, help: str, *, within: tuple | None = None, marker: float | None = None):
    """A field with its help; `within` is (lowest, highest) for numbers or the choices for words, `marker` the one value
    beside them that leaves the choice to Revive."""
    return field(default=default, metadata={"help": help, "within": within, "marker": marker})


@dataclass(frozen=True)
class Brief:
    """A job for Revive.

    Needed are `photo`, the three answers `consent`, `basis` and `adult` (once, for a `person` who is known), and one of
    `words`, `recording` and `driver`.
    """

    photo: Path | None = _option(None, "the photograph")
    prompt: str = _option("", "the person, the mood and the light, in plain words")
    words: str = _option("", "what should be said (with --recording: its transcript, for the captions)")
    recording: Path | None = _option(None, "a recording of the speech, instead of a synthetic voice")
    driver: Path | None = _option(None, "a film of someone acting: face and head, and the voice if there are no words")
    consent: str = _option("", "who you are to this person: “her grandson”")
    basis: str = _option("", "by what right you use the photograph and the voice", within=("", *BASES))
    adult: bool = _option(False, "you are an adult")
    voice: str = _option("auto", "a named voice; auto chooses by language")
    pronounce: str = _option("", "how names are said: “Siobhan = shiv-awn; Nguyen = /wɪn/”")
    language: str = _option("auto", "language of the words: auto, en, zh, ja, …")
    face: int = _option(1, "which face speaks when there are several: 1 is the largest", within=(1, 99))
    size: int = _option(LONGEST_SIDE, "longest side of the clip in pixels; a smaller photograph keeps its own size",
                        within=(128, LONGEST_SIDE))  # fmt: skip
    fps: float = _option(25.0, "frames a second", within=(5, 60))
    seed: int = _option(-1, "the same seed gives the same clip; -1 draws one", within=(0, SEEDS - 1), marker=-1)
    lips: float = _option(1.0, "how far the mouth moves when it speaks; 0 keeps it shut", within=(0, 2))
    head_motion: float = _option(1.0, "how much the head moves; 0 keeps it still", within=(0, 2))
    blink: float = _option(1.0, "how often the eyes blink; 0 never", within=(0, 2))
    expression: float = _option(1.0, "how strongly the feeling shows on the face; 0 not at all", within=(0, 2))
    emotion: str = _option("auto", "the feeling; auto reads it from the prompt", within=("auto", *EMOTIONS))
    sentence_feelings: bool = _option(True, "let a sentence that clearly has a feeling of its own show it")
    strength: float = _option(-1.0, "strength of the feeling, 0 to 1; -1 reads it from the prompt", within=(0, 1),
                              marker=-1)  # fmt: skip
    pace: float = _option(-1.0, "pace of the speech, 0.7 to 1.4; -1 reads it from the prompt", within=(0.7, 1.4),
                          marker=-1)  # fmt: skip
    light: str = _option("auto", "the light; auto reads it from the prompt", within=("auto", *LIGHTS))
    background: str = _option("auto", "the background; auto reads it from the prompt", within=("auto", *BACKGROUNDS))
    title: str = _option("", "words of a title card before the clip")
    captions: bool = _option(True, "show the words in the picture as they are said")
    music: Path | None = _option(None, "music to play softly under the voice")
    finish: bool = _option(True, "let the trained generator finish mouth and eyes; off shows the bare warp")
    person: str = _option("", "someone who is known: their mouth, movement, voice and names; empty uses none of it")
    finder: str = _option("mediapipe", "what finds the face", within=("mediapipe", "face-alignment"))
    out: Path = _option(Path("clip.mp4"), "where the clip is written")

    @property
    def stated(self) -> Consent:
        """The three answers as they stand."""
        return Consent(self.consent, self.basis, self.adult)

    @property
    def acted(self) -> bool:
        """Whether the driver also says the words: neither words nor a recording are given."""
        return self.driver is not None and self.recording is None and not self.words.strip()

    def checked(self) -> Brief:
        """This brief with its seed drawn, or the first thing that is wrong with it.

        Raises
        ------
        UserError : no photo, no consent, nothing to say, too many words, a value of the wrong kind or out of its range;
            or it asks for what is not made, see `refuse`
        """
        plain = self.from_settings({option.name: getattr(self, option.name) for option in dataclasses.fields(self)})
        check_lengths(words=plain.words, prompt=plain.prompt, title=plain.title, names=plain.pronounce)
        plain = plain._plain()
        plain._check()
        return plain if plain.seed >= 0 else dataclasses.replace(plain, seed=secrets.randbelow(SEEDS))

    def _check(self) -> None:
        """What `checked` refuses."""
        if self.photo is None:
            raise UserError("There is no photograph yet; choose one to begin.", "还没有照片，请先选择一张。")
        self.stated.checked()
        if self.recording is None and self.driver is None and not self.words.strip():
            raise UserError(
                "There is nothing to say yet; type a few words, add a recording, or act it in a film.",
                "还没有要说的话，请输入文字、添加录音，或用一段视频亲自演一遍。",
            )
        self.permit()
        for option in dataclasses.fields(self):
            self._check_range(option)

    def permit(self, purpose: str = "clip") -> Permit:
        """That this may be made; `purpose` is one of those of `Permit` that a brief tells everything of.

        Raises
        ------
        UserError : see `Permit`
        """
        files = {"photo": self.photo, "recording": self.recording, "driver": self.driver, "music": self.music}
        return Permit(
            purpose, self.stated, self.person, words=self.words, prompt=self.prompt, title=self.title,
            names=self.pronounce, files={use: path for use, path in files.items() if path is not None}, size=self.size,
        )  # fmt: skip

    def _check_range(self, option: dataclasses.Field) -> None:
        within, value = option.metadata["within"], getattr(self, option.name)
        if within is None:
            return
        name = option.name.replace("_", " ")
        if isinstance(value, str):
            if value not in within:
                offered = [choice for choice in within if choice]
                raise UserError(
                    f"“{value}” is not a known {name}; please choose one of: {', '.join(offered)}.",
                    f"“{value}”不是可用的选项（{name}），请从中选择：{'、'.join(offered)}。",
                )
        else:
            check_number((name, name), value, *within, marker=option.metadata["marker"])

    def save(self, path: Path) -> None:
        """Write the job file: JSON, every setting and the seed; files are named from the root, to be found again."""
        settings = {
            name: str(value if name == "out" else value.absolute()) if isinstance(value, Path) else value
            for name, value in dataclasses.asdict(self).items()
        }
        text = json.dumps({"revive_job": JOB_VERSION, **settings}, indent=2, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Brief:
        """Read a job file back.

        Raises
        ------
        UserError : not a job file, of another version of Revive, with a setting that this one does not know, or one of
            the wrong kind
        """
        wrong = UserError(
            f"“{shown_name(path)}” is not a Revive job file; choose the .job.json saved beside a clip.",
            f"“{shown_name(path)}”不是 Revive 任务文件，请选择视频旁边的 .job.json 文件。",
        )
        try:
            settings = read_job(path)
        except (OSError, ValueError, OverflowError, RecursionError) as error:
            raise wrong from error
        version = settings.pop("revive_job", None)
        if type(version) is not int:
            raise wrong
        if version != JOB_VERSION:
            raise UserError(
                f"“{shown_name(path)}” was saved by another version of Revive; please open it with that one, or set the"
                " clip up anew here.",
                f"“{shown_name(path)}”由另一版本的 Revive 保存，请用该版本打开，或在这里重新设置。",
            )
        return cls.from_settings(settings)

    @classmethod
    def from_settings(cls, settings: dict) -> Brief:
        """A brief from plain values (strings, numbers, None), each turned into its field's type; unchecked otherwise.

        Raises
        ------
        UserError : a name that is none of the fields, or a value of another kind
        """
        kinds = typing.get_type_hints(cls)
        for name in settings:
            if name not in kinds:
                shown = plain_text(str(name), most=LONGEST_SETTING, lines=False)
                raise UserError(
                    f"A clip has no setting called “{shown}” in this Revive; please take it out or correct it.",
                    f"此版本的 Revive 没有名为“{shown}”的设置，请将其删除或检查拼写。",
                )
        return cls(**{name: _as_kind(kinds[name], name, value) for name, value in settings.items()})

    def _plain(self) -> Brief:
        """With nothing in its words that cannot be seen, see `gate.plain_text`."""
        words = {name: plain_text(getattr(self, name)) for name in ("prompt", "words", "pronounce")}
        lines = {name: plain_text(getattr(self, name), lines=False) for name in ("title", "consent", "person")}
        return dataclasses.replace(self, **words, **lines)


def _as_kind(kind: type, name: str, value: object) -> object:
    """The value of the field `name`, of the type that the field is declared to have."""
    if kind == Path | None and value is None:
        return None
    if kind in (Path, Path | None) and isinstance(value, (str, Path)):
        return Path(value)
    numeric = {int: numbers.Integral, float: numbers.Real}.get(kind)
    if numeric and isinstance(value, numeric) and not isinstance(value, bool):
        return kind(value) if abs(value) < IMMENSE else value  # which is refused as out of its range
    if numeric is None and isinstance(value, kind):
        return value
    wanted, zh = _KINDS.get(kind, _KINDS[Path])
    shown, called = plain_text(str(value), most=LONGEST_SETTING, lines=False), name.replace("_", " ")
    raise UserError(
        f"The {called} is “{shown}”, but it has to be {wanted}; please correct it.",
        f"{called} 为“{shown}”，但应为{zh}，请改正。",
    )


def answered(brief: Brief) -> Brief:
    """The brief with the answers kept for its person, where it brings none of its own; unchecked."""
    answers = answers_for(brief.person, brief.stated)
    return dataclasses.replace(brief, consent=answers.relation, basis=answers.basis, adult=answers.adult)
