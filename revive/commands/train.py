"""`python -m revive train`: teach it one person, or make the shipped weights again."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path

from revive.commands.consent import add_consent, consent_of_options
from revive.commands.numbers import seed
from revive.commands.terminal import listener, say
from revive.consent import Permit
from revive.core.errors import Cancelled, UserError
from revive.core.progress import Progress
from revive.core.ranges import MOST_STEPS, check_number


def add(commands: argparse._SubParsersAction) -> None:
    """Put `train` among the commands."""
    parser = commands.add_parser("train", help="teach it one person, or make the shipped weights again")
    models = parser.add_subparsers(required=True, metavar="MODEL")
    person = models.add_parser("person", help="one person, from photographs or films of them (minutes)")
    person.add_argument("--from", dest="files", type=Path, nargs="+", metavar="FILE", default=[],
                        help="photographs and films of the person")  # fmt: skip
    person.add_argument("--name", required=True, help="of the person; make --person NAME uses what was learned")
    person.add_argument("--photo", type=Path, metavar="FILE", help="of the person, where others are seen too")
    person.add_argument("--steps", type=int, help="of training for the mouth; the eyes take two thirds")
    person.add_argument("--seed", type=seed, default=7, help="the same seed gives the same lessons and steps")
    add_consent(person)
    person.add_argument("--resume", action="store_true", help="go on with a teaching that was stopped")
    person.add_argument("--json", action="store_true", help="print one JSON object")
    person.set_defaults(run=_train_person)
    basis = models.add_parser("basis", help="the expression basis, from tracked clips (a minute)")
    basis.add_argument("--data", type=Path, required=True, help="folder with index.json and one folder a clip")
    basis.set_defaults(run=_train_basis)
    animator = models.add_parser("animator", help="the generators that finish mouth and eyes (half an hour)")
    _add_run(animator, "talking/ and portraits/", "animator", "for lessons, log, sheets and weights")
    animator.add_argument("--no-adversary", action="store_true", help="as long by reconstruction alone: the ablation")
    animator.add_argument("--graphs", action="store_true", help="only write the generators' graphs to --out (seconds)")
    animator.set_defaults(run=_train_animator)
    motion = models.add_parser("motion", help="mouth and gesture; speaks its own lessons (an hour)")
    _add_run(motion, "talking/", "motion", "for lessons, checkpoints and weights", left="checkpoints", drawn="lessons")
    motion.add_argument("--part", choices=("both", "mouth", "gesture"), default="both", help="what is trained")
    motion.set_defaults(run=_train_motion)
    portrait = models.add_parser(
        "portrait", help="with --photos: one person, for portraits by name (minutes); without: the generator itself"
    )
    portrait.add_argument("--photos", type=Path, metavar="DIR", help="folder of photographs of one person")
    portrait.add_argument("--name", default="", help="of the person; portrait --person NAME draws them")
    add_consent(portrait)
    portrait.add_argument(
        "--model", metavar="NAME", help="teach a larger model of diffusers: a folder, or its hub name"
    )
    portrait.add_argument("--download", action="store_true", help="fetch the larger model from the hub")
    portrait.add_argument("--steps", type=int, help="of training, where a person is taught")
    portrait.add_argument("--sheet", type=Path, metavar="FILE", help="write pictures of before and after (.png)")
    portrait.add_argument("--json", action="store_true", help="print one JSON object")
    _add_run(portrait, "portraits/", "portrait", "for checkpoints and the generator", left="checkpoints")
    portrait.set_defaults(run=_train_portrait)
    colouriser = models.add_parser("colouriser", help="colours for black-and-white portraits (an hour)")
    _add_run(colouriser, "portraits/", "portrait", "for checkpoint and weights")
    colouriser.set_defaults(run=_train_colouriser)
    scratches = models.add_parser("scratches", help="what finds scratches and dust on old prints (ten minutes)")
    _add_run(scratches, "portraits/ and talking/", "portrait", "for checkpoint and weights")
    scratches.set_defaults(run=_train_scratches)
    cast = models.add_parser("cast", help="how every voice sounds to the speaker encoder (minutes)")
    cast.add_argument("--out", type=Path, default=Path("cast.safetensors"), help="where the embeddings go")
    cast.set_defaults(run=_train_cast)
    words = models.add_parser("words", help="what drafts messages, and tells their moods (an hour)")
    _add_run(words, "messages (.jsonl); the shipped ones when not given", "words", "for checkpoint and weights")
    words.set_defaults(run=_train_words, data=None)
    manner = models.add_parser("manner", help="one person's manner, from what they wrote (minutes)")
    manner.add_argument("--letters", type=Path, required=True, metavar="FILE", help="letters or messages (.txt, .md)")
    manner.add_argument("--name", required=True, help="of the person; words --person NAME uses what was learned")
    add_consent(manner)
    manner.add_argument("--steps", type=int, help="of training")
    manner.add_argument("--seed", type=seed, default=7, help="the same seed gives the same steps")
    manner.add_argument("--resume", action="store_true", help="go on with a teaching that was stopped")
    manner.add_argument("--json", action="store_true", help="print one JSON object")
    manner.set_defaults(run=_train_manner)


def _add_run(
    parser: argparse.ArgumentParser, data: str, folder: str, kept: str, *, left: str = "checkpoint",
    drawn: str = "steps",
) -> None:  # fmt: skip
    """What every training of shipped weights has: where it reads and writes, going on, the seed."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help=f"with {data}")
    parser.add_argument("--out", type=Path, default=Path("runs", folder), help=kept)
    parser.add_argument("--resume", action="store_true", help=f"go on from the {left} of a stopped run")
    parser.add_argument("--seed", type=seed, default=7, help=f"the same seed gives the same {drawn}")


