"""Align a known text with the sound: find when its visemes occur in the network's output.

Dynamic programming (Viterbi 1967) finds the best path through the text's states, with optional silence between words.
The lips then close for every p, b and m, even if the network recognised an n.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from revive.core.errors import UserError
from revive.motion.viseme_recogniser import RATE, VisemeTrack
from revive.motion.visemes import PAUSE, VISEMES, phonemes_to_visemes
from revive.speech.phonemes import READABLE, phonemes
from revive.speech.speech import Speech

SILENCE, LIPS = VISEMES.index("silence"), VISEMES.index("p b m")
LEAST = 1e-4  # probability of what the network rules out: it may be wrong
MISTAKEN = {"t d n l": 0.5, "f v": 0.4, "k g h": 0.3, "w u": 0.2}  # what lips that close are taken for, and how gladly
MARGIN = 0.15  # seconds about a sentence in which its sounds may lie
LONGEST = 120.0  # seconds of a recording that are aligned as a whole, where nobody knows when which sentence is said
CERTAIN, RULED_OUT = 0.7, 0.2  # posteriors of lips that the text closes, and that it does not
DOUBT = 0.15  # evidence below which the text is wrong rather than the network
NEAR = 0.05  # seconds about a closure of the text in which one that is heard is the same


def informed(heard: VisemeTrack, speech: Speech) -> VisemeTrack:
    """Correct the recognised visemes by the known words: where the lips close, and where they do not.

    A synthetic voice says exactly the text, so other closures are removed. A recording may differ from its transcript:
    no closure is removed, and one longer than LONGEST is not corrected unless its sentences have the times of words
    that were heard.
    """
    spans, read = [], False
    for words, start, end in _stretches(speech):
        first, last = max(int((start - MARGIN) * RATE), 0), min(int((end + MARGIN) * RATE), len(heard.visemes))
        try:
            found = lip_spans(words, speech.language, heard.visemes[first:last])
        except UserError:  # a sign in a transcript that no voice could read; it need not be read
            continue
        spans += [(first + a, first + b) for a, b in found]
        read = True
    if not read:
        return heard
    visemes = heard.visemes.copy()
    if speech.synthetic:
        elsewhere = np.ones(len(visemes), bool)
        for a, b in spans:
            elsewhere[max(a - round(NEAR * RATE), 0) : b + round(NEAR * RATE)] = False
        _put(visemes, elsewhere & (visemes[:, LIPS] > RULED_OUT), RULED_OUT)
    for a, b in spans:
        here = np.zeros(len(visemes), bool)
        here[a:b] = visemes[a:b, LIPS] < CERTAIN
        _put(visemes, here, CERTAIN)
    return dataclasses.replace(heard, visemes=visemes)


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
    return np.array([(a + b) / 2 for a, b in lip_spans(transcript, language, posteriors, least=0.0)]) / RATE


def lip_spans(transcript: str, language: str, posteriors: np.ndarray, *, least: float = DOUBT) -> list[tuple[int, int]]:
    """[start, end) in frames of every closure of the lips, where the evidence for one is at least `least`."""
    states = states_of(transcript, language)
    if LIPS not in states or len(states) > len(posteriors):
        return []
    path = align(posteriors, states)
    evidence = _evidence(posteriors)
    spans = []
    for i in np.flatnonzero(np.array(states) == LIPS):
        here = np.flatnonzero(path == i)
        if evidence[here].max() >= least:
            spans.append((int(here[0]), int(here[-1]) + 1))
    return spans


def states_of(transcript: str, language: str) -> list[int]:
    """The visemes of a text in order, silence before, after and between the words."""
    signs = " ".join(phonemes(transcript, language))
    visemes = [SILENCE]
    for sound, _, _ in phonemes_to_visemes([(sign, 1.0) for sign in signs]):
        viseme = SILENCE if sound == PAUSE else sound
        if viseme != visemes[-1]:
            visemes.append(viseme)
    return visemes if visemes[-1] == SILENCE else [*visemes, SILENCE]


def align(posteriors: np.ndarray, states: list[int]) -> np.ndarray:
    """(frames,) which state each frame is in: it never falls, passes every sound and may leave out any silence."""
    likely = posteriors.copy()
    likely[:, LIPS] = _evidence(posteriors)
    cost = -np.log(np.maximum(likely[:, states], LEAST))
    frames, count = cost.shape
    silent = np.array(states) == SILENCE
    total = np.full(count, np.inf)
    total[0] = cost[0, 0]
    if count > 1:
        total[1] = cost[0, 1]
    came = np.zeros((frames, count), np.int8)  # how many states further back the frame before was
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


def _stretches(speech: Speech) -> list[tuple[str, float, float]]:
    """Words with the seconds in which they are said for certain."""
    if speech.language not in READABLE:
        return []
    sentences = speech.whole_sentences()
    if speech.synthetic or speech.aligned:
        return [(sentence.said or sentence.text, sentence.start, sentence.end) for sentence in sentences]
    if not sentences or speech.duration > LONGEST:
        return []
    return [(" ".join(sentence.text for sentence in sentences), 0.0, speech.duration)]


def _evidence(posteriors: np.ndarray) -> np.ndarray:
    """(frames,) how much speaks for lips that close, what they are mistaken for counted in part."""
    others = [share * posteriors[:, VISEMES.index(name)] for name, share in MISTAKEN.items()]
    return posteriors[:, LIPS] + np.sum(others, axis=0)


def _put(visemes: np.ndarray, where: np.ndarray, lips: float) -> None:
    """Set the posterior of closed lips in some frames; the others keep their proportions."""
    rest = 1 - visemes[where, LIPS]
    visemes[where] *= ((1 - lips) / np.maximum(rest, LEAST))[:, None]
    visemes[where, LIPS] = lips
