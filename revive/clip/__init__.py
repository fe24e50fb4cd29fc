"""Frames + Speech -> Clip: a finished mp4 with captions, title, music and the label that says how it was made.

`compose_clip` is the public function, `ClipOptions` its options; `check_output` checks beforehand that the clip can be
written. `finished_frames` yields the finished frames alone.
"""

from revive.clip.clip import Clip
from revive.clip.frames import ClipOptions, finished_frames
from revive.clip.sound import check_music
from revive.clip.compose import check_output, compose_clip
from revive.clip.live import LiveClip

__all__ = ["Clip", "ClipOptions", "LiveClip", "check_music", "check_output", "compose_clip", "finished_frames"]
