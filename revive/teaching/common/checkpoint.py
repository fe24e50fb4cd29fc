"""Checkpoints of an unfinished training, and the half-precision weights that are kept at its end.

Own code, because accelerate's `save_state` writes a folder of several files: a computer that is switched off in between
would leave a mixture. Here one file is replaced at once, and read with `weights_only`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from revive.core.errors import UserError

if TYPE_CHECKING:
    import torch

VERSION = 2  # 1 had neither a version nor the state of a learning rate scheduler


class Stateful(Protocol):
    """A network, an optimizer, a scheduler: anything whose state can be taken and put back."""

    def state_dict(self) -> dict[str, Any]: ...

    def load_state_dict(self, state_dict: dict[str, Any]) -> Any: ...


def save_checkpoint(path: Path, parts: Mapping[str, Stateful], step: int) -> None:
    """Write the state of every part and the number of steps done; the file is whole or as it was before."""
    import torch

    unfinished = path.with_suffix(".part")
    states = {name: part.state_dict() for name, part in parts.items()}
    torch.save({"version": VERSION, "step": step, **states}, unfinished)
    unfinished.replace(path)


def load_checkpoint(path: Path, parts: Mapping[str, Stateful]) -> int:
    """Put the state of every part back; returns the steps done, 0 where there is no checkpoint.

    Raises
    ------
    UserError : the file is damaged, or an older version of Revive wrote it
    """
    import pickle

    import torch

    if not path.exists():
        return 0
    try:
        state = torch.load(path, weights_only=True)
    except (RuntimeError, EOFError, pickle.UnpicklingError) as error:
        raise UserError(
            "The checkpoint {file} of this unfinished training is damaged; please start it again.", file=path.name
        ) from error
    if state.get("version") != VERSION:
        raise UserError(
            "The checkpoint {file} was written by another version of Revive, and cannot be resumed; please start"
            " again.",
            file=path.name,
        )
    for name, part in parts.items():
        part.load_state_dict(state[name])
    return state["step"]


def half_precision(net: torch.nn.Module) -> dict[str, torch.Tensor]:
    """The network's weights in float16, as they are shipped."""
    return {name: tensor.half().contiguous() for name, tensor in net.state_dict().items()}
