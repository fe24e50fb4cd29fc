"""Portrait + Motion -> frames: the photograph itself, moved; `WEIGHTS` are those of the shipped generators.

`animate` is the public function.
"""

from revive.animator.animate import animate
from revive.animator.network import WEIGHTS

__all__ = ["WEIGHTS", "animate"]
