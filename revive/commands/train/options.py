"""What several kinds of `train` share: their options, and how they tell what came of them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from revive.commands.file_names import file_name
from revive.commands.numbers import seed
from revive.commands.terminal import say
from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.core.outputs import check_folder
from revive.core.ranges import MOST_STEPS, check_number


def add_run(
    parser: argparse.ArgumentParser, data: str, folder: str, kept: str, *, left: str = "checkpoint",
    drawn: str = "steps",
) -> None:  # fmt: skip
    """What every training of shipped weights has: where it reads and writes, resuming, the seed."""
    parser.add_argument("--data", type=file_name, default=Path("../shared/data"), help=f"with {data}")
    parser.add_argument("--out", type=file_name, default=Path("runs", folder), help=kept)
    parser.add_argument("--resume", action="store_true", help=f"go on from the {left} of a stopped run")
    parser.add_argument("--seed", type=seed, default=7, help=f"the same seed gives the same {drawn}")


def check_run(options: argparse.Namespace, *parts: str) -> None:
    """Refuse a training whose folder cannot be written to, or whose data lack one of the folders `parts`."""
    check_folder(options.out)
    for folder in (options.data / part for part in parts):
        if not folder.is_dir():
            raise UserError("There is no folder {folder}; please choose one that exists.", folder=folder)


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
