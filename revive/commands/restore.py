"""`python -m revive restore`: an old photograph cleaned, its tones brought back, larger."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from revive.commands.consent import add_consent, consent_of_options
from revive.commands.file_names import file_name
from revive.commands.numbers import whole
from revive.commands.terminal import listener
from revive.core.disk import disk_watched
from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.provenance import Provenance, check_keys
from revive.provenance.pictures import check_picture, write_picture
from revive.restore.restore import COLOUR, STRONGEST


def add(commands: argparse._SubParsersAction) -> None:
    """Put `restore` among the commands."""
    parser = commands.add_parser("restore", help="an old photograph cleaned, its tones brought back, larger")
    parser.add_argument("photo", type=file_name, metavar="PHOTO", help="the photograph")
    parser.add_argument("--out", type=file_name, required=True, metavar="FILE", help="where it is written (.png, .jpg)")
    parser.add_argument("--crop", action="store_true", help="take an even border away")
    parser.add_argument(
        "--clean", action="store_true",
        help="fill scratches, folds, cracks and dust; smooth grain and blocks of compression",
    )  # fmt: skip
    parser.add_argument("--tones", action="store_true", help="bring back faded tones and take away a colour cast")
    parser.add_argument(
        "--upscale", type=whole("--upscale", 1, 4), default=1, metavar="TIMES", help="2 or 4 times as large (minutes)"
    )
    parser.add_argument(
        "--colourise", type=float, nargs="?", const=COLOUR, default=0.0, metavar="STRENGTH",
        help=f"guess the colours of a black-and-white picture, 0 to {STRONGEST}, {COLOUR} when not given; a coloured or"
        " faded one keeps its own",
    )  # fmt: skip
    parser.add_argument(
        "--recolour", action="store_true",
        help="with --colourise: also where it seems to have colours, as a toned print does; they are taken away",
    )  # fmt: skip
    parser.add_argument("--damage", type=file_name, metavar="MASK", help="scratches and stains, painted white on black")
    add_consent(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_restore)


@disk_watched()
def _restore(options: argparse.Namespace) -> int:
    from revive.restore import restore

    if options.recolour and not options.colourise:
        raise UserError("--recolour goes with --colourise; please add it, or leave --recolour out.")
    check_picture(options.out, made_from=[options.photo, options.damage])
    check_keys()
    consent = consent_of_options(options).checked()
    progress = Progress(listener(options))
    done = restore(
        options.photo, crop=options.crop, scratches=options.clean, clean=options.clean, tones=options.tones,
        times=options.upscale, colour=options.colourise, recolour=options.recolour, damage=options.damage,
        consent=consent, progress=progress,
    )  # fmt: skip
    made = Provenance("photograph", consent=consent.summary)
    write_picture(done.picture, options.out, made, ingredient=options.photo, seen=False)
    height, width = done.picture.shape[:2]
    if options.json:
        steps = [
            {"step": step.name, "likeness": step.likeness, "difference": asdict(step.difference), "kept": step.kept}
            for step in done.steps
        ]
        told = {"out": str(options.out), "width": width, "height": height, "likeness": done.likeness,
                "difference": asdict(done.difference) if done.difference else None, "steps": steps,
                "notes": [note.text() for note in done.notes],
                "seconds": round(sum(progress.seconds.values()), 2)}  # fmt: skip
        print(json.dumps(told, indent=2))
        return 0
    print(f"{options.out}  {width}x{height}")
    for step in done.steps:
        like = "" if step.likeness is None else f", likeness {step.likeness:.2f} of 1"
        face = "" if step.difference.face is None else f"{step.difference.face} on the face, "
        colours = f", difference of colours {face}{step.difference.picture} over the picture"
        print(f"  {step.name}{like}{colours}{'' if step.kept else ': left out, it would have changed the face'}")
    for note in done.notes:
        print(f"  {note.text()}")
    return 0
