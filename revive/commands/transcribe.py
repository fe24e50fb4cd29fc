"""`python -m revive transcribe`: the words of a recording, with their language and times."""

from __future__ import annotations

import argparse
import json

from revive.commands.consent import add_consent, consent_of_options
from revive.commands.file_names import file_name
from revive.commands.terminal import language, listener, say
from revive.consent import Permit
from revive.core.disk import disk_watched
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder


def add(commands: argparse._SubParsersAction) -> None:
    """Put `transcribe` among the commands."""
    parser = commands.add_parser("transcribe", help="the words of a recording or film, written down, to be corrected")
    parser.add_argument("file", type=file_name, metavar="FILE", help="a recording, or a film with sound")
    parser.add_argument("--language", help="its language: en, zh, de, …; left out, it is recognised")
    add_consent(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object, with the time of every word")
    parser.set_defaults(run=_transcribe)


@disk_watched()
def _transcribe(options: argparse.Namespace) -> int:
    from revive.speech.recording import hear
    from revive.speech.transcript import note_of

    Permit("transcript", consent_of_options(options), files={"recording": options.file})
    progress = Progress(listener(options))
    with scratch_folder() as folder, progress.stage("transcript"):
        heard = hear(options.file, folder, language=options.language, tick=progress.update)
    say(note_of(heard).text(language()))
    if options.json:
        passages = [
            {"sure": passage.sure, "words": [
                {"word": word.text.strip(), "start": round(word.start, 2), "end": round(word.end, 2),
                 "probability": round(word.probability, 3)} for word in passage.words
            ]} for passage in heard.passages
        ]  # fmt: skip
        print(json.dumps({**heard.as_json(), "passages": passages}, ensure_ascii=False, indent=2))
    elif heard.sure:
        print(heard.text)
    return 0
