"""`python -m revive voice clean`: what one person says in a recording, found, cleaned, levelled."""

from __future__ import annotations

import argparse
import json

from revive.commands.consent import add_consent, consent_of_options
from revive.commands.file_names import file_name
from revive.commands.numbers import whole
from revive.commands.terminal import listener
from revive.core.disk import disk_watched
from revive.core.progress import Progress

LEAST = 1.0  # seconds of a voice; a message on an answering machine is short


def add(commands: argparse._SubParsersAction) -> None:
    """Put `clean` among the commands of `voice`."""
    parser = commands.add_parser("clean", help="what one person says in a recording, without noise, music and silence")
    parser.add_argument("file", type=file_name, metavar="FILE", help="a recording, or a film with sound")
    parser.add_argument(
        "--out", type=file_name, required=True, metavar="FILE", help="where it is written (.wav, 48 kHz)"
    )
    parser.add_argument(
        "--speaker", type=whole("--speaker", 1, 99), default=1, metavar="N",
        help="which, where several speak; 1 is heard longest",
    )  # fmt: skip
    add_consent(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_run)


@disk_watched()
def _run(options: argparse.Namespace) -> int:
    from revive.voice.collect import collect_voice

    progress = Progress(listener(options))
    done = collect_voice(
        [options.file], options.out, speaker=options.speaker, least=LEAST, consent=consent_of_options(options),
        progress=progress,
    )  # fmt: skip
    (file,) = done.files
    if options.json:
        told = {"out": str(done.out), "seconds": file.seconds, "kept_seconds": file.kept,
                "snr_before_db": file.snr_before_db, "snr_after_db": file.snr_after_db,
                "loudness_lufs": done.loudness_lufs, "speakers": done.as_json()["speakers"]}  # fmt: skip
        print(json.dumps(told, indent=2))
        return 0
    heard = len(done.speakers)
    whose = "" if heard == 1 else f" (speaker {options.speaker} of {heard})"
    noise = f"signal to noise {file.snr_before_db:.0f} dB, afterwards {file.snr_after_db:.0f} dB"
    print(f"{done.out}  kept {file.kept:.1f} of {file.seconds:.1f} s{whose}, {noise}, {done.loudness_lufs:.1f} LUFS")
    return 0
