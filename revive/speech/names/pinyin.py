"""Chinese names in Latin letters (Xiaoming, Zhang Wei, Li Na) -> IPA that English voices can say, by rule."""

from __future__ import annotations

import functools
import re

from revive.speech.names.english import in_dictionary

_INITIALS = {
    "": "", "b": "b", "p": "p", "m": "m", "f": "f", "d": "d", "t": "t", "n": "n", "l": "l", "g": "ɡ", "k": "k",
    "h": "h", "j": "dʒ", "q": "tʃ", "x": "ʃ", "zh": "dʒ", "ch": "tʃ", "sh": "ʃ", "r": "r", "z": "dz", "c": "ts",
    "s": "s", "y": "", "w": "",
}  # fmt: skip
_FINALS = {
    "a": "ɑː", "o": "ɔː", "e": "ʌ", "ai": "aɪ", "ei": "eɪ", "ao": "aʊ", "ou": "oʊ", "an": "ɑːn", "en": "ʌn",
    "er": "ɑːr", "ang": "ɑːŋ", "eng": "ʌŋ", "ong": "ʊŋ", "i": "iː", "ia": "jɑː", "ie": "jɛ", "iao": "jaʊ",
    "iu": "joʊ", "ian": "jɛn", "in": "ɪn", "iang": "jɑːŋ", "ing": "ɪŋ", "iong": "jʊŋ", "u": "uː", "ua": "wɑː",
    "uo": "wɔː", "uai": "waɪ", "ui": "weɪ", "uan": "wɑːn", "un": "ʊn", "uang": "wɑːŋ", "ue": "wɛ", "ü": "juː",
    "üe": "jwɛ",
}  # fmt: skip
_AFTER = {  # finals that sound otherwise behind an initial
    "y": {
        "a": "jɑː", "e": "jɛ", "ao": "jaʊ", "ou": "joʊ", "an": "jɛn", "ang": "jɑːŋ", "i": "iː", "in": "ɪn",
        "ing": "ɪŋ", "ong": "jʊŋ", "u": "juː", "ue": "jwɛ", "uan": "jwɛn", "un": "jʊn",
    },
    "w": {
        "a": "wɑː", "o": "wɔː", "ai": "waɪ", "ei": "weɪ", "an": "wɑːn", "en": "wʌn", "ang": "wɑːŋ", "eng": "wʌŋ",
        "u": "wuː",
    },
    **{initial: {"iao": "aʊ", "uan": "wɛn"} for initial in "jqx"},
    **{initial: {"i": "ɜr"} for initial in ("zh", "ch", "sh", "r")},
    **{initial: {"i": "ə"} for initial in "zcs"},
}  # fmt: skip
_SYLLABLES = {  # initial -> the finals that it may have
    "": "a ai an ang ao e ei en er ou",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei eng i ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao ei en eng i ian iang iao ie in ing iu ong u uan uo ü üe",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo ü üe",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "y": "a an ang ao e i in ing ong ou u uan ue un",
    "w": "a ai an ang ei en eng o u",
}
_MOST, _LONGEST = 3, 6  # syllables of a name, letters of a syllable
_TYPICAL = re.compile(r"^x|^qi|^qu(?:an|n)|^zh|xiao|iang|iong|uang|[aeiou]zh|gzh")  # of names in no other language
_LIKELY = re.compile(  # how they end
    r"(?:(?:[eiou]|[jqx]ia|[hyf]a)ng|(?:[bhtxy]|[jqx]i|[zcs]h)ao|[zcs]hou|uo|[wmf]ei|ui|iu|[jqx]i[ae]|[jqx]u|[nao]yu|[nuoi]xi|[iu]chen"
    r"|[jqx]u?an|yuan|[jqxy]un|[jqx]in|zh[iu]|hua|(?:ao|zi|yu|[xy]i|ia|ng|ei)[hrf]an|wen|(?:ng|[iu]n|ia)yi)$"
)
_SURNAMES, _WORDS = (
    frozenset(words.split())
    for words in (
        "li wang zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han "
        "tang feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du "
        "dai xia zhong tian ren fan fang shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao "
        "meng long wan duan qian yin yi chang lai wen niu hong ai qi ouyang sima shangguan tao mo gong pang ni",
        # English words that are one syllable of pinyin or several
        "a an ban bang bin can chan chai chi chin dang den die dong ding fan fang fen gang gong gun ha hang he hen "
        "hong hue kin kong lang lie long man mange me men mi min mo nun pan pang pen pie pin ping pong pun quid "
        "ran rang rue run sang sha she shin shun sing song sue sui sun tai tan tang ten tie ting tong wan women "
        "yen yin you yuan",
    )
)


@functools.lru_cache(maxsize=2048)
def pinyin_ipa(word: str) -> str | None:
    """A word that is wholly pinyin (Xiaoming, Xi'an) in IPA, the last syllable stressed; else None."""
    if len(word) > _MOST * (_LONGEST + 1):
        return None
    syllables = _parted(word.lower().replace("’", "'").replace("v", "ü"))
    if not syllables or len(syllables) > _MOST:
        return None
    sounds = [_INITIALS[a] + _AFTER.get(a, {}).get(b, _FINALS[b]) for a, b in syllables]
    return "".join([*sounds[:-1], "ˈ" + sounds[-1]])


def is_chinese_name(word: str) -> bool:
    """Whether a word with a capital letter, by its letters alone, is a name in pinyin: Xiaoming, Qian, Zhang."""
    small = word.lower()
    return bool(_TYPICAL.search(small)) and small not in _WORDS and pinyin_ipa(word) is not None


def may_be_chinese_name(word: str) -> bool:
    """Whether a word that is in no other dictionary is likely to be pinyin: Junjie, Haoran."""
    return bool(_LIKELY.search(word.lower())) and not in_dictionary(word) and pinyin_ipa(word) is not None


def are_chinese_name(first: str, second: str, *, begins: bool) -> bool:
    """Whether two words with capital letters beside each other are a surname and a given name, in either order.

    Parameters
    ----------
    begins : whether the first one begins a sentence, so that its capital letter says nothing
    """
    a, b = first.lower(), second.lower()
    if not ({a, b} & _SURNAMES and pinyin_ipa(a) and pinyin_ipa(b)):
        return False
    return not (a in _WORDS and (begins or b in _WORDS))


def _parted(word: str, begins: bool = True) -> list[tuple[str, str]] | None:
    """The (initial, final) of every syllable, long ones first; None where something else is left.

    Inside a word a syllable without an initial takes an apostrophe: Xi'an.
    """
    if "'" in word:
        parts = [_parted(part) for part in word.split("'")]
        return None if None in parts else [syllable for part in parts for syllable in part or []]
    if not word:
        return []
    for size in range(min(_LONGEST, len(word)), 0, -1):
        syllable = _syllables().get(word[:size])
        if syllable is None or not (syllable[0] or begins):
            continue
        rest = _parted(word[size:], begins=False)
        if rest is not None:
            return [syllable, *rest]
    return None


@functools.cache
def _syllables() -> dict[str, tuple[str, str]]:
    return {a + b: (a, b) for a, finals in _SYLLABLES.items() for b in finals.split()}
