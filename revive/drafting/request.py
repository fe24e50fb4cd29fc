"""What is asked for: the occasion, how it should feel, what should come in; and how the model is told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from revive.consent import refuse
from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.drafting.speaker import SPEAKERS, guess_speaker
from revive.speech.language import detect

MOODS = {
    "warm": "温暖", "happy": "快乐", "tender": "温柔", "proud": "骄傲", "playful": "俏皮", "comforting": "安慰",
    "solemn": "庄重",
}  # fmt: skip
LONGEST_NAME = 60  # characters of how somebody was called, and of how they signed
LONGEST = 300  # characters of the occasion, and of what should come in
_THING = re.compile(r"(?:“[^”]*”|\"[^\"]*\"|「[^」]*」|«[^»]*»|[^,;，、；])+")
LANGUAGES = ("en", "zh", "es")
_LABELS = {
    "en": ("Occasion: {}\nMood: {}\nAbout: {}\nMessage:", "nothing in particular"),
    "zh": ("场合：{}\n语气：{}\n提到：{}\n留言：", "无"),
}


@dataclass(frozen=True)
class Request:
    """What a message is for.

    Attributes
    ----------
    occasion : in a few words, as "Tom's 30th birthday"
    mood : one of MOODS
    about : things that should come in, with commas between
    language : one of LANGUAGES
    called : what they called the one they speak to, as "Pumpkin"; "" where it was not said
    signed : how they signed, as "Love, Nana"; "" where it was not said
    speaker : what the one who speaks is to the one spoken to, one of SPEAKERS; "" where it is not known
    """

    occasion: str
    mood: str
    about: str = ""
    language: str = "en"
    called: str = ""
    signed: str = ""
    speaker: str = ""

    @property
    def things(self) -> tuple[str, ...]:
        """What should come in, one by one; commas between quotation marks divide nothing."""
        found = (match[0].strip(" .。") for match in _THING.finditer(self.about))
        return tuple(thing for thing in found if thing)

    @property
    def prompt(self) -> str:
        """What the model goes on from; it knows no Spanish."""
        form, nothing = _LABELS[self.language]
        mood = MOODS[self.mood] if self.language == "zh" else self.mood
        return form.format(self.occasion, mood, self.about or nothing)

    def answer(self, text: str) -> str:
        """The text as it follows the prompt."""
        return text if self.language == "zh" else f" {text}"


def ask(
    occasion: str, mood: str, about: str = "", language: str = "auto", *, called: str = "", signed: str = "",
    speaker: str = "auto",
) -> Request:  # fmt: skip
    """A request, checked and in one spelling.

    Parameters
    ----------
    language : one of LANGUAGES, or "auto": the one that the occasion is written in
    called, signed : see `Request`; drafts have exactly these
    speaker : one of SPEAKERS; "auto" to go by the occasion and by how they signed, see `guess_speaker`

    Raises
    ------
    UserError : no occasion, too long, an unknown mood, language or speaker, or what is not said, see `refuse`
    """
    occasion, about = " ".join(occasion.split()), " ".join(about.split())
    if not occasion:
        raise UserError("Please say what the message is for.")
    if max(len(occasion), len(about)) > LONGEST:
        raise UserError(
            "The occasion and what it is about may have at most {most} characters each; please shorten them.",
            most=LONGEST,
        )
    called, signed = (" ".join(told.split()) for told in (called, signed))
    if max(len(called), len(signed)) > LONGEST_NAME:
        raise UserError(
            "What they called them and how they signed may have at most {most} characters each; please shorten them.",
            most=LONGEST_NAME,
        )
    for told in (called, signed):
        refuse(words=told)
    moods = {name: name for name in MOODS} | {chinese: name for name, chinese in MOODS.items()}
    if mood.strip().lower() not in moods:
        raise UserError(
            "“{mood}” is no mood that messages are written in; please choose one of {moods}.",
            mood=mood,
            moods=[Message(name) for name in MOODS],
        )
    if language == "auto":
        language = _written_in(f"{occasion}. {about}")
    if language not in LANGUAGES:
        raise UserError(
            "Messages are written in English (en), Chinese (zh) or Spanish (es), not in “{language}”.",
            language=language,
        )
    if speaker not in ("auto", *SPEAKERS):
        raise UserError(
            "“{speaker}” is nobody who can speak a message; please choose one of {speakers}, or auto.",
            speaker=speaker,
            speakers=list(SPEAKERS),
        )
    if speaker == "auto":
        speaker = guess_speaker(occasion, signed)
    return Request(occasion, moods[mood.strip().lower()], about, language, called, signed, speaker)


def _written_in(text: str) -> str:
    """The language of a few words; a neighbour of Spanish is taken for Spanish, and what is strange for English."""
    try:
        found = detect(text)
    except UserError:
        return "en"
    return {"zh": "zh", "es": "es", "pt": "es", "it": "es"}.get(found, "en")
