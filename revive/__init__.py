"""Revive: a photograph, a description and words become a finished talking clip, on this computer.

    from revive import Brief, make_clip
    result = make_clip(
        photo="gran.jpg", words="Happy birthday, Tom.", out="clip.mp4",
        relation="her grandson", basis="family", adult=True,
    )

`load` gives a `Studio`, which holds the models and does the same step by step; `make_clips` makes many clips, and
`edit_clip` changes a finished one. Nothing heavy is imported before it is used.
"""

from typing import TYPE_CHECKING

from revive.core.version import __version__ as __version__

if TYPE_CHECKING:
    from revive.batch.make import make_clips
    from revive.brief import Brief
    from revive.core.errors import Cancelled, UserError
    from revive.core.progress import Progress, Report
    from revive.editing.edit import Edit
    from revive.editing.make import edit_clip
    from revive.pipeline import Plan, Result, make_clip
    from revive.studio import Studio, load

__all__ = [
    "Brief", "Cancelled", "Edit", "Plan", "Progress", "Report", "Result", "Studio", "UserError", "edit_clip", "load",
    "make_clip", "make_clips",
]  # fmt: skip

_HOME = {
    "Brief": "brief",
    "Cancelled": "core.errors",
    "Edit": "editing.edit",
    "Plan": "pipeline",
    "Progress": "core.progress",
    "Report": "core.progress",
    "Result": "pipeline",
    "Studio": "studio",
    "UserError": "core.errors",
    "edit_clip": "editing.make",
    "load": "studio",
    "make_clip": "pipeline",
    "make_clips": "batch.make",
}


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"module 'revive' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"revive.{_HOME[name]}"), name)
