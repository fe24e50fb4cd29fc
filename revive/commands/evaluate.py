"""`python -m revive evaluate`: measure a shipped model against the real thing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from revive.commands.file_names import file_name
from revive.commands.numbers import seed, whole
from revive.commands.terminal import say
from revive.consent import Permit
from revive.provenance import check_keys
from revive.provenance.pictures import check_picture

Run = Callable[[argparse.Namespace], int]


def add(commands: argparse._SubParsersAction) -> None:
    """Put `evaluate` among the commands."""
    parser = commands.add_parser("evaluate", help="measure a shipped model against the real thing")
    models = parser.add_subparsers(required=True, metavar="MODEL")
    animator = _model(models, "animator", "a film's own photograph moved by the film's own points", _evaluate_animator)
    animator.add_argument(
        "--driver", type=file_name, action="append", required=True, metavar="FILM",
        help="a film of one person, or a folder of such films; may be given several times",
    )  # fmt: skip
    _add_weights(animator)
    _add_sheet(animator, "samples to look at")
    _add_json(animator)
    clip = _model(models, "clip", "a finished clip: mouth, blinks, head, and whose face it is", _evaluate_clip)
    clip.add_argument("film", type=file_name, metavar="FILE", help="a clip, or another film of one talking face")
    clip.add_argument("--photo", type=file_name, metavar="PHOTO", help="the photograph that it was made from")
    _add_json(clip)
    faces = _model(
        models, "faces", "neutral faces moved by the same people's smiles: the teeth that appear", _evaluate_faces
    )
    _add_data(faces, "faces/, neutral and smiling")
    _add_weights(faces)
    _add_sheet(faces, "every mouth to look at")
    _add_json(faces)
    colours = _model(models, "colours", "what is taken for black and white before it is coloured", _evaluate_colours)
    _add_data(colours, "portraits/ and faces/")
    folds = _model(models, "folds", "folds drawn over people: how they are found and filled", _evaluate_folds)
    _add_data(folds, "portraits/ and faces/")
    folds.add_argument("--every", type=whole("--every", 1, 50), default=1, metavar="N", help="only every Nth picture")
    gesture = _model(models, "gesture", "real speakers, and what is drawn for their speech", _evaluate_gesture)
    _add_data(gesture, "talking/, the tracked clips")
    _add_weights(gesture)
    _add_json(gesture)
    identity = _model(
        models, "identity", "portraits by name: how like five people they are, and do they obey", _evaluate_identity
    )
    _add_data(identity, "talking/, the clips")
    _add_generator(identity)
    _add_sheet(identity, "the portraits to look at")
    _add_json(identity)
    motion = _model(models, "motion", "a film's mouth, and what its sound alone would have had it do", _evaluate_motion)
    motion.add_argument("--clip", type=file_name, required=True, metavar="FILM", help="a film of one person who speaks")
    motion.add_argument("--transcript", default="", metavar="TEXT", help="what is said, to find p, b and m in it")
    motion.add_argument("--language", metavar="CODE", help="of the transcript")
    _add_json(motion)
    photographs = _model(
        models, "photographs", "poses of photographs of any people, as a tracker sees them", _evaluate_photographs
    )
    photographs.add_argument("--photos", type=file_name, required=True, metavar="DIR", help="photographs of people")
    _add_weights(photographs)
    _add_sheet(photographs, "the poses")
    _add_json(photographs)
    portrait = _model(
        models, "portrait", "a hundred descriptions, judged by models that taught it nothing", _evaluate_portrait
    )
    _add_data(portrait, "portraits/ and faces/: look for the nearest picture it learned from", required=False)
    _add_generator(portrait)
    _add_sheet(portrait, "64 portraits that nobody picked")
    _add_json(portrait)
    speech = _model(
        models, "speech", "sentences said by the default voices, and how a recogniser hears them", _evaluate_speech
    )
    speech.add_argument("--language", choices=("en", "zh", "all"), default="all", help="whose sentences (default: all)")
    speech.add_argument("--voice", metavar="NAME", help="another voice than the language's first")
    speech.add_argument("--person", default="", metavar="NAME", help="the voice that is kept for somebody")
    _add_json(speech)
    words = _model(
        models, "words", "drafts for occasions that were never learned from, and what is refused", _evaluate_words
    )
    words.add_argument("--n", type=whole("--n", 1, 10_000), default=20, metavar="COUNT", help="how many occasions")
    words.add_argument("--seed", type=seed, default=0, help="the same seed takes the same occasions and drafts")
    words.add_argument(
        "--pairs", choices=("en", "zh", "es"), metavar="LANGUAGE",
        help="print forty requests with the model's draft and the prepared one instead: en, zh or es",
    )  # fmt: skip
    _add_json(words)


def _model(models: argparse._SubParsersAction, name: str, said: str, run: Run) -> argparse.ArgumentParser:
    """The command that measures one model, without options yet."""
    parser = models.add_parser(name, help=said)
    parser.set_defaults(run=run)
    return parser


def _add_data(parser: argparse.ArgumentParser, holds: str, *, required: bool = True) -> None:
    parser.add_argument("--data", type=file_name, required=required, metavar="DIR", help=f"with {holds}")


def _add_generator(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", type=file_name, metavar="DIR", help="another generator than the shipped one")


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _add_sheet(parser: argparse.ArgumentParser, shows: str) -> None:
    parser.add_argument("--sheet", type=file_name, metavar="PNG", help=f"where to write {shows}")


def _add_weights(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--weights", type=file_name, metavar="FILE", help="other weights than the shipped ones")


def _evaluate_speech(options: argparse.Namespace) -> int:
    from revive.training.evaluate.speech import evaluate_speech, table

    if options.person:
        Permit("speech", person=options.person)
    figures = evaluate_speech(options.language, voice=options.voice, person=options.person, say=say)
    print(json.dumps(figures, indent=2, ensure_ascii=False) if options.json else table(figures))
    return 0


def _evaluate_clip(options: argparse.Namespace) -> int:
    from revive.training.evaluate.clip import evaluate_clip

    figures = evaluate_clip(options.film, photo=options.photo, say=say)
    return _print(figures, as_json=options.json)


def _evaluate_colours(options: argparse.Namespace) -> int:
    from revive.training.evaluate.colours import evaluate_colours

    print(json.dumps(evaluate_colours(options.data), indent=2))
    return 0


def _evaluate_folds(options: argparse.Namespace) -> int:
    from revive.training.evaluate.folds import evaluate_folds

    print(json.dumps(evaluate_folds(options.data, every=options.every, say=say), indent=2))
    return 0


def _evaluate_gesture(options: argparse.Namespace) -> int:
    from revive.motion.gesture_diffusion import WEIGHTS
    from revive.training.evaluate.gesture import evaluate_gesture, table

    figures = evaluate_gesture(options.data, weights=options.weights or WEIGHTS, say=say)
    print(json.dumps(figures, indent=2) if options.json else table(figures))
    return 0


def _evaluate_identity(options: argparse.Namespace) -> int:
    from revive.training.evaluate.identity import evaluate_identity

    _check_sheet(options.sheet)
    figures = evaluate_identity(options.data, model=options.model, sheet=options.sheet, say=say)
    return _print(figures, as_json=options.json)


def _evaluate_motion(options: argparse.Namespace) -> int:
    from revive.training.evaluate.motion import evaluate_motion

    figures = evaluate_motion(options.clip, transcript=options.transcript, language=options.language, say=say)
    return _print(figures, as_json=options.json)


def _evaluate_animator(options: argparse.Namespace) -> int:
    from revive.animator.network import WEIGHTS
    from revive.training.evaluate.animator import evaluate_animator, table

    _check_sheet(options.sheet, made_from=options.driver)
    figures = evaluate_animator(options.driver, weights=options.weights or WEIGHTS, sheet=options.sheet, say=say)
    print(json.dumps(figures, indent=2) if options.json else table(figures))
    return 0


def _evaluate_faces(options: argparse.Namespace) -> int:
    from revive.animator.network import WEIGHTS
    from revive.training.evaluate.faces import evaluate_faces

    _check_sheet(options.sheet)
    figures = evaluate_faces(options.data, weights=options.weights or WEIGHTS, sheet=options.sheet, say=say)
    return _print(figures, as_json=options.json)


def _evaluate_photographs(options: argparse.Namespace) -> int:
    from revive.animator import WEIGHTS
    from revive.training.evaluate.photographs import evaluate_photographs

    _check_sheet(options.sheet)
    figures = evaluate_photographs(options.photos, weights=options.weights or WEIGHTS, sheet=options.sheet, say=say)
    return _print(figures, as_json=options.json)


def _evaluate_portrait(options: argparse.Namespace) -> int:
    from revive.training.evaluate.portrait import evaluate_portrait

    _check_sheet(options.sheet)
    figures = evaluate_portrait(options.model, sheet=options.sheet, data=options.data, say=say)
    return _print(figures, as_json=options.json)


def _evaluate_words(options: argparse.Namespace) -> int:
    from revive.training.evaluate.draft_pairs import draft_pairs
    from revive.training.evaluate.words import evaluate_words

    if options.pairs:
        draft_pairs(options.pairs, seed=options.seed)
        return 0
    figures = evaluate_words(options.n, seed=options.seed, say=say)
    return _print(figures, as_json=options.json)


def _check_sheet(sheet: Path | None, *, made_from: Sequence[Path] = ()) -> None:
    """Refuse a sheet that cannot be written, or signed, before the work begins."""
    if sheet:
        check_picture(sheet, made_from=made_from)
        check_keys()


def _print(figures: dict, *, as_json: bool) -> int:
    """Print figures, as one JSON object or a line each; gives the exit status."""
    print(json.dumps(figures, indent=2) if as_json else "\n".join(f"{k}: {v}" for k, v in figures.items()))
    return 0
