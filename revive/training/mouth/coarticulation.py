"""How a mouth would move if every sound were known: the targets of training.

Every viseme has a shape (how far each score goes) and a dominance (how much it insists on it, and for how long it
reaches into its neighbours): coarticulation after Cohen and Massaro 1993, "Modeling coarticulation in synthetic visual
speech". Rounding reaches widely, the bite of f and v is narrow; a syllable opens the mouth as far as it is loud.
"""

from __future__ import annotations

import numpy as np

from revive.listening.listener import RATE
from revive.motion.mouth import smooth
from revive.motion.visemes import CURVES, VISEMES

# How far each score goes when the viseme is held, in ordinary speech; scores ending in "…" are Left and Right.
# The amounts were set on tracked talkers, whose jawOpen reaches 0.25 to 0.45 (95th percentile).
_SHAPES = {
    "silence": {},
    "p b m": {"jawOpen": 0.05, "mouthPress…": 0.25, "mouthRollLower": 0.06, "mouthRollUpper": 0.05},
    "f v": {"jawOpen": 0.07, "mouthRollLower": 0.40, "mouthUpperUp…": 0.20},
    "th": {"jawOpen": 0.16, "mouthLowerDown…": 0.16, "mouthUpperUp…": 0.09},
    "t d n l": {"jawOpen": 0.15, "mouthLowerDown…": 0.15, "mouthUpperUp…": 0.09, "mouthStretch…": 0.05},
    "s z": {"jawOpen": 0.06, "mouthLowerDown…": 0.18, "mouthUpperUp…": 0.10, "mouthStretch…": 0.15},
    "sh ch": {"jawOpen": 0.10, "mouthFunnel": 0.38, "mouthPucker": 0.20, "mouthLowerDown…": 0.08, "mouthUpperUp…": 0.1},
    "k g h": {"jawOpen": 0.20, "mouthLowerDown…": 0.10, "mouthUpperUp…": 0.05},
    "r": {"jawOpen": 0.14, "mouthFunnel": 0.22, "mouthPucker": 0.25},
    "w u": {"jawOpen": 0.10, "mouthFunnel": 0.22, "mouthPucker": 0.75},
    "o": {"jawOpen": 0.32, "mouthFunnel": 0.32, "mouthPucker": 0.38},
    "a": {"jawOpen": 0.50, "mouthLowerDown…": 0.20, "mouthUpperUp…": 0.12},
    "e": {"jawOpen": 0.34, "mouthLowerDown…": 0.20, "mouthUpperUp…": 0.12, "mouthStretch…": 0.16, "mouthSmile…": 0.10},
    "i": {"jawOpen": 0.16, "mouthLowerDown…": 0.18, "mouthUpperUp…": 0.10, "mouthStretch…": 0.28, "mouthSmile…": 0.20},
    "schwa": {"jawOpen": 0.24, "mouthLowerDown…": 0.10, "mouthUpperUp…": 0.05},
}  # fmt: skip

# Groups of scores that move together: seconds after which a viseme's dominance has fallen to 1/e, and the dominance.
_GROUPS = {
    "jaw": (("jawOpen",), 0.040),
    "rounding": (("mouthFunnel", "mouthPucker"), 0.070),
    "spreading": (("mouthStretch…", "mouthSmile…"), 0.055),
    "lips": (("mouthLowerDown…", "mouthUpperUp…"), 0.040),
    "bite": (("mouthRollLower", "mouthRollUpper", "mouthPress…"), 0.022),
}
_DOMINANCE = {  # jaw, rounding, spreading, lips, bite
    "silence": (1.0, 0.5, 0.5, 1.0, 1.0),
    "p b m": (0.6, 0.2, 0.2, 0.8, 1.2),
    "f v": (0.9, 0.4, 0.3, 1.0, 2.0),
    "th": (0.7, 0.3, 0.3, 0.8, 1.0),
    "t d n l": (0.4, 0.15, 0.2, 0.5, 1.0),
    "s z": (1.2, 0.2, 0.5, 0.8, 1.0),
    "sh ch": (1.2, 1.0, 0.6, 0.8, 1.0),
    "k g h": (0.3, 0.15, 0.2, 0.4, 1.0),
    "r": (0.6, 0.7, 0.5, 0.6, 1.0),
    "w u": (0.9, 1.6, 1.2, 1.0, 1.0),
    "o": (1.0, 1.1, 1.0, 1.0, 1.0),
    "a": (1.0, 0.6, 0.6, 1.0, 1.0),
    "e": (1.0, 1.0, 0.9, 1.0, 1.0),
    "i": (1.0, 1.1, 1.1, 1.0, 1.0),
    "schwa": (0.6, 0.3, 0.3, 0.6, 1.0),
}

_LAG = 0.02  # seconds by which tracked jaws and lips follow the sounds


def coarticulate(viseme: np.ndarray, level: np.ndarray) -> np.ndarray:
    """(frames, len(CURVES)) float32, 0–1, at RATE, from each frame's viseme (frames,) and loudness (frames,) in dB."""
    known = np.eye(len(VISEMES), dtype=np.float32)[viseme]
    effort = _effort(level)
    curves = np.empty((len(viseme), len(CURVES)), np.float32)
    for group, (names, reach) in enumerate(_GROUPS.values()):
        dominance = _spread(known, reach) * np.array([_DOMINANCE[name][group] for name in VISEMES], np.float32)
        dominance /= dominance.sum(1, keepdims=True)
        for name in names:
            goal = np.array([_SHAPES[sound].get(name, 0.0) for sound in VISEMES], np.float32)
            track = smooth(dominance @ goal, 0.05)
            track *= effort if group in (0, 3) else 0.6 + 0.4 * effort  # rounding needs no loudness
            curves[:, CURVES.index(name)] = track
    late = round(_LAG * RATE)
    return np.clip(np.concatenate([np.repeat(curves[:1], late, axis=0), curves[: len(curves) - late]]), 0, 1)


def _effort(level: np.ndarray) -> np.ndarray:
    """How far the mouth opens for the loudness (dB) of the syllable: 1 is ordinary, a murmur 0.4, a shout 1.15."""
    power = smooth(10 ** (level / 10), 0.16)
    return np.clip(1.1 + 10 * np.log10(power + 1e-9) / 30, 0.4, 1.15)


def _spread(posteriors: np.ndarray, reach: float) -> np.ndarray:
    """Each viseme's posterior spread to both sides, falling to 1/e after `reach` seconds."""
    half = int(np.ceil(4 * reach * RATE))
    kernel = np.exp(-np.abs(np.arange(-half, half + 1)) / (reach * RATE)).astype(np.float32)
    padded = np.pad(posteriors, ((half, half), (0, 0)), mode="edge")
    return np.stack([np.convolve(column, kernel, "valid") for column in padded.T], 1)
