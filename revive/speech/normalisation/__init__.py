"""Words as they are typed -> words as they are said: figures, dates, money, abbreviations, signs, emoji.

The captions show what was typed; the voice gets `spoken_form`. Every language has its table of rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from revive.speech.normalisation.locale import resolve_locale
from revive.speech.normalisation.signs import without_silent_signs
from revive.speech.text import PRONOUNCED

PASSES = 4  # at most

__all__ = ["resolve_locale", "spoken_form", "words_of"]


def spoken_form(text: str, language: str, *, locale: str | None = None) -> str:
    """`text`, a sentence as it was typed, with everything in words; "" where nothing in it is said.

    Punctuation stays, words with a pronunciation ([name](/IPA/)) too. What is in words already is left as it is.

    Parameters
    ----------
    language : its code
    locale : such as "en-GB", see `resolve_locale`; None guesses
    """
    place = locale or resolve_locale(None, language, text)
    done, at = [], 0
    for mark in [*PRONOUNCED.finditer(text), None]:
        part = text[at : mark.start() if mark else len(text)]
        core = part.strip()
        before, behind = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
        if core:
            if language not in ("ja", "hi"):
                core = "".join(map(_plain_figures, core))
            plain = re.sub(
                r"\[([^\[\]]*)\](?=\()", r"\1 ", without_silent_signs(core, language, ends=mark is None)
            )  # no pronunciation
            said = _settled(_rules(language), plain, place)
            if language == "en":
                from revive.speech.normalisation.english import with_sounds

                said = with_sounds(said)
            done.append(before + said + behind)
        else:
            done.append(part)
        if mark:
            done.append(mark.group())
            at = mark.end()
    said = "".join(done).strip()
    return said if any(map(str.isalnum, said)) else ""


def _settled(rules: Callable[[str, str], str], text: str, locale: str) -> str:
    """`text` with the rules done until nothing changes: one may make place for another."""
    for _ in range(PASSES):
        before, text = text, rules(text, locale)
        if text == before:
            break
    return text


def _plain_figures(character: str) -> str:
    """Figures of other scripts, in circles and of the Romans as ordinary ones; fractions and powers stay."""
    if (
        character.isascii()
        or not character.isnumeric()
        or character in "²³"
        or (character.isalpha() and not "Ⅰ" <= character <= "ⅿ")
    ):
        return character
    plain = unicodedata.normalize("NFKC", character)
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.digit(character))
    return character if "⁄" in plain else plain


def words_of(spoken: str) -> str:
    """What is heard of a `spoken_form`: in small letters, without punctuation; abbreviations letter by letter."""
    from revive.speech.normalisation.english_words import SPOKEN_CAPITALS

    text = PRONOUNCED.sub(r"\1", spoken)
    text = re.sub(
        r"(?<![^\W_])[A-Z]{2,}(?=s?(?![^\W_]))",
        lambda m: m.group() if m.group() in SPOKEN_CAPITALS else " ".join(m.group()),
        text,
    )
    text = re.sub(r"(?<=\w)['’](?=\w)", "'", text)
    return " ".join(re.sub(r"(?<!\w)'|'(?!\w)|[^\w'\u0300-\u036f\u0900-\u097f]|_", " ", text.lower()).split())


def _rules(language: str):
    if language == "en":
        from revive.speech.normalisation.english import english

        return english
    if language == "zh":
        from revive.speech.normalisation.chinese import chinese

        return lambda text, locale: chinese(text)
    if language in ("es", "fr", "it", "pt"):
        from revive.speech.normalisation.romance import romance

        return romance
    return lambda text, locale: text  # the Japanese and Hindi voices read figures themselves
