"""When the sounds of a known text are heard: the text's visemes laid along what the network hears.

The best path through the text's states, silence allowed between words, by dynamic programming (Viterbi 1967).
"""

from __future__ import annotations

import numpy as np

from revive.motion.hearing import RATE, VISEMES
from revive.training.spoken import PAUSE, segments_of

SILENCE, LIPS = VISEMES.index("silence"), VISEMES.index("p b m")
LEAST = 1e-4  # probability of what the network rules out: it may be wrong


def closures(transcript: str, language: str, posteriors: np.ndarray) -> np.ndarray:
    """Seconds at which the lips close for the p, b and m of a text that is heard in a sound.

    Parameters
    ----------
    transcript, language : what is said, and the language's code
    posteriors : (frames, len(VISEMES)) of the sound, RATE a second

    Returns
    -------
    (n,) the middles of the closures, in order
    """
    states = states_of(transcript, language)
    if len(states) > len(posteriors):
        return np.zeros(0)
    path = align(posteriors, states)
    middles = [np.flatnonzero(path == i).mean() for i, viseme in enumerate(states) if viseme == LIPS]
    return (np.array(middles) + 0.5) / RATE


def states_of(transcript: str, language: str) -> list[int]:
    """The visemes of a text in order, silence before, after and between the words."""
    from revive.speech.phonemes import phonemes

    signs = " ".join(phonemes(transcript, language))
    visemes = [SILENCE]
    for segment in segments_of([(sign, 1.0) for sign in signs]):
        viseme = SILENCE if segment.viseme == PAUSE else segment.viseme
        if viseme != visemes[-1]:
            visemes.append(viseme)
    return visemes if visemes[-1] == SILENCE else [*visemes, SILENCE]


def align(posteriors: np.ndarray, states: list[int]) -> np.ndarray:
    """(frames,) which state each frame is in: it never falls, passes every sound and may leave out any silence."""
    cost = -np.log(np.maximum(posteriors[:, states], LEAST))
    frames, count = cost.shape
    silent = np.array(states) == SILENCE
    total = np.full(count, np.inf)
    total[0] = cost[0, 0]
    if count > 1:
        total[1] = cost[0, 1]
    came = np.zeros((frames, count), np.int64)  # how many states further back the frame before was
    for t in range(1, frames):
        one = np.concatenate([[np.inf], total[:-1]])
        two = np.concatenate([[np.inf, np.inf], total[:-2]])
        two[~np.concatenate([[False], silent[:-1]])] = np.inf  # only a silence is left out
        ways = np.stack([total, one, two])
        came[t] = ways.argmin(axis=0)
        total = ways.min(axis=0) + cost[t]
    path = np.empty(frames, np.int64)
    path[-1] = count - 1 if count < 2 or total[-1] <= total[-2] or not silent[-1] else count - 2
    for t in range(frames - 1, 0, -1):
        path[t - 1] = path[t] - came[t, path[t]]
    return path
