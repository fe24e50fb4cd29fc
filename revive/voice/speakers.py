"""Who says what, where several people are heard: parts of speech grouped by the likeness of their voices.

Agglomerative clustering by average linkage over the cosine of speaker embeddings, as in Anguera et al. 2012, "Speaker
diarization: a review of recent research".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from revive.listening.levels import HOP
from revive.listening.speaker import SAMPLE_RATE, average, embed_parts
from revive.voice import denoise

APART = 0.35  # mean cosine distance above which two groups of parts are two people; among eleven voices 0.16–0.26
# within one and from 0.36 on between two, and up to 0.25 between one voice clean and the same cleaned of noise
FEWEST = 2  # parts that make a speaker; a single one is a laugh, a cough, two at once
RATHER = 0.65  # likeness to a speaker above which a part of such a small group is theirs
COMPARED = 2000  # parts that are compared each with each; 16 MB
SAMPLE = 6.0  # seconds of a speaker that are played to ask who it is
NEAR = 0.3  # seconds within which a change of speakers is moved to the quietest moment
UTTERED = 1.6  # seconds; what is said in less is heard twice


@dataclass(frozen=True)
class Speaker:
    """Somebody heard: 1 is heard longest. The sample lies in the recording `file` (0 is the first), in its seconds."""

    number: int
    seconds: float
    file: int
    start: float
    end: float
    embedding: np.ndarray = field(repr=False, compare=False)


@dataclass(frozen=True)
class Turn:
    """What one speaker says in the recording `tape` (0 is the first) from `start` to `end`, in steps of HOP."""

    tape: int
    start: int
    end: int
    who: int


def parts(sound: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The middles in seconds (P,) and embeddings (P, 256) of the parts of one utterance, (N,) float at 16 kHz."""
    if 0 < len(sound) < UTTERED * SAMPLE_RATE:
        _, embeddings = embed_parts(np.tile(sound, -(-round(UTTERED * SAMPLE_RATE) // len(sound))))
        return np.array([len(sound) / SAMPLE_RATE / 2]), embeddings[:1]
    return embed_parts(sound)


def group(embeddings: np.ndarray) -> np.ndarray:
    """Who is heard in each part: (P, 256) -> (P,) int from 0 on; −1 for nobody in particular."""
    if len(embeddings) < 2:
        return np.zeros(len(embeddings), int)
    chosen = np.linspace(0, len(embeddings) - 1, min(len(embeddings), COMPARED)).round().astype(int)
    compared = embeddings[chosen]
    clusters = _clusters(compared)
    names, counts = np.unique(clusters, return_counts=True)
    least = min(FEWEST * len(chosen) / len(embeddings), counts.max())
    speakers = names[counts >= least]
    likeness = embeddings @ np.stack([average(compared[clusters == name]) for name in speakers]).T
    who = np.where(likeness.max(1) >= RATHER, likeness.argmax(1), -1)
    for number, name in enumerate(speakers):
        who[chosen[clusters == name]] = number
    return who


def tell_apart(tapes: list[denoise.Tape], tick: Callable[[float], None]) -> tuple[list[Turn], tuple[Speaker, ...]]:
    """Everything that is said, in order, with the number of the speaker (0: nobody in particular); and the speakers.

    Parameters
    ----------
    tick : told the fraction done (0–1); what it raises stops the work
    """
    import soxr

    uttered = [(i, *stretch) for i, tape in enumerate(tapes) for stretch in tape.utterances()]
    if not uttered:
        return [], ()
    times, embeddings = [], []
    for n, (i, start, end) in enumerate(uttered):
        tick(n / len(uttered))
        sound = soxr.resample(tapes[i].sound(start, end), denoise.SAMPLE_RATE, SAMPLE_RATE)
        middles, heard = parts(sound)
        times.append(start + middles / HOP)
        embeddings.append(heard)
    together = np.concatenate(embeddings)
    who = group(together)
    said, first = [], 0
    for (i, start, end), middles in zip(uttered, times, strict=True):
        theirs = who[first : first + len(middles)]
        first += len(middles)
        for a, b, label in _turns(theirs, middles, start, end):
            a, b = (t if t in (start, end) else tapes[i].heard.quietest(round(t), NEAR) for t in (a, b))
            if a < b:
                said.append(Turn(i, int(a), int(b), label))
    lengths = {label: sum(t.end - t.start for t in said if t.who == label) for label in {t.who for t in said} - {-1}}
    order = sorted(lengths, key=lambda label: (-lengths[label], label))
    speakers = []
    for number, label in enumerate(order, 1):
        turn = max((t for t in said if t.who == label), key=lambda t: t.end - t.start)
        sample = turn.start * HOP, min(turn.end * HOP, turn.start * HOP + SAMPLE)
        begin, close = np.round(sample, 2).tolist()
        embedding = average(together[who == label])
        speakers.append(Speaker(number, round(lengths[label] * HOP, 2), turn.tape, begin, close, embedding))
    numbers = {label: speaker.number for label, speaker in zip(order, speakers, strict=True)}
    return [replace(turn, who=numbers.get(turn.who, 0)) for turn in said], tuple(speakers)


def _turns(who: np.ndarray, times: np.ndarray, start: int, end: int) -> list[tuple[float, float, int]]:
    """The stretches of an utterance in which the same person speaks, from who is heard in its parts (P,)."""
    changes = np.flatnonzero(np.diff(who))
    borders = [start, *((times[changes] + times[changes + 1]) / 2).tolist(), end]
    return list(zip(borders[:-1], borders[1:], [*who[changes].tolist(), int(who[-1])], strict=True))


def _clusters(embeddings: np.ndarray) -> np.ndarray:
    from scipy.cluster.hierarchy import fcluster, linkage

    return fcluster(linkage(embeddings, "average", metric="cosine"), APART, "distance")
