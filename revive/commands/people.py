"""`python -m revive people`: who is known on this computer and by what; export, import and delete a person."""

from __future__ import annotations

import argparse
import json
import typing

from revive.commands.consent import add_consent, consent_of_options
from revive.commands.file_names import file_name
from revive.consent import Permit
from revive.core.errors import UserError

if typing.TYPE_CHECKING:
    from revive.people import Entry


def add(commands: argparse._SubParsersAction) -> None:
    """Put `people` among the commands."""
    parser = commands.add_parser("people", help="who was taught, what is stored of them and where")
    deed = parser.add_mutually_exclusive_group()
    deed.add_argument("--delete", metavar="NAME", help="delete everything that is stored of this person")
    deed.add_argument("--export", metavar="NAME", help="write what was learned of this person to --out")
    deed.add_argument("--import", type=file_name, metavar="FILE", dest="archive", help="take in an exported person")
    parser.add_argument("--out", type=file_name, metavar="FILE", help="where --export writes (.zip)")
    parser.add_argument(
        "--replace", action="store_true", help="let --import replace everything stored of a person of the same name"
    )
    add_consent(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_people)


def _people(options: argparse.Namespace) -> int:
    from revive.core.home import home
    from revive.people import delete_person, export_person, import_person, people

    _check(options)
    if options.export is not None:
        out = export_person(options.export, options.out)
        size = out.stat().st_size
        print(json.dumps({"out": str(out), "bytes": size}) if options.json else f"{out}  {size / 1e6:.1f} MB")
        return 0
    if options.delete is not None:
        delete_person(options.delete)
    if options.archive is not None:
        permit = Permit("taken in", consent_of_options(options))
        import_person(options.archive, permit=permit, replace=options.replace)
    entries = people()
    if options.json:
        rows = [_row(entry) for entry in entries]
        print(json.dumps({"home": str(home()), "people": rows}, ensure_ascii=False, indent=2))
        return 0
    for entry in entries:
        print(f"{entry.name}  {', '.join(_learned(entry))}; {entry.size / 1e6:.1f} MB in {entry.folder}")
    if not entries:
        print(f"Nobody was taught yet; what is learned would lie in {home() / 'people'}.")
    return 0


def _check(options: argparse.Namespace) -> None:
    if (options.export is None) != (options.out is None):
        raise UserError("To export a person both are needed: --export with the name, and --out with the file (.zip).")
    if options.replace and options.archive is None:
        raise UserError("--replace says what happens when a person is imported; please give the file with --import.")


def _row(entry: Entry) -> dict:
    return {
        "name": entry.name, "folder": str(entry.folder), "bytes": entry.size, "taught": entry.person is not None,
        "unfinished": entry.unfinished, "movement": entry.movement, "portraits": entry.portrait is not None,
        "voice": entry.voice, "pronunciations": entry.pronunciations, "manner": entry.manner,
    }  # fmt: skip


def _learned(entry: Entry) -> list[str]:
    """What was learned, in words."""
    count = entry.pronunciations
    parts = {
        "mouth and eyes": entry.person is not None,
        "movement": entry.movement,
        "portraits": entry.portrait is not None,
        "voice": entry.voice,
        f"{count} pronunciation{'s' if count > 1 else ''}": count > 0,
        "manner of speaking": entry.manner,
        "a teaching not finished": entry.unfinished,
    }
    return [part for part, there in parts.items() if there] or ["nothing finished"]
