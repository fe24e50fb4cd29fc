"""Lip sync: turn the recognised visemes into movements of jaw and lips, and lip closures.

Contact of the lips is a separate track, `closure`: firm on p, b and m, gentle in silence.
"""

from __future__ import annotations

import numpy as np

from revive.core.progress import Progress
from revive.face.blendshapes import BLENDSHAPES, sides_of
from revive.face.expression_basis import gap_parting
from revive.listening.levels import measure_levels
from revive.listening.listener import RATE
from revive.listening.voice_activity import detect_voice
from revive.motion.phoneme_alignment import informed
from revive.motion.viseme_recogniser import VisemeTrack, recognise_visemes
from revive.motion.visemes import CURVES, VISEMES, curve_sums
from revive.speech.speech import Speech

BLOCK = 5  # seconds of sound read at once
_HUSH = -42.0  # dB relative to the recording's own loudness: a fading room, no longer speech
_AHEAD, _AFTER = 0.14, 0.12  # seconds by which a mouth opens ahead of the voice, and stays open after it
_MAYBE, _SURELY = 0.2, 0.3  # posteriors of p, b, m: where a closure begins and ends, and which it must pass
_CALM = 0.05  # seconds over which a curve is smoothed
WIDE = 0.175  # eye distances that lips part at most (95th percentile) in ordinary speech; forty speakers, 0.09 to 0.27
_LEAST_GAIN, _MOST_GAIN = 0.7, 1.5  # by which what is heard is brought to that range
_EVIDENCE = 8.0  # seconds of speech that tell as much of its range as is known of all people's
_BITE = {"mouthRollLower": 0.5, "mouthUpperUp…": 0.2}  # scores of a lower lip that meets the upper teeth, for f and v
_BITTEN = 0.4  # share of the opening that is left then
_PARTING = ("jawOpen", "mouthFunnel", "mouthLowerDown…")
_LIPS = VISEMES.index("p b m")
_TEETH = VISEMES.index("f v")
_SILENCE = VISEMES.index("silence")


def move_mouth(
    speech: Speech, *, fps: float, frames: int, progress: Progress | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """The movement of mouth and jaw for a speech.

    Parameters
    ----------
    speech : any language, any recording; the words, where they are known, tell which lips close
    fps, frames : frame t shows the time (t + 0.5) / fps

    Returns
    -------
    scores : (frames, 52) float32, 0–1, only mouth and jaw set, in the order of BLENDSHAPES
    closure : (frames,) float32, 0–1: 1 where the lips touch (p, b, m; silence longer than 0.4 s), 0 in vowels
    """
    heard = informed(recognise_visemes(speech, progress=progress), speech)
    return form_words(heard, fps=fps, frames=frames, music=None if speech.synthetic else music_track(speech))


def form_words(
    heard: VisemeTrack, *, fps: float, frames: int, music: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """The scores and the closure of `move_mouth`, from what was heard, and from where there is only music."""
    rest = rest_track(heard)
    if music is not None:
        rest = np.maximum(rest, music)
    closure = np.maximum(lips_track(heard.visemes), rest)
    curves = on_speaking_range(heard.curves, rest < 0.5)
    times = (np.arange(frames) + 0.5) / fps * RATE - 0.5  # in frames of what was heard
    ticks = np.arange(len(rest))
    bite = smooth(heard.visemes[:, _TEETH], 0.1)
    scores = np.zeros((frames, len(BLENDSHAPES)), np.float32)
    for name, curve in zip(CURVES, curves.T, strict=True):
        calm = smooth(curve, _CALM)
        if name in _BITE:
            calm = np.maximum(calm, bite * _BITE[name])
        elif name in _PARTING:
            calm = calm * (1 - (1 - _BITTEN) * bite)
        scores[:, sides_of(name)] = np.interp(times, ticks, (1 - rest) * calm)[:, None]
    return scores, np.interp(times, ticks, closure).astype(np.float32)


def on_speaking_range(curves: np.ndarray, speaking: np.ndarray) -> np.ndarray:
    """The curves (frames, len(CURVES)), opened as far as people open their mouths.

    How far a mouth opens can hardly be heard: it is a habit of the speaker. So the course comes from the sound, and the
    range is the usual one, the more so the longer they speak: a short sentence may have no open vowel.
    """
    parted = curves @ curve_sums(gap_parting()).astype(np.float32)
    widest = float(np.percentile(parted[speaking], 95)) if speaking.any() else 0.0
    gain = np.clip(WIDE / widest, _LEAST_GAIN, _MOST_GAIN) if widest > 0 else 1.0
    seconds = speaking.sum() / RATE
    return np.clip(curves * gain ** (seconds / (seconds + _EVIDENCE)), 0, 1)


def lips_track(posteriors: np.ndarray) -> np.ndarray:
    """Contact of the lips on p, b and m at RATE, (frames,) in 0–1."""
    heard = smooth(posteriors[:, _LIPS], 0.04)
    closed = np.zeros(len(heard), np.float32)
    least = 0.03 * RATE  # frames to each side of its middle, so that 17 frames a second do not miss it
    for start, end in _runs(heard > _MAYBE):
        if heard[start:end].max() > _SURELY:
            middle = (start + end) / 2
            closed[int(max(min(start, middle - least), 0)) : int(np.ceil(max(end, middle + least)))] = 1
    return np.minimum(smooth(closed, 0.07) * 1.2, 1)


def rest_track(heard: VisemeTrack) -> np.ndarray:
    """How much the mouth rests in silence at RATE, (frames,) in 0–1; lips meet and part within about 0.1 s."""
    quiet = smooth(heard.visemes[:, _SILENCE], 0.06) > 0.5
    quiet |= smooth(10 ** (heard.level / 10), 0.1) < 10 ** (_HUSH / 10)
    rest = np.zeros(len(quiet), np.float32)
    edge = 0.05 * RATE
    for start, end in _runs(quiet):
        # at the ends of the speech there is silence beyond
        first = 0 if start <= edge else start + round(_AFTER * RATE)
        last = len(quiet) if end >= len(quiet) - edge else end - round(_AHEAD * RATE)
        if last - first >= 0.02 * RATE:
            rest[first:last] = 1
    return smooth(rest, 0.11)


def music_track(speech: Speech) -> np.ndarray:
    """Where nobody is heard in the music of a recording, at RATE, (frames,) in 0–1; with edges as of `rest_track`."""
    frames = -(-speech.samples * RATE // speech.sample_rate)
    levels = measure_levels(
        speech.blocks(sample_rate=speech.sample_rate, block=BLOCK * speech.sample_rate), speech.sample_rate
    )
    music = detect_voice(speech.path, levels, lambda fraction: None).instrumental
    steps = np.minimum(np.arange(frames) * len(music) // max(frames, 1), len(music) - 1)
    return smooth(music[steps].astype(np.float32), 0.11)


def smooth(track: np.ndarray, seconds: float) -> np.ndarray:
    """The track under a bell `seconds` wide, without lag; it goes on beyond its ends as it ends."""
    half = round(seconds * RATE / 2)
    bell = np.hanning(2 * half + 3)[1:-1]
    return np.convolve(np.pad(track, half, mode="edge"), bell / bell.sum(), "valid").astype(np.float32)


def _runs(mask: np.ndarray) -> np.ndarray:
    """(n, 2) start and end of every run of True."""
    return np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]]))).reshape(-1, 2)
