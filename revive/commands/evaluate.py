"""`python -m revive evaluate`: measure a shipped model against the real thing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from revive.commands.file_names import file_name
from revive.commands.numbers import seed, whole
from revive.commands.terminal import say
from revive.consent import Permit
from revive.provenance import check_keys
from revive.provenance.pictures import check_picture


def add(commands: argparse._SubParsersAction) -> None:
    """Put `evaluate` among the commands."""
    parser = commands.add_parser("evaluate", help="measure a shipped model against the real thing")
    models = parser.add_subparsers(required=True, metavar="MODEL")
    animator = models.add_parser("animator", help="a film's own photograph moved by the film's own points")
    animator.add_argument(
        "--driver", type=file_name, action="append", required=True, metavar="FILM",
        help="a film of one person, or a folder of such films; may be given several times",
    )  # fmt: skip
    animator.add_argument("--weights", type=file_name, metavar="FILE", help="other weights than the shipped ones")
    animator.add_argument("--sheet", type=file_name, metavar="PNG", help="where to write samples to look at")
    animator.add_argument("--json", action="store_true", help="print one JSON object")
    animator.set_defaults(run=_evaluate_animator)
    clip = models.add_parser("clip", help="a finished clip: mouth, blinks, head, and whose face it is")
    clip.add_argument("film", type=file_name, metavar="FILE", help="a clip, or another film of one talking face")
    clip.add_argument("--photo", type=file_name, metavar="PHOTO", help="the photograph that it was made from")
    clip.add_argument("--json", action="store_true", help="print one JSON object")
    clip.set_defaults(run=_evaluate_clip)
    faces = models.add_parser("faces", help="neutral faces moved by the same people's smiles: the teeth that appear")
    faces.add_argument("--data", type=file_name, required=True, metavar="DIR", help="with faces/, neutral and smiling")
    faces.add_argument("--weights", type=file_name, metavar="FILE", help="other weights than the shipped ones")
    faces.add_argument("--sheet", type=file_name, metavar="PNG", help="where to write every mouth to look at")
    faces.add_argument("--json", action="store_true", help="print one JSON object")
    faces.set_defaults(run=_evaluate_faces)
    colours = models.add_parser("colours", help="what is taken for black and white before it is coloured")
    colours.add_argument("--data", type=file_name, required=True, metavar="DIR", help="with portraits/ and faces/")
    colours.set_defaults(run=_evaluate_colours)
    folds = models.add_parser("folds", help="folds drawn over people: how they are found and filled")
    folds.add_argument("--data", type=file_name, required=True, metavar="DIR", help="with portraits/ and faces/")
    folds.add_argument("--every", type=whole("--every", 1, 50), default=1, metavar="N", help="only every Nth picture")
    folds.set_defaults(run=_evaluate_folds)
    gesture = models.add_parser("gesture", help="real speakers, and what is drawn for their speech")
    gesture.add_argument(
        "--data", type=file_name, required=True, metavar="DIR", help="with talking/, the tracked clips"
    )
    gesture.add_argument("--weights", type=file_name, metavar="FILE", help="other weights than the shipped ones")
    gesture.add_argument("--json", action="store_true", help="print one JSON object")
    gesture.set_defaults(run=_evaluate_gesture)
    identity = models.add_parser("identity", help="portraits by name: how like five people they are, and do they obey")
    identity.add_argument("--data", type=file_name, required=True, metavar="DIR", help="with talking/, the clips")
    identity.add_argument("--model", type=file_name, metavar="DIR", help="another generator than the shipped one")
    identity.add_argument("--sheet", type=file_name, metavar="PNG", help="where to write the portraits to look at")
    identity.add_argument("--json", action="store_true", help="print one JSON object")
    identity.set_defaults(run=_evaluate_identity)
    motion = models.add_parser("motion", help="a film's mouth, and what its sound alone would have had it do")
    motion.add_argument("--clip", type=file_name, required=True, metavar="FILM", help="a film of one person who speaks")
    motion.add_argument("--transcript", default="", metavar="TEXT", help="what is said, to find p, b and m in it")
    motion.add_argument("--language", metavar="CODE", help="of the transcript")
    motion.add_argument("--json", action="store_true", help="print one JSON object")
    motion.set_defaults(run=_evaluate_motion)
    photographs = models.add_parser("photographs", help="poses of photographs of any people, as a tracker sees them")
    photographs.add_argument("--photos", type=file_name, required=True, metavar="DIR", help="photographs of people")
    photographs.add_argument("--weights", type=file_name, metavar="FILE", help="other weights than the shipped ones")
    photographs.add_argument("--sheet", type=file_name, metavar="PNG", help="where to write the poses")
    photographs.add_argument("--json", action="store_true", help="print one JSON object")
    photographs.set_defaults(run=_evaluate_photographs)
    portrait = models.add_parser("portrait", help="a hundred descriptions, judged by models that taught it nothing")
    portrait.add_argument("--model", type=file_name, metavar="DIR", help="another generator than the shipped one")
    portrait.add_argument(
        "--sheet", type=file_name, metavar="PNG", help="where to write 64 portraits that nobody picked"
    )
    portrait.add_argument(
        "--data", type=file_name, help="with portraits/ and faces/: look for the nearest picture it learned from"
    )
    portrait.add_argument("--json", action="store_true", help="print one JSON object")
    portrait.set_defaults(run=_evaluate_portrait)
    speech = models.add_parser("speech", help="sentences said by the default voices, and how a recogniser hears them")
    speech.add_argument("--language", choices=("en", "zh", "all"), default="all", help="whose sentences (default: all)")
    speech.add_argument("--voice", metavar="NAME", help="another voice than the language's first")
    speech.add_argument("--person", default="", metavar="NAME", help="the voice that is kept for somebody")
    speech.add_argument("--json", action="store_true", help="print one JSON object, with every sentence")
    speech.set_defaults(run=_evaluate_speech)
    words = models.add_parser("words", help="drafts for occasions that were never learned from, and what is refused")
    words.add_argument("--n", type=whole("--n", 1, 10_000), default=20, metavar="COUNT", help="how many occasions")
    words.add_argument("--seed", type=seed, default=0, help="the same seed takes the same occasions and drafts")
    words.add_argument("--json", action="store_true", help="print one JSON object")
    words.add_argument(
        "--pairs", choices=("en", "zh", "es"), metavar="LANGUAGE",
        help="print forty requests with the model's draft and the prepared one instead: en, zh or es",
    )  # fmt: skip
    words.set_defaults(run=_evaluate_words)


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
