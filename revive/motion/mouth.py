"""The mouth follows the sound: visemes become jaw, lips and closures.

Every viseme has a shape (how far each score goes) and a dominance (how much it insists on it, and for how long it
reaches into its neighbours): coarticulation after Cohen and Massaro (1993), with what the network hears in place of
phonemes. Rounding reaches widely, the bite of f and v is narrow; a syllable opens the mouth as far as it is loud.
Contact of the lips is a track of its own, `closure`: decisive on p, b and m, gentle in silence.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from revive.motion.motion import BLENDSHAPES, INDEX
from revive.motion.visemes import RATE, VISEMES, hear_visemes
from revive.progress import Progress
from revive.speech.speech import Speech

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

_LAG = 0.02  # seconds by which tracked jaws and lips follow what the network hears
_HUSH = -42.0  # dB relative to the recording's own loudness: a fading room, no longer speech
_LIPS = VISEMES.index("p b m")
_SILENCE = VISEMES.index("silence")


def move_mouth(
    speech: Speech, *, fps: float, frames: int, progress: Progress | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """What mouth and jaw do while a speech is heard.

    Parameters
    ----------
    speech : the sound alone counts; any language, any recording
    fps, frames : frame t shows the time (t + 0.5) / fps

    Returns
    -------
    scores : (frames, 52) float32, 0–1, only mouth and jaw set, in the order of BLENDSHAPES
    closure : (frames,) float32, 0–1: 1 where the lips touch (p, b, m; silence longer than 0.12 s), 0 in vowels

    References
    ----------
    Cohen and Massaro 1993, "Modeling coarticulation in synthetic visual speech"
    """
    posteriors, level = hear_visemes(speech, progress=progress)
    rest = rest_track(posteriors, level)
    closure = np.maximum(lips_track(posteriors), rest)
    times = (np.arange(frames) + 0.5) / fps * RATE - 0.5  # in frames of the posteriors
    moved = times - _LAG * RATE
    ticks = np.arange(len(posteriors))
    scores = np.zeros((frames, len(BLENDSHAPES)), np.float32)
    for name, track in shape_tracks(posteriors, level):
        scores[:, INDEX[name]] = np.interp(moved, ticks, track) * np.interp(times, ticks, 1 - rest)
    return scores, np.interp(times, ticks, closure).astype(np.float32)


def shape_tracks(posteriors: np.ndarray, level: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Yield (score's name, its (frames,) track at RATE) from the visemes heard and the loudness in dB."""
    effort = _effort(level)
    for group, (names, reach) in enumerate(_GROUPS.values()):
        dominance = _spread(posteriors, reach) * np.array([_DOMINANCE[viseme][group] for viseme in VISEMES], np.float32)
        dominance /= dominance.sum(1, keepdims=True)
        for name in names:
            goal = np.array([_SHAPES[viseme].get(name, 0.0) for viseme in VISEMES], np.float32)
            track = _smooth(dominance @ goal, 0.05)
            track *= effort if group in (0, 3) else 0.6 + 0.4 * effort  # rounding needs no loudness
            for side in ("Left", "Right") if name.endswith("…") else ("",):
                yield name.removesuffix("…") + side, np.clip(track, 0, 1)


def lips_track(posteriors: np.ndarray) -> np.ndarray:
    """Contact of the lips on p, b and m at RATE, (frames,) in 0–1."""
    heard = _smooth(posteriors[:, _LIPS], 0.04)
    closed = np.zeros(len(heard), np.float32)
    least = 0.03 * RATE  # frames to each side of its middle, so that 17 frames a second do not miss it
    for start, end in _runs(heard > 0.25):
        if heard[start:end].max() > 0.38:
            middle = (start + end) / 2
            closed[int(max(min(start, middle - least), 0)) : int(np.ceil(max(end, middle + least)))] = 1
    return np.minimum(_smooth(closed, 0.07) * 1.2, 1)


def rest_track(posteriors: np.ndarray, level: np.ndarray) -> np.ndarray:
    """How much the mouth rests in silence at RATE, (frames,) in 0–1; lips meet and part within about 0.1 s."""
    quiet = _smooth(posteriors[:, _SILENCE], 0.06) > 0.5
    quiet |= _smooth(10 ** (level / 10), 0.1) < 10 ** (_HUSH / 10)
    margin = 0.05 * RATE
    rest = np.zeros(len(quiet), np.float32)
    for start, end in _runs(quiet):
        # at the ends of the speech there is silence beyond; elsewhere the lips need time to meet and to part
        first = 0 if start <= margin else start + int(margin)
        last = len(quiet) if end >= len(quiet) - margin else end - int(margin)
        if last - first >= 0.02 * RATE:
            rest[first:last] = 1
    return _smooth(rest, 0.11)


def _effort(level: np.ndarray) -> np.ndarray:
    """How far the mouth opens for the loudness (dB) of the syllable: 1 is ordinary, a murmur 0.4, a shout 1.15."""
    power = _smooth(10 ** (level / 10), 0.16)
    return np.clip(1.1 + 10 * np.log10(power + 1e-9) / 30, 0.4, 1.15)


def _spread(posteriors: np.ndarray, reach: float) -> np.ndarray:
    """Each viseme's posterior spread to both sides, falling to 1/e after `reach` seconds."""
    half = int(np.ceil(4 * reach * RATE))
    kernel = np.exp(-np.abs(np.arange(-half, half + 1)) / (reach * RATE)).astype(np.float32)
    padded = np.pad(posteriors, ((half, half), (0, 0)), mode="edge")
    return np.stack([np.convolve(column, kernel, "valid") for column in padded.T], 1)


def _smooth(track: np.ndarray, seconds: float) -> np.ndarray:
    """The track under a bell `seconds` wide, without lag; it goes on beyond its ends as it ends."""
    half = round(seconds * RATE / 2)
    bell = np.hanning(2 * half + 3)[1:-1]
    return np.convolve(np.pad(track, half, mode="edge"), bell / bell.sum(), "valid").astype(np.float32)


def _runs(mask: np.ndarray) -> np.ndarray:
    """(n, 2) start and end of every run of True."""
    return np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]]))).reshape(-1, 2)
