"""Signing that is done somewhere else: a worker of a cluster makes the clip, and whoever asked for it has the key.

A key never leaves the computer that it was made on; a worker gives back the clip unsigned, with what is to be signed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from revive.provenance.provenance import Provenance


@dataclass(frozen=True)
class Unsigned:
    """What is to be signed.

    Attributes
    ----------
    made : what the file is
    history : of the photograph that it was made from, see `manifest.Ingredient`
    """

    made: Provenance
    history: dict | None = None


_noted: ContextVar[list[Unsigned] | None] = ContextVar("_noted", default=None)


@contextlib.contextmanager
def signing_postponed() -> Iterator[list[Unsigned]]:
    """Inside the `with` block, and in its thread, `sign` signs nothing and needs no key.

    Gives a list, to which each call of `sign` adds what it would have signed.
    """
    noted: list[Unsigned] = []
    before = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(before)


def is_postponed() -> bool:
    """Whether signing is postponed here."""
    return _noted.get() is not None


def postpone(unsigned: Unsigned) -> None:
    """Note what is to be signed, where signing is postponed."""
    noted = _noted.get()
    if noted is not None:
        noted.append(unsigned)
