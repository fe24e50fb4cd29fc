"""`python -m revive let-go`: a clip, a person or everything removed, with a list of it."""

from __future__ import annotations

import argparse
import json

from revive.commands.file_names import file_name


def add(commands: argparse._SubParsersAction) -> None:
    """Put `let-go` among the commands."""
    parser = commands.add_parser("let-go", help="remove a clip, a person or everything, and list what was removed")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--clip", type=file_name, metavar="FILE", help="a clip, with captions and job file")
    what.add_argument("--person", metavar="NAME", help="everything that was learned of a person")
    what.add_argument("--everything", action="store_true", help="everyone, the keys, the models that were laid out")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from revive.people.deletion import erase_clip, erase_everything, erase_person

    if options.clip is not None:
        removed = erase_clip(options.clip)
    elif options.person is not None:
        removed = erase_person(options.person)
    else:
        removed = erase_everything()
    if options.json:
        print(json.dumps(removed.as_json(), ensure_ascii=False, indent=2))
        return 0
    for path in removed.files:
        print(f"removed {path}")
    count = len(removed.files)
    print(f"{count} file{'' if count == 1 else 's'}, {removed.size / 1e6:.1f} MB." if count else "There was nothing.")
    return 0
