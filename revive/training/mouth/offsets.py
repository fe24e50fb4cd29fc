"""By how much the picture of each film is ahead of its sound.

Films that were cut and encoded again often have a tenth of a second between sound and picture. What the mouth of one
person does is predicted by a ridge regression on everybody else's; where the prediction fits best tells the offset. The
mean of all clips is taken for right, so only what differs between them is mended.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from revive.listening.listener import RATE, STEP, hear_all
from revive.training.evaluate.motion import correlation
from revive.training.mouth.lip_measures import on_usual_range
from revive.training.mouth.real_mouths import LEARN, measures_at, measures_of, mel_of
from revive.training.mouth.ridge import evenly, principal, ridge, windows

ROUNDS = 5
FARTHEST = 0.4  # seconds that a picture may be ahead or late
COMPONENTS = 96  # of what is heard
AROUND = range(-6, 7, 2)  # steps of 20 ms
PENALTY = 1.0
SECONDS = STEP / RATE  # of a step


def find_offsets(data: Path, clips: tuple[str, ...] = LEARN) -> dict[str, float]:
    """Seconds by which the picture of each clip in `data`/talking is ahead of its sound."""
    heard = [hear_all(mel_of(data / "talking" / clip)) for clip in clips]
    mean, into = principal(np.concatenate(heard), COMPONENTS)
    inputs = [windows((rows - mean) @ into, AROUND) for rows in heard]
    seen = [measures_of(data / "talking" / clip) for clip in clips]
    offsets = np.zeros(len(clips))
    for _ in range(ROUNDS):
        openings = [_opening(*film, len(rows), away) for film, rows, away in zip(seen, inputs, offsets, strict=True)]
        found = [_offset(number, inputs, openings, seen[number]) for number in range(len(clips))]
        offsets = np.array(found) - np.mean(found)
    return dict(zip(clips, offsets.round(3).tolist(), strict=True))


def _opening(measures: np.ndarray, fps: float, steps: int, offset: float) -> np.ndarray:
    """(steps,) the opening of a film at each step of its sound."""
    times = (np.arange(steps) + 0.5) * SECONDS - offset
    return measures_at(on_usual_range(measures), fps, times)[:, 0]


def _offset(number: int, inputs: list[np.ndarray], openings: list[np.ndarray], film: tuple[np.ndarray, float]) -> float:
    """Where the opening of one person fits best what all others predict."""
    others = [i for i in range(len(inputs)) if i != number]
    known = {i: ~np.isnan(openings[i]) for i in others}
    x = np.concatenate([inputs[i][known[i]] for i in others])
    y = np.concatenate([openings[i][known[i]] for i in others]).astype(np.float32)
    weights, constant = ridge(x, y, evenly([int(known[i].sum()) for i in others]), PENALTY)
    predicted = inputs[number] @ weights + constant
    tried = np.arange(-FARTHEST, FARTHEST + SECONDS / 4, SECONDS / 2)
    fits = []
    for offset in tried:
        opening = _opening(*film, len(predicted), offset)
        fits.append(correlation(predicted, opening, ~np.isnan(opening)))
    return float(tried[int(np.argmax(fits))])
