"""Prompt -> Direction: what a description in plain words asks of the performance, the light and the background.

`read_direction` is the one public verb.
"""

from revive.direction.direction import BACKGROUNDS, EMOTIONS, LIGHTS, Direction
from revive.direction.read import read_direction

__all__ = ["BACKGROUNDS", "EMOTIONS", "LIGHTS", "Direction", "read_direction"]
