"""Chinese as it is typed -> as it is said, rule by rule in this order; figures that are left are read as numbers."""

from __future__ import annotations

import re
import unicodedata

from revive.speech.normalisation.numbers import cardinal, fraction_of
from revive.speech.normalisation.rules import alternatives, apply, rule

_UNITS = {
    "km/h": "公里每小时", "km²": "平方公里", "km2": "平方公里", "km": "公里", "cm²": "平方厘米", "cm": "厘米", "mm": "毫米",
    "m²": "平方米", "m2": "平方米", "m³": "立方米", "m3": "立方米", "m": "米", "kg": "公斤", "mg": "毫克", "g": "克",
    "ml": "毫升", "mL": "毫升", "ML": "毫升", "l": "升", "L": "升", "°C": "摄氏度", "°F": "华氏度", "°": "度", "℃": "摄氏度",
    "℉": "华氏度", "kWh": "千瓦时", "min": "分钟", "h": "小时", "GB": "吉字节", "MB": "兆",
}  # fmt: skip
_MONEY = {"¥": "元", "$": "美元", "€": "欧元", "£": "英镑", "RMB": "元", "HK$": "港元", "US$": "美元", "NT$": "新台币"}
_SIGN = alternatives(_MONEY)
# two of these are 两, not 二
_COUNTED = (
    r"(?:[个位只条张本次天岁点块杯碗件家间口辆双封遍回周斤包瓶盒朵束对盘份颗头匹篇首句种层座栋把盏根支台部套袋箱桶壶篮串顿"
    r"场届批群排列行排趟圈步幅扇顶片粒滴勺筐名户]|年(?![级代])|小时|分钟|星期|礼拜|公里|公斤|平方米|米(?!饭)|元(?![旦月宵])|美元|欧元|英镑|毛钱|块钱)"
)
_NUMBER = r"\d+(?:\.\d+)?"
_DIGIT_BY_DIGIT = r"(?:室|号房|房间|号楼\d+室|次列车|路(?:公交|车|汽车)|航班|班车|次航班)"
_TIME = r"(?:[01]?\d|2[0-4]):[0-5]\d"
_CLOCK = r"(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?"
# surnames that are read otherwise than the same character elsewhere
SURNAMES = {
    "曾": "zēng", "仇": "qiú", "区": "ōu", "任": "rén", "解": "xiè", "单": "shàn", "查": "zhā", "朴": "piáo", "华": "huà",
    "盖": "gě", "尉": "wèi", "乐": "yuè", "翟": "zhái", "缪": "miào", "宓": "mì", "冼": "xiǎn", "覃": "qín", "纪": "jǐ",
    "燕": "yān", "葛": "gě", "逄": "páng", "郇": "xún", "幺": "yāo", "隗": "wěi", "卜": "bǔ", "洗": "xiǎn", "谌": "chén",
}  # fmt: skip
_TITLES = "先生|女士|太太|小姐|老师|阿姨|叔叔|伯伯|爷爷|奶奶|大夫|医生|教授|经理|师傅|同学|大爷|大妈|大哥|大姐|伯母|伯父|校长|主任|同志"
_SURNAME = alternatives(SURNAMES)


def chinese(text: str) -> str:
    """Chinese with dates, times, amounts, units, telephone numbers and figures such as they are said."""
    text = "".join(
        unicodedata.normalize("NFKC", c)
        if (c.isalnum() and unicodedata.category(c) != "No") or c in "％－￥～＄℃℉㎡"
        else c
        for c in text
    )
    text = text.replace("〇", "零").replace("～", "~").replace("−", "-").replace("⁄", "/")
    text = re.sub(r"(?<=\d)[：／＋＝＜＞．](?=\d)", lambda m: unicodedata.normalize("NFKC", m.group()), text)
    text = apply(_RULES, text, "zh-CN")
    return _figures(text)


def _figures(text: str) -> str:
    """The figures that are left, in characters: 2000元 -> 两千元."""
    import cn2an

    # figures behind Latin letters are read with them: iPhone 15
    text = re.sub(
        r"(?<=[A-Za-z])([ -]?)(\d{1,15})(?![\d.]|\s?[\u4e00-\u9fff])",
        lambda m: (m[1] or " ") + cardinal(int(m[2]), "en-US"),
        text,
    )
    text = re.sub(r"(?<![\d.A-Za-z])0\d+(?!\.\d)", lambda m: _digits(m.group(), one="一"), text)
    text = re.sub(r"\d{17,}", lambda m: _digits(m.group()), text)
    text = re.sub(r"[0-9]+(?:\.[0-9]+)?", lambda m: re.sub("^一十", "十", cn2an.an2cn(m.group(), "low")), text)
    return re.sub(r"(?<![零一二三四五六七八九十百千万亿第])二(?=[千万亿])", "两", text)


