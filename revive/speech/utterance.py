"""The words of a speech, sentence by sentence: as they were typed, and as the voice says them."""

from __future__ import annotations

from dataclasses import dataclass

from revive.core.errors import UserError
from revive.speech.language import runs
from revive.speech.names import mark_names
from revive.speech.normalisation import resolve_locale, spoken_form
from revive.speech.pronunciation import check_marks, marked
from revive.speech.text import PRONOUNCED, clean, is_cjk, sentences


@dataclass(frozen=True)
class Utterance:
    """A sentence.

    Attributes
    ----------
    text : as it was typed, with the pronunciations of its words; the captions show it
    said : in words, see `normalisation.spoken_form`; with the pronunciations, those of the names that `names` knows too
    last : a paragraph ends after it
    """

    text: str
    said: str
    last: bool = False


def utterances(
    words: str, language: str, *, locale: str | None = None, pronunciations: dict[str, str] | None = None
) -> list[Utterance]:
    """The sentences of `words`; one in which nothing is said belongs to the one before it.

    Parameters
    ----------
    language : the words' main language, see `language.resolve`
    locale : the country whose dates and measures they follow, see `normalisation.resolve_locale`
    pronunciations : word -> how it is said, see `pronunciation.check_pronunciation`; put into the sentences

    Raises
    ------
    UserError : nothing that can be spoken; no such locale; a pronunciation that cannot be used
    """
    text = clean(words)
    check_marks(text)
    place = resolve_locale(locale, language, text)
    found: list[Utterance] = []
    silent = ""
    for sentence, last in sentences(text, language):
        typed = marked(sentence, pronunciations or {})
        tongue = main_language(typed, language)
        said = mark_names(spoken_form(typed, tongue, locale=place if tongue == language else None), tongue)
        if said:
            found.append(Utterance(_beside(silent, typed), said, last))
            silent = ""
        elif found:
            before = found[-1]
            found[-1] = Utterance(_beside(before.text, typed), before.said, before.last or last)
        else:
            silent = _beside(silent, typed)
    if not found:
        raise UserError("There is nothing in the text that can be spoken; please type a few words.")
    return found


def main_language(sentence: str, language: str) -> str:
    """The language of a sentence among words in `language`: an English one in a Chinese letter is English."""
    tongues = [
        tongue for tongue, part in runs(PRONOUNCED.sub(r"\1", sentence), language) if any(map(str.isalpha, part))
    ]
    return language if not tongues or language in tongues else tongues[0]


def _beside(first: str, second: str) -> str:
    return first + ("" if not first or is_cjk(first[-1]) else " ") + second
