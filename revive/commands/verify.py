"""`python -m revive verify`: what a clip, picture or recording tells of how it was made.

It ends with status 0 where the file carries a manifest and nothing was changed since, 1 where there is a manifest but
the file was changed or the manifest is damaged, and 3 where there is none, whatever else was found.
"""

from __future__ import annotations

import argparse
import json

from revive.commands.file_names import file_name
from revive.commands.terminal import listener
from revive.core.progress import Progress

STATUS = {"valid": 0, "invalid": 1, "unreadable": 1, "none": 3}


def add(commands: argparse._SubParsersAction) -> None:
    """Put `verify` among the commands."""
    parser = commands.add_parser(
        "verify", help="what a clip, picture or recording tells of how it was made",
        epilog="Status: 0 whole, 1 changed or damaged since it was signed, 2 not a file that can be examined, 3 no"
        " manifest (a mark or a label may still have been found).",
    )  # fmt: skip
    parser.add_argument("file", type=file_name, metavar="FILE", help="MP4, MOV, JPEG, PNG, WebP, GIF, WAV, MP3 or M4A")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_verify)


def _verify(options: argparse.Namespace) -> int:
    import os

    from revive.provenance import verify

    verdict = verify(options.file, progress=Progress(listener(options)))
    if options.json:
        print(json.dumps(verdict.as_json(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(verdict.sentences(os.environ.get("LANG", "en"))))
    return STATUS[verdict.manifest.state]
