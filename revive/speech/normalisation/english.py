"""English as it is typed -> as it is said, rule by rule in this order."""

from __future__ import annotations

import re
import unicodedata

from revive.speech.normalisation.english_amounts import (
    any_name_roman,
    each_unit,
    feet_and_inches,
    fraction_of_unit,
    fraction_sign,
    king,
    measured,
    money,
    numbered,
    old_money,
    pence,
    plain_number,
    range_end,
    ranged,
    spoken_number,
    telephone,
    temperature,
    typed_fraction,
    with_stop,
)
from revive.speech.normalisation.english_dates import (
    TIME_OF_DAY,
    bare_time,
    bare_time_range,
    date_in_figures,
    day_month,
    days_month,
    decade,
    iso_date,
    month_day,
    month_days,
    spoken_part_of_day,
    time_of_day,
    time_range,
)
from revive.speech.normalisation.english_tables import (
    ABBREVIATIONS,
    ADDRESS,
    AMPM,
    BEFORE_NUMBER,
    CURRENCY,
    DAY_PARTS,
    DAYS,
    EACH,
    MAGNITUDES,
    MONTH,
    NUMBER,
    NUMBERED,
    ROMAN,
    ROYAL,
    SHORT_MONTHS,
    TOP_DOMAINS,
    UNITS,
    WEB,
)
from revive.speech.normalisation.english_words import small_sound, unstretched, without_capitals
from revive.speech.normalisation.numbers import cardinal, figures, ordinal
from revive.speech.normalisation.rules import alternatives, apply, rule

_LETTER_A = "\ue000"  # until all is done; then a mark with its sound


def english(text: str, locale: str) -> str:
    """English in words; punctuation stays. `locale` as of `resolve_locale`."""
    text = unicodedata.normalize("NFC", text).translate(_TYPED)
    text = apply(_WORDS, text, locale)
    text = without_capitals(text)
    text = apply(_FIGURES, text, locale)
    return re.sub(r"\s+([,.;:!?])", r"\1", re.sub(r"\s+", " ", text)).strip()


def with_sounds(text: str) -> str:
    """`text`, which is English in words, with pronunciations where its spelling would mislead a voice: the letter A, shh."""
    return apply(_SOUNDS, text, "").replace(_LETTER_A, "[A](/eɪ/)")


_TYPED = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "‒": "-", "―": "—", "−": "-", "º": "°",
     "℃": "°C", "℉": "°F", "㎡": " m²", "㎞": " km", "㎏": " kg", "㎝": " cm", "㎜": " mm", "™": "", "®": "", "©": " copyright ",
     "…": "…", "•": " ", "·": " ", "⁄": "/", "∕": "/", "％": "%", "＋": "+", "＆": "&", "№": " No. ",
     **{chr(0xFF10 + i): str(i) for i in range(10)}}
)  # fmt: skip


def _letters(word: str) -> str:
    """Letters one by one; "A" must not become the article."""
    return " ".join(_LETTER_A if c in "Aa" else c.upper() for c in word if c.isalpha())


def _web(match: re.Match[str]) -> str | None:
    address = re.sub(r"^https?://", "", match.group())
    if not re.search(r"[A-Za-z]", address) or re.fullmatch(r"[A-Z]\.[A-Z]+", address):
        return None
    said = []
    for part in re.findall(r"[A-Za-z]+|\d+|[^A-Za-z\d]", address):
        if part.isalpha():
            said.append(
                _letters(part)
                if part.lower() in ("www", "uk", "us", "ie", "nz", "au", "eu", "tv", "io", "ca", "za")
                else part
            )
        elif part.isdigit():
            said.append(figures(part, "en-US") if len(part) > 4 or part[0] == "0" else cardinal(int(part), "en-US"))
        else:
            said.append(ADDRESS.get(part, ""))
    return " ".join(filter(None, said))


def _street(match: re.Match[str]) -> str:
    return f"{match[1]} {'Street' if match[2] == 'St' else 'Drive'}"


