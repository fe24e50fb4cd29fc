"""Portrait + Motion -> frames: the photograph itself, moved.

`animate` is the one public verb.
"""

from revive.animator.animate import animate

__all__ = ["animate"]
