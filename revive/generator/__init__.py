"""A description in plain words -> a portrait of somebody who never was, or another look of somebody in a photograph.

`imagine` is the one public verb.
"""

from revive.generator.generate import Imagined, imagine
from revive.generator.external_model import Engine

__all__ = ["Engine", "Imagined", "imagine"]
