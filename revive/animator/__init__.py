"""Portrait + Motion -> frames: the photograph itself, moved; `WEIGHTS` are the shipped generators' own.

`animate` is the one public verb.
"""

from revive.animator.animate import animate
from revive.animator.network import WEIGHTS

__all__ = ["WEIGHTS", "animate"]
