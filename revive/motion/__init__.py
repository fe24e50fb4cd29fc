"""Speech + Direction -> Motion: what the face does, frame by frame.

`make_motion` makes the motion, with `MotionOptions`; `read_performance` reads a performance that somebody acted in a
film, and `read_emotions` the emotion of each sentence.
"""

from revive.motion.motion import Motion
from revive.motion.performance import Performance
from revive.motion.performance_capture import check_performance, read_performance
from revive.motion.emotions import SentenceEmotion, read_emotions
from revive.motion.options import MotionOptions
from revive.motion.make import make_motion

__all__ = [
    "Motion",
    "MotionOptions",
    "Performance",
    "SentenceEmotion",
    "check_performance",
    "make_motion",
    "read_emotions",
    "read_performance",
]  # fmt: skip
