"""What a teaching is going to do, kept in the person's work folder, and the settings that follow from it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from revive.core.errors import UserError
from revive.core.home import work_folder
from revive.core.layout import PLAN
from revive.teaching.face.generator_training import RegionDataset, TrainingConfig

STEPS = {"mouth": 240, "eye": 160}
RATE = 3e-4
BATCH = 6  # runs of three pictures, or as many photographs
SAMPLES = "lessons"  # the folder of samples in a work folder


@dataclass(frozen=True)
class Plan:
    """What is going to be done; kept in the work folder.

    Attributes
    ----------
    name, consent : of the person, of the family
    seed : of samples and batches
    steps : of each part
    learned, held_back : moments
    set_aside : reason -> moments
    style : how the person moves, as their films show it; empty where none does
    seconds : that the teaching will take on this computer, as far as can be told
    shipped : SHA-256 of the weights that it begins with
    """

    name: str
    consent: str
    seed: int
    steps: dict[str, int]
    learned: int
    held_back: int
    set_aside: dict[str, int]
    seconds: float
    shipped: str
    style: list[float] = field(default_factory=list)


def load_plan(name: str) -> Plan:
    """The plan of the person's unfinished teaching.

    Raises
    ------
    UserError : there is none
    """
    try:
        return Plan(**json.loads((work_folder(name) / PLAN).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise UserError(
            "There is no unfinished teaching of “{name}” to go on with; please begin with photographs or films.",
            name=name,
        ) from error


def datasets_of(work: Path) -> dict[str, RegionDataset]:
    """The samples of every part that can be learned and judged."""
    datasets = {part: RegionDataset.load(work / SAMPLES, part) for part in STEPS}
    return {
        part: dataset for part, dataset in datasets.items() if dataset.held_out and (dataset.clips or dataset.portraits)
    }


def config_of(dataset: RegionDataset, steps: int, seed: int, rate: float = RATE) -> TrainingConfig:
    """How a part is trained: with batches of films, of photographs, or of both."""
    runs = 0 if not dataset.clips else BATCH if not dataset.portraits else max(2 * BATCH // 3, 1)
    singles = 0 if not dataset.portraits else 3 * max(BATCH - runs, 1)
    return TrainingConfig(
        steps, 0, runs=runs, singles=singles, learning_rate=rate, seed=seed, warmup=max(steps // 10, 1), ema_decay=0.98
    )  # fmt: skip
