"""Chinese characters -> the phonemes that Kokoro-82M was trained on.

jieba splits the text into words, pypinyin converts each to pinyin (a character's reading depends on its word), and
every syllable is converted by `ipa.syllable_signs`. Tone sandhi is applied only where pypinyin's phrases have it (一个,
不要), as in Kokoro's training.
"""

from __future__ import annotations

import re

from revive.core.segmentation import jieba
from revive.speech.ipa import syllable_signs

_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("、，", ", "), **dict.fromkeys("。．", ". "), "！": "! ", "：": ": ", "；": "; ", "？": "? ",
        **dict.fromkeys("«《「【", " “"), **dict.fromkeys("»》」】", "” "), "（": " (", "）": ") ",
    }
)  # fmt: skip


def mandarin_phonemes(text: str) -> str:
    """The phonemes of Chinese text without figures; words are parted by blanks, what is not Chinese stays.

    Raises
    ------
    ValueError : a character that has no Mandarin reading
    """
    text = text.translate(_PUNCTUATION).strip()
    return re.sub(r"[\u4e00-\u9fff]+", lambda run: " ".join(map(_word, jieba().lcut(run.group()))), text)


def _word(word: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return "".join(map(syllable_signs, lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True)))
