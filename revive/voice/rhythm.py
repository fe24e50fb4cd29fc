"""How fast somebody speaks: syllables are the peaks of loudness that have a voice.

De Jong & Wempe 2009, "Praat script to detect syllable nuclei and measure speech rate automatically", with a shorter
window and a smaller dip. Of sentences whose syllables were counted it finds four in five, fewer in fast speech.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.voice.phrases import Phrase, Recording
from revive.voice.pitch import PitchTrack, frame_levels

WINDOW = 0.05  # seconds
BELOW = 25.0  # dB below the loudest moments (99 %), where no syllable is
DIP = 1.5  # dB between two syllables


@dataclass(frozen=True)
class Rhythm:
    """How fast somebody speaks and how they pause.

    Attributes
    ----------
    speaking_rate : syllables a second, pauses included
    articulation_rate : syllables a second of speech, without the pauses
    pauses_a_minute : of 0.3 s and more
    pause : mean length of a pause in seconds, 0 without one
    pause_share : of the time from the first word to the last, 0–1
    """

    speaking_rate: float
    articulation_rate: float
    pauses_a_minute: float
    pause: float
    pause_share: float


def rhythm(recordings: list[Recording], tracks: list[PitchTrack]) -> Rhythm:
    """The rhythm of all recordings together; `tracks` are those of their phrases, in order."""
    phrases = [phrase for recording in recordings for phrase in recording.phrases]
    pauses = [pause for recording in recordings for pause in recording.pauses]
    seconds = sum(recording.seconds for recording in recordings)
    count = syllables(phrases, tracks)
    return Rhythm(
        speaking_rate=count / seconds,
        articulation_rate=count / sum(recording.spoken for recording in recordings),
        pauses_a_minute=len(pauses) / seconds * 60,
        pause=float(np.mean(pauses)) if pauses else 0.0,
        pause_share=sum(pauses) / seconds,
    )


def syllables(phrases: list[Phrase], tracks: list[PitchTrack]) -> int:
    """How many there are."""
    from scipy.signal import find_peaks

    courses = [frame_levels(p.sound, len(t.hertz), seconds=WINDOW) for p, t in zip(phrases, tracks, strict=True)]
    least = np.percentile(np.concatenate(courses), 99) - BELOW
    count = 0
    for course, track in zip(courses, tracks, strict=True):
        peaks, _ = find_peaks(np.pad(course, 1, constant_values=-120.0), height=least, prominence=DIP)
        count += int((~np.isnan(track.hertz[peaks - 1])).sum())
    return count
