"""Text normalisation: write out numbers, dates, abbreviations and symbols that the voices would read wrongly.

English then goes to hibari's normaliser and Chinese to cn2an, which read plain numbers, dates, times and amounts; only
what they miss is handled here.
"""

from __future__ import annotations

import re
import unicodedata

from revive.core import telemetry
from revive.speech.text import PRONOUNCED

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_UNITS = {"m": "meter", "g": "gram", "l": "liter", "L": "liter"}
_GROUPED = r"(?<![\w.,$£€-])(?:\+\d{1,3}[ -])?(?:\(\d+\) ?)?\d{2,5}(?:[ -]\d{2,5})+(?![\w%-]|[.,]\d)"
_AMOUNT = r"([$£€])(\d+(?:,\d{3})*)(?:\.(\d\d))?(?!\d|[.,]\d| ?[mbt]r?illion|[kKmMbB]\b)"
_PARTS = {"1/2": "a half", "1/4": "a quarter", "3/4": "three quarters", "1/3": "a third", "2/3": "two thirds"}
_WRITTEN_OUT = {  # abbreviation -> words
    "e.g.": "for example", "i.e.": "that is", "etc.": "et cetera", "WWII": "World War Two", "WWI": "World War One",
    "WW2": "World War Two", "WW1": "World War One", "24/7": "twenty-four seven", "tel.": "telephone",
    "Tel.": "Telephone", "b.": "born", "p.": "page", "ca.": "about",
}  # fmt: skip
_ONLY_BEFORE_FIGURE = {"tel.", "Tel.", "b.", "p.", "ca."}

