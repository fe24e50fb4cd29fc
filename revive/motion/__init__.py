"""Speech + Direction -> Motion: what the face does, frame by frame.

`make_motion` is the one public verb.
"""

from revive.motion.motion import Motion
from revive.motion.make import make_motion

__all__ = ["Motion", "make_motion"]
