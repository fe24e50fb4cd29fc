"""`python -m revive train manner`: the language model fine-tuned on how one person writes."""

from __future__ import annotations

import argparse

from revive.commands.consent import add_consent, consent_of_options
from revive.commands.file_names import file_name
from revive.commands.numbers import seed
from revive.commands.terminal import language, listener, say
from revive.commands.train.options import check_steps, print_outcome, stopped
from revive.core.errors import Cancelled
from revive.core.progress import Progress


def add(models: argparse._SubParsersAction) -> None:
    """Put `manner` among what can be trained."""
    manner = models.add_parser("manner", help="one person's manner, from what they wrote (minutes)")
    manner.add_argument(
        "--letters", type=file_name, required=True, metavar="FILE", help="letters or messages (.txt, .md)"
    )
    manner.add_argument("--name", required=True, help="of the person; words --person NAME uses what was learned")
    add_consent(manner)
    manner.add_argument("--steps", type=int, help="of training")
    manner.add_argument("--seed", type=seed, default=7, help="the same seed gives the same steps")
    manner.add_argument("--resume", action="store_true", help="go on with a training that was stopped")
    manner.add_argument("--json", action="store_true", help="print one JSON object")
    manner.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from revive.core.home import manner_folder
    from revive.teaching.manner.teach import teach_manner

    check_steps(options.steps)
    try:
        outcome = teach_manner(
            options.letters, options.name, consent=consent_of_options(options), resume=options.resume,
            seed=options.seed, steps=options.steps, progress=Progress(listener(options)), say=say,
        )  # fmt: skip
    except (Cancelled, KeyboardInterrupt):
        return stopped()
    facts = {
        "name": options.name, "kept": outcome.learned is not None, "figures": outcome.figures,
        "sentence": outcome.sentence.text(language()), "folder": str(manner_folder(options.name)),
    }  # fmt: skip
    return print_outcome(facts, as_json=options.json)
