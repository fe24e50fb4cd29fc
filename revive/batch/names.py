"""Name clips after what a row calls them: names that every computer can write, none twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from revive.core.outputs import forbidden_on_windows
from revive.core.text import first_bytes, plain_text

LONGEST = 150  # bytes of a name without its ending; captions, the job file and a number need some more
OTHERWISE = "clip"  # where nothing is left of a name


def safe_stem(text: str) -> str:
    """A name without an ending made from any text: no folders, nothing hidden, nothing that Windows cannot write.

    Returns
    -------
    str : "" if nothing of the text can be in a name
    """
    plain = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "-", plain_text(text, lines=False))
    stem = first_bytes(plain, LONGEST).strip(" .-=+@")  # a leading sign could be an option, or a formula in a table
    return f"_{stem}" if stem and forbidden_on_windows(f"{stem}.mp4") else stem


class Names:
    """Names of clips, none twice.

    Parameters
    ----------
    taken : names in lower case that are given already
    """

    def __init__(self, taken: Iterable[str]):
        self._taken = set(taken)
        self._used: Counter[str] = Counter()  # how often each stem was asked for

    def new(self, stem: str) -> str:
        """The clip's name, stem.mp4, or the first of stem-2.mp4, stem-3.mp4 … that is free."""
        stem = stem or OTHERWISE
        while True:
            self._used[stem.casefold()] += 1
            number = self._used[stem.casefold()]
            name = f"{stem}.mp4" if number == 1 else f"{stem}-{number}.mp4"
            if name.casefold() not in self._taken:
                self._taken.add(name.casefold())
                return name
