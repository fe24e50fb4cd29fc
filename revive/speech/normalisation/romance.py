"""Spanish, French, Italian and Portuguese as they are typed -> as they are said.

The rules are the same in all four; their words stand in `TABLES`. Names of months, currencies and units are those of
the Unicode Common Locale Data Repository, which Babel carries.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from revive.speech.normalisation.numbers import figures, language_of, minus
from revive.speech.normalisation.romance_amounts import (
    century,
    dated,
    day_and_month,
    first_king,
    fraction,
    half_unit,
    king,
    measured,
    money,
    month_names,
    ordinal_figure,
    plain_number,
    telephone,
    temperature,
    time_of_day,
    times_of_day,
)
from revive.speech.normalisation.romance_tables import (
    CURRENCIES,
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
    months = alternatives(month_names(language))
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
    centuries = {"es": "[Ss]iglo", "fr": "NEVER", "it": "[Ss]ecolo", "pt": "[Ss]éculo"}[language]
    return (
        rule("a web address", _WEB.pattern, _web),
        rule("a name in pointed brackets", r"<([^<>]*[^\W\d_][^<>]*)>", r"\1"),
        rule("a word for a search", r"(?<!\w)[#@](?=[^\W\d_])", ""),
        rule("a stretched word", r"(?<![\w])(?=[^\W\d_]*([^\W\d_])\1{2,})[^\W\d_]+(?!\w)", _unstretched, re.IGNORECASE),
        rule("an abbreviation before a number", rf"(?<![\w.])({alternatives(table.before_number)})\s?(?=\d)", lambda m: table.before_number[m[1]] + " "),
        rule("a title", rf"(?<![\w.])({alternatives(table.titles)})\s?(?=[A-ZÀ-ÝŒ])", lambda m: _as_begun(m, table.titles[m[1]]) + ("" if table.titles[m[1]].endswith(" ") else " ")),
        rule("an abbreviation", rf"(?<![\w.])({alternatives(table.abbreviations)})(?!\w)", lambda m: _as_begun(m, table.abbreviations[m[1]]) + ("." if m[1].endswith(".") and not m.string[m.end():].strip() else "")),
        rule("a telephone number", r"(?<![\w.,$£€/-])(?:\+\d{1,3}[ .-]?)?(?:\(\d+\) ?)?\d{2,4}(?:[ .-]\d{2,4}){2,}(?![\w%-]|[.,:/]\d)", telephone),
        rule("a date", r"(?<![\w/.])(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?![\w-])", dated),
        rule("a date", r"(?<![\w/.])(?P<d>\d{1,2})(?P<s>[/.-])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4}|\d\d)(?![\w/])", dated),
        rule("a day and month", rf"(?<![\w/.,])(?P<d>\d{{1,2}})(?:º|°|er|o\b)?{of}(?P<month>{months})\b{of_year}", day_and_month, re.IGNORECASE),
        rule("times", rf"(?<![\w.,:]){clock}{hour_end}\s?(?:[-–—]|{table.to})\s?{clock2}{hour_end}(?![\w:])", times_of_day),
        rule("a time", rf"(?<![\w.,:]){clock}{hour_end}(?![\w:])", time_of_day),
        rule("a time", rf"(?<![\w.,:])(?P<h>\d{{1,2}})(?:[.:](?P<min>\d\d))?(?=\s(?:{of_day}))", time_of_day),
        rule("a time", r"(?<![\w.,:])(?P<h>\d{1,2})(?:[.:](?P<min>\d\d))?\s?(?P<half>[ap])\.?\s?m\b\.?", lambda m, locale: f"{time_of_day(m, locale) or m.group()} {am[m['half'].lower()]}", re.IGNORECASE),
        rule("an amount of money", rf"(?<![A-Za-z])(?P<sign>{signs})\s?{amount}(?:\s?(?P<big>[kKmM]|mil|mille|mila|millones|millions|milioni|milhões|million|milhão|millón)(?:\s(?:de|di)|\sd')?(?!\w))?", money),
        rule("an amount of money", rf"(?<![\w.,]){amount}\s?(?:(?P<big>[kKmM]|mil|mille|mila|millones|millions|milioni|milhões)\s?(?:(?:de|di)\s|d')?)?(?P<sign>{signs})(?!\w)", money),
        rule("a fraction", r"(?<![\w/.,])(?:(?P<whole>\d+)[ ]?)?(?P<a>\d{1,2})/(?P<b>\d{1,2})(?P<sign>)(?![\w/])", fraction),
        rule("half a unit", rf"\b({table.half.split()[-1]}) ({alternatives(unit for unit in UNITS if len(unit) > 1)})(?!\w)", half_unit),
        rule("a fraction", r"(?:(?<![\d.,])(?P<whole>\d+)\s?)?(?P<sign>[¼-¾⅐-⅞])(?P<a>)(?P<b>)", fraction),
        rule("a century", rf"\b({centuries}) ({_ROMAN})\b", century),
        rule("a century", rf"\b()({_ROMAN})e(?= siècle)" if language == "fr" else r"(?!)", lambda m, locale: century(m, locale).strip()),
        rule("the first of the name", r"\b([A-ZÀ-Ý][a-zà-ÿ]+) I(er|re|ère)\b", first_king),
        rule("a king or pope", rf"\b([A-ZÀ-Ý][a-zà-ÿ]+(?: [A-ZÀ-Ý][a-zà-ÿ]+)?) ((?=[IVX]{{2,}}){_ROMAN}|[VI](?=[\s,.!?;]|$))(?!['’\w])", king),
        rule("a temperature", rf"(?P<minus>(?<!\w)-)?(?<![\w.,]){amount}\s?[°º]\s?(?P<scale>[CF])?(?!\w)", lambda m, locale: temperature(m, locale) if m["scale"] or m["minus"] else None),
        rule("something with a unit", rf"(?<![\w.,]){amount}\s?(?P<unit>{alternatives(UNITS)})(?![\w²³'])", measured),
        rule("an ordinal", rf"(?<![\w.,])(\d{{1,3}}){ordinal_end}(?!\w)", ordinal_figure),
        rule("degrees", r"°", {"es": " grados", "fr": " degrés", "it": " gradi", "pt": " graus"}[language]),
        rule("a multiplication", r"(?<=\d)\s?[x×]\s?(?=\d)", f" {table.by} "),
        rule("a range", r"(?<=\d)\s?[–—-]\s?(?=\d)", f" {table.to} "),
        rule("minus", r"(?<![\w)])-(?=\d)", f"{minus(language + '-')} "),
        rule("a sum", r"\s?\+\s?(?=\w)", f" {table.plus} "),
        rule("equals", r"(?<=\S) ?= ?(?=\S)", f" {table.equals} "),
        rule("per cent", r"\s?%", f" {table.percent}"),
        rule("two words in one", r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)", " "),
        rule("a number", r"(?:\d{1,3}(?:[. ]\d{3})+(?!\d)|\d+)(?:,\d+|\.\d{1,2}(?!\d))?", plain_number),
        rule("and", r"\s?&\s?", f" {table.and_} "),
        rule("a sign that is not said", r"[*_^~|\\{}<>#=+@/]+", " "),
    )  # fmt: skip


def _as_begun(match: re.Match[str], words: str) -> str:
    """With a capital where the sentence begins with it."""
    return words if re.search(r"\w", match.string[: match.start()]) else words[:1].upper() + words[1:]
