"""Which moments are used: some are set aside beside the others, some held back to judge by."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from revive.teaching.samples import moment_quality
from revive.teaching.samples.moments import Moment

MOST_LEARNED, MOST_HELD = 120, 36  # moments of all films together
FIFTH, STRETCH, MOST_STRETCHES = 5, 25, 6  # a film's moments are held back by stretches: one in five, of about 25 / 5
MARGIN = 0.3  # seconds at the ends of a stretch held back that nobody uses


def select(moments: list[Moment]) -> list[Moment]:
    """The moments in order, those that are not used with the reason; their pictures are deleted."""
    done = list(moments)
    for source in sorted({moment.source for moment in moments if moment.film}):
        of_film = [i for i, moment in enumerate(done) if moment.source == source and moment.used]
        if of_film:
            soft = moment_quality.relatively_blurred(np.array([done[i].sharp for i in of_film]))
            for i, is_soft in zip(of_film, soft, strict=True):
                done[i] = replace(done[i], reason="blurred" if is_soft else "")
            _hold_back(done, [i for i in of_film if done[i].used])
    photos = _thinned(done, [i for i, moment in enumerate(done) if moment.used and not moment.film], len(done))
    for number, i in enumerate(photos):
        done[i] = replace(done[i], held=number % FIFTH == FIFTH // 2)
    films = [i for i, moment in enumerate(done) if moment.used and moment.film]
    _thinned(done, [i for i in films if not done[i].held], MOST_LEARNED)
    held = [i for i in films if done[i].held]
    spread = {held[k] for k in np.linspace(0, len(held) - 1, MOST_HELD).astype(int)} if held else set()
    for i in set(held) - spread:
        done[i] = replace(done[i], reason="enough")
    for moment in done:
        if moment.reason:
            for path in moment.pictures:
                path.unlink()
    return [replace(moment, pictures=()) if moment.reason else moment for moment in done]


def _hold_back(done: list[Moment], of_film: list[int]) -> None:
    """Every fifth stretch of a film's moments; those at its ends, too near to what is learned, are set aside."""
    stretches = FIFTH * int(np.clip(len(of_film) // STRETCH, 1, MOST_STRETCHES))
    if len(of_film) < stretches:
        return
    for number, stretch in enumerate(np.array_split(of_film, stretches)):
        if number % FIFTH != FIFTH // 2:
            continue
        at = [of_film.index(stretch[0]) - 1, of_film.index(stretch[-1]) + 1]
        beside = [done[of_film[k]].seconds for k in at]
        for i in stretch:
            near = min(abs(done[i].seconds - seconds) for seconds in beside) < MARGIN
            done[i] = replace(done[i], held=not near, reason="alike" if near else "")


def _thinned(done: list[Moment], candidates: list[int], most: int) -> list[int]:
    """Set aside what is alike, and what is more than `most`; gives those that stay, in order."""
    if not candidates:
        return []
    shapes = np.stack(
        [moment_quality.telling_shape(done[i].landmarks[len(done[i].landmarks) // 2]) for i in candidates]
    )
    kept = sorted(candidates[k] for k in moment_quality.most_different(shapes, most))
    reason = "enough" if len(kept) == most else "alike"
    for i in set(candidates) - set(kept):
        done[i] = replace(done[i], reason=reason)
    return kept
