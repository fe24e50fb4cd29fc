"""The result of a search for a watermark.

It says whether the mark is there, never who put it there: the key is public in this program.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

SURE = 1e-6  # the probability that an unmarked file counts as marked


@dataclass(frozen=True)
class Detection:
    """Whether a mark was found.

    Attributes
    ----------
    found : `by_accident` is below SURE
    by_accident : 0–1, the probability that an unmarked file scores as high; it does not tell who put a mark there
    score : the best over all positions tried, in standard deviations of unmarked material
    """

    found: bool
    by_accident: float
    score: float

    @classmethod
    def of(cls, score: float, places: float) -> Detection:
        """From the best `score` of `places` tries; in unmarked material each is a standard normal number."""
        chance = min(places * NormalDist().cdf(-score), 1.0)  # the union bound: never too small
        return cls(chance < SURE, chance, score)


NOTHING = Detection(False, 1.0, 0.0)  # too little material to search
