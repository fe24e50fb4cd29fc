"""Words as typed, sentence by sentence, and lines that fit a caption; how they are said is `normalisation`'s."""

from __future__ import annotations

import html
import re
import unicodedata
from itertools import pairwise

from revive.core import telemetry

LINE_LATIN = 60  # characters of a caption line
LINE_CJK = 24
# [name](/IPA/) or [name](respelling): shown as name, spoken as what follows
PRONOUNCED = re.compile(r"\[([^\[\]]+)\]\((/[^/()\[\]]*/|[^\W\d_][^\d_/()\[\]]*)\)")

# of a text that was copied from a page; anything else between < and > is somebody's words
_TAG = re.compile(
    r"</?(?:a|b|i|u|s|p|br|em|strong|small|big|sub|sup|span|div|font|h[1-6]|ul|ol|li|hr|img|pre|code|table|t[rdh]|tbody|"
    r"blockquote|center|mark|del|ins|q|cite|style|script|html|body|head|meta|link|o:p)(?:\s[^<>]*)?/?>|<!--.*?-->",
    re.DOTALL | re.IGNORECASE,
)
_BEFORE_FIGURE = re.compile(
    r"\b(?:[Nn]os?|[Aa]pt|[Ff]igs?|[Cc]h|[Vv]ol|[Tt]el|pp?|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[Aa]pprox|ca?)\.$"
)
_BEFORE_WORD = re.compile(r"(?:\b(?:e\.g|i\.e|vs|P\.P?S|[Cc]f|[Vv]iz)\.)$")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# after these, a full stop ends no sentence
ABBREVIATIONS = {
    "es": _words(
        "sr. sra. srta. sres. dr. dra. d. dña. prof. profa. ing. lic. sto. sta. gral. mons. fr. ud. uds. vd. vds. "
        "p. ej. avda. av. pza. pl. núm. n.º pág. págs. cap. vol. art. tel. a. c. ee. uu. aprox. cía. hab. pdte. "
        "lcdo."
    ),
    "fr": _words(
        "m. mm. mme. mlle. dr. pr. me. mgr. st. ste. p. ex. av. bd. tél. env. cie. chap. vol. art. pp. apr. j.-c. "
        "cap. gén. janv. févr. juil. sept. oct. nov. déc. n."
    ),
    "it": _words(
        "sig. sig.ra sig.na sigg. dott. dott.ssa dr. prof. prof.ssa ing. avv. geom. rag. arch. cav. on. mons. s. "
        "sen. gen. cap. egr. p. es. ad pag. pagg. vol. art. tel. ca. n. nr. c.so v.le f.lli cell."
    ),
    "pt": _words(
        "sr. sra. srs. sras. srta. dr. dra. d. prof. profa. eng. pe. s. sto. sta. gen. cap. exmo. exma. ilmo. p. "
        "ex. av. r. pç. pág. págs. vol. art. tel. aprox. n.º lda. ltda. cia. obs."
    ),
}
_LATIN_END = re.compile(r"[.!?…]+(?:[\"”’»)\]]|\s»)*(?:\s+(?=[\"“‘«(¿¡\w]|$)|$)")
_CJK_END = re.compile(r"(?<=[。！？｡।])(?![。！？｡।”’」』）])")
_CJK_END_CLOSED = re.compile(r"(?<=[。！？｡।][”’」』）])")


def clean(words: str) -> str:
    """`words` without tags and what is not seen, each line trimmed; "" where there is no letter and no figure."""
    words = unicodedata.normalize("NFC", html.unescape(_TAG.sub(" ", words)))
    kept = "".join(_kept(c) for c in words)
    lines = (" ".join(line.split()) for line in kept.splitlines())
    text = "\n".join(line for line in lines if line)
    return text if any(c.isalnum() for c in text) else ""


def sentences(text: str, language: str = "en") -> list[tuple[str, bool]]:
    """The sentences of a clean text in order, each with whether a paragraph ends after it.

    Signs without a word, such as an emoji, stay with the sentence before them. `language` tells which abbreviations
    end none.
    """
    found: list[tuple[str, bool]] = []
    for line in text.splitlines():
        pieces = [piece for part in _CJK_END.split(line) for piece in _CJK_END_CLOSED.split(part)]
        spoken: list[str] = []
        before = ""  # signs in front of the first word
        for sentence in (s for piece in pieces for s in _ended(piece, language) if s):
            if any(map(str.isalnum, sentence)):
                spoken.append(_joined(before, sentence))
                before = ""
            elif spoken:
                spoken[-1] = _joined(spoken[-1], sentence)
            else:
                before = _joined(before, sentence)
        if before and found:
            found[-1] = (_joined(found[-1][0], before), found[-1][1])
        found += [(sentence, i == len(spoken) - 1) for i, sentence in enumerate(spoken)]
    return found


