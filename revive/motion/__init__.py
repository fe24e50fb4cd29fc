"""Speech + Direction -> Motion: what the face does, frame by frame.

`make_motion` is the verb; `read_performance` brings it what somebody acted in a film.
"""

from revive.motion.motion import Motion
from revive.motion.performance import Performance
from revive.motion.driver import check_performance, read_performance
from revive.motion.make import make_motion

__all__ = ["Motion", "Performance", "check_performance", "make_motion", "read_performance"]
