"""`python -m revive make`: one clip; its options are the fields of `Brief`."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path

from revive.brief import OPTIONS, Brief
from revive.commands.file_names import file_name
from revive.commands.old_names import add_old_name
from revive.commands.settings import add_option
from revive.commands.terminal import language, listener, say
from revive.core.errors import UserError
from revive.core.options import Option
from revive.core.progress import Progress
from revive.drafting.letters import decoded
from revive.media.files import opened, shown_name
from revive.speakers import EXAMPLE

MOST_BYTES = 1024**2  # of a file with the words
# heading of the help -> the fields of the Brief under it
GROUPS = {
    "what is said": ("words", "speakers", "recording", "driver", "prompt", "transcribe", "voice", "language", "locale",
                     "pronounce"),
    "what it does where nothing is said": ("moment", "seconds", "loop", "everyone"),
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
            _add(group, OPTIONS[name])
    parser.add_argument("--job", type=file_name, metavar="FILE", help="begin from a saved job; other options change it")
    parser.add_argument("--json", action="store_true", help="print one JSON object about the clip")
    add_old_name(parser, "--consent", "--relation")
    add_old_name(parser, "--finder", "--face-detector")
    add_old_name(parser, "--finish", "--refine", const=True)
    add_old_name(parser, "--no-finish", "--no-refine", const=False)
    parser.set_defaults(run=_make)


def _add(group: argparse._ArgumentGroup, option: Option) -> None:
    """The option of a field; of the words, also the one that reads them from a file."""
    if option.name == "speakers":
        group.add_argument(
            "--speaker", action="append", dest="speakers", metavar="SPEAKER", default=argparse.SUPPRESS,
            help=f"{option.help}, as “{EXAMPLE}”; once for each face",
        )  # fmt: skip
        return
    add_option(group, option)
    if option.name == "words":
        group.add_argument("--words-file", type=file_name, metavar="FILE", help="a text file with the words")


def _words_in(path: Path) -> str:
    """The words in a text file.

    Raises
    ------
    UserError : no such file, too large, no text
    """
    with opened(path, most=MOST_BYTES) as file:
        text = decoded(file.read())
    if text is None:
        raise UserError("“{file}” is no text; please save the words as plain text.", file=shown_name(path))
    return text


def _make(options: argparse.Namespace) -> int:
    from revive.pipeline import make_clip

    given = {name: value for name, value in vars(options).items() if name in OPTIONS and value is not None}
    if options.words_file is not None:
        if "words" in given:
            raise UserError("The words are given twice; please type them or choose a file.")
        given["words"] = _words_in(options.words_file)
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