def _check_steps(steps: int | None) -> None:
    if steps is not None:
        check_number(("number of steps", "步数"), steps, 1, MOST_STEPS)


def _train_basis(options: argparse.Namespace) -> int:
    from revive.training.basis import train_basis

    print(json.dumps(train_basis(options.data, say=say), indent=2))
    return 0


def _train_animator(options: argparse.Namespace) -> int:
    from revive.training.animator import train_animator
    from revive.training.animator_graph import export_graphs

    for file in export_graphs(options.out):
        say(str(file))
    if options.graphs:
        return 0
    figures = train_animator(
        options.data, options.out, resume=options.resume, seed=options.seed, adversarial=not options.no_adversary,
        say=say,
    )  # fmt: skip
    print(json.dumps(figures, indent=2))
    return 0


def _train_person(options: argparse.Namespace) -> int:
    from revive.core.home import (
        clean_name,
        folder_of,
    )
    from revive.training.person import load_plan, look_through, teach
    from revive.training.words import aside_words, plan_words

    zh = os.environ.get("LANG", "en").startswith("zh")
    name = clean_name(options.name)
    _check_steps(options.steps)
    if not options.resume:
        looked = look_through(
            options.files, name, photo=options.photo, consent=consent_of_options(options), steps=options.steps,
            seed=options.seed, progress=Progress(listener(options)),
        )  # fmt: skip
        for line in aside_words(looked.moments, options.files):
            say(line[zh])
        if looked.trouble:
            raise looked.trouble
    say(plan_words(load_plan(name))[zh])
    try:
        outcome = teach(name, progress=Progress(listener(options)))
    except (Cancelled, KeyboardInterrupt):
        say("Stopped. The same command with --resume goes on from here; people --delete deletes it.")
        return 130
    sentence = outcome.sentence[zh]
    facts = {"name": name, "kept": outcome.person is not None, "figures": outcome.figures, "sentence": sentence}
    if outcome.person:
        facts["folder"] = str(folder_of(name))
    print(json.dumps(facts, ensure_ascii=False, indent=2) if options.json else sentence)
    return 0 if outcome.person else 1


def _train_motion(options: argparse.Namespace) -> int:
    from revive.training.motion import train_motion

    figures = train_motion(
        options.data, options.out, part=options.part, resume=options.resume, seed=options.seed, say=say
    )  # fmt: skip
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}, indent=2))
    return 0


