"""Names that the voices would say wrongly, and names of which a voice cannot be sure.

`mark_names` puts the sound of known names into a text, from `names.tsv` (written for Revive), from the rules of pinyin
and, for English, from CMUdict; `unsure` lists the words that a voice can only guess.
"""

from revive.speech.names.marking import mark_names
from revive.speech.names.unsure import unsure

__all__ = ["mark_names", "unsure"]
