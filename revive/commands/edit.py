"""`python -m revive edit`: a finished clip changed; its options are the fields of `Edit`."""

from __future__ import annotations

import argparse
import json

from revive.commands.file_names import file_name
from revive.commands.settings import add_option
from revive.commands.terminal import listener
from revive.core.progress import Progress
from revive.editing.edit import OPTIONS, Edit

# heading of the help -> the fields of the Edit under it
GROUPS = {
    "its length": ("cut", "fade", "join", "transition"),
    "the words in the picture": ("captions", "caption_words", "caption_text", "title"),
    "its sound": ("voice_volume", "music", "music_volume"),
    "where the clip does not tell": ("photo", "relation", "basis", "adult"),
    "the changed clip": ("out",),
}


def add(commands: argparse._SubParsersAction) -> None:
    """Put `edit` among the commands."""
    parser = commands.add_parser("edit", help="change a finished clip: cut, join, captions, music, loudness")
    parser.add_argument("clip", type=file_name, metavar="CLIP", help=OPTIONS["clip"].help)
    for heading, names in GROUPS.items():
        group = parser.add_argument_group(heading)
        for name in names:
            add_option(group, OPTIONS[name])
    parser.add_argument("--json", action="store_true", help="print one JSON object about the changed clip")
    parser.set_defaults(run=_edit)


def _edit(options: argparse.Namespace) -> int:
    from revive.editing.make import edit_clip

    given = {name: value for name, value in vars(options).items() if name in OPTIONS and value is not None}
    edited = edit_clip(Edit(**given), progress=Progress(listener(options)))
    if options.json:
        print(json.dumps(edited.as_json(), ensure_ascii=False, indent=2))
    else:
        clip = edited.clip
        print(f"{clip.out}  {clip.width}x{clip.height}, {clip.duration_s:.1f} s")
    return 0