def _initials(match: re.Match[str]) -> str:
    ends = match.group().endswith(".") and not match.string[match.end() :].strip()
    return _letters(match.group()) + ("." if ends else "")


_WORDS = (
    rule("an e-mail address", rf"[\w.+-]+@(?:[\w-]+\.)+(?:{TOP_DOMAINS})\b", _web),
    rule("a web address", rf"(?<![\w@.])(?:{WEB})(?!\w)", _web),
    rule("a word for a search", r"(?<!\w)#(?=[A-Za-z])(\w+)", lambda m: "hashtag " + re.sub(r"(?<=[a-z])(?=[A-Z])", " ", m[1])),
    rule("somebody's name on the web", r"(?<!\w)@(?=[A-Za-z])", "at "),
    rule("a name in pointed brackets", r"<([^<>]*[A-Za-z][^<>]*)>", r"\1"),
    rule("a stretched word", r"(?<![\w.@])(?=[^\W\d_]*([^\W\d_])\1{2,})[^\W\d_]+(?![\w@])", unstretched, re.IGNORECASE),
    rule("a.m. and p.m.", r"(?<=\d)\s?([AaPp])\.\s?[Mm]\.(?=\s+[A-Z]|\s*$)", lambda m: f" {m[1].lower()}m."),
    rule("a.m. and p.m.", r"(?<=\d)\s?([AaPp])\.\s?[Mm]\b\.?", lambda m: f" {m[1].lower()}m"),
    rule("and Company", r"& Co\b\.?(?!\w)", "and Company"),
    rule("and Sons", r"\bCo\.(?=\s+(?:Ltd|Limited|Inc)|\s*$|,)", "Company"),
    rule("a day", rf"\b({alternatives(DAYS)})\.(?=,|\s+(?:\d|the \d|{MONTH}|morning|afternoon|evening|night|at\b|and\b|to\b|&))", lambda m: DAYS[m[1]]),
    rule("a day", rf"(?<=[Oo]n |xt |st |ry |is )({alternatives(DAYS)})\.", lambda m: DAYS[m[1]]),
    rule("a day", rf"\b({alternatives(DAYS)})(?=,? \d{{1,2}}(?:st|nd|rd|th)? {MONTH}|,? {MONTH} \d| ?[-–] ?(?:{alternatives(DAYS)})\b)", lambda m: DAYS[m[1]]),
    rule("days", rf"(?<=day) ?[-–] ?({alternatives(DAYS)})\b\.?", lambda m: f" to {DAYS[m[1]]}"),
    rule("Saint", r"\bSt\.? (?=[A-Z][a-z]+(?:'s|\b)(?! (?:\d|is\b)))(?<![a-z] St )(?<![a-z] St\. )", "Saint "),
    rule("a street", r"\b([A-Z][a-z]+|\d+(?:st|nd|rd|th)) (St|Dr)\b\.?(?! [A-Z][a-z]+ (?:and|is|was))(?!\w)", _street),
    rule("Saint", r"\bSt\.? (?=[A-Z])", "Saint "),
    rule("Doctor", r"\bDr\b\.?(?=$| [A-Z(\[]| (?:and|&) (?:Mrs|Mr|Dr)\b)", "Doctor"),
    rule("Reverend", r"\b(?:Rev|Revd)\b\.? (?=[A-Z])", "Reverend "),
    rule("an abbreviation before a number", rf"(?<![\w.'])({alternatives(BEFORE_NUMBER)})\s?(?=[\d(+])", lambda m: BEFORE_NUMBER[m[1]] + " "),
    rule("a number", r"\b([Mm]y|[Oo]ur|[Yy]our|[Hh]is|[Hh]er|[Tt]he|phone|house|room) no\.(?= (?:is|was|of)\b)", r"\1 number"),
    rule("et cetera", r"(?<!\w)etc\.(?=\s*$)", "et cetera."),
    rule("an abbreviation", rf"(?<![\w.&/'])({alternatives(ABBREVIATIONS)})(?![\w/])", lambda m: ABBREVIATIONS[m[1]]),
    rule("initials", r"(?<![\w.])(?:[A-Z]\.\s?){2,}(?=[A-Z][a-z]|\W|$)", lambda m: _initials(m) + (" " if m.group()[-1:] == " " or m.string[m.end():m.end()+1].isalnum() else "")),
    rule("initials", r"(?<![\w.'])(?:[A-Z]\.){2,}[A-Z]?(?![\w])", _initials),
    rule("an initial", r"(?<![\w.'])([A-HJ-Z])\. (?=[A-Z][a-z])", lambda m: _letters(m[1]) + " "),
    rule("either", r"\b(he|she|his|her|him|and|mum|mom|dad|either)/(or|she|he|hers?|his|him|dad|mum|mom)\b", r"\1 or \2", re.IGNORECASE),
    rule("and or", r"\band or or\b", "and or"),
)  # fmt: skip


