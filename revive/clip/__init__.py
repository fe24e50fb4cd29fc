"""Frames + Speech -> Clip: a finished mp4 with captions, title, music and the words that say how it was made.

`compose_clip` is the public verb, `ClipOptions` what it may be asked; `check_output` says beforehand whether the clip
can be written. `finished_frames` gives the frames alone, as the clip shows them.
"""

from revive.clip.clip import Clip
from revive.clip.frames import ClipOptions, finished_frames
from revive.clip.compose import check_output, compose_clip

__all__ = ["Clip", "ClipOptions", "check_output", "compose_clip", "finished_frames"]