def _clock(match: re.Match) -> str:
    hour, minute, second = match["h"], match["m"], match["s"]
    said = f"{'两' if int(hour) == 2 else int(hour)}点"
    if int(minute):
        said += f"{'零' if int(minute) < 10 else ''}{int(minute)}分"
    return said + (f"{'' if int(minute) else '零分'}{int(second)}秒" if second else "")


def _digits(figures: str, *, one: str = "") -> str:
    """Digit by digit, a one in a telephone number as yāo; decades as they are."""
    said = "零幺二三四五六七八九" if len(figures) > 2 and not one else "零一二三四五六七八九"
    return figures.translate(str.maketrans("0123456789", said))


def _telephone(match: re.Match) -> str:
    return "，".join(
        _digits(part, one="" if len(match.group()) > 2 else "一")
        for part in re.split(r"[-\s()（）]+", match.group())
        if part
    )


def _labelled(match: re.Match) -> str:
    return match[1] + "，".join(map(_digits, re.split(r"[-\s]+", match[2])))


def _fraction(match: re.Match) -> str | None:
    a, b = int(match["a"]), int(match["b"])
    return _parts(match["whole"], a, b) if 0 < a < b else None


def _parts(whole: str | None, a: int, b: int) -> str:
    return (f"{whole}又" if whole else "") + f"{b}分之{a}"


def _money(match: re.Match) -> str:
    return match["amount"] + (match["big"] or "") + _MONEY[match["sign"]]


