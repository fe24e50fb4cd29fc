"""Speech + Direction -> Motion: what the face does, frame by frame.

`make_motion` is the verb; `read_performance` brings it what somebody acted in a film, and `read_feelings` what is felt
in each sentence.
"""

from revive.motion.motion import Motion
from revive.motion.performance import Performance
from revive.motion.performance_capture import check_performance, read_performance
from revive.motion.emotions import Feeling, read_feelings
from revive.motion.make import make_motion

__all__ = [
    "Feeling", "Motion", "Performance", "check_performance", "make_motion", "read_feelings", "read_performance",
]  # fmt: skip
