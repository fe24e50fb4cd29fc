"""A description in plain words -> a portrait of an invented person, or of the person in a photograph.

`generate_portrait` is the public function.
"""

from revive.generator.generate import GeneratedPortrait, generate_portrait
from revive.generator.external_model import ExternalModel

__all__ = ["ExternalModel", "GeneratedPortrait", "generate_portrait"]