_BIG = r"(?P<big>[百千万亿]*)"
_RULES = (
    rule("a grouped number", r"(?<=\d),(?=\d{3}(?!\d))", ""),
    rule("a date", r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)", lambda m: f"{m[1]}年{int(m[3])}月{int(m[4])}日"),
    rule("a month", r"(?<!\d)((?:19|20)\d\d)[/.](0?[1-9]|1[0-2])(?![\d年月元])", lambda m: f"{m[1]}年{int(m[2])}月"),
    rule("years", r"(?<!\d)((?:1\d|20)\d\d)年?\s*[-~–—至]\s*((?:1\d|20)\d\d)(?=年)", lambda m: f"{_digits(m[1], one='一')}年到{_digits(m[2], one='一')}"),
    rule("a life", r"(?<!\d)((?:1\d|20)\d\d)\s*[-~–—]\s*((?:1\d|20)\d\d)(?!\d)", lambda m: f"{_digits(m[1], one='一')}年到{_digits(m[2], one='一')}年"),
    rule("a year", r"(?<!\d)(\d{4}|\d{2})(?=年(?![级代多龄以]))(?<=\d\d)", lambda m: _digits(m[1], one="一") if len(m[1]) == 4 else None),
    rule("years", r"(?<!\d)((?:1\d|20)\d)0(?=年代)", lambda m: _digits(m[1] + "0", one="一")),
    rule("months of birth", r"(?<![\d.])([5-9]0|0[05])(?=后)", lambda m: _digits(m[1], one="一")),
    rule("love", r"(?<!\d)(5201314|1314520|520|1314|521|530|88)(?=[~!！。，,.\s]*$|[，。！~,!]|哦|啦|呀)", lambda m: _digits(m[1], one="一")),
    rule("a mobile telephone", r"(?<!\d)(?:\+86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)", lambda m: ("加八六，" if m.group()[0] == "+" else "") + "，".join(_digits(p) for p in re.fullmatch(r"(...)(....)(....)", re.sub(r"\D", "", m.group())[-11:]).groups())),  # pyright: ignore[reportOptionalMemberAccess]
    rule("a telephone", r"(?<!\d)[(（]?0\d{2,3}[)）]?[- ]?\d{3,4}[- ]?\d{4}(?:转\d+)?(?!\d)", lambda m: "，".join(_digits(p) for p in re.findall(r"\d+", m.group().split("转")[0])) + (f"转{_digits(m.group().split('转')[1])}" if "转" in m.group() else "")),
    rule("a hot line", r"(?<!\d)[48]00[- ]?\d{3,4}[- ]?\d{3,4}(?!\d)", _telephone),
    rule("a number to call", r"(?<=[打拨叫])(\d{3,8})(?!\d|\.\d|[个次折])", _telephone),
    rule("a number by name", r"((?:电话|号码|手机|分机|座机|密码|邮编|验证码|学号|工号|车牌|卡号|QQ|微信)[^\d]{0,4})(\d[\d -]{1,}\d)(?!\.\d)", _labelled),
    rule("a room", rf"(?<![\d.])(\d{{3,4}})(?={_DIGIT_BY_DIGIT})", lambda m: _digits(m[1], one="一" if m.string[m.end()] == "路" else "")),
    rule("times", rf"(?<![\d:])({_TIME})\s*[-~–—至到]\s*({_TIME})(?![\d:])", lambda m: f"{_spoken_time(m[1])}到{_spoken_time(m[2])}"),
    rule("a time", rf"(?<![\d:]){_CLOCK}(?![\d:])", _clock),
    rule("a ratio", r"(?<=\d):(?=\d)", "比"),
    rule("an amount of money", rf"(?P<sign>{_SIGN})\s?(?P<amount>{_NUMBER}){_BIG}(?:美元|欧元|英镑|元|块钱|块)?", _money),
    rule("an amount of money", rf"(?<![\d.])(?P<amount>{_NUMBER}){_BIG}\s?(?P<sign>{_SIGN})", _money),
    rule("per cent", rf"(?<![\d.])({_NUMBER})\s*[-~–—到至]\s*({_NUMBER})\s?%", r"百分之\1到百分之\2"),
    rule("per cent", rf"([-])?(?<![\d.])({_NUMBER})\s?%", lambda m: f"百分之{'负' if m[1] else ''}{m[2]}"),
    rule("a range below zero", rf"(?<![\d.A-Za-z])-({_NUMBER})\s*[~–—到至]\s*(-?)({_NUMBER})(?=\s?(?:°|℃|度))", lambda m: f"负{m[1]}到{'负' if m[2] else ''}{m[3]}"),
    rule("a range of units", rf"(?<=\d)\s?({alternatives(_UNITS)})\s*[-~–—]\s*(?=\d)", lambda m: _UNITS[m[1]] + "到"),
    rule("a unit", rf"(?<=\d)\s?({alternatives(_UNITS)})(?![A-Za-z\d])", lambda m: _UNITS[m[1]]),
    rule("each", r"(?<=[\u4e00-\u9fff])/(?=[天年月日周小个人次])", "每"),
    rule("half", r"(?<![\d/])1/2(?=[个天年小])", "半"),
    rule("a fraction", r"(?<![\d/.])(?:(?P<whole>\d+)(?: |又))?(?P<a>\d{1,2})/(?P<b>\d{1,3})(?![\d/月日])", _fraction),
    rule("a fraction", r"(?:(?P<whole>\d+)\s?)?(?P<sign>[¼-¾⅐-⅞])", lambda m: _parts(m["whole"], *fraction_of(m["sign"]))),
    rule("a sum", r"(?<=\d)\s*\+\s*(?=\d)", "加"),
    rule("times", r"(?<=\d)\s*[×xX*]\s*(?=\d)", "乘"),
    rule("equals", r"(?<=\d)\s*=\s*(?=\d)", "等于"),
    rule("a range", r"(?<=\d)\s*[-~–—]\s*(?=\d)", "到"),
    rule("a range", r"(?<=[点分日月年号元岁])\s*[-~–—]\s*(?=\d|上|下|晚|早|中)", "到"),
    rule("below zero", r"(?<![\dA-Za-z])-(?=\d)", "负"),
    rule("about", r"~(?=\d)", "约"),
    rule("a number sign", r"(?:№|No\.?|#)\s?(?=\d)", "第"),
    rule("two", rf"(?<![\d.第零年月])2(?=\s?(?:多|几)?{_COUNTED})", "两"),
    rule("a surname", rf"(?<![\u4e00-\u9fff])({_SURNAME})(?=[\u4e00-\u9fff]{{0,2}}(?:{_TITLES}))", lambda m: _surname(m[1])),
    rule("a surname", rf"(?<=[是叫姓和给找请对跟与的老小爱])({_SURNAME})(?=[\u4e00-\u9fff]{{0,2}}(?:{_TITLES}))", lambda m: _surname(m[1])),
    rule("a surname", rf"(?<=姓)({_SURNAME})", lambda m: _surname(m[1])),
    rule("a surname", rf"(?:(?<=我叫)|(?<=名叫)|(?<=他叫)|(?<=她叫)|(?<=我是)|(?<=名字是))({_SURNAME})(?=[\u4e00-\u9fff]{{1,2}}(?![\u4e00-\u9fff]))", lambda m: _surname(m[1])),
    rule("and", r"\s?&\s?", "和"),
    rule("a sign that is not said", r"[*_^|\\{}<>#=@]+", " "),
)  # fmt: skip


def _surname(character: str) -> str:
    return f"[{character}](/{SURNAMES[character]}/)"


def _spoken_time(text: str) -> str:
    match = re.fullmatch(_CLOCK, text)
    return _clock(match) if match else text
