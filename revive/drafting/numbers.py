"""Numbers in English words and figures, so that "30th" and "thirty" are one."""

from __future__ import annotations

import re

from revive.drafting.lexicon import patterns

_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}
_VALUES = {word: at for at, word in enumerate(_ONES)} | {word: 20 + 10 * at for at, word in enumerate(_TENS)}
_VALUES |= {f"{word}th": value for word, value in _VALUES.items()} | {f"{w[:-1]}ieth": _VALUES[w] for w in _TENS}
_VALUES |= _ORDINALS
_SAID = re.compile(
    rf"\b(?:({'|'.join(_TENS)})[- ]({'|'.join(_ONES[1:10])}|{'|'.join([*_ORDINALS, 'fourth', 'sixth', 'seventh'])})|"
    rf"({'|'.join(sorted(_VALUES, key=len, reverse=True))})|(\d+)(?:st|nd|rd|th|s)?)\b",
    re.IGNORECASE,
)
_MEANT = {  # what names of feasts mean
    "golden": 50, "silver": 25, "diamond": 60, "ruby": 40, "pearl": 30, "century": 100, "centenary": 100, "decade": 10,
    "dozen": 12, "hundred": 100, "hundredth": 100,
}  # fmt: skip
_LOOSE = {0, 1}  # "one", "first": said of anything
_IDIOMS = patterns("idioms")


def numbers_in(text: str) -> set[str]:
    """The numbers that are stated, in figures; turns of speech such as "a thousand times" are none."""
    return {figure for figure in _found(_IDIOMS.sub(" ", text)) if int(figure) not in _LOOSE}


def numbers_meant(text: str) -> set[str]:
    """The numbers stated or implied: a golden wedding is fifty years, half a century too."""
    found = _found(text)
    for word, value in _MEANT.items():
        if re.search(rf"\b{word}\b", text, re.IGNORECASE):
            found.add(str(value))
    if re.search(r"\b(?:and|both|couple|wedding|twins|two|&|\w+s' )\b", text, re.IGNORECASE):
        found.add("2")
    return found


def _found(text: str) -> set[str]:
    figures = {"50"} if re.search(r"half (?:a|the) century", text, re.IGNORECASE) else set()
    for match in _SAID.finditer(text):
        tens, ones, word, digits = match.groups()
        if digits:
            figures.add(str(int(digits)))
        elif tens:
            figures.add(str(_VALUES[tens.lower()] + _VALUES[ones.lower()]))
        else:
            figures.add(str(_VALUES[word.lower()]))
    return figures
