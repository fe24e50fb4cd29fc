"""Numbers on the command line, refused in one sentence before any work begins: `type=` of `add_argument`."""

from __future__ import annotations

from collections.abc import Callable

from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.core.options import value_of
from revive.core.ranges import SEEDS, check_number


def whole(option: str, lowest: int, highest: int, *, marker: int | None = None) -> Callable[[str], int]:
    """What turns an option's text into a whole number within a range, see `check_number`."""

    def read(text: str) -> int:
        try:
            value = int(text)
        except ValueError as error:
            raise UserError(
                "“{text}” cannot be used for {option}; please give a whole number from {lowest} to {highest}.",
                text=text,
                option=option,
                lowest=lowest,
                highest=highest,
            ) from error
        check_number(Message("value of {option}", option=option), value, lowest, highest, marker=marker)
        return value

    return read


def whole_number(text: str) -> object:
    """A whole number; other words as they are, to be refused where the settings are checked."""
    return value_of(text, int)


def any_number(text: str) -> object:
    """A number; other words as they are, to be refused where the settings are checked."""
    return value_of(text, float)


seed = whole("--seed", 0, SEEDS - 1)
seed_or_drawn = whole("--seed", 0, SEEDS - 1, marker=-1)  # −1 draws one
