"""Spanish, French, Italian and Portuguese as they are typed -> as they are said.

The rules are the same in all four; their words stand in `TABLES`. Names of months, currencies and units are those of
the Unicode Common Locale Data Repository, which Babel carries.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from revive.speech.normalisation.numbers import LONGEST, cardinal, figures, language_of, minus, number, ordinal
from revive.speech.normalisation.romance_tables import (
    CURRENCIES,
    FEMININE,
    FEMININE_UNITS,
    NAMES,
    SMALL,
    TABLES,
    UNITS,
)
from revive.speech.normalisation.rules import Rule, alternatives, apply, rule

_ROMAN = r"(?=[IVXL]+(?![^\W_e]))(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_WEB = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)+(?:com|org|net|es|fr|it|pt|br|mx|ar|eu|info)\b(?:/[\w./-]*\w)?|[\w.+-]+@(?:[\w-]+\.)+\w{2,}"
)


def romance(text: str, locale: str) -> str:
    """Spanish, French, Italian or Portuguese in words; punctuation stays."""
    text = unicodedata.normalize("NFC", text).translate(_TYPED)
    text = apply(_rules(language_of(locale)), text, locale)
    return re.sub(r"\s+([,.])", r"\1", re.sub(r"\s+", " ", text)).strip()


_TYPED = str.maketrans(
    {"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "−": "-", "℃": " °C", "℉": " °F", "㎡": " m²", "㎞": " km", "㎏": " kg",
     "™": "", "®": "", "•": " ", "⁄": "/", **{chr(0xFF10 + i): str(i) for i in range(10)}}
)  # fmt: skip


@functools.cache
def _months(language: str) -> list[str]:
    from babel.dates import get_month_names

    names = get_month_names("wide", locale=language)
    return [names[number].lower() for number in range(1, 13)]


def _whole(text: str) -> str:
    """A number as it is typed (1.234,5 or 1 234,5) with a point before its decimals and nothing else."""
    text = re.sub(r"(?<=\d)[ .'](?=\d{3}(?!\d))", "", text)
    return text.replace(",", ".")


def _counted(text: str, locale: str, *, feminine: bool = False) -> str:
    """A number before a noun: "un", "una", "veintiún", "vingt et une"."""
    table, said = TABLES[language_of(locale)], number(_whole(text), locale)
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


def _date(match: re.Match[str], locale: str) -> str | None:
    day, month, year = int(match["d"]), int(match["m"]), match["y"]
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return _day_of(day, _months(language_of(locale))[month - 1], year, locale)


def _day_of(day: int, month: str, year: str | None, locale: str) -> str:
    table = TABLES[language_of(locale)]
    if year and len(year) == 2:
        year = ("19" if int(year) > 30 else "20") + year
    said = table.first if day == 1 else cardinal(day, locale)
    parts = [said, table.of, month, *([table.of, cardinal(int(year), locale)] if year else [])]
    return " ".join(filter(None, parts))


def _day_and_month(match: re.Match[str], locale: str) -> str:
    return _day_of(int(match["d"]), match["month"].lower(), match["y"], locale)


def _time(match: re.Match[str], locale: str) -> str | None:
    hour, minute = int(match["h"]), int(match["min"] or 0)
    if hour > 24 or minute > 59:
        return None
    return TABLES[language_of(locale)].hour(hour, minute or None, locale)


def _times(match: re.Match[str], locale: str) -> str | None:
    table, hours = TABLES[language_of(locale)], [int(match["h"]), int(match["h2"])]
    minutes = [int(match["min"] or 0), int(match["min2"] or 0)]
    if max(hours) > 24 or max(minutes) > 59:
        return None
    first, second = (table.hour(hour, minute or None, locale) for hour, minute in zip(hours, minutes, strict=True))
    return f"{first} {table.to} {second}"


def _money(match: re.Match[str], locale: str) -> str:
    language = language_of(locale)
    table, code = TABLES[language], CURRENCIES[match["sign"]]
    feminine = code in FEMININE[language]
    whole, _, rest = _whole(match["amount"]).partition(".")
    one, many = _currency(code, language)
    if match["big"]:
        big = {
            "m": _million(language),
            "M": _million(language),
            "k": _thousand(language),
            "K": _thousand(language),
        }.get(match["big"], match["big"])
        single = whole == "1" and not rest
        if big == _million(language):
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
        return f"{_counted(match['amount'], locale)} {big} {de}{many}"
    said = []
    if int(whole) or not int(rest or 0):
        said.append(f"{_counted(whole, locale, feminine=feminine)} {one if int(whole) == 1 else many}")
    if rest and int(rest):
        cents = int(rest.ljust(2, "0")[:2])
        small = (SMALL.get(code) or {}).get(language) or table.cents
        said.append(f"{_counted(str(cents), locale)} {small[0] if cents == 1 else small[1]}")
    return f" {table.of_money} ".replace("  ", " ").join(said)


def _million(language: str) -> str:
    return {"es": "millones", "fr": "millions", "it": "milioni", "pt": "milhões"}[language]


def _thousand(language: str) -> str:
    return {"es": "mil", "fr": "mille", "it": "mila", "pt": "mil"}[language]


@functools.cache
def _currency(code: str, language: str) -> tuple[str, str]:
    from babel.numbers import get_currency_name

    named = NAMES[language].get(code)
    return named or (
        get_currency_name(code, count=1, locale=language),
        get_currency_name(code, count=2, locale=language),
    )


def _unit(match: re.Match[str], locale: str) -> str:
    from babel.units import format_unit

    language, name = language_of(locale), UNITS[match["unit"]]
    whole = _whole(match["amount"])
    single = whole in ("1", "1.0") or (language in ("fr", "pt") and float(whole) < 2)
    said = format_unit(1 if single else 2, name, length="long", locale=language.replace("pt", "pt_PT"))
    noun = re.sub(r"^\d+[\s\u00a0\u202f]*", "", said)
    return f"{_counted(match['amount'], locale, feminine=name in FEMININE_UNITS[language])} {noun}"


def _half_unit(match: re.Match[str], locale: str) -> str:
    from babel.units import format_unit

    said = format_unit(1, UNITS[match[2]], length="long", locale=language_of(locale).replace("pt", "pt_PT"))
    return f"{match[1]} " + re.sub(r"^\d+[\s\u00a0\u202f]*", "", said)


def _degrees(match: re.Match[str], locale: str) -> str:
    names = {"es": ("grado", "grados"), "fr": ("degré", "degrés"), "it": ("grado", "gradi"), "pt": ("grau", "graus")}[
        language_of(locale)
    ]
    scale = {"C": " Celsius", "F": " Fahrenheit"}.get((match["scale"] or "").upper(), "")
    sign = f"{minus(locale)} " if match["minus"] else ""
    return f"{sign}{_counted(match['amount'], locale)} {names[0] if match['amount'] == '1' else names[1]}{scale}"


def _fraction(match: re.Match[str], locale: str) -> str | None:
    table = TABLES[language_of(locale)]
    if match["sign"]:
        value = unicodedata.numeric(match["sign"])
        b = next((n for n in range(2, 11) if abs(value * n - round(value * n)) < 1e-6), 0)
        a = round(value * b)
    else:
        a, b = int(match["a"]), int(match["b"])
    if not 0 < a < b or b not in table.parts:
        return None
    if (a, b) == (1, 2):
        return f"{cardinal(int(match['whole']), locale)} {table.and_half}" if match["whole"] else table.half
    part = table.parts[b]
    many = part if part.endswith("s") else part[:-1] + "i" if language_of(locale) == "it" else part + "s"
    said = f"{_counted(str(a), locale)} {part if a == 1 else many}"
    return f"{cardinal(int(match['whole']), locale)} {table.and_} {said}" if match["whole"] else said


def _king(match: re.Match[str], locale: str) -> str | None:
    values = {"I": 1, "V": 5, "X": 10, "L": 50}
    figures_ = [values[c] for c in match[2]]
    value = sum(-n if i + 1 < len(figures_) and figures_[i + 1] > n else n for i, n in enumerate(figures_))
    language = language_of(locale)
    woman = (
        match[1]
        .lower()
        .endswith(
            (
                "a",
                "élisabeth",
                "elisabeth",
                "isabel",
                "beatriz",
                "beatrix",
                "marie",
                "catherine",
                "anne",
                "victoria",
                "reine",
            )
        )
    )
    if language == "fr":
        said = ("première" if woman else "premier") if value == 1 else cardinal(value, locale)
    elif language == "it" or value <= 10:
        said = ordinal(value, locale)
        said = said[:-1] + "a" if woman and said.endswith("o") else said
        said = {"primer": "primero", "tercer": "tercero"}.get(said, said)
    else:
        said = cardinal(value, locale)
    return f"{match[1]} {said}"


def _first_king(match: re.Match[str]) -> str:
    return f"{match[1]} {'première' if match[2] in ('re', 'ère') else 'premier'}"


def _century(match: re.Match[str], locale: str) -> str:
    values = {"I": 1, "V": 5, "X": 10, "L": 50}
    figures_ = [values[c] for c in match[2]]
    value = sum(-n if i + 1 < len(figures_) and figures_[i + 1] > n else n for i, n in enumerate(figures_))
    language = language_of(locale)
    said = (
        ordinal(value, locale)
        if language in ("fr", "it") or (language == "pt" and value <= 10)
        else cardinal(value, locale)
    )
    return f"{match[1]} {said}"


def _ordinal(match: re.Match[str], locale: str) -> str:
    language, value, end = language_of(locale), int(match[1]), match[2].lower().lstrip(".")
    said = ordinal(value, locale)
    if language == "fr":
        return "première" if value == 1 and end in ("re", "ère", "ere") else said
    if end in ("ª", "a"):
        return re.sub(r"o\b", "a", said)
    if end in ("er",) and language == "es":
        return re.sub(r"ero$", "er", said)
    return said


def _telephone(match: re.Match[str], locale: str) -> str | None:
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
    said = ", ".join(_by_twos(group, locale) for group in groups)
    return f"{TABLES[language_of(locale)].plus} {said}" if match.group()[0] == "+" else said


def _by_twos(group: str, locale: str) -> str:
    """French numbers are read in pairs, the others figure by figure."""
    if language_of(locale) == "fr" and len(group) == 2 and group[0] != "0":
        return cardinal(int(group), locale)
    return figures(group, locale)


def _web(match: re.Match[str], locale: str) -> str:
    table = TABLES[language_of(locale)]
    words = {".": table.dot, "@": table.at, "/": {"es": "barra", "fr": "slash", "it": "barra", "pt": "barra"}[language_of(locale)], "-": {"es": "guion", "fr": "tiret", "it": "trattino", "pt": "hífen"}[language_of(locale)],
             "_": {"es": "guion bajo", "fr": "tiret bas", "it": "trattino basso", "pt": "sublinhado"}[language_of(locale)]}  # fmt: skip
    parts = re.findall(r"[^\W\d_]+|\d+|[^\w]|_", re.sub(r"^https?://", "", match.group()))
    return " ".join(
        figures(p, locale)
        if p.isdigit()
        else " ".join(p.upper())
        if p == "www"
        else p
        if p.isalpha()
        else words.get(p, "")
        for p in parts
    )


def _plain(match: re.Match[str], locale: str) -> str:
    text = _whole(match.group())
    if text.isdigit() and (len(text) > LONGEST or (len(text) > 1 and text[0] == "0")):
        return figures(text, locale)
    return number(text, locale)


def _unstretched(match: re.Match[str], locale: str) -> str:
    """Letters written three times or more: graciaaas, muuuucho."""
    word = match.group()
    if word.isupper() and re.fullmatch(r"[IVXLCM]+", word):
        return word
    return re.sub(
        r"([^\W\d_])\1{2,}",
        lambda m: (
            m[1][0]
            if m[1].lower() not in "lr" or (language_of(locale) == "pt" and m[1].lower() == "l")
            else m[1] * (1 if m.end() == len(word) else 2)
        ),
        word,
        flags=re.IGNORECASE,
    )


@functools.cache
def _rules(language: str) -> tuple[Rule, ...]:
    table = TABLES[language]
    months = alternatives(_months(language))
    amount = r"(?P<amount>(?:\d{1,3}(?:[. ]\d{3})+|\d+)(?:,\d+|\.\d{1,2}(?!\d))?)"
    of = {"es": r"\s+(?:de\s+)?", "fr": r"\s+", "it": r"\s+", "pt": r"\s+(?:de\s+)?"}[language]
    of_year = {"es": r"(?:\s+(?:de\s+|del\s+)?(?P<y>\d{4}))?", "pt": r"(?:\s+(?:de\s+)?(?P<y>\d{4}))?"}.get(
        language, r"(?:\s+(?P<y>\d{4}))?"
    )
    ordinal_end = {
        "es": r"\.?(º|ª|er|ero|era|°)",
        "fr": r"(er|re|ère|ere|e|è|ème|eme|nd|nde|d)",
        "it": r"\.?(º|ª|°|o|a)",
        "pt": r"\.?(º|ª|°|o|a)",
    }[language]
    signs = alternatives(CURRENCIES)
    hour_end = {
        "es": r"(?:\s?h(?:s|rs)?\b\.?|\s?horas)?",
        "it": "",
        "pt": r"(?:\s?h\b|min\b)?",
        "fr": r"(?:\s?min\b)?",
    }[language]
    clock = {
        "es": r"(?P<h>\d{1,2}):(?P<min>\d\d)",
        "it": r"(?P<h>\d{1,2}):(?P<min>\d\d)",
        "fr": r"(?P<h>\d{1,2})\s?[hH:]\s?(?P<min>\d\d)?",
        "pt": r"(?P<h>\d{1,2})\s?[hH:]\s?(?P<min>\d\d)?",
    }[language]
    clock2 = clock.replace("<h>", "<h2>").replace("<min>", "<min2>")
    of_day = {
        "es": r"(?:de la (?:mañana|tarde|noche|madrugada))",
        "it": r"(?:di (?:mattina|sera|notte)|del (?:mattino|pomeriggio))",
        "fr": r"(?:du (?:matin|soir)|de l'après-midi)",
        "pt": r"(?:da (?:manhã|tarde|noite|madrugada))",
    }[language]
    am = {
        "es": {"a": "de la mañana", "p": "de la tarde"},
        "fr": {"a": "du matin", "p": "du soir"},
        "it": {"a": "di mattina", "p": "di sera"},
        "pt": {"a": "da manhã", "p": "da tarde"},
    }[language]
    century = {"es": "[Ss]iglo", "fr": "NEVER", "it": "[Ss]ecolo", "pt": "[Ss]éculo"}[language]
    return (
        rule("a web address", _WEB.pattern, _web),
        rule("a name in pointed brackets", r"<([^<>]*[^\W\d_][^<>]*)>", r"\1"),
        rule("a word for a search", r"(?<!\w)[#@](?=[^\W\d_])", ""),
        rule("a stretched word", r"(?<![\w])(?=[^\W\d_]*([^\W\d_])\1{2,})[^\W\d_]+(?!\w)", _unstretched, re.IGNORECASE),
        rule("an abbreviation before a number", rf"(?<![\w.])({alternatives(table.before_number)})\s?(?=\d)", lambda m: table.before_number[m[1]] + " "),
        rule("a title", rf"(?<![\w.])({alternatives(table.titles)})\s?(?=[A-ZÀ-ÝŒ])", lambda m: _as_begun(m, table.titles[m[1]]) + ("" if table.titles[m[1]].endswith(" ") else " ")),
        rule("an abbreviation", rf"(?<![\w.])({alternatives(table.abbreviations)})(?!\w)", lambda m: _as_begun(m, table.abbreviations[m[1]]) + ("." if m[1].endswith(".") and not m.string[m.end():].strip() else "")),
        rule("a telephone number", r"(?<![\w.,$£€/-])(?:\+\d{1,3}[ .-]?)?(?:\(\d+\) ?)?\d{2,4}(?:[ .-]\d{2,4}){2,}(?![\w%-]|[.,:/]\d)", _telephone),
        rule("a date", r"(?<![\w/.])(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?![\w-])", _date),
        rule("a date", r"(?<![\w/.])(?P<d>\d{1,2})(?P<s>[/.-])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4}|\d\d)(?![\w/])", _date),
        rule("a day and month", rf"(?<![\w/.,])(?P<d>\d{{1,2}})(?:º|°|er|o\b)?{of}(?P<month>{months})\b{of_year}", _day_and_month, re.IGNORECASE),
        rule("times", rf"(?<![\w.,:]){clock}{hour_end}\s?(?:[-–—]|{table.to})\s?{clock2}{hour_end}(?![\w:])", _times),
        rule("a time", rf"(?<![\w.,:]){clock}{hour_end}(?![\w:])", _time),
        rule("a time", rf"(?<![\w.,:])(?P<h>\d{{1,2}})(?:[.:](?P<min>\d\d))?(?=\s(?:{of_day}))", _time),
        rule("a time", r"(?<![\w.,:])(?P<h>\d{1,2})(?:[.:](?P<min>\d\d))?\s?(?P<half>[ap])\.?\s?m\b\.?", lambda m, locale: f"{_time(m, locale) or m.group()} {am[m['half'].lower()]}", re.IGNORECASE),
        rule("an amount of money", rf"(?<![A-Za-z])(?P<sign>{signs})\s?{amount}(?:\s?(?P<big>[kKmM]|mil|mille|mila|millones|millions|milioni|milhões|million|milhão|millón)(?:\s(?:de|di)|\sd')?(?!\w))?", _money),
        rule("an amount of money", rf"(?<![\w.,]){amount}\s?(?:(?P<big>[kKmM]|mil|mille|mila|millones|millions|milioni|milhões)\s?(?:(?:de|di)\s|d')?)?(?P<sign>{signs})(?!\w)", _money),
        rule("a fraction", r"(?<![\w/.,])(?:(?P<whole>\d+)[ ]?)?(?:(?P<a>\d{1,2})/(?P<b>\d{1,2})(?P<sign>)|(?P<sign2>\b\B))(?![\w/])", lambda m, locale: _typed_fraction(m, locale)),
        rule("half a unit", rf"\b({table.half.split()[-1]}) ({alternatives(unit for unit in UNITS if len(unit) > 1)})(?!\w)", _half_unit),
        rule("a fraction", r"(?:(?<![\d.,])(?P<whole>\d+)\s?)?(?P<sign>[¼-¾⅐-⅞])(?P<a>)(?P<b>)", _fraction),
        rule("a century", rf"\b({century}) ({_ROMAN})\b", _century),
        rule("a century", rf"\b()({_ROMAN})e(?= siècle)" if language == "fr" else r"(?!)", lambda m, locale: _century(m, locale).strip()),
        rule("the first of the name", r"\b([A-ZÀ-Ý][a-zà-ÿ]+) I(er|re|ère)\b", _first_king),
        rule("a king or pope", rf"\b([A-ZÀ-Ý][a-zà-ÿ]+(?: [A-ZÀ-Ý][a-zà-ÿ]+)?) ((?=[IVX]{{2,}}){_ROMAN}|[VI](?=[\s,.!?;]|$))(?!['’\w])", _king),
        rule("a temperature", rf"(?P<minus>(?<!\w)-)?(?<![\w.,]){amount}\s?[°º]\s?(?P<scale>[CF])?(?!\w)", lambda m, locale: _degrees(m, locale) if m["scale"] or m["minus"] else None),
        rule("something with a unit", rf"(?<![\w.,]){amount}\s?(?P<unit>{alternatives(UNITS)})(?![\w²³'])", _unit),
        rule("an ordinal", rf"(?<![\w.,])(\d{{1,3}}){ordinal_end}(?!\w)", _ordinal),
        rule("degrees", r"°", {"es": " grados", "fr": " degrés", "it": " gradi", "pt": " graus"}[language]),
        rule("a multiplication", r"(?<=\d)\s?[x×]\s?(?=\d)", f" {table.by} "),
        rule("a range", r"(?<=\d)\s?[–—-]\s?(?=\d)", f" {table.to} "),
        rule("minus", r"(?<![\w)])-(?=\d)", f"{minus(language + '-')} "),
        rule("a sum", r"\s?\+\s?(?=\w)", f" {table.plus} "),
        rule("equals", r"(?<=\S) ?= ?(?=\S)", f" {table.equals} "),
        rule("per cent", r"\s?%", f" {table.percent}"),
        rule("two words in one", r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)", " "),
        rule("a number", r"(?:\d{1,3}(?:[. ]\d{3})+(?!\d)|\d+)(?:,\d+|\.\d{1,2}(?!\d))?", _plain),
        rule("and", r"\s?&\s?", f" {table.and_} "),
        rule("a sign that is not said", r"[*_^~|\\{}<>#=+@/]+", " "),
    )  # fmt: skip


def _typed_fraction(match: re.Match[str], locale: str) -> str | None:
    return _fraction(match, locale) if match["a"] else None


def _as_begun(match: re.Match[str], words: str) -> str:
    """With a capital where the sentence begins with it."""
    return words if re.search(r"\w", match.string[: match.start()]) else words[:1].upper() + words[1:]
