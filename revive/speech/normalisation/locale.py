"""Where the words come from: it decides how a date in figures is read, and whether one says metre or meter.

A locale is a language and a country, "en-GB". Where none is chosen, the words may tell; else the computer does.
"""

from __future__ import annotations

import locale as system
import os
import re

from revive.core.errors import UserError

USUAL = {
    "en": "en-US",
    "es": "es-ES",
    "fr": "fr-FR",
    "it": "it-IT",
    "pt": "pt-PT",
    "zh": "zh-CN",
    "ja": "ja-JP",
    "hi": "hi-IN",
}
# that can be chosen on the page; the command line takes any
LOCALES = ("en-GB", "en-IE", "en-US", "en-CA", "en-AU", "en-NZ", "en-IN", "en-ZA", "es-ES", "es-MX", "es-AR", "es-US", "fr-FR",
           "fr-CA", "fr-BE", "fr-CH", "it-IT", "pt-PT", "pt-BR")  # fmt: skip
MONTH_FIRST = ("US", "PH", "PR")  # countries in which 3/4 is in March
METRE = ("US", "PH")  # countries whose English writes meter
_BRITISH = re.compile(
    r"\b(?:mum|mummy|mam|grandad|granddad|nan|nanna|nanny|gran|colour|favourite|neighbour|honour|labour|grey|centre|theatre|"
    r"realise|organise|lorry|biscuits?|cuppa|pram|nappy|flat|quid|bloody|lovely|whilst|autumn|holidays?|jumper|crisps|"
    r"fortnight|telly|rubbish|cheers|metres?|kilometres?|litres?|pence|tonne)\b|£|\d+p\b",
    re.IGNORECASE,
)
_AMERICAN = re.compile(
    r"\b(?:mom|mommy|grandpa|grandma|color|favorite|neighbor|honor|labor|gray|center|theater|realize|organize|truck|cookies?|"
    r"diaper|apartment|vacation|sweater|candy|sidewalk|gotten|y'all|fall break|miles? per hour|zip code|thanksgiving)\b|\$",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(r"\b(?:1[3-9]|2\d|3[01])[/.](?:0?[1-9]|1[0-2])[/.]\d{2,4}\b")
_MONTH_FIRST = re.compile(r"\b(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])/\d{2,4}\b")


def resolve_locale(chosen: str | None, language: str, words: str) -> str:
    """A locale such as "en-GB" for words in `language`.

    Parameters
    ----------
    chosen : "en-GB" or "en_GB"; one of another language is not used; None, or a language alone, guesses

    Raises
    ------
    UserError : `chosen` is no locale
    """
    if chosen and chosen.strip().lower() != language:
        found = re.fullmatch(r"([A-Za-z]{2,3})[-_]([A-Za-z]{2})(?:[.@].*)?", chosen.strip())
        if not found:
            raise UserError(
                "“{locale}” names no country; please write a language and a country, such as en-GB or en-US.",
                locale=chosen.strip()[:40],
            )
        if found[1].lower() == language:
            return f"{language}-{found[2].upper()}"
    if language == "en":
        if _MONTH_FIRST.search(words) and not _DAY_FIRST.search(words):
            return "en-US"
        british, american = len(_BRITISH.findall(words)), len(_AMERICAN.findall(words))
        if _DAY_FIRST.search(words) or british > american:
            return "en-GB"
        if american > british:
            return "en-US"
    return _of_computer(language) or USUAL.get(language, language)


def name_of(locale: str, language: str) -> str:
    """The name of a locale in `language`: "English (United Kingdom)"."""
    from babel import Locale
    from babel.localedata import exists

    tongue = re.split(r"[-_]", language)[0].lower()
    return Locale.parse(locale, sep="-").get_display_name(tongue if exists(tongue) else "en") or locale


def country(locale: str) -> str:
    """The country of a locale, "GB" of "en-GB"."""
    return locale.rpartition("-")[2]


def _of_computer(language: str) -> str | None:
    """The locale for which this computer is set up, if it is of that language."""
    for name in (os.environ.get("LC_TIME"), os.environ.get("LC_ALL"), os.environ.get("LANG"), system.getlocale()[0]):
        found = re.match(r"([a-z]{2,3})[-_]([A-Z]{2})", name or "")
        if found and found[1] == language:
            return f"{language}-{found[2]}"
    return None
