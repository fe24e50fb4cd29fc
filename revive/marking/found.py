"""What a search for a mark says."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

SURE = 1e-6  # the chance that an unmarked file is taken for a marked one


@dataclass(frozen=True)
class Found:
    """Whether a mark was found.

    Attributes
    ----------
    found : the chance that chance alone made this is below SURE
    confidence : 0–1, one minus that chance
    score : of the best of all places tried, in standard deviations of what unmarked material gives
    """

    found: bool
    confidence: float
    score: float

    @classmethod
    def of(cls, score: float, places: float) -> Found:
        """`score`, the best of `places` tries, each of them a standard normal number in unmarked material."""
        chance = min(places * NormalDist().cdf(-score), 1.0)  # the union bound: never too small
        return cls(chance < SURE, 1.0 - chance, score)


NOTHING = Found(False, 0.0, 0.0)  # too little to look at
