"""How they called the one they speak to, and how they signed: exactly as the family says, and never invented.

No draft may have a pet name or a signature that nobody gave (`invented_address`). Where one stands apart from its
sentence it is taken out (`without_invented_address`); what was given is put in by rule, not by the model (`addressed`).
"""

from __future__ import annotations

import re

from revive.core.localisation import Message
from revive.drafting.given import Given
from revive.drafting.lexicon import listed
from revive.drafting.occasions import name_of
from revive.drafting.request import Request

_PET_NAMES = "|".join(listed("pet_names"))  # names wherever they stand
_CALLED = "|".join(listed("called"))  # names only where somebody is called so: words of other meanings, too
_CHINESE = re.compile("|".join(listed("pet_names_chinese")))
_ENGLISH = re.compile(
    rf"\b(?:{_PET_NAMES})\b"
    rf"|(?:^|[.!?,;:—–] ?)(?:(?:oh|my|dear|dearest|sweet|little) )*(?:{_CALLED})(?=[,.!?;:—–]|$)"
    rf"|\bmy (?:own |dear |dearest |sweet |little |darling )*(?:{_CALLED})(?=[,!?;:—–])"
    r"|(?:^|[.!?] )(?:my )?dear(?:est)? \w+(?=[,:!—–])",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\b(?:all|with|of|have) my love\b", re.IGNORECASE)  # what one gives, and no name
_SIGNED = re.compile(  # the last words of a letter
    r"(?:^|[.!?,—–] )(?:(?:with )?(?:all |lots of |much )?(?:my |our )?(?:love|hugs|kisses)(?: always| forever)?"
    r"|yours(?: always| truly| ever| sincerely)?|always yours|xo(?:xo)*)"
    r"(?:[,—–]? *(?:your |the )?[^\W\d_]+(?: [^\W\d_]+)?)?[.!]?$"
    r"|(?:^|[.!?] )your (?:(?:loving|dear|old|proud) )*[^\W\d_]+(?: [^\W\d_]+)?[.!]?$",
    re.IGNORECASE,
)
_SIGNED_CHINESE = re.compile(
    r"(?:爱|想|疼|念)(?:你|您|你们)的[\u4e00-\u9fff]{0,4}[。！]?$|永远的[\u4e00-\u9fff]{1,3}[。！]?$"
)
_NAMED = rf"(?:oh )?(?:(?:my|own|dear|dearest|sweet|little|darling) )*(?:{_PET_NAMES}|{_CALLED})"
_AFTER_A_COMMA = re.compile(rf", {_NAMED}(?=[,.!?;:—–]|$)", re.IGNORECASE)
_FIRST = re.compile(rf"(^|[.!?] )({_NAMED})[,!:—–] ?(\w)", re.IGNORECASE)
_DEAR = re.compile(r"(^|[.!?] )((?:My |my )?[Dd]ear(?:est)?) (?=[A-Z]\w+[,:!—–])")
_CHINESE_AFTER = re.compile(rf"[，,](?:我的)?(?:{'|'.join(listed('pet_names_chinese'))})(?=[，。！？,]|$)")


def without_invented_address(text: str, given: Given) -> str:
    """The text without pet names between marks, and without a signature, that nobody gave; else unchanged."""
    known = given.text.casefold()

    def invented(word: str) -> bool:
        return word.strip(" .!?,;:—–，。！").casefold() not in known

    chinese = given.request.language == "zh"
    signed = _SIGNED_CHINESE if chinese else _SIGNED
    if (match := signed.search(text)) and invented(match[0]):
        text = text[: match.start()].rstrip(" ,—–") + match[0][:1].strip(" ,—–").strip()
    if chinese:
        return _CHINESE_AFTER.sub(lambda one: "" if invented(one[0]) else one[0], text)
    text = _AFTER_A_COMMA.sub(lambda one: "" if invented(one[0]) else one[0], text)
    text = _FIRST.sub(lambda one: one[1] + one[3].upper() if invented(one[2]) else one[0], text)
    return _DEAR.sub(lambda one: one[1] if invented(one[2]) else one[0], text)


def invented_address(text: str, given: Given) -> list[Message]:
    """Pet names and signatures in a draft that nobody gave."""
    known = given.text.casefold()
    found = []
    pattern, signed = (_CHINESE, _SIGNED_CHINESE) if given.request.language == "zh" else (_ENGLISH, _SIGNED)
    for match in pattern.finditer(_PLAIN.sub(lambda one: "_" * len(one[0]), text)):
        word = match[0].strip(" .!?,;:—–")
        if word.casefold() not in known:
            found.append(Message("a pet name that nobody gave: “{word}”", word=word))
    if match := signed.search(text):
        word = match[0].strip(" .!?,;:—–。！")
        if word.casefold() not in known:
            found.append(Message("a signature that nobody gave: “{word}”", word=word))
    return found


def addressed(text: str, request: Request) -> str:
    """A draft that calls them as they were called, and ends as they signed; unchanged where neither was said."""
    return _signed(_calling(text, request), request)


def _calling(text: str, request: Request) -> str:
    called, chinese = request.called, request.language == "zh"
    if not called or _holds(called, text):
        return text
    name = name_of(request)
    if name:  # the draft calls them by the name of the occasion
        ends = "[，,！!：:。]" if chinese else r"[,!.?:;—–]"
        mark = rf"(?:(?<=^)|(?<=[.!?,，。！？] )|(?<=[，。！？])){re.escape(name)}(?={ends})"
        text, count = re.subn(mark, lambda _: called, text, count=1)
        if count:
            return text
    if chinese:
        return f"{called}，{text}"
    first = text.split(maxsplit=1)[0].strip(",.!?") if text else ""
    proper = first in name.split() or first.split("'")[0].split("’")[0] == "I" or first.isupper()
    proper = proper or first.lower() in listed("dates")
    return f"{called[:1].upper()}{called[1:]}, {text if proper else text[:1].lower() + text[1:]}"


def _signed(text: str, request: Request) -> str:
    signed = request.signed
    if not signed or text.rstrip(" .!。！").endswith(signed.rstrip(" .!。！")):
        return text
    stop = "" if re.search(r"[.!?…。！？]$", signed) else "。" if request.language == "zh" else "."
    return f"{text}{'' if request.language == 'zh' else ' '}{signed}{stop}"


def _holds(called: str, text: str) -> bool:
    return re.search(rf"(?<![^\W_]){re.escape(called)}(?![^\W_])", text, re.IGNORECASE) is not None or (
        called in text and not called.isascii()
    )
