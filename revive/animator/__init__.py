"""Portrait + Motion -> frames: the photograph itself, moved; `WEIGHTS` are those of the shipped generators.

`animate` is the public function; `build_rig` is its first step, for whoever animates a portrait several times.
`animate_together` moves several heads of one photograph.
`bring_to_rest` closes a mouth that is open or grins in the photograph, before it is animated.
"""

from revive.animator.animate import Performer, animate, animate_together
from revive.animator.network import WEIGHTS
from revive.animator.resting_face import bring_all_to_rest, bring_to_rest
from revive.animator.rig import Rig, build_rig
from revive.animator.territory import room_to_move

__all__ = [
    "WEIGHTS",
    "Performer",
    "Rig",
    "animate",
    "animate_together",
    "bring_all_to_rest",
    "bring_to_rest",
    "build_rig",
    "room_to_move",
]
