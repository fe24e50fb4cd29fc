"""This version and another one, turn and turn about, so that a slow day changes no ratio."""

from __future__ import annotations

import statistics
import subprocess
import tarfile
import tempfile
from pathlib import Path

from revive.bench.material import SENTENCES, settings, square_photo
from revive.bench.processes import clip
from revive.core.errors import UserError
from revive.core.installation import BESIDE

ROUNDS = 4


def compare(revision: str, *, rounds: int = ROUNDS) -> dict[str, dict[str, float]]:
    """Figure -> `before`, `after` and `ratio` (after / before) of a ten-second clip.

    `before` is the version of a commit, a tag or a branch of this clone, `after` the one that runs. Each round makes
    the clip with both, in fresh processes; the figures are medians of the rounds, and a ratio is the median of the
    ratios within each.

    Raises
    ------
    UserError : this is no clone, or it has no such version
    """
    with tempfile.TemporaryDirectory(prefix="revive-bench-") as scratch:
        folder = Path(scratch)
        before = _tree_of(revision, folder)
        photo = square_photo(folder / "photo.png")
        taken = [{tree: _figures(photo, folder, tree) for tree in (before, BESIDE)} for _ in range(rounds)]
    return {
        name: {
            "before": round(statistics.median(each[before][name] for each in taken), 3),
            "after": round(statistics.median(each[BESIDE][name] for each in taken), 3),
            "ratio": round(statistics.median(each[BESIDE][name] / each[before][name] for each in taken), 3),
        }
        for name in taken[0][BESIDE]
        if all(each[before].get(name) for each in taken)
    }


def _figures(photo: Path, folder: Path, tree: Path) -> dict[str, float]:
    wanted = settings(photo, folder, words=SENTENCES)
    cold, warm = (clip(wanted, runs=runs, tree=tree) for runs in (1, 3))
    return {
        "cold_s": cold["wall_s"],
        "cold_processor_s": cold["processor_s"],
        "cold_peak_rss_mb": cold["peak_rss_mb"],
        "warm_s": warm["wall_s"],
        "warm_processor_s": warm["processor_s"],
        **{f"warm_{stage}_s": seconds for stage, seconds in warm["seconds"].items()},
    }


def _tree_of(revision: str, folder: Path) -> Path:
    """The files of a version, in a folder of their own."""
    packed, tree = folder / "before.tar", folder / "before"
    command = ["git", "-C", str(BESIDE), "archive", "--output", str(packed), revision, "--"]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError as error:
        raise UserError("To compare two versions, git is needed; please install it.") from error
    except subprocess.CalledProcessError as error:
        raise UserError(
            "“{revision}” is no version of a clone of Revive here; please give a commit, a tag or a branch.",
            revision=revision,
        ) from error
    with tarfile.open(packed) as files:
        files.extractall(tree, filter="data")
    return tree
