"""What several kinds of `train` share: their options, and how they tell what came of them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from revive.commands.numbers import seed
from revive.commands.terminal import say
from revive.core.localisation import Message
from revive.core.ranges import MOST_STEPS, check_number


def add_run(
    parser: argparse.ArgumentParser, data: str, folder: str, kept: str, *, left: str = "checkpoint",
    drawn: str = "steps",
) -> None:  # fmt: skip
    """What every training of shipped weights has: where it reads and writes, resuming, the seed."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help=f"with {data}")
    parser.add_argument("--out", type=Path, default=Path("runs", folder), help=kept)
    parser.add_argument("--resume", action="store_true", help=f"go on from the {left} of a stopped run")
    parser.add_argument("--seed", type=seed, default=7, help=f"the same seed gives the same {drawn}")


def check_steps(steps: int | None) -> None:
    """Refuse a number of steps that no training has; None is left to the training."""
    if steps is not None:
        check_number(Message("number of steps"), steps, 1, MOST_STEPS)


def stopped() -> int:
    """Say how a stopped fine-tuning is resumed; gives the exit status."""
    say("Stopped. The same command with --resume goes on from here; people --delete deletes it.")
    return 130


def print_outcome(facts: dict, *, as_json: bool) -> int:
    """Print what came of a fine-tuning ("sentence", or all of it); gives the exit status, 1 where nothing was kept."""
    print(json.dumps(facts, ensure_ascii=False, indent=2) if as_json else facts["sentence"])
    return 0 if facts["kept"] else 1
