"""The table of named voices, and which of them speaks what.

Every voice comes from the package index or lies in weights/voices.safetensors; nothing is downloaded when the program
runs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.speech.language import LANGUAGES
from revive.speech.likeness import Likeness


@dataclass(frozen=True)
class Voice:
    """A voice: what it is called, what it speaks, what makes its sound and under which licence.

    Attributes
    ----------
    name : how the command line and the job file call it
    title : how the page calls it; a name as it is written, where a person has it
    languages : codes it speaks
    gender : "female" or "male"
    engine : "hibari", "kokoro" or "piper"; "pocket" for a cloned voice
    licence : of the voice's weights (SPDX)
    likeness : what brings it nearer to a person's; None for a stock voice
    """

    name: str
    title: Message | str
    languages: tuple[str, ...]
    gender: str
    engine: str
    licence: str
    likeness: Likeness | None = field(default=None, compare=False, repr=False)


def _kokoro(name: str, title: Message, gender: str, cannot: tuple[str, ...] = ()) -> Voice:
    """A voice of Kokoro's Japanese speakers; `cannot` are the languages in which a recogniser did not follow it."""
    able = tuple(code for code in LANGUAGES if code not in cannot)
    return Voice(name, title, able, gender, "kokoro", "Apache-2.0")


def _mandarin(name: str, title: Message, gender: str) -> Voice:
    """A voice of Kokoro's Mandarin speakers, who also say English names."""
    return Voice(name, title, ("zh", "en"), gender, "kokoro", "Apache-2.0")


VOICES = {
    voice.name: voice
    for voice in (
        Voice("heart", Message("Heart · American woman"), ("en",), "female", "hibari", "Apache-2.0"),
        Voice("joe", Message("Joe · American man"), ("en",), "male", "piper", "MIT"),
        _mandarin("zf_xiaoxiao", Message("Xiaoxiao · Mandarin woman"), "female"),
        _mandarin("zf_xiaobei", Message("Xiaobei · Mandarin woman"), "female"),
        _mandarin("zm_yunxi", Message("Yunxi · Mandarin man"), "male"),
        _mandarin("zm_yunjian", Message("Yunjian · Mandarin man"), "male"),
        _kokoro("jf_alpha", Message("Alpha · woman"), "female", cannot=("fr", "pt")),
        _kokoro("jf_gongitsune", Message("Gongitsune · woman"), "female"),
        _kokoro("jf_nezumi", Message("Nezumi · woman"), "female"),
        _kokoro("jf_tebukuro", Message("Tebukuro · woman"), "female", cannot=("fr",)),
        _kokoro("jm_kumo", Message("Kumo · man"), "male"),
    )
}
# The voice that a speech recogniser (whisper-base) followed best, word or character error rate beside it
PREFERRED = {
    "en": "heart",  # 1 %
    "zh": "zf_xiaoxiao",  # 4 %, most of it homophones; the Japanese speakers 16 %
    "ja": "jf_alpha",  # 0 %
    "es": "jm_kumo",  # 0 %
    "fr": "jm_kumo",  # 4 %
    "it": "jf_alpha",  # 11 %
    "pt": "jm_kumo",  # 8 %
    "hi": "jf_nezumi",  # the recogniser itself does not know Hindi well enough
}


def speakable(language: str | None = None) -> list[Voice]:
    """The voices that speak `language` (a code), the preferred one first; all of them for None."""
    if language is None:
        return list(VOICES.values())
    able = [voice for voice in VOICES.values() if language in voice.languages]
    return sorted(able, key=lambda voice: voice.name != PREFERRED[language])


def choose_voice(name: str | None, languages: list[str], taken: Collection[str] = ()) -> Voice:
    """The voice called `name`, or for None the best one that speaks all of `languages` (the main one first).

    Parameters
    ----------
    taken : names of voices that others have, of which None chooses none

    Raises
    ------
    UserError : no such voice, or one that does not speak the words; the sentence names those that do. All are taken
    """
    able = [voice for voice in speakable(languages[0]) if set(languages) <= set(voice.languages)]
    if name is None:
        free = [voice for voice in able if voice.name not in taken]
        if not free:
            raise UserError(
                "There are only {count} voices that speak {language}, too few for a different one for everybody; please"
                " choose who may share one.",
                count=len(able), language=LANGUAGES[languages[0]],
            )  # fmt: skip
        return free[0]
    names = [voice.name for voice in able]
    if name not in VOICES:
        raise UserError(
            "There is no voice called “{name}”; for these words please choose {names}, or none.",
            name=name[:40],
            names=names,
        )
    voice = VOICES[name]
    if voice not in able:
        missing = next(code for code in languages if code not in voice.languages)
        raise UserError(
            "The voice “{name}” does not speak {language}; voices that do: {names}.",
            name=name,
            language=LANGUAGES[missing],
            names=names,
        )
    return voice
