"""`python -m revive train portrait`: one person from a folder of photographs, or the portrait generator itself."""

from __future__ import annotations

import argparse

from revive.commands.consent import add_consent, consent_of_options
from revive.commands.file_names import file_name
from revive.commands.terminal import language, listener
from revive.commands.train.options import add_run, check_steps, print_outcome, stopped
from revive.commands.train.shipped import portrait_generator
from revive.consent import Permit
from revive.core.errors import Cancelled, UserError
from revive.core.progress import Progress
from revive.provenance.pictures import check_picture


def add(models: argparse._SubParsersAction) -> None:
    """Put `portrait` among what can be trained."""
    portrait = models.add_parser(
        "portrait", help="with --photos: one person, for portraits by name; without: the generator itself"
    )
    portrait.add_argument("--photos", type=file_name, metavar="DIR", help="folder of photographs of one person")
    portrait.add_argument("--name", default="", help="of the person; portrait --person NAME draws them")
    add_consent(portrait)
    portrait.add_argument(
        "--model", metavar="NAME", help="teach a larger model of diffusers: a folder, or its hub name"
    )
    portrait.add_argument("--download", action="store_true", help="fetch the larger model from the hub")
    portrait.add_argument("--steps", type=int, help="of training, where a larger model is taught a person")
    portrait.add_argument("--sheet", type=file_name, metavar="FILE", help="write pictures of before and after (.png)")
    portrait.add_argument("--json", action="store_true", help="print one JSON object")
    add_run(portrait, "portraits/", "portrait", "for checkpoints and the generator", left="checkpoints")
    portrait.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    if options.photos or options.name:
        return _one_person(options)
    return portrait_generator(options)


def _one_person(options: argparse.Namespace) -> int:
    from revive.core.home import folder_of
    from revive.teaching.portrait.external_model import teach_external_model
    from revive.teaching.portrait.teach import teach_portrait

    if options.photos is None or not options.photos.is_dir():
        raise UserError("The photographs of one person are needed in one folder; please name it with --photos.")
    check_steps(options.steps)
    if options.sheet:
        check_picture(options.sheet)
    answers = Permit("taught portrait", consent_of_options(options), options.name).answers
    files = sorted(path for path in options.photos.iterdir() if path.is_file() and not path.name.startswith("."))
    shared = {
        "consent": answers,
        "seed": options.seed,
        "sheet": options.sheet,
        "progress": Progress(listener(options)),
    }
    try:
        if options.model:
            outcome = teach_external_model(
                files, options.name, model=options.model, steps=options.steps, download=options.download,
                resume=options.resume, **shared,
            )  # fmt: skip
        else:
            outcome = teach_portrait(files, options.name, **shared)
    except (Cancelled, KeyboardInterrupt):
        return stopped()
    facts = {
        "name": options.name, "kept": outcome.learned is not None, "figures": outcome.figures,
        "sentence": outcome.sentence.text(language()), "folder": str(folder_of(options.name) / "portrait"),
    }  # fmt: skip
    return print_outcome(facts, as_json=options.json)
