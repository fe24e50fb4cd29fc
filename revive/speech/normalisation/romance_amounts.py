"""Dates, times, amounts and numbers of Spanish, French, Italian and Portuguese in words."""

from __future__ import annotations

import functools
import re

from revive.speech.normalisation.numbers import (
    LONGEST,
    cardinal,
    figures,
    fraction_of,
    language_of,
    minus,
    number,
    ordinal,
    roman_value,
)
from revive.speech.normalisation.romance_tables import (
    CURRENCIES,
    FEMININE,
    FEMININE_UNITS,
    NAMES,
    SMALL,
    TABLES,
    UNITS,
)


@functools.cache
def month_names(language: str) -> list[str]:
    from babel.dates import get_month_names

    names = get_month_names("wide", locale=language)
    return [names[number].lower() for number in range(1, 13)]


def ungrouped(text: str) -> str:
    """A number as it is typed (1.234,5 or 1 234,5) with a point before its decimals and nothing else."""
    text = re.sub(r"(?<=\d)[ .'](?=\d{3}(?!\d))", "", text)
    return text.replace(",", ".")


def counted(text: str, locale: str, *, feminine: bool = False) -> str:
    """A number before a noun: "un", "una", "veintiún", "vingt et une"."""
    table, said = TABLES[language_of(locale)], number(ungrouped(text), locale)
    one = table.feminine_one if feminine else table.one
    language = language_of(locale)
    if said in ("uno", "un", "um"):
        return one
    if language == "es":
        said = re.sub(r"veintiuno$", "veintiuna" if feminine else "veintiún", said)
        said = re.sub(r" y uno$", f" y {one}", said)
        said = re.sub(r"\buno$", one, said)
        return re.sub(r"cientos\b", "cientas", said) if feminine else said
    if language == "fr" and feminine:
        return re.sub(r"\bun$", "une", said)
    if language == "pt" and feminine:
        said = re.sub(r"\bum$", "uma", said)
        return re.sub(r"\bdois$", "duas", said)
    return said


def dated(match: re.Match[str], locale: str) -> str | None:
    day, month, year = int(match["d"]), int(match["m"]), match["y"]
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return day_of(day, month_names(language_of(locale))[month - 1], year, locale)


def day_of(day: int, month: str, year: str | None, locale: str) -> str:
    table = TABLES[language_of(locale)]
    if year and len(year) == 2:
        year = ("19" if int(year) > 30 else "20") + year
    said = table.first if day == 1 else cardinal(day, locale)
    parts = [said, table.of, month, *([table.of, cardinal(int(year), locale)] if year else [])]
    return " ".join(filter(None, parts))


def day_and_month(match: re.Match[str], locale: str) -> str:
    return day_of(int(match["d"]), match["month"].lower(), match["y"], locale)


def time_of_day(match: re.Match[str], locale: str) -> str | None:
    hour, minute = int(match["h"]), int(match["min"] or 0)
    if hour > 24 or minute > 59:
        return None
    return TABLES[language_of(locale)].hour(hour, minute or None, locale)


def times_of_day(match: re.Match[str], locale: str) -> str | None:
    table, hours = TABLES[language_of(locale)], [int(match["h"]), int(match["h2"])]
    minutes = [int(match["min"] or 0), int(match["min2"] or 0)]
    if max(hours) > 24 or max(minutes) > 59:
        return None
    first, second = (table.hour(hour, minute or None, locale) for hour, minute in zip(hours, minutes, strict=True))
    return f"{first} {table.to} {second}"


def money(match: re.Match[str], locale: str) -> str:
    language = language_of(locale)
    table, code = TABLES[language], CURRENCIES[match["sign"]]
    feminine = code in FEMININE[language]
    whole, _, rest = ungrouped(match["amount"]).partition(".")
    one, many = currency_names(code, language)
    if match["big"]:
        big = {
            "m": million(language),
            "M": million(language),
            "k": thousand(language),
            "K": thousand(language),
        }.get(match["big"], match["big"])
        single = whole == "1" and not rest
        if big == million(language):
            big = big if not single else {"es": "millón", "fr": "million", "it": "milione", "pt": "milhão"}[language]
        de = (
            {"es": "de ", "fr": "de ", "it": "di ", "pt": "de "}[language]
            if not big.startswith(("mil", "mille", "mila"))
            or ("ll" in big and big != "mille")
            or big in ("milhões", "milhão", "milioni", "milione")
            else ""
        )
        if language == "fr" and de and many[0] in "aeiouéê":
            de = "d'"
        return f"{counted(match['amount'], locale)} {big} {de}{many}"
    said = []
    if int(whole) or not int(rest or 0):
        said.append(f"{counted(whole, locale, feminine=feminine)} {one if int(whole) == 1 else many}")
    if rest and int(rest):
        cents = int(rest.ljust(2, "0")[:2])
        small = (SMALL.get(code) or {}).get(language) or table.cents
        said.append(f"{counted(str(cents), locale)} {small[0] if cents == 1 else small[1]}")
    return f" {table.of_money} ".replace("  ", " ").join(said)


def million(language: str) -> str:
    return {"es": "millones", "fr": "millions", "it": "milioni", "pt": "milhões"}[language]


def thousand(language: str) -> str:
    return {"es": "mil", "fr": "mille", "it": "mila", "pt": "mil"}[language]


