"""`python -m revive train …` for the shipped weights: every model of the workshop."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from revive.commands.file_names import file_name
from revive.commands.terminal import say
from revive.commands.train.options import add_run, check_run
from revive.core.outputs import check_folder, check_writable


def add(models: argparse._SubParsersAction) -> None:
    """Put the models of the workshop among what can be trained."""
    basis = models.add_parser("basis", help="the expression basis, from tracked clips (a minute)")
    basis.add_argument("--data", type=file_name, required=True, help="folder with index.json and one folder a clip")
    basis.set_defaults(run=_basis)
    animator = models.add_parser("animator", help="the generators that finish mouth and eyes (half an hour)")
    add_run(animator, "talking/, portraits/ and faces/", "animator", "for samples, log, sheets and weights")
    animator.add_argument("--no-adversary", action="store_true", help="as long by reconstruction alone: the ablation")
    animator.add_argument("--graphs", action="store_true", help=argparse.SUPPRESS)  # before there was `train graphs`
    animator.set_defaults(run=_animator)
    hearing = models.add_parser("listener", help="the first layers of Whisper base, made small (seconds)")
    hearing.add_argument("--out", type=file_name, default=Path("runs", "listener"), help="where listener.onnx goes")
    hearing.set_defaults(run=_listener)
    graphs = models.add_parser("graphs", help="the graphs of the networks that a clip runs, without weights (seconds)")
    graphs.add_argument("--out", type=file_name, default=Path("runs", "graphs"), help="where they go")
    graphs.set_defaults(run=_graphs)
    motion = models.add_parser("motion", help="mouth and gesture; makes speech to learn from (an hour)")
    add_run(motion, "talking/", "motion", "for samples, checkpoints and weights", left="checkpoints", drawn="samples")
    motion.add_argument("--part", choices=("both", "mouth", "gesture"), default="both", help="what is trained")
    motion.add_argument(
        "--before", type=file_name, metavar="FILE", help="weights that the gesture's training goes on from"
    )
    motion.set_defaults(run=_motion)
    colouriser = models.add_parser("colouriser", help="colours for black-and-white portraits (an hour)")
    add_run(colouriser, "portraits/", "portrait", "for checkpoint and weights")
    colouriser.set_defaults(run=_colouriser)
    scratches = models.add_parser("scratches", help="the scratch detector for old prints (ten minutes)")
    add_run(scratches, "portraits/ and talking/", "portrait", "for checkpoint and weights")
    scratches.set_defaults(run=_scratches)
    eigenfaces = models.add_parser("eigenfaces", help="what faces have in common, to fill folds (two minutes)")
    add_run(eigenfaces, "portraits/, faces/ and talking/", "portrait", "for the faces found and weights")
    eigenfaces.set_defaults(run=_eigenfaces)
    occlusion = models.add_parser("occlusion", help="what finds things over a face, and glasses (an hour)")
    add_run(occlusion, "portraits/, faces/ and talking/", "occlusion", "for faces, checkpoint and weights")
    occlusion.set_defaults(run=_occlusion)
    resting = models.add_parser("resting-face", help="what closes a mouth that is open or grins (an hour)")
    add_run(resting, "talking/, faces/ and portraits/", "resting_face", "for samples, checkpoint, sheets and weights")
    resting.set_defaults(run=_resting_face)
    creases = models.add_parser("creases", help="the shading of a smile, from pairs of pictures (seconds)")
    creases.add_argument("--data", type=file_name, required=True, help="folder with faces/")
    creases.add_argument(
        "--out", type=file_name, default=Path("runs", "creases"), help="where creases.safetensors goes"
    )
    creases.set_defaults(run=_creases)
    voices = models.add_parser("voices", aliases=["cast"], help="the embedding of every shipped voice (minutes)")
    voices.add_argument("--out", type=file_name, default=Path("cast.safetensors"), help="where the embeddings go")
    voices.set_defaults(run=_voices)
    words = models.add_parser("words", help="what drafts messages, and reads their moods (an hour)")
    add_run(words, "messages (.jsonl); the shipped ones when not given", "words", "for checkpoint and weights")
    words.set_defaults(run=_words, data=None)


def _basis(options: argparse.Namespace) -> int:
    from revive.training.animator.expression_basis import train_basis

    print(json.dumps(train_basis(options.data, say=say), indent=2))
    return 0


def _animator(options: argparse.Namespace) -> int:
    if options.graphs:
        return _graphs(options)
    check_run(options, "talking", "portraits")
    from revive.training.animator.train import train_animator

    figures = train_animator(
        options.data, options.out, resume=options.resume, seed=options.seed, adversarial=not options.no_adversary,
        say=say,
    )  # fmt: skip
    print(json.dumps(figures, indent=2))
    return 0


def _listener(options: argparse.Namespace) -> int:
    check_folder(options.out)
    from revive.training.listener.export import export_listener

    say(str(export_listener(options.out)))
    return 0


def _graphs(options: argparse.Namespace) -> int:
    check_folder(options.out)
    from revive.training.graphs import export_graphs

    for file in export_graphs(options.out):
        say(str(file))
    return 0


def _motion(options: argparse.Namespace) -> int:
    check_run(options, *(("talking",) if options.part != "mouth" else ()))
    from revive.training.motion import train_motion

    figures = train_motion(
        options.data, options.out, part=options.part, resume=options.resume, seed=options.seed, before=options.before,
        say=say,
    )  # fmt: skip
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}, indent=2))
    return 0


def portrait_generator(options: argparse.Namespace) -> int:
    """Train the portrait generator itself; its options are those of `train portrait`."""
    check_run(options, "portraits", "faces")
    from revive.training.portrait.train import train_portrait

    train_portrait(options.data, options.out, resume=options.resume, seed=options.seed, say=say)
    return 0


def _colouriser(options: argparse.Namespace) -> int:
    from revive.training.restore.colouriser import train_colouriser

    return _run(train_colouriser, options, "portraits")


def _scratches(options: argparse.Namespace) -> int:
    from revive.training.restore.scratches import train_scratches

    return _run(train_scratches, options, "portraits", "talking")


def _eigenfaces(options: argparse.Namespace) -> int:
    from revive.training.restore.eigenfaces import train_eigenfaces

    return _run(train_eigenfaces, options, "portraits", "faces", "talking")


def _occlusion(options: argparse.Namespace) -> int:
    from revive.training.occlusion.train import train_occlusion

    return _run(train_occlusion, options)


def _resting_face(options: argparse.Namespace) -> int:
    from revive.training.resting_face.train import train_resting_face

    return _run(train_resting_face, options, "talking")


def _creases(options: argparse.Namespace) -> int:
    check_folder(options.out)
    from revive.training.creases.train import train_creases

    print(json.dumps(train_creases(options.data, options.out, say=say), indent=2))
    return 0


def _voices(options: argparse.Namespace) -> int:
    check_writable(options.out)
    from revive.training.voice.embeddings import measure_voices

    measure_voices(options.out, say=say)
    return 0


def _words(options: argparse.Namespace) -> int:
    from revive.training.words.train import train_words

    return _run(train_words, options, *(() if options.data is None else (".",)))


def _run(train: Callable[..., dict], options: argparse.Namespace, *parts: str) -> int:
    """Run one training, on data with the folders `parts`, and print its figures."""
    check_run(options, *parts)
    figures = train(options.data, options.out, resume=options.resume, seed=options.seed, say=say)
    print(json.dumps(figures, indent=2))
    return 0
