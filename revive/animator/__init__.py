"""Portrait + Motion -> frames: the photograph itself, moved; `WEIGHTS` are those of the shipped generators.

`animate` is the public function; `build_rig` is its first step, for whoever animates a portrait several times.
`bring_to_rest` closes a mouth that is open or grins in the photograph, before it is animated.
"""

from revive.animator.animate import animate
from revive.animator.network import WEIGHTS
from revive.animator.resting_face import bring_to_rest
from revive.animator.rig import Rig, build_rig

__all__ = ["WEIGHTS", "Rig", "animate", "bring_to_rest", "build_rig"]
