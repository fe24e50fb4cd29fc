"""Visemes, the classes of sounds that look alike on the lips; the phonemes of each; and the curves of jaw and lips."""

from __future__ import annotations

import numpy as np

from revive.face.blendshapes import sides_of

VISEMES = (
    "silence", "p b m", "f v", "th", "t d n l", "s z", "sh ch", "k g h", "r", "w u", "o", "a", "e", "i", "schwa",
)  # fmt: skip
CURVES = (  # scores that move together on both sides end in "…"
    "jawOpen", "mouthFunnel", "mouthPucker", "mouthStretch…", "mouthSmile…", "mouthLowerDown…", "mouthUpperUp…",
    "mouthRollLower", "mouthRollUpper", "mouthPress…",
)  # fmt: skip

PAUSE = -1  # not a sound of its own: silence where it is quiet, else its neighbour
SOUNDS = {  # viseme -> phonemes of misaki's, Kokoro's and espeak's alphabets
    "p b m": "p b m",
    "f v": "f v ʋ",
    "th": "θ ð",
    "t d n l": "t d n l ɾ ɲ ɳ ʈ ɖ ɭ ʎ ɬ",
    "s z": "s z ʣ ʦ",
    "sh ch": "ʃ ʒ ʧ ʤ ɕ ʑ ʂ ʐ ꭧ ʨ ʥ",
    "k g h": "k ɡ g ŋ h x ɣ χ ɰ ɴ q c ɟ ç ʝ ʔ ɦ",
    "r": "ɹ ɻ ɚ ɜ ɝ r ʁ ɽ",
    "w u": "w u ʊ y ʏ ɥ ø ɸ β ɯ",
    "o": "ɔ o œ ɒ",
    "a": "a ɑ æ ʌ ɐ",
    "e": "ɛ e",
    "i": "i ɪ j",
    "schwa": "ə ᵊ ɨ ᵻ ɤ",
}
_CLASS = {sound: VISEMES.index(viseme) for viseme, sounds in SOUNDS.items() for sound in sounds.split()}
_GLIDES = {"A": "ei", "I": "ai", "O": "ou", "Q": "əu", "W": "au", "Y": "ɔi"}  # diphthongs: from, to
_LEANING_BACK = "ːʰʲᵝ̃↓→↗↘"  # belong to the sound before; stress marks belong to the one after


def curve_sums(values: np.ndarray) -> np.ndarray:
    """(52, …) a value of every blendshape score -> (len(CURVES), …) that of every curve, both sides of it together."""
    return np.array([values[sides_of(name)].sum(axis=0) for name in CURVES])


def phonemes_to_visemes(timed: list[tuple[str, float]]) -> list[tuple[int, float, str]]:
    """Signs with seconds -> sounds: viseme (or PAUSE), seconds and sign, marks joined to them and diphthongs parted."""
    sounds: list[tuple[int, float, str]] = []
    carried = 0.0
    for sign, seconds in timed:
        if sign in "ˈˌ":
            carried += seconds
        elif sign in _LEANING_BACK and sounds:
            viseme, before, first = sounds[-1]
            sounds[-1] = (viseme, before + seconds, first)
        elif sign in _GLIDES:
            first, second = _GLIDES[sign]
            sounds += [(_CLASS[first], carried + 0.55 * seconds, first), (_CLASS[second], 0.45 * seconds, second)]
            carried = 0.0
        else:
            sounds.append((_CLASS.get(sign, PAUSE), carried + seconds, sign))
            carried = 0.0
    return sounds
