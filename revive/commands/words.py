"""`python -m revive words`: drafts of what could be said, to be edited."""

from __future__ import annotations

import argparse
import dataclasses
import json

from revive.commands.consent import add_consent, consent_of_options
from revive.commands.file_names import file_name
from revive.commands.numbers import seed, whole
from revive.commands.terminal import language, listener, say
from revive.consent import Permit
from revive.core.disk import disk_watched
from revive.core.localisation import Message
from revive.core.progress import Progress

_SUGGESTIONS = Message(
    "These are suggestions: change them into what this person would say, and use only what you stand by."
)
_PREPARED = Message("a prepared message with your words filled in, not written for this")


def add(commands: argparse._SubParsersAction) -> None:
    """Put `words` among the commands."""
    parser = commands.add_parser("words", help="drafts of what could be said, for an occasion; to be edited")
    parser.add_argument("--occasion", required=True, help='what it is for, as "Tom\'s 30th birthday"')
    parser.add_argument("--mood", required=True, help="warm, happy, tender, proud, playful, comforting or solemn")
    parser.add_argument("--about", default="", help="what should come in, with commas between")
    parser.add_argument(
        "--called", default="", metavar="NAME", help='what they called them, as "Pumpkin"; drafts use exactly this'
    )
    parser.add_argument(
        "--signed", default="", metavar="WORDS", help='how they signed, as "Love, Nana"; drafts end exactly so'
    )
    parser.add_argument(
        "--speaker", default="auto", help="what they are to the one they speak to: parent, grandparent, partner,"
        " sibling, child or friend; auto: as the occasion and the signature tell",
    )  # fmt: skip
    parser.add_argument("--language", default="auto", help="en, zh or es; auto: the one the occasion is written in")
    parser.add_argument("--letters", type=file_name, metavar="FILE", help="what the person wrote (.txt, .md)")
    parser.add_argument("--person", default="", metavar="NAME", help="somebody taught by train manner --letters")
    parser.add_argument("--n", type=whole("--n", 1, 12), default=3, metavar="COUNT", help="how many drafts, at most 12")
    parser.add_argument("--seed", type=seed, default=0, help="the same seed gives the same drafts")
    larger = parser.add_argument_group("a larger model")
    larger.add_argument("--model", metavar="NAME", help="a chat model of transformers: a folder, or its hub name")
    larger.add_argument("--download", action="store_true", help="fetch from the hub what is not on this computer")
    add_consent(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_words)


@disk_watched()
def _words(options: argparse.Namespace) -> int:
    from revive.drafting import ExternalModel, draft_words
    from revive.drafting.gemma import is_prepared

    permit = Permit(  # before the model is laid out
        "drafts", consent_of_options(options), options.person, occasion=options.occasion, about=options.about,
        somebody=options.letters is not None,
    )  # fmt: skip
    with_model = options.letters or options.person or options.model
    if with_model and not is_prepared():
        say("The first time, the language model is laid out on this computer; that takes about a minute.")
    progress = Progress(listener(options))
    drafts = draft_words(
        options.occasion, options.mood, options.about, language=options.language, letters=options.letters,
        speaker=options.speaker, called=options.called, signed=options.signed, person=options.person,
        n=options.n, seed=options.seed,
        engine=ExternalModel(options.model, options.download) if options.model else None, consent=permit.answers,
        progress=progress,
    )  # fmt: skip
    if options.json:
        rows = [dataclasses.asdict(one) | {"notes": [note.text(language()) for note in one.notes]} for one in drafts]
        told = {"drafts": rows, "seconds": round(sum(progress.seconds.values()), 2)}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    for number, one in enumerate(drafts, 1):
        print(f"{number}. {one.text}")
        notes = "".join(f"; {note.text(language())}" for note in one.notes)
        source = _PREPARED.text(language()) if one.source == "prepared" else f"{one.confidence:.0%}"
        print(f"   ({one.mood}, {source}{notes})\n")
    print(_SUGGESTIONS.text(language()))
    return 0
