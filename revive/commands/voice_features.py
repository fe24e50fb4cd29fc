"""`python -m revive voice features`: what recordings say about a voice."""

from __future__ import annotations

import argparse
import json

from revive.commands.consent import add_consent, consent_of_options
from revive.commands.file_names import file_name
from revive.commands.terminal import language, listener
from revive.consent import Permit
from revive.core.disk import disk_watched
from revive.core.outputs import check_writable
from revive.core.progress import Progress


def add(commands: argparse._SubParsersAction) -> None:
    """Put `features` among the commands of `voice`."""
    parser = commands.add_parser("features", help="what recordings say about a voice: pitch, pace, pauses, colour …")
    parser.add_argument("files", type=file_name, nargs="+", metavar="FILE", help="recordings of one person, films too")
    parser.add_argument("--plot", type=file_name, metavar="FILE", help="draw the first seconds of the first one (.png)")
    parser.add_argument("--out", type=file_name, metavar="FILE", help="keep the figures (.json)")
    add_consent(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_run)


@disk_watched()
def _run(options: argparse.Namespace) -> int:
    from revive.voice.description import describe
    from revive.voice.features import measure_voice
    from revive.voice.plot import check_plot, plot_voice

    Permit("recording", consent_of_options(options))
    if options.plot:
        check_plot(options.plot, options.files)
    if options.out:
        check_writable(options.out, made_from=options.files)
    progress = Progress(listener(options))
    features = measure_voice(options.files, progress=progress)
    sentence = describe(features)
    if options.out:
        features.save(options.out)
    if options.plot:
        with progress.stage("plot"):
            written = {"sentence": sentence.text(language()), "language": language()}
            plot_voice(options.files[0], options.plot, **written, tick=progress.update)
    if options.json:
        print(
            json.dumps({"sentence": sentence.in_every_language(), **features.as_json()}, ensure_ascii=False, indent=2)
        )
        return 0
    print(sentence.text(language()))
    for name, value in features.as_json().items():
        if not isinstance(value, list):
            print(f"  {name:<24}{'unknown' if value is None else f'{value:.2f}'}")
    print(f"  {'formants_hz':<24}{', '.join(f'{hertz:.0f}' for hertz in features.formants_hz)}")
    return 0
