"""English words as they are written in messages: stretched (sooo), in capitals, abbreviated, spelled letter by letter."""

from __future__ import annotations

import itertools
import re

from revive.speech.english_rules import english_rules

_STRETCHED = {  # where two words are possible
    "to": "too", "al": "all", "of": "off", "be": "bee", "se": "see", "fre": "free", "hi": "hi", "no": "no", "so": "so",
    "god": "good", "met": "meet", "wel": "well", "wil": "will", "stil": "still", "les": "less", "mis": "miss", "kis": "kiss",
    "aw": "aw", "ah": "ah", "oh": "oh",
}  # fmt: skip
_SOUNDS = {  # that no dictionary has: IPA
    "sh": "ʃ", "hm": "həm", "mhm": "əmhˈəm", "mm": "əm", "br": "bəɹ", "pst": "pst", "gr": "ɡəɹ", "pf": "pf",
    "tsk": "tsk", 
}  # fmt: skip
SPOKEN_CAPITALS = frozenset(
    ("NASA", "NATO", "AIDS", "UNESCO", "UNICEF", "RADA", "FIFA", "UEFA", "OPEC", "LEGO", "IKEA", "NASCAR")
)
_LETTERS = frozenset((  # capitals that are also words, read letter by letter unless all is in capitals
    "IT", "US", "AM", "PM", "TV", "PS", "OK", "ID", "VE", "RE", "MA", "BA", "PA", "AD", "ED", "ET", "WHO", "ICE", "CIA",
))  # fmt: skip
_WORD = re.compile(r"(?<![\w.])[^\W\d_]{2,}(?:'[^\W\d_]+)*(?!\.\w)")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


def is_word(word: str) -> bool:
    """Whether the dictionary knows the word, in small letters or as a name."""
    entries = english_rules().lexicon
    return any(form in entries.golds.d or form in entries.silvers.d for form in (word, word.lower(), word.capitalize()))


def unstretched(match: re.Match[str]) -> str | None:
    """A word with letters written three times or more, as it is usually written: sooo, pleeease, byeee."""
    word = match.group()
    if word.isupper() and _ROMAN.fullmatch(word):
        return None
    runs = ["".join(run) for _, run in itertools.groupby(word, key=str.lower)]
    shortest = "".join(run[0] if len(run) > 2 else run for run in runs).lower()
    if shortest in _STRETCHED:
        return _in_case(_STRETCHED[shortest], word)
    if shortest in _SOUNDS:
        return None
    choices = [[run] if len(run) < 3 else [run[:2], run[0]] for run in runs]
    if len(runs[-1]) > 2:  # at the end a letter is stretched more often than doubled
        choices[-1].reverse()
    spelled = [_in_case("".join(choice), word) for choice in itertools.islice(itertools.product(*choices), 64)]
    entries = english_rules().lexicon
    for words in (entries.golds, entries.silvers):
        for one in spelled:
            if words.get(one) is not None or words.get(one.lower()) is not None:
                return one
    return _in_case(shortest, word)


def small_sound(match: re.Match[str]) -> str | None:
    """shh, hmm, brrr: [shh](/ʃ/)."""
    word = match.group()
    letters = "".join(letter for letter, _ in itertools.groupby(word.lower()))
    if word.lower() in ("mm",) or letters not in _SOUNDS or (is_word(word.lower()) and letters not in ("sh", "hm")):
        return None
    return f"[{word}](/{_SOUNDS[letters]}/)"


def without_capitals(text: str) -> str:
    """`text` with words that are written in capitals for emphasis in small letters; BBC and USA stay."""
    words = _WORD.findall(text)
    loud = [word for word in words if word.isupper()]
    all_loud = len(loud) >= 2 and len(loud) > 0.6 * len(words)

    def quiet(match: re.Match[str]) -> str:
        word = match.group()
        if not word.replace("'", "").isupper() or word in SPOKEN_CAPITALS:
            return word
        plain = word.partition("'")[0]
        if _ROMAN.fullmatch(plain) and plain not in ("MIX", "DIM", "DID", "MILD", "CIVIL", "MIMIC", "LIVID"):
            return word
        entries = english_rules().lexicon
        known = any(form in entries.golds.d for form in (plain.lower(), plain.capitalize())) or (
            len(plain) > 3 and is_word(plain)
        )
        if not known or (word in _LETTERS and not (all_loud and word not in ("TV", "PM", "PS", "ID", "OK", "CIA"))):
            return word
        lower = plain.lower() in entries.golds.d or plain.lower() in entries.silvers.d
        return word.lower() if lower and not _begins(match) else word.capitalize()

    return _WORD.sub(quiet, text)


def _begins(match: re.Match[str]) -> bool:
    return not re.search(r"\w", match.string[: match.start()])


def _in_case(word: str, like: str) -> str:
    return word.capitalize() if like[0].isupper() else word.lower()
