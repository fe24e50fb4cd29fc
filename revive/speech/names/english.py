"""Whether the dictionary of the English voices (hibari's, from misaki) knows a word, or makes it from one it knows."""

from __future__ import annotations

import functools

from revive.speech.english_rules import english_context, english_rules


@functools.lru_cache(maxsize=8192)
def in_dictionary(word: str) -> bool:
    """Whether the voices look the word up rather than guess it from its letters; also plurals, -ed, -ing and 's."""
    lexicon, context = _lexicon()
    return any(
        lexicon.get_word(form, "NN", None, context)[0] for form in dict.fromkeys((word, word.lower(), word.title()))
    )


@functools.cache
def _lexicon():
    return english_rules().lexicon, english_context()
