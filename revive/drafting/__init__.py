"""Words: help to find what should be said. Drafts for an occasion, a mood and what should come in; nothing is spoken.

A small language model (Gemma 3 270M with an adapter of its own, or any larger one) writes, a checker refuses what
nobody told it, and prepared messages stand in where too little is left.
"""

from revive.drafting.draft import Draft, draft_words
from revive.drafting.external_model import ExternalModel
from revive.drafting.request import MOODS

__all__ = ["MOODS", "Draft", "ExternalModel", "draft_words"]
