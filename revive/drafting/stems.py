"""Words of English and Chinese text brought to a form in which two of them can be compared."""

from __future__ import annotations

import functools
import re

from revive.core.segmentation import tagger

IRREGULAR = {  # past forms, and plurals
    "taught": "teach", "gave": "give", "given": "give", "made": "make", "sang": "sing", "sung": "sing", "ran": "run",
    "baked": "bake", "wrote": "write", "written": "write", "told": "tell", "kept": "keep", "held": "hold",
    "brought": "bring", "built": "build", "swam": "swim", "rode": "ride", "drove": "drive", "ate": "eat",
    "eaten": "eat", "drank": "drink", "slept": "sleep", "won": "win", "lost": "lose", "stood": "stand",
    "grew": "grow", "grown": "grow", "knew": "know", "known": "know", "fell": "fall", "left": "leave",
    "caught": "catch", "bought": "buy", "fought": "fight", "found": "find", "read": "read", "wore": "wear",
    "spoke": "speak", "stole": "steal", "broke": "break", "children": "child", "men": "man", "women": "woman",
    "feet": "foot", "teeth": "tooth", "knives": "knife", "lives": "life", "wives": "wife", "came": "come",
    "went": "go", "saw": "see", "seen": "see", "was": "be", "were": "be", "has": "have",
    "had": "have", "did": "do", "done": "do", "said": "say", "thought": "think", "felt": "feel",
    "met": "meet", "sat": "sit", "led": "lead", "paid": "pay", "sent": "send", "spent": "spend", "took": "take",
}  # fmt: skip
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+")


def words_of(text: str) -> list[str]:
    """The words as they stand: letters with apostrophes and hyphens inside, and numbers."""
    return WORD.findall(text)


def stem(word: str) -> str:
    """An English word without its ending, in small letters: "baking", "bakes" and "baked" are one."""
    word = re.sub(r"['’](?:s|re|ve|ll|d|m|t)?$", "", word.lower().replace("’", "'"))
    if word in IRREGULAR:
        word = IRREGULAR[word]
    for ending, instead in (("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= 3 - (ending[0] == "i"):
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] in "bdgmnprt":
        word = word[:-1]
    return word.rstrip("e") if len(word) > 3 else word


def stems(text: str) -> set[str]:
    """Every word's stem; of "grey-haired" its halves, too."""
    found = set()
    for word in words_of(text):
        found |= {stem(word), *(stem(half) for half in re.split("-", word) if half)}
    return found


@functools.lru_cache(maxsize=4096)
def chinese_words(text: str) -> tuple[tuple[str, str], ...]:
    """(word, kind of word) in order; kinds as jieba's: n noun, nr person, ns place, t time, m number, v verb."""
    return tuple((pair.word, pair.flag) for pair in tagger().cut(text))