@functools.cache
def currency_names(code: str, language: str) -> tuple[str, str]:
    from babel.numbers import get_currency_name

    named = NAMES[language].get(code)
    return named or (
        get_currency_name(code, count=1, locale=language),
        get_currency_name(code, count=2, locale=language),
    )


def measured(match: re.Match[str], locale: str) -> str:
    from babel.units import format_unit

    language, name = language_of(locale), UNITS[match["unit"]]
    whole = ungrouped(match["amount"])
    single = whole in ("1", "1.0") or (language in ("fr", "pt") and float(whole) < 2)
    said = format_unit(1 if single else 2, name, length="long", locale=language.replace("pt", "pt_PT"))
    noun = re.sub(r"^\d+[\s\u00a0\u202f]*", "", said)
    return f"{counted(match['amount'], locale, feminine=name in FEMININE_UNITS[language])} {noun}"


def half_unit(match: re.Match[str], locale: str) -> str:
    from babel.units import format_unit

    said = format_unit(1, UNITS[match[2]], length="long", locale=language_of(locale).replace("pt", "pt_PT"))
    return f"{match[1]} " + re.sub(r"^\d+[\s\u00a0\u202f]*", "", said)


def temperature(match: re.Match[str], locale: str) -> str:
    names = {"es": ("grado", "grados"), "fr": ("degré", "degrés"), "it": ("grado", "gradi"), "pt": ("grau", "graus")}[
        language_of(locale)
    ]
    scale = {"C": " Celsius", "F": " Fahrenheit"}.get((match["scale"] or "").upper(), "")
    sign = f"{minus(locale)} " if match["minus"] else ""
    return f"{sign}{counted(match['amount'], locale)} {names[0] if match['amount'] == '1' else names[1]}{scale}"


def fraction(match: re.Match[str], locale: str) -> str | None:
    table = TABLES[language_of(locale)]
    if match["sign"]:
        a, b = fraction_of(match["sign"])
    else:
        a, b = int(match["a"]), int(match["b"])
    if not 0 < a < b or b not in table.parts:
        return None
    if (a, b) == (1, 2):
        return f"{cardinal(int(match['whole']), locale)} {table.and_half}" if match["whole"] else table.half
    part = table.parts[b]
    many = part if part.endswith("s") else part[:-1] + "i" if language_of(locale) == "it" else part + "s"
    said = f"{counted(str(a), locale)} {part if a == 1 else many}"
    return f"{cardinal(int(match['whole']), locale)} {table.and_} {said}" if match["whole"] else said


QUEENS = (
    "a", "élisabeth", "elisabeth", "isabel", "beatriz", "beatrix", "marie", "catherine", "anne", "victoria", "reine",
)  # fmt: skip  # how their names end


def king(match: re.Match[str], locale: str) -> str | None:
    language, value = language_of(locale), roman_value(match[2])
    woman = match[1].lower().endswith(QUEENS)
    if language == "fr":
        said = ("première" if woman else "premier") if value == 1 else cardinal(value, locale)
    elif language == "it" or value <= 10:
        said = ordinal(value, locale)
        said = said[:-1] + "a" if woman and said.endswith("o") else said
        said = {"primer": "primero", "tercer": "tercero"}.get(said, said)
    else:
        said = cardinal(value, locale)
    return f"{match[1]} {said}"


def first_king(match: re.Match[str]) -> str:
    return f"{match[1]} {'première' if match[2] in ('re', 'ère') else 'premier'}"


def century(match: re.Match[str], locale: str) -> str:
    language, value = language_of(locale), roman_value(match[2])
    said = (
        ordinal(value, locale)
        if language in ("fr", "it") or (language == "pt" and value <= 10)
        else cardinal(value, locale)
    )
    return f"{match[1]} {said}"


def ordinal_figure(match: re.Match[str], locale: str) -> str:
    language, value, end = language_of(locale), int(match[1]), match[2].lower().lstrip(".")
    said = ordinal(value, locale)
    if language == "fr":
        return "première" if value == 1 and end in ("re", "ère", "ere") else said
    if end in ("ª", "a"):
        return re.sub(r"o\b", "a", said)
    if end in ("er",) and language == "es":
        return re.sub(r"ero$", "er", said)
    return said


def telephone(match: re.Match[str], locale: str) -> str | None:
    groups = re.findall(r"\d+", match.group())
    lengths = [len(group) for group in groups]
    if sum(lengths) < 8 or sum(lengths) > 15:
        return None
    if (
        match.group()[0] not in "+0("
        and lengths[0] <= 3
        and all(n == 3 for n in lengths[1:])
        and not (len(lengths) == 3 and lengths[0] == 3)
    ):
        return None
    said = ", ".join(by_twos(group, locale) for group in groups)
    return f"{TABLES[language_of(locale)].plus} {said}" if match.group()[0] == "+" else said


def by_twos(group: str, locale: str) -> str:
    """French numbers are read in pairs, the others figure by figure."""
    if language_of(locale) == "fr" and len(group) == 2 and group[0] != "0":
        return cardinal(int(group), locale)
    return figures(group, locale)


def plain_number(match: re.Match[str], locale: str) -> str:
    text = ungrouped(match.group())
    if text.isdigit() and (len(text) > LONGEST or (len(text) > 1 and text[0] == "0")):
        return figures(text, locale)
    return number(text, locale)
