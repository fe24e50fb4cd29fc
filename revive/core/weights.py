"""The weights that come with Revive: whether they are whole, and how they are read.

SHA256SUMS beside them tells what every file was when it was shipped, as `sha256sum` writes it. A file is compared with
it when it is first loaded.
"""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np

from revive.core.failures import damaged_file
from revive.core.json_files import digest

FOLDER = Path(__file__).parents[1] / "weights"
SUMS = FOLDER / "SHA256SUMS"
COUNTER = "num_batches_tracked"  # which torch keeps in every batch normalisation; only training uses it


def check_weights(path: Path) -> Path:
    """The path of a file, which is as it was shipped; of files elsewhere, such as a person's own, nothing is known.

    Raises
    ------
    UserError : the file is missing or damaged
    """
    if path.is_relative_to(FOLDER):
        _check(path)
    return path


@functools.cache
def _check(path: Path) -> None:
    """`check_weights` of a shipped file, once in a process."""
    expected = {name: sha256 for sha256, name in map(str.split, SUMS.read_text("ascii").splitlines())}
    try:
        found = digest(path)
    except FileNotFoundError as error:
        raise damaged_file() from error
    if found != expected.get(path.relative_to(FOLDER).as_posix()):
        raise damaged_file()


def read_weights(path: Path, prefix: str = "") -> dict[str, np.ndarray]:
    """The arrays of a safetensors file, in float32, whatever they are kept in.

    Parameters
    ----------
    prefix : only those whose names begin so are read, and their names are what follows

    Raises
    ------
    UserError : as `check_weights`
    """
    from safetensors import safe_open

    with safe_open(check_weights(path), framework="numpy") as tensors:
        return {
            name.removeprefix(prefix): tensors.get_tensor(name).astype(np.float32)
            for name in tensors.keys()  # noqa: SIM118 - it is no dict
            if name.startswith(prefix) and not name.endswith(COUNTER)
        }
