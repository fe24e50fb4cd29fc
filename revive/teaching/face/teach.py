"""Fine-tune the animator on one person, as planned by `review`: train, compare, and keep or discard.

Everything unfinished lies in the person's work folder (see `revive.people`): the samples, the plan and a checkpoint,
so that a teaching that was stopped resumes where it was, with the same result. Training begins at the shipped weights
and stays near them: few steps, a small learning rate, reconstruction alone. A discriminator that begins with the
teaching would know nothing yet when it ends, and only disturb.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from revive.animator.network import WEIGHTS, load_generator
from revive.consent import Permit
from revive.core.disk import disk_watched
from revive.core.home import people_closed, work_folder
from revive.core.json_files import digest
from revive.core.localisation import Message
from revive.core.progress import Progress
from revive.people import Person, drop_work, keep_person
from revive.teaching.face.generator_training import REGION_OF, RegionDataset, save_generators, train_generator
from revive.teaching.face.plan import RATE, STEPS, Plan, config_of, datasets_of, load_plan
from revive.teaching.face.summaries import outcome_summary
from revive.teaching.face.verdict import compare, held_out_loss, sample_rows, write_sheet

EVERY = 10  # steps between two checkpoints
STAGES = {"mouth": "teach_mouth", "eye": "teach_eyes"}


@dataclass(frozen=True)
class Outcome:
    """What came of a teaching: the person as it is stored, or None when nothing was kept.

    `figures` are those of `verdict.compare` by part; `sentence` says it in words.
    """

    person: Person | None
    figures: dict
    sentence: Message


@disk_watched()
@people_closed()
def teach(
    name: str, *, progress: Progress | None = None, sheet: Path | None = None,
    heard: Callable[[str, int, float], None] = lambda part, step, loss: None, rate: float = RATE,
) -> Outcome:  # fmt: skip
    """Learn as the person's plan says, going on from a checkpoint; judge; keep what is better, or nothing.

    Parameters
    ----------
    sheet : where to copy the pictures of before and after to; they are stored only with what is kept
    heard : told part, step and distance from the truth on held-back frames, now and then; first of what was before
    rate : the highest learning rate

    Raises
    ------
    UserError : nothing was begun for this person, or the answers given then are gone
    Cancelled : the checkpoint stays, and the next call goes on from it
    """
    progress = progress or Progress()
    plan = load_plan(name)
    Permit("taught face", person=plan.name)
    work = work_folder(plan.name)
    if plan.shipped != digest(WEIGHTS):  # a newer Revive came between
        for part in STEPS:
            _checkpoint(work, part).unlink(missing_ok=True)
    started = time.perf_counter()
    total = sum(plan.steps.values())
    progress.expected |= {STAGES[part]: plan.seconds * count / total for part, count in plan.steps.items()}
    datasets = datasets_of(work)
    shipped = {part: load_generator(WEIGHTS, REGION_OF[part]) for part in STEPS}
    taught = {}
    for part, dataset in datasets.items():
        with progress.stage(STAGES[part]):
            taught[part] = _train(part, dataset, shipped[part], plan, rate, progress, heard)
    with progress.stage("judge"):
        figures, rows = {}, []
        for part, dataset in datasets.items():
            seen = (shipped[part], taught[part], REGION_OF[part], dataset.held_out)
            figures[part] = compare(*seen)
            rows += sample_rows(*seen)
            progress.update(0.5)
        write_sheet(work / "sheet.png", rows)
        if sheet is not None:
            shutil.copyfile(work / "sheet.png", sheet)
    sentence = outcome_summary(plan.name, figures)
    kept = [part for part, figure in figures.items() if figure["kept"]]
    if not kept:
        drop_work(plan.name)
        return Outcome(None, figures, sentence)
    save_generators(work / "taught.safetensors", {part: (taught if part in kept else shipped)[part] for part in STEPS})
    person = Person(
        name=plan.name, taught=datetime.now(UTC).isoformat(timespec="seconds"), learned=plan.learned,
        held_back=plan.held_back, steps=total, seconds=round(time.perf_counter() - started, 1), figures=figures,
        curve={part: json.loads((work / f"{part}.curve.json").read_text()) for part in datasets},
        sha256=digest(work / "taught.safetensors"), consent=plan.consent, style=plan.style,
    )  # fmt: skip
    keep_person(person, work / "taught.safetensors", work / "sheet.png")
    return Outcome(person, figures, sentence)


def _train(part: str, dataset: RegionDataset, shipped, plan: Plan, rate: float, progress: Progress, heard):
    """One part's generator after its steps; goes on from its checkpoint."""
    work, region, steps = work_folder(plan.name), REGION_OF[part], plan.steps[part]
    curve = work / f"{part}.curve.json"
    if not _checkpoint(work, part).exists():
        curve.write_text(json.dumps([[0, held_out_loss(shipped, region, dataset.held_out)]]))
    for point in json.loads(curve.read_text()):
        heard(part, *point)

    def on_step(done: int, average) -> None:
        if done % EVERY == 0 or done == steps:
            points = [point for point in json.loads(curve.read_text()) if point[0] < done]
            points.append([done, round(held_out_loss(average.eval(), region, dataset.held_out), 4)])
            curve.write_text(json.dumps(points))
            heard(part, *points[-1])
        progress.update(done / steps)

    return train_generator(
        part, dataset, config_of(dataset, steps, plan.seed, rate), folder=work,
        checkpoint=_checkpoint(work, part), start=shipped.state_dict(), say=_nothing,
        on_step=on_step, checkpoint_every=EVERY,
    )  # fmt: skip


def _checkpoint(work: Path, part: str) -> Path:
    return work / f"{part}.checkpoint"


def _nothing(line: str) -> None:
    """Nobody is told."""
