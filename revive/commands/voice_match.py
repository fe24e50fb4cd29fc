"""`python -m revive voice match`: a synthetic voice brought nearer to a person's, and kept for them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from revive.commands.consent import add_consent, consent_of_options
from revive.commands.file_names import file_name
from revive.commands.numbers import seed, whole
from revive.commands.terminal import listener
from revive.consent import Permit
from revive.core.disk import disk_watched
from revive.core.errors import UserError
from revive.core.outputs import check_folder
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder

if TYPE_CHECKING:
    from revive.voice.match import Match


def add(commands: argparse._SubParsersAction) -> None:
    """Put `match` among the commands of `voice`."""
    parser = commands.add_parser("match", help="bring a synthetic voice nearer to the one in the recordings; minutes")
    parser.add_argument("files", type=file_name, nargs="+", metavar="FILE", help="recordings of the person, films too")
    parser.add_argument("--name", required=True, metavar="NAME", help="whose voice it is")
    parser.add_argument("--language", default="en", metavar="CODE", help="that the voice is to speak (en)")
    parser.add_argument(
        "--speaker", type=whole("--speaker", 1, 99), default=1, metavar="N", help="which, where several speak (1)"
    )
    parser.add_argument(
        "--engine", choices=("likeness", "pocket-tts"), default="likeness",
        help="pocket-tts copies the voice itself, an extra to be installed (likeness: a ready voice, changed)",
    )  # fmt: skip
    parser.add_argument(
        "--model", metavar="FOLDER", help="of pocket-tts, or a name of its own such as french (english)"
    )
    parser.add_argument("--download", action="store_true", help="let pocket-tts fetch its weights, 220 MB (CC BY 4.0)")
    add_consent(parser)
    parser.add_argument(
        "--listen", type=file_name, metavar="FOLDER", help="keep the recording, before and after as WAV"
    )
    parser.add_argument("--seed", type=seed, default=0, metavar="N", help="the same seed finds the same voice (0)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_run)


@disk_watched()
def _run(options: argparse.Namespace) -> int:
    from revive.core.home import clean_name
    from revive.voice.collect import collect_voice
    from revive.voice.match import match_voice
    from revive.voice.store import keep_voice

    clean_name(options.name)
    if options.listen:
        check_folder(options.listen)
    answers = Permit(
        "likeness", consent_of_options(options), options.name
    ).answers  # before minutes are spent on listening
    larger = _larger(options)
    progress = Progress(listener(options))
    with scratch_folder() as scratch:
        folder = options.listen or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        cleaned = Path(scratch) / "cleaned.wav"
        collect_voice(options.files, cleaned, speaker=options.speaker, consent=answers, progress=progress)
        common = {"folder": folder, "language": options.language, "consent": answers, "progress": progress}
        match = larger([cleaned], **common) if larger else match_voice([cleaned], seed=options.seed, **common)
    kept = match.better
    where = keep_voice(options.name, match, consent=answers) if kept else None
    if options.json:
        told = match.as_json() | {
            "name": options.name,
            "engine": options.engine,
            "kept": kept,
            "folder": str(where) if kept else None,
        }
        if not options.listen:
            told = {name: value for name, value in told.items() if name not in ("before", "after")}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    print(
        f"A likeness, not their voice: similarity {match.similarity_after:.2f} of 1; the nearest ready voice"
        f" ({match.nearest}) has {match.similarity_before:.2f}. Two recordings of one person reach about 0.8 to 0.9."
    )
    print(f"Kept in {where}." if kept else "Nothing was kept, because it did not come nearer.")
    return 0


def _larger(options: argparse.Namespace) -> Callable[..., Match] | None:
    """What matches by the larger engine, where that is asked for; loaded before minutes are spent on listening."""
    if options.engine != "pocket-tts":
        if options.model or options.download:
            raise UserError("--model and --download belong to the larger engine; please add --engine pocket-tts.")
        return None
    from revive.speech.cloning import MODEL, load_cloner
    from revive.voice.external_model import match_externally

    load_cloner(options.model or MODEL, download=options.download)
    return partial(match_externally, model=options.model or MODEL)
