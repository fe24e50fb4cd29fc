"""`python -m revive portrait`: a portrait from words, or a photograph as words ask."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path

from revive.commands.consent import add_consent, consent_of_options
from revive.commands.file_names import file_name
from revive.commands.numbers import seed_or_drawn, whole
from revive.commands.terminal import language, say
from revive.consent import Permit
from revive.core.disk import disk_watched
from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.generator import ExternalModel
from revive.generator.external_model import memory_mode
from revive.generator.generate import MOST, embedded_form
from revive.media.lettering import looks_chinese
from revive.provenance import Provenance, check_keys
from revive.provenance.pictures import check_picture, write_picture


def add(commands: argparse._SubParsersAction) -> None:
    """Put `portrait` among the commands."""
    parser = commands.add_parser("portrait", help="a portrait from words, or a photograph as words ask")
    parser.add_argument("--prompt", default="", help="whom it shows and how, in plain words")
    parser.add_argument("--out", type=file_name, required=True, metavar="FILE", help="where it is written (.png, .jpg)")
    parser.add_argument("--photo", type=file_name, metavar="FILE", help="whom to show: their face stays theirs")
    parser.add_argument(
        "--before", type=file_name, metavar="FILE", help="write the photograph of them too, in the same place"
    )
    parser.add_argument("--person", default="", metavar="NAME", help="somebody taught by train portrait --photos")
    parser.add_argument(
        "--face", type=whole("--face", 1, 99), default=1, help="which face in the photograph, 1 is the largest"
    )
    parser.add_argument(
        "--seed", type=seed_or_drawn, default=-1, help="the same seed gives the same picture; -1 draws one"
    )
    parser.add_argument(
        "--n", type=whole("--n", 1, MOST), default=1, metavar="COUNT", help="how many; their files are numbered"
    )
    add_consent(parser)
    larger = parser.add_argument_group("a larger generator")
    defaults = {option.name: option.default for option in dataclasses.fields(ExternalModel)}
    larger.add_argument("--model", metavar="NAME", help="a model of diffusers: a folder, or its name on the hub")
    larger.add_argument("--lora", type=file_name, nargs="+", default=[], metavar="FILE", help="adapters, .safetensors")
    larger.add_argument(
        "--ip-adapter", type=file_name, metavar="FILE", help="shows the model whom to draw: the photograph"
    )
    larger.add_argument(
        "--ip-adapter-scale", type=float, default=defaults["ip_adapter_scale"],
        help="how much the photograph counts beside the words",
    )  # fmt: skip
    larger.add_argument(
        "--strength", type=float, default=defaults["strength"], help="how much of the photograph may change"
    )
    larger.add_argument("--steps", type=int, default=defaults["steps"], help="of its sampler")
    larger.add_argument(
        "--guidance", type=float, default=defaults["guidance"], help="how closely it keeps to the words"
    )
    larger.add_argument("--download", action="store_true", help="fetch from the hub what is not on this computer")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_portrait)


def _files(options: argparse.Namespace) -> list[Path]:
    """Where the pictures are written; numbered where there are several."""
    if options.n == 1 or not options.out.suffix:
        return [options.out]
    return [options.out.with_stem(f"{options.out.stem}-{number}") for number in range(1, options.n + 1)]


def _engine(options: argparse.Namespace) -> ExternalModel | None:
    engine = ExternalModel(
        options.model or "", tuple(options.lora), options.ip_adapter, options.strength, options.steps, options.guidance,
        options.download, options.ip_adapter_scale,
    )  # fmt: skip
    if options.model is None:
        if options.lora or options.ip_adapter:
            raise UserError("Adapters belong to a larger model; please name it with --model.")
        return None
    if not embedded_form(Path(engine.model)):
        say(f"{engine.model}: on the {memory_mode()}")
    return engine


@disk_watched()
def _portrait(options: argparse.Namespace) -> int:
    from revive.generator import generate_portrait

    files = _files(options)
    if options.before:
        if not (options.photo or options.person):
            raise UserError("There is no photograph of an invented person; please leave --before out.")
        check_picture(options.before, beside=files, made_from=[options.photo])
    check_picture(files[0], beside=files[1:], made_from=[options.photo, options.ip_adapter, *options.lora])
    check_keys()
    engine = _engine(options)
    somebody = options.photo is not None or (engine is not None and not embedded_form(Path(engine.model)))
    answers = Permit(
        "portrait", consent_of_options(options), options.person, prompt=options.prompt, somebody=somebody
    ).answers  # fmt: skip
    consent = answers.summary if answers else ""
    progress = Progress()
    made = generate_portrait(
        options.prompt, photo=options.photo, person=options.person, face=options.face, count=options.n,
        seed=options.seed, engine=engine, consent=answers, progress=progress,
    )  # fmt: skip
    rows = []
    for out, one in zip(files, made, strict=True):
        kind = "photograph" if options.photo else "portrait"
        write_picture(
            one.picture,
            out,
            Provenance(kind, "zh" if looks_chinese(options.prompt) else "en", consent=consent, seed=one.seed),
            ingredient=options.photo,
        )
        height, width = one.picture.shape[:2]
        rows.append({"out": str(out), "width": width, "height": height, "seed": one.seed, "likeness": one.likeness})
    if options.before and made[0].before is not None:
        shown = Provenance("photograph", consent=consent)
        write_picture(made[0].before, options.before, shown, ingredient=options.photo, seen=False)
    notes = [note.text(language()) for note in made[0].notes]
    if options.json:
        told = {
            "prompt": options.prompt,
            "pictures": rows,
            "notes": notes,
            "seconds": round(sum(progress.seconds.values()), 2),
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            like = "" if row["likeness"] is None else f", likeness {row['likeness']:.2f} of 1"
            print(f"{row['out']}  {row['width']}x{row['height']}, seed {row['seed']}{like}")
        print("".join(f"{note}\n" for note in notes), end="")
    return 0
