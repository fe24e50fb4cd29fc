"""Words: help to find what should be said. Drafts for an occasion, a mood and what should come in; nothing is spoken.

Messages written beforehand are chosen by occasion, mood and speaker, and the family's words are set in. Where letters
or a manner are to be heard, a small language model writes as well (Gemma 3 270M with an adapter of its own, or any
larger one), and a checker refuses what nobody told it.
"""

from revive.drafting.draft import Draft, draft_words
from revive.drafting.external_model import ExternalModel
from revive.drafting.request import MOODS

__all__ = ["MOODS", "Draft", "ExternalModel", "draft_words"]
