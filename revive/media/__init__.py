"""The gate: whatever comes from outside is looked at here before anything that decodes, parses or loads sees it.

check_upload    one call for one file: what it is by its content, how large, how many pixels, seconds, streams
decoder         pictures are decoded in a process of their own, limits what programs from outside are held to
opened          a file opened once, with a size, and none of folders, pipes, devices
plain_text      words without what is not meant to be read: controls, direction overrides, floods of marks
check_tensors   a safetensors file before it is loaded; check_model a folder of a model

The readers themselves (`read_photo`, `check_film`, `check_recording`, `read_letters`, `import_person`) call the same
parts, so that a file which did not pass through `check_upload` meets the same limits.
"""

from __future__ import annotations

from revive.media.files import opened
from revive.media.model_files import check_model, check_tensors
from revive.core.text import plain_text
from revive.uploads import UPLOADS, Seen, check_upload

__all__ = ["UPLOADS", "Seen", "check_model", "check_tensors", "check_upload", "opened", "plain_text"]
