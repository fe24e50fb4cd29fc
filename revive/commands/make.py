"""`python -m revive make`: one clip; its options are the fields of `Brief`."""

from __future__ import annotations

import argparse
import dataclasses
import json

from revive.brief import OPTIONS, Brief
from revive.commands.file_names import file_name
from revive.commands.old_names import add_old_name
from revive.commands.settings import add_option
from revive.commands.terminal import language, listener, say
from revive.core.progress import Progress

# heading of the help -> the fields of the Brief under it
GROUPS = {
    "what is said": ("words", "recording", "driver", "prompt", "transcribe", "voice", "language", "locale",
                     "pronounce"),
    "what it does where nothing is said": ("moment", "seconds", "loop"),
    "whose photograph it is, asked once for a person who is known": ("relation", "basis", "adult", "person"),
    "how it is performed": (
        "emotion", "strength", "pace", "sentence_feelings", "expression", "lips", "head_motion", "blink", "seed",
    ),
    "the picture": ("face", "face_detector", "light", "background", "shape", "size", "fps", "refine", "resting_face"),
    "the clip": (
        "out", "title", "captions", "caption_style", "music", "voice_volume", "music_volume", "keep_take",
    ),
}  # fmt: skip


def add(commands: argparse._SubParsersAction) -> None:
    """Put `make` among the commands."""
    parser = commands.add_parser("make", help="make one clip")
    parser.add_argument("photo", nargs="?", type=file_name, metavar="PHOTO", help=OPTIONS["photo"].help)
    for heading, names in GROUPS.items():
        group = parser.add_argument_group(heading)
        for name in names:
            add_option(group, OPTIONS[name])
    parser.add_argument("--job", type=file_name, metavar="FILE", help="begin from a saved job; other options change it")
    parser.add_argument("--json", action="store_true", help="print one JSON object about the clip")
    add_old_name(parser, "--consent", "--relation")
    add_old_name(parser, "--finder", "--face-detector")
    add_old_name(parser, "--finish", "--refine", const=True)
    add_old_name(parser, "--no-finish", "--no-refine", const=False)
    parser.set_defaults(run=_make)


def _make(options: argparse.Namespace) -> int:
    from revive.pipeline import make_clip

    given = {name: value for name, value in vars(options).items() if name in OPTIONS and value is not None}
    brief = Brief.load(options.job) if options.job else Brief()
    result = make_clip(dataclasses.replace(brief, **given), progress=Progress(listener(options)))
    for note in result.notes:
        say(note.text(language()))
    if options.json:
        print(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
    else:
        clip = result.clip
        print(f"{clip.out}  {clip.width}x{clip.height}, {clip.duration_s:.1f} s, seed {result.brief.seed}")
    return 0
