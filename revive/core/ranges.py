"""Check that a number is finite and within its range, or the one value that means “not chosen”."""

from __future__ import annotations

import math

from revive.core.errors import UserError
from revive.core.localisation import Message

SEEDS = 2**31  # seeds are 0 to SEEDS − 1
MOST_STEPS = 1_000_000  # of a training run; takes weeks


def check_number(
    name: Message | str, value: float, lowest: float, highest: float, *, marker: float | None = None
) -> None:
    """Refuse a number out of its range.

    Parameters
    ----------
    name : of the setting, in English and in Chinese
    lowest, highest : the range, both ends included
    marker : a value outside the range that means “not chosen” and is accepted; None if there is none

    Raises
    ------
    UserError : below, above, not a number at all (NaN) or infinite
    """
    if (marker is not None and value == marker) or lowest <= value <= highest:  # false for NaN
        return
    raise out_of_range(name, value, lowest, highest, marker=marker)


def out_of_range(
    name: Message | str, value: float, lowest: float, highest: float, *, marker: float | None = None,
    optional: bool = False,
) -> UserError:  # fmt: skip
    """The error for a number out of its range, see `check_number`; `optional`: the setting may be left out."""
    otherwise = ""
    if marker is not None:
        otherwise = Message(", or {marker} to leave it to Revive", marker=_shown(marker))
    elif optional:
        otherwise = Message(", or leave it out and Revive chooses")
    return UserError(
        "The {name} is {shown}; please choose a number from {lowest} to {highest}{otherwise}.",
        name=name, shown=_shown(value), lowest=_shown(lowest), highest=_shown(highest), otherwise=otherwise,
    )  # fmt: skip


def _shown(value: float) -> str:
    """A number as written in a sentence, without endless digits."""
    if isinstance(value, int) and abs(value) < 10**15:
        return str(value)
    try:
        value = float(value)
    except OverflowError:
        return "immense"
    return f"{value:g}" if math.isfinite(value) else str(value)
