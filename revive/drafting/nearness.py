"""How near messages are in meaning to what was asked for, and to each other."""

from __future__ import annotations

import numpy as np

from revive.direction.chinese import holds_chinese
from revive.direction.encoder import sentence_encoder
from revive.drafting.request import Request
from revive.drafting.stems import stems

ALIKE = 0.6  # share of words in common from which two texts are one


def nearness(request: Request, texts: list[str]) -> np.ndarray:
    """(N,), 0–1: by the sentence encoder in English; it reads no other language, where words in common count."""
    told = f"{request.occasion}. {request.about}"
    if not texts:
        return np.zeros(0)
    if request.language == "en":
        vectors = sentence_encoder().encode([told, *texts])
        return np.clip(vectors[1:] @ vectors[0], 0, 1)
    wanted = units(told)
    return np.array([len(wanted & units(text)) / max(len(wanted), 1) for text in texts])


def alike(first: str, second: str) -> bool:
    """Whether two texts say nearly the same."""
    one, other = units(first), units(second)
    return len(one & other) >= ALIKE * min(len(one), len(other))


def units(text: str) -> set[str]:
    """The stems of a text's words; of Chinese the pairs of neighbouring characters."""
    if holds_chinese(text):
        signs = [sign for sign in text if sign.isalnum()]
        return {"".join(signs[at : at + 2]) for at in range(len(signs) - 1)}
    return stems(text)
