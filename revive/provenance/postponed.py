"""Signing that is done somewhere else: a worker of a cluster makes the clip, and whoever asked for it has the key.

A key never leaves the computer that it was made on; a worker gives back the clip unsigned, with what is to be signed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

from revive.provenance.provenance import Provenance

_noted: ContextVar[list[Provenance] | None] = ContextVar("_noted", default=None)


@contextlib.contextmanager
def signing_postponed() -> Iterator[list[Provenance]]:
    """Inside the `with` block, and in its thread, `sign` signs nothing and needs no key.

    Gives a list, to which each call of `sign` adds what it would have signed.
    """
    noted: list[Provenance] = []
    before = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(before)


def postpone(made: Provenance | None = None) -> bool:
    """Whether signing is postponed here; `made` is then noted."""
    noted = _noted.get()
    if noted is not None and made is not None:
        noted.append(made)
    return noted is not None
