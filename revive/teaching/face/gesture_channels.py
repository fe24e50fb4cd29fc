"""A real person's performance as the channels of the gesture network."""

from __future__ import annotations

import numpy as np

from revive.face.blendshapes import sides_of
from revive.motion.conditioning import BLINK, CHANNELS, FACE, GLANCE, HEAD, RATE, bumps
from revive.motion.eyes import gaze_of, steadied
from revive.motion.gesture import LIDS, MOST_GLANCE
from revive.motion.performance import Performance
from revive.motion.prosody import smoothed

SHUT = 0.7  # of a lid's range, from which a blink counts
SPOKEN = (
    "mouthPress…", "mouthDimple…", "mouthFunnel", "mouthShrugLower", "mouthRollLower", "jawOpen", "eyeBlink…"
)  # fmt: skip
FELT = ("mouthSmileLeft", "mouthSmileRight", "mouthFrown…")
SLOW = 0.3  # seconds over which a smile is smoothed, so that words are no part of it


def channels_of(performance: Performance, count: int) -> np.ndarray:
    """(count, len(CHANNELS)) float32, a performance in the channels' own units; those of SPOKEN are 0."""
    times = (np.arange(count) + 0.5) / RATE
    acted = performance.at(times)
    glance = (gaze_of(acted.scores) - steadied(acted.rotation)).clip(-MOST_GLANCE, MOST_GLANCE)
    lids = performance.scores[:, LIDS].max(axis=1)
    shut = _middles(lids > SHUT) / performance.rate
    columns = {**dict(zip(HEAD, acted.rotation.T, strict=True)), **dict(zip(GLANCE, glance.T, strict=True))}
    columns[BLINK] = bumps(times, shut, np.ones(len(shut)))
    for name in FACE:
        track = acted.scores[:, sides_of(name)].mean(axis=1)
        if name in FELT:
            track = smoothed(track.astype(np.float32), SLOW * RATE / 100)  # `smoothed` counts a hundred a second
        columns[name] = np.zeros(count) if name in SPOKEN else track
    return np.column_stack([columns[name] for name in CHANNELS]).astype(np.float32)


def _middles(mask: np.ndarray) -> np.ndarray:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(int), [0]]))).reshape(-1, 2)
    return edges.mean(axis=1)