_FIGURES = (
    rule("a telephone number", r"(?<![\w.,$£€/-])(?:\+\d{1,3}[ -]?)?(?:\(\d+\) ?)?\d{2,6}(?:[ -]\d{2,6})+(?![\w%-]|[.,:/]\d)", telephone),
    rule("a telephone number", r"(?<![\w.,$£€/-])(?:\+\d{7,15}|0\d{9,10})(?![\w%]|[.,:]\d)", lambda m, locale: ("plus " if m.group()[0] == "+" else "") + figures(m.group(), locale, zero="oh")),
    rule("a date", r"(?<![\w.])(\d{4})-(\d{1,2})-(\d{1,2})(?!\w)", iso_date),
    rule("a date", r"(?<![\w./])((?:[Oo]n )?the )?(\d{1,2})([/.-])(\d{1,2})\3((?:1[5-9]|20)\d\d|\d\d)(?!\w|[/-]\d|\.\d)", date_in_figures),
    rule("a day and month", r"(?<![\w./])\b((?:[Oo]n|[Bb]orn|[Ss]ince|[Uu]ntil|[Dd]ated) (?:the )?)(\d{1,2})(/)(\d{1,2})()(?![\w/]|\.\d)", date_in_figures),
    rule("days of a month", rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s?(?:[-–—]|to)\s?(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({MONTH})", days_month),
    rule("days of a month", rf"\b({MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?\s?(?:[-–—]|to)\s?(\d{{1,2}})(?:st|nd|rd|th)?(?!\w|[.:]\d|,\d)", month_days),
    rule("a month and day", rf"\b({MONTH}) (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?![\w:%]|[.,]\d)(?:,? ((?:1[1-9]|20)\d\d)\b)?", month_day),
    rule("a day and month", rf"(?<![\w.$£€])((?:[Oo]n )?the )?(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({MONTH})(?![a-z])(?:,? ((?:1[1-9]|20)\d\d)\b)?", day_month),
    rule("a month", rf"(?<!\w)({alternatives(SHORT_MONTHS)})\.?(?=,? (?:1[1-9]|20)\d\d\b)(?<!May)", lambda m: SHORT_MONTHS[m[1]]),
    rule("times", rf"(?<![\w.,:$£€]){TIME_OF_DAY}\s?(?P<first>[AaPp]\.?[Mm]\b\.?)?\s?(?:[-–—]|to|until)\s?(?P<hour2>\d{{1,2}})(?:[:.](?P<minute2>\d\d))?\s?{AMPM}", time_range),
    rule("a time", rf"(?<![\w.,:$£€]){TIME_OF_DAY}\s?{AMPM}", time_of_day),
    rule("a time", rf"(?<![\w.,:$£€])(\d{{1,2}})(?:[.:](\d\d))? ?({DAY_PARTS})\b", spoken_part_of_day),
    rule("times", r"(?<![\w.,:])(\d{1,2}):(\d\d)\s?[-–—]\s?(\d{1,2}):(\d\d)(?![\w:])", bare_time_range),
    rule("a time", r"(?<![\w.,:])(\d{1,2}):(\d\d)(?::(\d\d))?(?![\w:])", bare_time),
    rule("a time", r"(?<=\b[Aa]t )(\d{1,2})\.([0-5]\d)()(?![\w%]|\.\d)(?! (?:percent|per|degrees|pounds|dollars|miles|metres|meters))", bare_time),
    rule("an amount of money", rf"(?P<minus>(?<!\w)-)?(?<![A-Za-z])(?P<sign>{CURRENCY})\.?\s?(?P<amount>{NUMBER})(?:\s?(?P<big>{alternatives(MAGNITUDES)})(?![\w]))?(?!\d)", money),
    rule("an amount of money", rf"(?<![\w.,])(?P<amount>{NUMBER})\s?(?:(?P<big>{alternatives(MAGNITUDES)})\s?)?(?P<sign>{CURRENCY})(?![\w])", money),
    rule("pence and cents", rf"(?<![\w.,£$€])({NUMBER})\s?(¢|p\b(?!\.m|\w))", pence),
    rule("cents", r"(?<![\w.,£$€])(\d{1,2})(c)(?!\w)", pence),
    rule("a king or pope", rf"\b((?:(?:{ROYAL})(?: [A-Z][a-z]+)?))\.? ({ROMAN})\b(?![.'’]\w)", king),
    rule("a numbered thing", rf"\b({NUMBERED}) ({ROMAN})\b(?!\.\w)", numbered),
    rule("a name with a number", r"\b([A-Z][a-z]+(?: [A-Z][a-z]+)?),? ((?=[IVX]{2,})(?:X{0,2})(?:IX|IV|V?I{0,3}))\b(?![.'’]\w)", any_name_roman),
    rule("nine eleven", r"(?<![\w/])9/11(?![\w/])", "nine eleven"),
    rule("round the clock", r"(?<![\w/])24/7(?![\w/])", "twenty-four seven"),
    rule("half each", r"(?<![\w/])50/50(?![\w/])", "fifty fifty"),
    rule("a fraction", r"(?<![\w/.,])(?:(?P<whole>\d+)[ -](?:and )?)?(?P<a>\d{1,2})/(?P<b>\d{1,3})(?:ths?|rds?|nds?)?(?![\w/])", typed_fraction),
    rule("a fraction", r"(?:(?<![\d.,])(?P<whole>\d+)\s?)?(?P<sign>[¼-¾⅐-⅞])", fraction_sign),
    rule("a decade", r"(?<![\w.,])'?((?:1[1-9]|20)\d0|[2-9]0)'?s\b", decade),
    rule("a fraction of a unit", rf"\b(half an?|(?:and (?:an? |\w+ ))?(?:half|halves|thirds?|quarters?|fifths?|sixths?|eighths?)) ({alternatives(u for u in UNITS if len(u) > 1 and u.isalpha() and u not in ('st', 'ms', 'px', 'cal', 'sec', 'min'))})\b\.?(?! [A-Z])", fraction_of_unit),
    rule("feet and inches", r"(?<![\w.])(\d)'\s?(\d{1,2})(?:\"|''|”|in\b)?(?![\w'])", feet_and_inches),
    rule("feet and inches", r"(?<![\w.])(\d{1,2}) ?ft\.? (\d{1,2}) ?ins?\b\.?", lambda m, locale: f"{cardinal(int(m[1]), locale)} {'foot' if m[1] == '1' else 'feet'} {cardinal(int(m[2]), locale)} inch{'' if m[2] == '1' else 'es'}"),
    rule("inches", r"(?<![\w.])(\d+(?:\.\d+)?)(?:\"|”| ?ins?\.)(?![\w])", lambda m, locale: f"{spoken_number(m[1], locale)} inch{'' if m[1] == '1' else 'es'}"),
    rule("a temperature", rf"(?:(?<![\w.])(-))?(?<![\w.])({NUMBER})\s?°\s?([CFcf])?(?!\w)", temperature),
    rule("ranges with a unit", rf"(?<![\w.-])({NUMBER})\s?[-–]\s?({NUMBER})(?=\s?(?:{alternatives(UNITS)})(?!\w))", lambda m, locale: f"{range_end(m[1], locale)} to {m[2]}"),
    rule("shillings and pence", r"(?<![\w.,])(\d{1,2})s\.?\s?(\d{1,2})d\b\.?", old_money),
    rule("plus or minus", r"\s?(?:\+/-|±)\s?", " plus or minus "),
    rule("something with a unit", rf"(?<![\w.,])({NUMBER})\s?({alternatives(UNITS)})(?![\w²³])\.?(?=\s+[a-z]|[,;:!?)]|\s*$|\s|\.|-|/|')", lambda m, locale: with_stop(measured(m, locale), m)),
    rule("for each unit", rf"(?:(?<=[\w.)])(/)|\b(an?|per|each|every) )({alternatives(EACH)})\b(?!['/])", each_unit),
    rule("a multiplication", r"(?<=\d)\s?[x×]\s?(?=\d)", " by "),
    rule("times as much", r"(?<=\d)x\b", " times"),
    rule("a score", r"(?<![\w.])(\d{1,2})-(\d{1,2})(?= (?:win|victory|defeat|draw|loss))", lambda m, locale: f"{cardinal(int(m[1]), locale)} {cardinal(int(m[2]), locale)}"),
    rule("a range", r"(?<![\w.,-])(\d{1,4})\s?[–—-]\s?(\d{1,4})(?![\w-]|[.,]\d)", ranged),
    rule("a short year", r"(?<![\w])'(\d\d)\b(?!')", lambda m, locale: f"{'oh ' if m[1][0] == '0' else ''}{cardinal(int(m[1]), locale)}"),
    rule("an ordinal", r"(?<![\w.,])(\d{1,3}(?:,\d{3})*|\d+) ?(?:st|nd|rd|th)\b(?<!\d [snrt][tdh])", lambda m, locale: ordinal(int(m[1].replace(",", "")), locale)),
    rule("two words in one", r"(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\d)", " "),
    rule("per cent", r"\s?%", " percent"),
    rule("less than", r"(?<=\d) ?< ?(?=\d)", " less than "),
    rule("more than", r"(?<=\d) ?> ?(?=\d)", " more than "),
    rule("minus", r"(?<![\w)\]])[-](?=\d)", "minus "),
    rule("plus", r"(?<!\w)\+(?=\d)", "plus "),
    rule("a sum", r"(?<=[\d)]) ?\+ ?(?=[\d(])", " plus "),
    rule("a difference", r"(?<=\d) - (?=\d)", " minus "),
    rule("a division", r"(?<=\d) ?÷ ?(?=\d)", " divided by "),
    rule("equals", r"(?<=\S) ?= ?(?=\S)", " equals "),
    rule("a number", r"(?<![.])(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+", plain_number),
    rule("and", r"\s?&\s?", " and "),
    rule("plus", r"(?<=\w) ?\+ ?(?=\w)", " plus "),
    rule("at", r"(?<=\s)@(?=\s)", "at"),
    rule("degrees", r"°", " degrees "),
    rule("a sign that is not said", r"[*_^~|\\{}<>#=+@/]+", " "),
)  # fmt: skip


_SOUNDS = (
    rule("a small sound", r"(?<![\w'])(?:[Ss]+[Hh]{2,}|[Ss][Hh]+|[Hh][Mm]{2,}|[Mm]{3,}|[Bb][Rr]{2,}|[Pp]+[Ss]+[Tt]+|[Gg][Rr]{2,}|[Mm][Hh][Mm]+|[Pp]f{2,}|[Tt]sk)(?![\w'])", small_sound),
)  # fmt: skip
