"""English amounts in words: money, measures, fractions, ranges, Roman numerals, telephone numbers."""

from __future__ import annotations

import re

from revive.speech.normalisation.english_tables import CURRENCIES, FRACTIONS, MAGNITUDES, UNITS
from revive.speech.normalisation.locale import METRE, country
from revive.speech.normalisation.numbers import (
    LONGEST,
    cardinal,
    figures,
    fraction_of,
    minus,
    number,
    ordinal,
    roman_value,
    year,
)


def value_of(text: str) -> float:
    return float(text.replace(",", "").replace(" ", ""))


def spoken_number(text: str, locale: str) -> str:
    return number(text.replace(",", "").replace(" ", ""), locale)


def money(match: re.Match[str], locale: str) -> str | None:
    sign, amount, big = match["sign"], match["amount"], match["big"]
    one, many, part, parts = CURRENCIES[sign.rstrip(".")]
    minus_sign = f"{minus(locale)} " if match.groupdict().get("minus") else ""
    note = re.match(
        r"[ -](?:note|bill|coin|ticket|voucher|cheque|check|bet|prize|gift card|bag|suit|stamp)s?\b",
        match.string[match.end() :],
    )
    if big:
        return f"{minus_sign}{spoken_number(amount, locale)} {MAGNITUDES[big]} {one if note else many}"
    whole, _, rest = amount.replace(",", "").replace(" ", "").partition(".")
    if rest and (len(rest) != 2 or not part):
        return f"{minus_sign}{spoken_number(amount, locale)} {many}"
    said = []
    if int(whole) or not int(rest or 0):
        said.append(f"{spoken_number(whole, locale)} {one if int(whole) == 1 or note else many}")
    if rest and int(rest):
        said.append(f"{cardinal(int(rest), locale)} {part if int(rest) == 1 else parts}")
    return minus_sign + " and ".join(said)


def pence(match: re.Match[str], locale: str) -> str:
    names = {"p": ("penny", "pence"), "¢": ("cent", "cents"), "c": ("cent", "cents")}[match[2]]
    return f"{spoken_number(match[1], locale)} {names[0] if value_of(match[1]) == 1 else names[1]}"


def king(match: re.Match[str], locale: str) -> str | None:
    if match[2] in ("I", "X", "C", "L", "V") and re.match(r"'|\.\w", match.string[match.end() :]):
        return None
    if match[2] == "I" and re.match(
        r"\s+(?:am|was|have|had|will|would|can|could|do|did|love|miss|know|think|want|hope|remember|'|saw|went|met)\b",
        match.string[match.end() :],
    ):
        return None
    return f"{match[1]} the {ordinal(roman_value(match[2]), locale)}"


def any_name_roman(match: re.Match[str], locale: str) -> str:
    return f"{match[1]} the {ordinal(roman_value(match[2]), locale)}"


def numbered(match: re.Match[str], locale: str) -> str:
    return f"{match[1]} {cardinal(roman_value(match[2]), locale)}"


def fraction(a: int, b: int, locale: str) -> str:
    one, many = FRACTIONS.get(b, (ordinal(b, locale), ordinal(b, locale) + "s"))
    if a == 1:
        return f"{'an' if one[0] in 'aeiou' else 'a'} {one}"
    return f"{cardinal(a, locale)} {many}"


def typed_fraction(match: re.Match[str], locale: str) -> str | None:
    whole, a, b = match["whole"], int(match["a"]), int(match["b"])
    if not 0 < a < b <= 100 or (b > 12 and b not in (16, 20, 32, 50, 64, 100)):
        return None
    return whole_and_fraction(whole, a, b, match, locale)


def fraction_sign(match: re.Match[str], locale: str) -> str | None:
    a, b = fraction_of(match["sign"])
    return whole_and_fraction(match["whole"], a, b, match, locale) if b else None


def whole_and_fraction(whole: str | None, a: int, b: int, match: re.Match[str], locale: str) -> str:
    behind = match.string[match.end() :]
    if whole:
        return f"{cardinal(int(whole), locale)} and {fraction(a, b, locale)}" + (
            "" if behind[:1] in ("", " ", "-", ".", ",", "!", "?") else " "
        )
    said = fraction(a, b, locale)
    if (a, b) == (1, 2):
        noun = re.match(r"[ -](?!of\b|an?\b|the\b|my\b|your\b|way\b|past\b|and\b|is\b|was\b|or\b|to\b)([a-z]+)", behind)
        if re.match(r" (?:an?|the|my|your|our|his|her)\b", behind):
            return "half"
        before = match.string[: match.start()].rstrip().rpartition(" ")[2].lower()
        if noun and not noun[1].endswith("s") and before not in ("a", "the", "an", "one"):
            return f"half {'an' if noun[1][0] in 'aeiou' or noun[1].startswith('hour') else 'a'}"
        return "half" if before in ("a", "the") else "a half" if noun or not re.match(r" of\b", behind) else "half"
    return (
        said.partition(" ")[2]
        if said.startswith(("a ", "an ")) and re.search(r"\b(?:a|an|the|one)\s+$", match.string[: match.start()])
        else said
    )


