"""A description in plain words -> a portrait of somebody who never was, or another look of somebody in a photograph.

`generate_portrait` is the one public verb.
"""

from revive.generator.generate import GeneratedPortrait, generate_portrait
from revive.generator.external_model import ExternalModel

__all__ = ["ExternalModel", "GeneratedPortrait", "generate_portrait"]
