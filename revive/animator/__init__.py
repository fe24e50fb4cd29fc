"""Portrait + Motion -> frames: the photograph itself, moved; `WEIGHTS` are those of the shipped generators.

`animate` is the public function; `build_rig` is its first step, for whoever animates a portrait several times.
"""

from revive.animator.animate import animate
from revive.animator.network import WEIGHTS
from revive.animator.rig import Rig, build_rig

__all__ = ["WEIGHTS", "Rig", "animate", "build_rig"]