_CHINESE_UNITS = {
    "km/h": "公里每小时", "km": "公里", "cm": "厘米", "mm": "毫米", "m": "米", "kg": "公斤", "mg": "毫克", "g": "克",
    "ml": "毫升", "mL": "毫升", "l": "升", "L": "升", "°C": "摄氏度", "°F": "华氏度", "°": "度",
    "m2": "平方米",
}  # fmt: skip
_MONEY = {"¥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
# two of these are 两, not 二
_COUNTED = r"(?:[个位只条张本次天岁斤点块杯碗件家间口辆双封遍回周]|年(?![级代])|小时|分钟)"
_NUMBER = r"\d+(?:\.\d+)?"


def english(text: str) -> str:
    """English words as hibari's normaliser reads them rightly; words with a pronunciation of their own are left."""
    return _outside_marks(text, _english)


def spelled_out(text: str) -> str:
    """English for a voice whose own rules read neither dates nor years (Piper's): all but plain numbers in words."""
    telemetry.switch_off()
    from hibari.g2p.normalize import normalize
    from hibari.g2p.numbers import year

    def words(part: str) -> str:
        part = re.sub(_AMOUNT, _money, _english(part))
        part = normalize(part)
        return re.sub(r"(?<![\w.,$£€])(1[1-9]\d\d|20\d\d)(?![\w%]|[.,]\d)", lambda m: year(int(m[1])), part)

    return _outside_marks(text, words)


def chinese(text: str) -> str:
    """Chinese with dates, times, amounts, units and telephone numbers such as they are said; other figures are left."""
    return _outside_marks(text, _chinese)


def chinese_figures(text: str) -> str:
    """`chinese`, and what figures are left in characters: 2000元 -> 两千元."""
    import cn2an

    text = cn2an.transform(chinese(text), "an2cn")
    return re.sub(r"(?<![零一二三四五六七八九十百千万亿第])二(?=[千万亿])", "两", text)


def _outside_marks(text: str, rule) -> str:
    """`rule` done to the stretches between words with a pronunciation; the blanks round each stretch stay."""
    done, at = [], 0
    for mark in [*PRONOUNCED.finditer(text), None]:
        part = text[at : mark.start() if mark else len(text)]
        core = part.strip()
        done.append(part.replace(core, rule(core), 1) if core else part)
        if mark:
            done.append(mark.group())
            at = mark.end()
    return "".join(done)


def _english(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("’", "'")
    for short, words in _WRITTEN_OUT.items():
        behind = r"(?=\s*[\d+(])" if short in _ONLY_BEFORE_FIGURE else r"(?!\w)"
        text = re.sub(rf"(?<![\w.]){re.escape(short)}{behind}", words, text)
    text = re.sub(r"(?<![\w./])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?!\w|\.\d)", _dotted_date, text)
    text = re.sub(r"(\d+)\s?½", r"\1 1/2", text)
    text = re.sub(r"\b(\d+) (1/2|1/4|3/4|1/3|2/3)(?![\d/])", lambda m: f"{m[1]} and {_PARTS[m[2]]}", text)
    text = re.sub(r"(?<![\w.])(\d)'\s?(\d{1,2})(?:\"|''|”|in\b)?(?![\w'])", r"\1 foot \2", text)
    text = re.sub(r"\b(\d+ ?ft) (\d{1,2}) ?in\b", r"\1 \2 inches", text)
    text = re.sub(rf"(?<![\w.,])({_NUMBER})\s?([mglL])(?![\w'.])", _unit, text)
    text = re.sub(rf"\b({_MONTHS}) (\d+)(?:st|nd|rd|th)?\s?[-–]\s?(\d+(?:st|nd|rd|th))\b", r"\1 \2 to \3", text)
    return re.sub(_GROUPED, _telephone, text)


def _dotted_date(match: re.Match) -> str:
    from calendar import month_name

    day, month = int(match[1]), int(match[2])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return match.group()
    return f"{day} {month_name[month]} {match[3]}"


def _money(match: re.Match) -> str:
    one, many, cents = {"$": ("dollar", "dollars", "cents"), "£": ("pound", "pounds", "pence"),
                        "€": ("euro", "euros", "cents")}[match[1]]  # fmt: skip
    whole = f"{match[2]} {one if match[2] == '1' else many}"
    return f"{whole} and {int(match[3])} {cents}" if match[3] and int(match[3]) else whole


def _unit(match: re.Match) -> str:
    return f"{match[1]} {_UNITS[match[2]]}{'' if match[1] == '1' else 's'}"


def _telephone(match: re.Match) -> str:
    """Seven figures or more in groups, digit by digit; anything else (a range, two years, a date) as it was."""
    telemetry.switch_off()
    from hibari.g2p.numbers import ONES

    figures = match.group()
    groups = re.findall(r"\d+", figures)
    lengths = [len(group) for group in groups]
    if sum(lengths) < 7 or lengths in ([4, 4], [4, 2, 2], [2, 2, 4]):
        return figures
    said = ", ".join(" ".join("oh" if c == "0" else ONES[int(c)] for c in group) for group in groups)
    return f"plus {said}" if figures.startswith("+") else said


def _chinese(text: str) -> str:
    text = "".join(unicodedata.normalize("NFKC", c) if c.isalnum() or c in "％－￥～＄℃℉" else c for c in text)
    text = text.replace("〇", "零").replace("～", "~")
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)", r"\1年\3月\4日", text)
    text = re.sub(r"(?<!\d)(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)", r"\1-\2-\3", text)  # a mobile's
    text = re.sub(r"(?<!\d)1\d\d-\d{4}-\d{4}(?!\d)", _chinese_telephone, text)
    text = re.sub(r"(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)", _chinese_telephone, text)
    text = re.sub(r"(?<!\d)[48]00-?\d{3}-?\d{4}(?!\d)", _chinese_telephone, text)
    text = re.sub(r"(?<=[打拨叫])(\d{3,8})(?!\d|\.\d)", _chinese_telephone, text)
    text = re.sub(r"((?:电话|号码|手机|分机)[^\d]{0,4})(\d{3,})(?!\d|\.\d)", lambda m: m[1] + _digits(m[2]), text)
    text = re.sub(r"(?<![\d:])([01]?\d|2[0-4]):([0-5]\d)(?![\d:])", _time, text)
    text = re.sub(r"(?<=\d):(?=\d)", "比", text)
    money = rf"([¥$€£])\s?({_NUMBER})([百千万亿]*)(?:美元|欧元|英镑|元|块)?"
    text = re.sub(money, lambda m: m[2] + m[3] + _MONEY[m[1]], text)
    units = "|".join(map(re.escape, sorted(_CHINESE_UNITS, key=len, reverse=True)))
    text = re.sub(rf"(?<=\d)\s?({units})(?![A-Za-z\d])", lambda m: _CHINESE_UNITS[m[1]], text)
    text = re.sub(r"(?<=[\u4e00-\u9fff])/(?=[天年月日周小])", "每", text)
    text = re.sub(r"(?<=\d)\s*[-~–—]\s*(?=\d)", "到", text)
    text = re.sub(r"(?<![\d.])([5-9]0)(?=后)", lambda m: _digits(m[1]), text)
    return re.sub(rf"(?<![\d.第零])2(?=\s?{_COUNTED})", "两", text)


def _time(match: re.Match) -> str:
    hour = "两" if int(match[1]) == 2 else str(int(match[1]))
    minute = int(match[2])
    if not minute:
        return f"{hour}点"
    return f"{hour}点{'零' if minute < 10 else ''}{minute}分"


def _digits(figures: str) -> str:
    """Digit by digit, a one in a telephone number as yāo; decades as they are."""
    said = "零幺二三四五六七八九" if len(figures) > 2 else "零一二三四五六七八九"
    return figures.translate(str.maketrans("0123456789", said))


def _chinese_telephone(match: re.Match) -> str:
    return "，".join(map(_digits, match.group().split("-")))
