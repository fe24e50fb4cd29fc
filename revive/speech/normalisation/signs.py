"""Signs that stand in messages of every language: emoji, hearts, emoticons, kisses, *hugs* and (laughs).

Most are silent: they are shown in the captions and not said. A heart that stands for a verb is said.
"""

from __future__ import annotations

import re
import unicodedata

HEART = "[\u2764\u2665\u2763\u2661\U0001f493-\U0001f49f\U0001f5a4\U0001f90d\U0001f90e\U0001f9e1\U0001fa75-\U0001fa77]\ufe0f?"
_LOVE = {  # language -> whoever loves, before the heart, and what is said for it
    "en": (r"I|[Ww]e(?: all)?|[Tt]hey|I really|I do", "love"),
    "zh": ("[我你您们他她爸妈爷奶]", "爱"),
    "es": (r"[Yy]o|[Tt]e|[Ll]os|[Ll]as|[Oo]s", "amo"),
    "fr": (r"[Jj]e|[Jj]e t['’]|[Tt]['’]|[Jj]['’]|[Jj]e vous", "aime"),
    "it": (r"[Ii]o|[Tt]i|[Vv]i", "amo"),
    "pt": (r"[Ee]u|[Tt]e|[Vv]os", "amo"),
}
# who does so, in brackets or between asterisks, is not said
_STAGE = {
    "en": "laugh(?:s|ing|ter)?|chuckl(?:es?|ing)|giggl(?:es?|ing)|sigh(?:s|ing)?|smil(?:es?|ing)|grin(?:s|ning)?|"
    "paus(?:es?|ing)|whisper(?:s|ing)?|cr(?:y|ies|ying)|sob(?:s|bing)?|cough(?:s|ing)?|clears (?:his |her |my )?throat|"
    "wink(?:s|ing)?|hug(?:s|ging)?|kiss(?:es|ing)?|wav(?:es?|ing)|nod(?:s|ding)?|sniff(?:s|ing|les)?|sing(?:s|ing)|"
    "yawn(?:s|ing)?|gasp(?:s|ing)?|shrug(?:s|ging)?|clap(?:s|ping)?|applause|silence|softly|quietly|big hugs?|"
    "blows? (?:a )?kiss(?:es)?|takes a (?:deep )?breath|deep breath|breathes(?: in| out)?|hums?|whistles?|"
    "wipes (?:a )?tears?(?: away)?|tears? up|beat|music|lol|haha",
    "zh": "笑+|大笑|微笑|哭+?|叹气|停顿|小声|咳嗽|拥抱|抱抱|亲亲|挥手|点头|眨眼|哈哈+|鼓掌|唱歌|沉默|轻声|流泪|么么哒",
    "es": "r[íi]e|r[íi]es?e?|risas?|se r[íi]e|sonr[íi]e|suspir[ao]s?|llora|pausa|susurra|tose|abrazos?|besos?|gui[ñn]o|aplausos|canta",
    "fr": "rit|rires?|sourit|soupire?|pleure|pause|chuchote|tousse|bisous?|c[âa]lins?|clin d['’][œo]il|applaudissements|chante",
    "it": "ride|risate?|sorride|sospira?|piange|pausa|sussurra|tossisce|abbracci?o?|baci?o?|applausi|canta",
    "pt": "ri|risos?|sorri|suspira?|chora|pausa|sussurra|tosse|abra[çc]os?|beijos?|beijinhos?|aplausos|canta",
}
_MANNER = r"(?: (?:softly|quietly|loudly|gently|a little|a bit|warmly|happily|sadly|again|out loud|tightly))?"
_EMOTICON = re.compile(
    r"(?<![\w:;=])(?:[:;=8xX][-'o^]?[)(\]\[DPpOo3*|/\\]+|<3+|</3|\^[_.-]?\^|[oO]_[oO]|T_T|:['’]\(|=\)|:-?\*+)(?!\w)"
)
_KISSES = re.compile(r"(?:(?<=\s)|^)(?:[xX]{1,80}(?:[oO]{1,4}[xX]{0,4}){0,4}|[oO][xX][oO]?[xX]?)(?=[\s.!,]*$)")
_NUMBERED = re.compile(
    r"\b(?:siglo|secolo|s[ée]culo|cap[íi]tulo|capitolo|chapter|bowl|part|act|volume|book|papa|pope|king|rey|rei|re)\s$",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[\d=+*/×-]\s*$")
_SPACE = re.compile(r"[ \t]{2,}")


def without_silent_signs(text: str, language: str, *, ends: bool = True) -> str:
    """`text` without what is shown and not said; a heart between two words is a verb.

    Parameters
    ----------
    text : a sentence as it was typed, or a stretch of one
    ends : whether the sentence ends with it; only there x is a kiss
    """
    lovers, love = _LOVE.get(language, _LOVE["en"])
    text = re.sub(r"(\S)/s(?=[.!?]?$)", r"\1", text)
    gap = "" if language == "zh" else " "
    text = re.sub(
        rf"(?<!\w)({lovers})\s*(?:{HEART}|<3)\s*(?=\w)",
        lambda m: f"{m[1]}{'' if m[1][-1] in '’' + chr(39) else gap}{love}{gap}",
        text,
    )
    text = _without_stages(_EMOTICON.sub(" ", text), language)
    text = "".join(_said(c) for c in text)
    kisses = _KISSES.search(text.rstrip())
    if ends and kisses and _are_kisses(text, kisses):
        text = text[: kisses.start()] + text[kisses.end() :]
    return _SPACE.sub(" ", text).strip()


def _are_kisses(text: str, found: re.Match[str]) -> bool:
    """Whether x or xx at the end are kisses: neither a name (Malcolm X), a figure's times (2 x) nor a century (siglo XX)."""
    before = text[: found.start()]
    if len(found.group()) == 1:
        return found.group() == "x" and found.start() > 0 and not _FIGURE.search(before)
    return not (found.group().isupper() and _NUMBERED.search(before))


def _without_stages(text: str, language: str) -> str:
    acts = "|".join(dict.fromkeys((_STAGE.get(language, ""), _STAGE["en"]))).strip("|")
    of_who = r"(?:I |he |she |we |they )?" if language == "en" else ""
    act = rf"\s*{of_who}(?:{acts}){_MANNER}(?:(?:,| and|…)? (?:{acts}))*[.!…。！]*\s*"
    text = re.sub(rf"[(\[（【]{act}[)\]）】]|\*+{act}\*+|<{act}>", " ", text, flags=re.IGNORECASE)
    text = re.sub(r"(?<![\w*])([*_~]{1,3})(?=\S)([^*_~\n]{1,200}?)(?<=\S)\1(?![\w*])", r"\2", text)  # *so* proud
    text = re.sub(r"\s+(?=[.,!?;:])(?![.,!?;:]\d)", "", text) if language != "fr" else text
    return re.sub(r"^\s[\s.,;:]*(?=\w)", "", text)  # of what stood before the first word


def _said(character: str) -> str:
    """The character, or nothing where it is a picture."""
    if character in "\u200c\u200d\ufe0e\ufe0f\u20e3" or "\U000e0020" <= character <= "\U000e007f":
        return ""
    category = unicodedata.category(character)
    if category in ("Cf", "Cs", "Co", "Cn"):
        return ""
    picture = category == "So" and ord(character) > 0x2000 and not _meant(character)
    return " " if picture or (category == "Sk" and ord(character) > 0x2000) else character


def _meant(character: str) -> bool:
    """Whether a sign among the pictures is one that is read out: ℃, №, ㎡ and their kind."""
    return "\u2100" <= character <= "\u214f" or "\u3300" <= character <= "\u33ff" or "\u3200" <= character <= "\u32ff"
