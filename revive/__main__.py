"""The command line: `python -m revive make|bench|evaluate|train|people …`.

The options of `make` are the fields of `Brief`. Bad input ends with status 2 and one sentence on stderr.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import logging
import os
import sys
import typing
from pathlib import Path

from revive.brief import Brief
from revive.errors import Cancelled, UserError
from revive.progress import Progress, Report


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage before it."""

    def error(self, message: str) -> typing.NoReturn:
        self.exit(2, f"{message[:1].upper()}{message[1:]}; see: {self.prog} --help\n")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    os.environ.setdefault("GLOG_minloglevel", "2")  # MediaPipe's start-up notes
    logging.getLogger().setLevel(logging.ERROR)
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except UserError as error:
        print(error.sentence(os.environ.get("LANG", "en")), file=sys.stderr)
        return 2
    except (Cancelled, KeyboardInterrupt):
        print("Stopped; nothing was kept.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m revive", description="A photograph, a description and words become a talking clip."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    make = commands.add_parser("make", help="make one clip")
    _add_brief(make)
    make.add_argument("--job", type=Path, metavar="FILE", help="begin from a saved job; other options change it")
    make.add_argument("--json", action="store_true", help="print one JSON object about the clip")
    make.set_defaults(run=_make)
    bench = commands.add_parser("bench", help="measure the speed of this machine")
    bench.add_argument("--long", action="store_true", help="also a ten-minute recording, for the memory (minutes)")
    bench.add_argument("--json", action="store_true", help="print one JSON object")
    bench.set_defaults(run=_bench)
    evaluate = commands.add_parser("evaluate", help="measure a shipped model against the real thing")
    _add_evaluation(evaluate)
    _add_training(commands.add_parser("train", help="teach it one person, or make the shipped weights again"))
    people = commands.add_parser("people", help="who was taught, what is stored of them and where")
    people.add_argument("--delete", metavar="NAME", help="delete everything that is stored of this person")
    people.add_argument("--json", action="store_true", help="print one JSON object")
    people.set_defaults(run=_people)
    return parser


def _add_brief(parser: argparse.ArgumentParser) -> None:
    """One option a field; what is not given is left out, so that a loaded job or the Brief's default holds."""
    kinds = typing.get_type_hints(Brief)
    for option in dataclasses.fields(Brief):
        kind, within, help = kinds[option.name], option.metadata["within"], option.metadata["help"]
        flag = "--" + option.name.replace("_", "-")
        if option.name == "photo":
            parser.add_argument("photo", nargs="?", type=Path, metavar="PHOTO", help=help)
        elif kind is bool:
            parser.add_argument(flag, action=argparse.BooleanOptionalAction, default=argparse.SUPPRESS, help=help)
        else:
            worded = within is not None and isinstance(within[0], str)
            parser.add_argument(
                flag,
                type=Path if kind in (Path, Path | None) else kind,
                default=argparse.SUPPRESS,
                metavar="FILE" if kind in (Path, Path | None) else option.name.upper(),
                help=f"{help} ({', '.join(within)})" if worded else help,
            )


def _make(options: argparse.Namespace) -> int:
    from revive.pipeline import make_clip

    names = {option.name for option in dataclasses.fields(Brief)}
    given = {name: value for name, value in vars(options).items() if name in names and value is not None}
    brief = Brief.load(options.job) if options.job else Brief()
    listener = _print_report if sys.stderr.isatty() and not options.json else None
    result = make_clip(dataclasses.replace(brief, **given), progress=Progress(listener))
    if options.json:
        print(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
    else:
        clip = result.clip
        print(f"{clip.out}  {clip.width}x{clip.height}, {clip.duration_s:.1f} s, seed {result.brief.seed}")
    return 0


def _print_report(report: Report) -> None:
    left = "" if report.seconds_left is None else f", about {report.seconds_left:.0f} s left"
    print(f"\r\033[K{report.stage}: {report.fraction:.0%}{left}", end="", file=sys.stderr, flush=True)
    if report.fraction >= 1:
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def _bench(options: argparse.Namespace) -> int:
    from revive.bench import measure, table

    figures = measure(long=options.long)
    print(json.dumps(figures, indent=2) if options.json else table(figures))
    return 0


def _add_evaluation(parser: argparse.ArgumentParser) -> None:
    models = parser.add_subparsers(required=True, metavar="MODEL")
    animator = models.add_parser("animator", help="a film's own photograph moved by the film's own points")
    animator.add_argument("--driver", type=Path, required=True, metavar="FILM", help="a film of one person")
    animator.add_argument("--weights", type=Path, metavar="FILE", help="other weights than the shipped ones")
    animator.add_argument("--sheet", type=Path, metavar="PNG", help="where to write samples to look at")
    animator.add_argument("--json", action="store_true", help="print one JSON object")
    animator.set_defaults(run=_evaluate_animator)
    motion = models.add_parser("motion", help="a film's mouth, and what its sound alone would have had it do")
    motion.add_argument("--clip", type=Path, required=True, metavar="FILM", help="a film of one person who speaks")
    motion.add_argument("--transcript", default="", metavar="TEXT", help="what is said, to find p, b and m in it")
    motion.add_argument("--language", default="auto", help="of the transcript")
    motion.add_argument("--json", action="store_true", help="print one JSON object")
    motion.set_defaults(run=_evaluate_motion)


def _evaluate_motion(options: argparse.Namespace) -> int:
    from revive.training.motion_evaluation import evaluate_motion

    figures = evaluate_motion(options.clip, transcript=options.transcript, language=options.language, say=_say)
    print(json.dumps(figures, indent=2) if options.json else "\n".join(f"{k}: {v}" for k, v in figures.items()))
    return 0


def _evaluate_animator(options: argparse.Namespace) -> int:
    from revive.animator.finish import WEIGHTS
    from revive.training.evaluation import evaluate_animator, table

    figures = evaluate_animator(options.driver, weights=options.weights or WEIGHTS, sheet=options.sheet, say=_say)
    print(json.dumps(figures, indent=2) if options.json else table(figures))
    return 0


def _add_training(parser: argparse.ArgumentParser) -> None:
    models = parser.add_subparsers(required=True, metavar="MODEL")
    person = models.add_parser("person", help="one person, from photographs or films of them (minutes)")
    person.add_argument("--from", dest="files", type=Path, nargs="+", metavar="FILE", default=[],
                        help="photographs and films of the person")  # fmt: skip
    person.add_argument("--name", required=True, help="of the person; make --person NAME uses what was learned")
    person.add_argument("--photo", type=Path, metavar="FILE", help="of the person, where others are seen too")
    person.add_argument("--steps", type=int, help="of training for the mouth; the eyes take two thirds")
    person.add_argument("--seed", type=int, default=7, help="the same seed gives the same lessons and steps")
    person.add_argument("--consent", default="", help="who you are to this person, and so by what right you do this")
    person.add_argument("--resume", action="store_true", help="go on with a teaching that was stopped")
    person.add_argument("--json", action="store_true", help="print one JSON object")
    person.set_defaults(run=_train_person)
    basis = models.add_parser("basis", help="the expression basis, from tracked clips (a minute)")
    basis.add_argument("--data", type=Path, required=True, help="folder with index.json and one folder a clip")
    basis.set_defaults(run=_train_basis)
    animator = models.add_parser("animator", help="the generators that finish mouth and eyes (half an hour)")
    animator.add_argument("--data", type=Path, default=Path("../shared/data"), help="with talking/ and portraits/")
    animator.add_argument(
        "--out", type=Path, default=Path("runs/animator"), help="for lessons, log, sheets and weights"
    )
    animator.add_argument("--resume", action="store_true", help="go on from the checkpoint of a stopped run")
    animator.add_argument("--seed", type=int, default=7, help="the same seed gives the same steps")
    animator.add_argument("--no-adversary", action="store_true", help="as long by reconstruction alone: the ablation")
    animator.set_defaults(run=_train_animator)
    motion = models.add_parser("motion", help="mouth and gesture; speaks its own lessons (an hour)")
    motion.add_argument("--data", type=Path, default=Path("../shared/data"), help="with talking/")
    motion.add_argument("--out", type=Path, default=Path("runs/motion"), help="for lessons, checkpoints and weights")
    motion.add_argument("--part", choices=("both", "mouth", "gesture"), default="both", help="what is trained")
    motion.add_argument("--resume", action="store_true", help="go on from the checkpoints of a stopped run")
    motion.add_argument("--seed", type=int, default=7, help="the same seed gives the same lessons")
    motion.set_defaults(run=_train_motion)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _train_basis(options: argparse.Namespace) -> int:
    from revive.training.basis import train_basis

    print(json.dumps(train_basis(options.data, say=_say), indent=2))
    return 0


def _train_animator(options: argparse.Namespace) -> int:
    from revive.training.animator import train_animator

    figures = train_animator(
        options.data, options.out, resume=options.resume, seed=options.seed, adversarial=not options.no_adversary,
        say=_say,
    )  # fmt: skip
    print(json.dumps(figures, indent=2))
    return 0


def _train_person(options: argparse.Namespace) -> int:
    from revive.people import clean_name, folder_of
    from revive.training.person import load_plan, look_through, teach
    from revive.training.words import aside_words, plan_words

    listener = _print_report if sys.stderr.isatty() and not options.json else None
    zh = os.environ.get("LANG", "en").startswith("zh")
    name = clean_name(options.name)
    if options.steps is not None and options.steps < 1:
        raise UserError("The number of steps must be at least 1.", "步数至少为 1。")
    if not options.resume:
        looked = look_through(
            options.files, name, photo=options.photo, consent=options.consent, steps=options.steps, seed=options.seed,
            progress=Progress(listener),
        )  # fmt: skip
        for line in aside_words(looked.moments, options.files):
            _say(line[zh])
        if looked.trouble:
            raise looked.trouble
    _say(plan_words(load_plan(name))[zh])
    try:
        outcome = teach(name, progress=Progress(listener))
    except (Cancelled, KeyboardInterrupt):
        _say("Stopped. The same command with --resume goes on from here; people --delete deletes it.")
        return 130
    sentence = outcome.sentence[zh]
    facts = {"name": name, "kept": outcome.person is not None, "figures": outcome.figures, "sentence": sentence}
    if outcome.person:
        facts["folder"] = str(folder_of(name))
    print(json.dumps(facts, ensure_ascii=False, indent=2) if options.json else sentence)
    return 0 if outcome.person else 1


def _people(options: argparse.Namespace) -> int:
    from revive.people import delete_person, home, people

    if options.delete is not None:
        delete_person(options.delete)
    entries = people()
    if options.json:
        rows = [
            {"name": entry.name, "folder": str(entry.folder), "bytes": entry.size, "taught": entry.person is not None,
             "unfinished": entry.unfinished}
            for entry in entries
        ]  # fmt: skip
        print(json.dumps({"home": str(home()), "people": rows}, ensure_ascii=False, indent=2))
        return 0
    for entry in entries:
        state = "taught" if entry.person else "not finished"
        print(f"{entry.name}  {state}, {entry.size / 1e6:.1f} MB in {entry.folder}")
    if not entries:
        print(f"Nobody was taught yet; what is learned would lie in {home() / 'people'}.")
    return 0


def _train_motion(options: argparse.Namespace) -> int:
    from revive.training.motion import train_motion

    figures = train_motion(
        options.data, options.out, part=options.part, resume=options.resume, seed=options.seed, say=_say
    )  # fmt: skip
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
