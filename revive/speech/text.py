"""Words as typed -> words that can be spoken, sentence by sentence, and lines that fit a caption."""

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

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
_DIGITS = re.compile(r"\d{13,}")  # beyond any number that is read as one
_BEFORE_FIGURE = re.compile(
    r"\b(?:[Nn]os?|[Aa]pt|[Ff]igs?|[Cc]h|[Vv]ol|[Tt]el|pp?|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[Aa]pprox|ca?)\.$"
)
_BEFORE_WORD = re.compile(r"(?:\b(?:e\.g|i\.e|vs|P\.P?S|[Cc]f|[Vv]iz)\.)$")
_CJK_END = re.compile(r"(?<=[。！？｡।])(?![。！？｡।”’」』）])")
_CJK_END_CLOSED = re.compile(r"(?<=[。！？｡।][”’」』）])")


def clean(words: str) -> str:
    """`words` without tags, control characters and pictographs, each line trimmed; "" where nothing is left to say."""
    words = unicodedata.normalize("NFC", html.unescape(_TAG.sub(" ", words)))
    words = _DIGITS.sub(lambda number: " ".join(number.group()), words)
    kept = "".join(_kept(c) for c in words)
    lines = (" ".join(line.split()) for line in kept.splitlines())
    text = "\n".join(line for line in lines if line)
    return text if any(c.isalnum() for c in text) else ""


def sentences(text: str) -> list[tuple[str, bool]]:
    """The sentences of a clean text in order, each with whether a paragraph ends after it."""
    found = []
    for line in text.splitlines():
        pieces = [piece for part in _CJK_END.split(line) for piece in _CJK_END_CLOSED.split(part)]
        spoken = [s for piece in pieces for s in _ended(piece) if any(map(str.isalnum, s))]
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


def _ended(text: str) -> list[str]:
    """The sentences of `text` as hibari parts them, with the closing quotes that it leaves between them.

    Those that it parted after an abbreviation (No. 7, Apt. 4B, P.S. I love you) stay together.
    """
    telemetry.switch_off()
    from hibari import Hibari

    starts, at, before = [], 0, ""
    for part in Hibari.split_sentences(text):
        at = text.index(part, at)
        if not (_BEFORE_WORD.search(before) or (_BEFORE_FIGURE.search(before) and part[0].isdigit())):
            starts.append(at)
        at += len(part)
        before = part
    return [text[a:b].strip() for a, b in pairwise([*starts, len(text)])]


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if character in "\n\u2028\u2029":
        return "\n"
    if character in "\u200c\u200d" or category in ("Zs", "Cc"):  # joiners belong to Hindi, and to emoji
        return "" if character in "\u200c\u200d" else " "
    if category in ("Cf", "Cs", "Co", "Cn") or (category in ("So", "Sk") and ord(character) > 0x2000):
        return ""
    return "" if "\ufe00" <= character <= "\ufe0f" or character == "\u20e3" else character


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
