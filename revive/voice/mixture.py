"""A mixture of the synthesiser's styles, searched for the one that sounds most like a person.

The styles of the nearest voices are mixed, some a little beyond themselves; the shares are found by CMA-ES (Hansen
2016, "The CMA evolution strategy: a tutorial") with the speaker encoder as the judge.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from revive.speech.engines import SAMPLE_RATES, kokoro, say
from revive.speech.likeness import Likeness
from revive.speech.voices import Voice
from revive.voice.embeddings import as_voice
from revive.voice.phrases import resample

VOICES, GENERATIONS, POPULATION = 7, 6, 8
BEGIN, SIGMA = 0.12, 0.3  # share of each voice but the nearest at the beginning, and how far the first ones are spread
BEYOND = 0.02  # of similarity, that a share below nothing or a sum above all costs


def mix(
    names: list[str], sentence: str, *, language: str, likeness: Callable[[np.ndarray], float], seed: int,
    tick: Callable[[float], None],
) -> Voice:  # fmt: skip
    """A voice whose style is a mixture.

    Parameters
    ----------
    names : styles, the nearest one first; the first VOICES of them are mixed
    sentence : what every mixture says
    likeness : sound at 16 kHz -> how much it is like the person
    tick : told the fraction done (0–1)
    """
    from cmaes import CMA

    names = names[:VOICES]
    search = CMA(mean=np.full(len(names) - 1, BEGIN), sigma=SIGMA, seed=seed, population_size=POPULATION)
    best, most = np.zeros(len(names) - 1), -np.inf
    for generation in range(GENERATIONS):
        judged = []
        for number in range(POPULATION):
            tick((generation + number / POPULATION) / GENERATIONS)
            shares = search.ask()
            worth = likeness(spoken(mixture(names, shares), [sentence], language=language)) - _cost(shares)
            judged.append((shares, -worth))
            if worth > most:
                best, most = shares, worth
        search.tell(judged)
    return mixture(names, best)


def mixture(names: list[str], shares: np.ndarray) -> Voice:
    """The voice of the first name with `shares` (N − 1,) of the others in the place of its own."""
    stock = kokoro()[2]
    styles = [stock[name].reshape(-1, 256).astype(np.float32) for name in names]
    style = styles[0] + sum(share * (other - styles[0]) for share, other in zip(shares, styles[1:], strict=True))
    return replace(as_voice(names[0]), likeness=Likeness(style=style))


def spoken(voice: Voice, sentences: list[str] | tuple[str, ...], *, language: str) -> np.ndarray:
    """The sentences one after the other, (N,) float32 at 16 kHz."""
    rate = SAMPLE_RATES[voice.engine]
    return np.concatenate(
        [
            resample(piece, rate)
            for sentence in sentences
            for piece in say(voice, sentence, language=language, speed=1.0, seed=0, tick=lambda: None)
        ]
    )


def _cost(shares: np.ndarray) -> float:
    return BEYOND * float(np.square(np.minimum(shares, 0)).sum() + max(shares.sum() - 1, 0) ** 2)
