"""What is asked for: the occasion, how it should feel, what should come in; and how the model is told."""

from __future__ import annotations

from dataclasses import dataclass

from revive.consent import refuse
from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.direction.chinese import holds_chinese

MOODS = {
    "warm": "温暖", "happy": "快乐", "tender": "温柔", "proud": "骄傲", "playful": "俏皮", "comforting": "安慰",
    "solemn": "庄重",
}  # fmt: skip
LONGEST_NAME = 60  # characters of how somebody was called, and of how they signed
LONGEST = 300  # characters of the occasion, and of what should come in
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
    language : "en" or "zh"
    called : what they called the one they speak to, as "Pumpkin"; "" where it was not said
    signed : how they signed, as "Love, Nana"; "" where it was not said
    """

    occasion: str
    mood: str
    about: str = ""
    language: str = "en"
    called: str = ""
    signed: str = ""

    @property
    def prompt(self) -> str:
        """What the model goes on from."""
        form, nothing = _LABELS[self.language]
        mood = MOODS[self.mood] if self.language == "zh" else self.mood
        return form.format(self.occasion, mood, self.about or nothing)

    def answer(self, text: str) -> str:
        """The text as it follows the prompt."""
        return text if self.language == "zh" else f" {text}"


def ask(
    occasion: str, mood: str, about: str = "", language: str = "auto", *, called: str = "", signed: str = ""
) -> Request:
    """A request, checked and in one spelling.

    Parameters
    ----------
    language : "en", "zh" or "auto": the one that the occasion is written in
    called, signed : see `Request`; drafts have exactly these

    Raises
    ------
    UserError : no occasion, too long, an unknown mood or language, or what is not said, see `refuse`
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
        language = "zh" if holds_chinese(occasion + about) else "en"
    if language not in _LABELS:
        raise UserError("Messages are written in English (en) or Chinese (zh), not in “{language}”.", language=language)
    return Request(occasion, moods[mood.strip().lower()], about, language, called, signed)
