"""`python -m revive train person`: the animator fine-tuned on one person."""

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
    """Put `person` among what can be trained."""
    person = models.add_parser("person", help="one person, from photographs or films of them (minutes)")
    person.add_argument("--from", dest="files", type=file_name, nargs="+", metavar="FILE", default=[],
                        help="photographs and films of the person")  # fmt: skip
    person.add_argument("--name", required=True, help="of the person; make --person NAME uses what was learned")
    person.add_argument("--photo", type=file_name, metavar="FILE", help="of the person, where others are seen too")
    person.add_argument("--steps", type=int, help="of training for the mouth; the eyes take two thirds")
    person.add_argument("--seed", type=seed, default=7, help="the same seed gives the same samples and steps")
    add_consent(person)
    person.add_argument("--resume", action="store_true", help="go on with a training that was stopped")
    person.add_argument("--json", action="store_true", help="print one JSON object")
    person.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from revive.core.home import clean_name, folder_of
    from revive.teaching.face.plan import load_plan
    from revive.teaching.face.review import look_through
    from revive.teaching.face.summaries import plan_summary, set_aside_lines
    from revive.teaching.face.teach import teach

    name = clean_name(options.name)
    check_steps(options.steps)
    if not options.resume:
        looked = look_through(
            options.files, name, photo=options.photo, consent=consent_of_options(options), steps=options.steps,
            seed=options.seed, progress=Progress(listener(options)),
        )  # fmt: skip
        for line in set_aside_lines(looked.moments, options.files):
            say(line.text(language()))
        if looked.trouble:
            raise looked.trouble
    say(plan_summary(load_plan(name)).text(language()))
    try:
        outcome = teach(name, progress=Progress(listener(options)))
    except (Cancelled, KeyboardInterrupt):
        return stopped()
    facts = {
        "name": name, "kept": outcome.person is not None, "figures": outcome.figures,
        "sentence": outcome.sentence.text(language()),
    }  # fmt: skip
    if outcome.person:
        facts["folder"] = str(folder_of(name))
    return print_outcome(facts, as_json=options.json)