def measured(match: re.Match[str], locale: str) -> str | None:
    amount, name = match[1], match[2]
    if len(name) == 1 and re.match(r"'|\.[A-Za-z\d]", match.string[match.end() :]):
        return None  # 5 m's
    one, many = UNITS[name]
    if name == "st" and not re.search(r"\d\s+st$", match.group()) and int(value_of(amount)) % 10 == 1:
        return None  # 21st
    words = by_country(one if value_of(amount) == 1 else many, locale)
    return f"{spoken_number(amount, locale)} {words}"


def fraction_of_unit(match: re.Match[str], locale: str) -> str:
    """half a km, three quarters of a teaspoon, one and a half hours."""
    one, many = (by_country(name, locale) for name in UNITS[match[2]])
    if match[1].startswith("half a"):
        return f"half {'an' if one[0] in 'aeiou' or one == 'hour' else 'a'} {one}"
    if match[1].startswith("and "):
        return f"{match[1]} {many}"
    return f"{match[1]} of {'an' if one[0] in 'aeiou' or one == 'hour' else 'a'} {one}"


def by_country(unit: str, locale: str) -> str:
    return unit.replace("metre", "meter").replace("litre", "liter") if country(locale) in METRE else unit


def old_money(match: re.Match[str], locale: str) -> str:
    """Shillings and pence of before 1971: 10s 6d."""
    shillings, pence = int(match[1]), int(match[2])
    return f"{cardinal(shillings, locale)} shilling{'' if shillings == 1 else 's'} and {cardinal(pence, locale)}pence"


def each_unit(match: re.Match[str], locale: str) -> str:
    """a kg, per km, /kg: the unit by its name."""
    unit = by_country(UNITS[match[3]][0], locale)
    return f" per {unit}" if match[1] else f"{match[2]} {unit}"


def temperature(match: re.Match[str], locale: str) -> str:
    scale = {"C": " Celsius", "F": " Fahrenheit"}.get((match[3] or "").upper(), "")
    sign = f"{minus(locale)} " if match[1] else ""
    return f"{sign}{spoken_number(match[2], locale)} degree{'' if value_of(match[2]) == 1 and not sign else 's'}{scale}"


def feet_and_inches(match: re.Match[str], locale: str) -> str:
    inches = f" {spoken_number(match[2], locale)}" if match[2] else ""
    return f"{cardinal(int(match[1]), locale)} {'foot' if inches or match[1] == '1' else 'feet'}{inches}"


def ranged(match: re.Match[str], locale: str) -> str | None:
    a, b = match[1], match[2]
    if a == b and a in ("50", "60"):
        return f"{cardinal(int(a), locale)} {cardinal(int(b), locale)}"
    return f"{range_end(a, locale)} to {range_end(b, locale, after=a)}"


def range_end(text: str, locale: str, after: str = "") -> str:
    """A number of a range: 1939–45 are years."""
    if re.fullmatch(r"1[1-9]\d\d|20\d\d", text):
        return year(int(text), locale)
    if len(text) == 2 and re.fullmatch(r"1[1-9]\d\d|20\d\d", after):
        return f"{'oh ' if text[0] == '0' else ''}{cardinal(int(text), locale)}"
    return spoken_number(text, locale)


def plain_number(match: re.Match[str], locale: str) -> str:
    text = match.group()
    if re.fullmatch(r"1[1-9]\d\d|20\d\d", text):
        return year(int(text), locale)
    digits = text.replace(",", "").replace(" ", "")
    if digits.isdigit() and (len(digits) > LONGEST or (len(digits) > 1 and digits[0] == "0")):
        return figures(digits, locale, zero="oh" if len(digits) < 5 and digits != "00" else "")
    return spoken_number(text, locale)


def telephone(match: re.Match[str], locale: str) -> str | None:
    groups = re.findall(r"\d+", match.group())
    lengths = [len(group) for group in groups]
    if sum(lengths) < 7 or lengths in ([4, 4], [4, 2, 2], [2, 2, 4]) or sum(lengths) > 15:
        return None
    if lengths[0] <= 3 and all(length == 3 for length in lengths[1:]) and match.group()[0] not in "+0(":
        return None  # 10 000 000
    said = ", ".join(figures(group, locale, zero="oh") for group in groups)
    return f"plus {said}" if match.group().startswith("+") else said


def with_stop(said: str | None, match: re.Match[str]) -> str | None:
    """With the full stop that ends the sentence, and without one that ends the abbreviation."""
    if said is None:
        return None
    ends = match.group().endswith(".") and not match.string[match.end() :].strip()
    return said + ("." if ends else "")
