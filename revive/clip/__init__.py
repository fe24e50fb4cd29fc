"""Frames + Speech -> Clip: a finished mp4 with captions, title, music and the words that say how it was made.

`compose_clip` is the one public verb; `check_output` says beforehand whether the clip can be written.
"""

from revive.clip.clip import Clip
from revive.clip.compose import check_output, compose_clip

__all__ = ["Clip", "check_output", "compose_clip"]