def caption_lines(sentence: str) -> list[str]:
    """`sentence` as lines of at most 60 Latin or 24 Chinese characters, about equally long, cut at commas or spaces."""
    text = shown(sentence).strip()
    if width(text) <= 1 or len(text) < 2:
        return [text]
    cut = _best_cut(text)
    return caption_lines(text[:cut]) + caption_lines(text[cut:])


def shown(text: str) -> str:
    """`text` as it is read, every word with a pronunciation as it was written."""
    return PRONOUNCED.sub(r"\1", text)


def width(text: str) -> float:
    """How much of one caption line `text` fills."""
    return sum(1 / LINE_CJK if is_cjk(c) else 1 / LINE_LATIN for c in text)


def spoken_length(text: str) -> float:
    """About how long `text` takes to say, in letters: a Chinese character or a digit takes longer than a letter."""
    return sum(3.0 if is_cjk(c) and c.isalpha() else 4.0 if c.isdigit() else 1.0 for c in text) + 0.1


def is_cjk(character: str) -> bool:
    """Whether the character fills a square: Chinese, Japanese and their punctuation."""
    return unicodedata.east_asian_width(character) in "WF"


def _joined(first: str, second: str) -> str:
    return f"{first} {second}" if first and not is_cjk(first[-1]) else first + second


def _ended(text: str, language: str) -> list[str]:
    """The sentences of `text`, with the closing quotes behind them.

    hibari parts English; other languages have abbreviations of their own. What was parted after one (No. 7, Apt. 4B,
    P.S. I love you) stays together.
    """
    starts, at, before = [], 0, ""
    for part in _parted(text, language):
        at = text.index(part, at)
        if not (_BEFORE_WORD.search(before) or (_BEFORE_FIGURE.search(before) and part[0].isdigit())):
            starts.append(at)
        at += len(part)
        before = part
    return [text[a:b].strip() for a, b in pairwise([*starts, len(text)])]


def _parted(text: str, language: str) -> list[str]:
    if language in ABBREVIATIONS:
        parts, begin = [], 0
        for end in _LATIN_END.finditer(text):
            if not _abbreviated(text[begin : end.start() + 1], language):
                parts.append(text[begin : end.end()].strip())
                begin = end.end()
        return [part for part in [*parts, text[begin:].strip()] if part]
    telemetry.switch_off()
    from hibari import Hibari

    return Hibari.split_sentences(text)


def _abbreviated(before: str, language: str) -> bool:
    """Whether the full stop at the end of `before` belongs to an abbreviation or an initial."""
    if not before.endswith("."):
        return False
    last = before.split()[-1].lstrip("([«“\"'¿¡")
    return last.lower() in ABBREVIATIONS[language] or re.fullmatch(r"(?:[A-ZÀ-Ý]\.)+", last) is not None


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if character in "\n\u2028\u2029":
        return "\n"
    if character in "\u200c\u200d" or "\U000e0020" <= character <= "\U000e007f":  # of Hindi, of families and flags
        return character
    if category in ("Zs", "Cc"):
        return " "
    return "" if category in ("Cf", "Cs", "Co", "Cn") else character


def _best_cut(text: str) -> int:
    """Where to cut `text` in two: near the middle, rather after a comma than at a space than inside a word."""
    whole, before = width(text), 0.0
    best, lowest = len(text) // 2, float("inf")
    for i in range(1, len(text)):
        before += width(text[i - 1])
        left, right = text[i - 1], text[i]
        if left in ",;:，；：、—–" and (right.isspace() or is_cjk(left)):
            cost = 0.0
        elif right.isspace():
            cost = 0.25
        elif is_cjk(left) and right.isalpha():
            cost = 0.35
        else:
            cost = 2.0
        cost += abs(before / whole - 0.5)
        if cost < lowest:
            best, lowest = i, cost
    return best
