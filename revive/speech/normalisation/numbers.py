"""Numbers in words: cardinals, ordinals, years, decimals, figures one by one."""

from __future__ import annotations

import functools
import unicodedata

from revive.speech.normalisation.locale import country

_DIGITS = {
    "en": "zero one two three four five six seven eight nine", "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf", "it": "zero uno due tre quattro cinque sei sette otto nove",
    "pt": "zero um dois três quatro cinco seis sete oito nove",
}  # fmt: skip
_POINT = {"en": "point", "es": "coma", "fr": "virgule", "it": "virgola", "pt": "vírgula"}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
LONGEST = 15  # figures that are read as one number


def language_of(locale: str) -> str:
    """The language of a locale."""
    return locale.partition("-")[0]


def cardinal(number: int, locale: str) -> str:
    """12 -> "twelve"; Americans leave the "and" out."""
    if number >= 10**LONGEST:
        return figures(str(number), locale)
    words = _words(number, language_of(locale), "cardinal")
    if language_of(locale) == "en":
        words = words.replace(",", "")
        if country(locale) in ("US", "PH", "CA"):
            words = words.replace(" and ", " ")
    return words


def ordinal(number: int, locale: str) -> str:
    """3 -> "third"."""
    if number >= 10**LONGEST:
        return figures(str(number), locale)
    words = _words(number, language_of(locale), "ordinal").replace(",", "")
    return words.replace(" and ", " ") if country(locale) in ("US", "PH", "CA") else words


def year(number: int, locale: str) -> str:
    """1952 -> "nineteen fifty-two"; other languages read a year as a number."""
    if language_of(locale) != "en" or not 1100 <= number <= 2099 or 2000 <= number <= 2009:
        return cardinal(number, locale)
    high, low = divmod(number, 100)
    if low == 0:
        return f"{cardinal(high, locale)} hundred"
    return f"{cardinal(high, locale)} {'oh ' if low < 10 else ''}{cardinal(low, locale)}"


def figures(digits: str, locale: str, zero: str = "") -> str:
    """Each figure by itself: "oh two oh"; `zero` is what a nought is called."""
    names = _DIGITS[language_of(locale)].split()
    return " ".join(zero if zero and c == "0" else names[int(c)] for c in digits if c.isdigit())


def number(text: str, locale: str) -> str:
    """A number without grouping, its decimals behind a point ("3.50"), in words."""
    whole, _, part = text.partition(".")
    if len(whole) > LONGEST or (len(whole) > 1 and whole[0] == "0"):
        spoken = figures(whole, locale)
    else:
        spoken = cardinal(int(whole or 0), locale)
    if part:
        spoken += f" {_POINT[language_of(locale)]} {_decimals(part, locale)}"
    return spoken


def roman_value(numeral: str) -> int:
    """XIV -> 14."""
    values = [_ROMAN[letter] for letter in numeral]
    return sum(
        -value if any(after > value for after in values[i + 1 : i + 2]) else value for i, value in enumerate(values)
    )


def fraction_of(sign: str) -> tuple[int, int]:
    """(a, b) of a sign such as ¾; (0, 0) of one that is no simple fraction."""
    value = unicodedata.numeric(sign)
    b = next((n for n in range(2, 11) if abs(value * n - round(value * n)) < 1e-6), 0)
    return round(value * b), b


def minus(locale: str) -> str:
    """What stands for a minus sign."""
    return {"es": "menos", "fr": "moins", "it": "meno", "pt": "menos"}.get(language_of(locale), "minus")


def _decimals(part: str, locale: str) -> str:
    """Behind the point: one by one in English; elsewhere as a number where it is short."""
    if language_of(locale) == "en" or len(part) > 2:
        return figures(part, locale)
    zeros = len(part) - len(part.lstrip("0"))
    rest = part.lstrip("0")
    return " ".join(filter(None, [figures("0" * zeros, locale), cardinal(int(rest), locale) if rest else ""]))


@functools.lru_cache(maxsize=4096)
def _words(number: int, language: str, to: str) -> str:
    from num2words import num2words

    return num2words(number, lang=language, to=to)
