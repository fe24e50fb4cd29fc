"""How one person moves, from the films that the family brought."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.face.tracking import track_film
from revive.motion.conditioning import RATE
from revive.motion.performance_capture import relative
from revive.motion.style import SHORTEST, measure_style
from revive.training.collect import Moment
from revive.training.watched import channels_of

LONGEST = 60.0  # seconds of a film that are looked at
STRANGERS = 0.2  # share of a film's moments with somebody else, from which it tells nothing of this person


def style_of_films(
    files: list[Path], moments: list[Moment], *, tell: Callable[[float], None] = lambda done: None
) -> list[float]:
    """The style (see `motion.style`) of the films that show hardly anybody else; empty where there is none.

    Parameters
    ----------
    files, moments : what `collect` was given, and what it found
    tell : told the fraction done, 0–1; may raise to stop
    """
    styles, weights = [], []
    for source, path in enumerate(files):
        reasons = [moment.reason for moment in moments if moment.source == source and moment.film]
        if not reasons or reasons.count("stranger") > STRANGERS * len(reasons):
            continue
        try:
            track = track_film(path, seconds=LONGEST, tick=lambda done, n=source: tell((n + done) / len(files)))
        except UserError:  # no face to follow throughout; its clear moments are learned from all the same
            continue
        seconds = float(track.seen.sum()) / track.rate
        if seconds < SHORTEST:
            continue
        performance = relative(track)
        styles.append(measure_style(channels_of(performance, int(len(track.seen) / track.rate * RATE))))
        weights.append(seconds)
    if not styles:
        return []
    return [round(float(value), 3) for value in np.average(styles, axis=0, weights=weights)]
