"""A description in plain words -> a portrait of somebody who never was, or another look of somebody in a photograph.

`imagine` is the one public verb.
"""

from revive.imagine.imagine import Imagined, imagine
from revive.imagine.larger import Engine

__all__ = ["Engine", "Imagined", "imagine"]
