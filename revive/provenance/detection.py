"""What a search for a mark says.

It tells whether the mark is there, never who put it there: its key is in this program, for anybody to read.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

SURE = 1e-6  # the chance that an unmarked file is taken for a marked one


@dataclass(frozen=True)
class Detection:
    """Whether a mark was found.

    Attributes
    ----------
    found : `by_accident` is below SURE
    by_accident : 0–1, the chance that a file without the mark shows as much; it says nothing of who put a mark there
    score : of the best of all places tried, in standard deviations of what unmarked material gives
    """

    found: bool
    by_accident: float
    score: float

    @classmethod
    def of(cls, score: float, places: float) -> Detection:
        """`score`, the best of `places` tries, each of them a standard normal number in unmarked material."""
        chance = min(places * NormalDist().cdf(-score), 1.0)  # the union bound: never too small
        return cls(chance < SURE, chance, score)


NOTHING = Detection(False, 1.0, 0.0)  # too little to look at
