"""`python -m revive say`: what a voice makes of words as they are typed, as text or as sound."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from revive.commands.consent import add_consent
from revive.commands.file_names import file_name
from revive.commands.terminal import listener
from revive.core.disk import disk_watched
from revive.core.progress import Progress


def add(commands: argparse._SubParsersAction) -> None:
    """Put `say` among the commands."""
    parser = commands.add_parser("say", help="how words will be heard: dates, figures, signs and names, or their sound")
    parser.add_argument("--words", required=True, metavar="TEXT", help="the words as they are typed")
    parser.add_argument("--language", help="their language: en, zh, es, …; left out, it is recognised")
    parser.add_argument("--locale", metavar="en-GB", help="whose dates and measures they have; left out, it is guessed")
    parser.add_argument("--text", action="store_true", help="print what will be heard; no sound is made")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--out", type=file_name, default=Path("words.wav"), metavar="FILE", help="the sound (.wav)")
    parser.add_argument("--voice", help="a named voice; otherwise one is chosen for the language")
    parser.add_argument("--pronounce", default="", metavar="TEXT", help="how names are said: “Siobhan = shiv-awn”")
    parser.add_argument("--person", default="", metavar="NAME", help="someone who is known: their voice and names")
    add_consent(parser)
    parser.set_defaults(run=_say)


@disk_watched()
def _say(options: argparse.Namespace) -> int:
    from revive.brief import Brief
    from revive.previews import hear_words, say_words

    chosen = ("words", "language", "locale", "voice", "pronounce", "person", "relation", "basis", "adult", "out")
    brief = Brief(**{name: value for name in chosen if (value := getattr(options, name)) not in (None, "")})
    heard = hear_words(brief)
    told = {
        "spoken": heard.spoken, "language": heard.language, "locale": heard.locale,
        "sentences": [{"typed": typed, "spoken": spoken} for typed, spoken in heard.sentences],
        "unsure": list(heard.unsure),
    }  # fmt: skip
    if not options.text:
        speech = say_words(brief, Progress(listener(options)))
        told |= {"out": str(brief.out), "seconds": round(speech.duration, 2)}
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    elif options.text:
        print(heard.spoken)
    else:
        print(f"{brief.out}  {told['seconds']} s")
    return 0
