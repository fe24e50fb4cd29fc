"""Apply a function to the windows of a sound that arrives in blocks, so that memory does not grow with its length."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np


def map_windows(
    blocks: Iterable[np.ndarray], hear: Callable[[np.ndarray], np.ndarray], *, window: int, hop: int, frames: int | None
) -> np.ndarray:
    """The results of `hear` for every window of a sound, (frames, …); window k is centred on (k + 0.5) hops.

    Parameters
    ----------
    blocks : the sound, (N,) float32 each
    hear : (samples,) -> one row for each whole window in it, `hop` samples from one to the next
    window, hop : in samples
    frames : number of windows; None takes one for each hop, the last incomplete one included
    """
    rest = np.zeros((window - hop) // 2, np.float32)
    pieces, count, samples = [], 0, 0
    for block in blocks:
        samples += len(block)
        rest = np.concatenate([rest, block])
        if len(rest) >= window:
            pieces.append(hear(rest))
            count += len(pieces[-1])
            rest = rest[len(pieces[-1]) * hop :]
    frames = -(-samples // hop) if frames is None else frames
    if count < frames:
        length = (frames - count - 1) * hop + window
        pieces.append(hear(np.pad(rest, (0, max(length - len(rest), 0)))[:length]))
    return np.concatenate(pieces)[:frames] if pieces else np.zeros(0, np.float32)