def _train_portrait(options: argparse.Namespace) -> int:
    if options.photos or options.name:
        return _teach_portrait(options)
    from revive.training.portrait import train_portrait

    train_portrait(options.data, options.out, resume=options.resume, seed=options.seed, say=say)
    return 0


def _teach_portrait(options: argparse.Namespace) -> int:
    from revive.core.home import (
        folder_of,
    )
    from revive.training.portrait_larger import teach_larger
    from revive.training.portrait_person import STEPS, scaled, teach_portrait

    zh = os.environ.get("LANG", "en").startswith("zh")
    if options.photos is None or not options.photos.is_dir():
        raise UserError(
            "The photographs of one person are needed in one folder; please name it with --photos.",
            "请把这个人的照片放在一个文件夹里，并用 --photos 指定。",
        )
    _check_steps(options.steps)
    answers = Permit("taught portrait", consent_of_options(options), options.name).answers
    files = sorted(path for path in options.photos.iterdir() if path.is_file() and not path.name.startswith("."))
    told = {
        "consent": answers, "resume": options.resume, "seed": options.seed, "sheet": options.sheet,
        "progress": Progress(listener(options)),
    }  # fmt: skip
    try:
        if options.model:
            outcome = teach_larger(
                files, options.name, model=options.model, steps=options.steps, download=options.download, **told
            )
        else:
            say(f"{len(files)} files; about {sum(STEPS.values()) * 0.25 / 60:.0f} minutes on two cores")
            outcome = teach_portrait(files, options.name, steps=scaled(options.steps), **told)
    except (Cancelled, KeyboardInterrupt):
        say("Stopped. The same command with --resume goes on from here; people --delete deletes it.")
        return 130
    sentence = outcome.sentence[zh]
    facts = {"name": options.name, "kept": outcome.learned is not None, "figures": outcome.figures,
             "sentence": sentence, "folder": str(folder_of(options.name) / "portrait")}  # fmt: skip
    print(json.dumps(facts, ensure_ascii=False, indent=2) if options.json else sentence)
    return 0 if outcome.learned else 1


def _train_colouriser(options: argparse.Namespace) -> int:
    from revive.training.colouriser import train_colouriser

    return _run(train_colouriser, options)


def _train_scratches(options: argparse.Namespace) -> int:
    from revive.training.scratches import train_scratches

    return _run(train_scratches, options)


def _run(train: Callable[..., dict], options: argparse.Namespace) -> int:
    """Run one training and print its figures."""
    figures = train(options.data, options.out, resume=options.resume, seed=options.seed, say=say)
    print(json.dumps(figures, indent=2))
    return 0


def _train_cast(options: argparse.Namespace) -> int:
    from revive.training.cast import measure_cast

    measure_cast(options.out, news=say)
    return 0


def _train_words(options: argparse.Namespace) -> int:
    from revive.training.words_model import train_words

    return _run(train_words, options)


def _train_manner(options: argparse.Namespace) -> int:
    from revive.core.home import (
        manner_folder,
    )
    from revive.training.words_manner import teach_manner

    zh = os.environ.get("LANG", "en").startswith("zh")
    _check_steps(options.steps)
    try:
        outcome = teach_manner(
            options.letters, options.name, consent=consent_of_options(options), resume=options.resume,
            seed=options.seed, steps=options.steps, progress=Progress(listener(options)), say=say,
        )  # fmt: skip
    except (Cancelled, KeyboardInterrupt):
        say("Stopped. The same command with --resume goes on from here; people --delete deletes it.")
        return 130
    sentence = outcome.sentence[zh]
    facts = {"name": options.name, "kept": outcome.learned is not None, "figures": outcome.figures,
             "sentence": sentence, "folder": str(manner_folder(options.name))}  # fmt: skip
    print(json.dumps(facts, ensure_ascii=False, indent=2) if options.json else sentence)
    return 0 if outcome.learned else 1
