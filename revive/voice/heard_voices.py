"""How many people speak in the recording of a clip: a strong second voice is told, as the clip speaks with it too."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from revive.core.localisation import Message
from revive.listening.levels import HOP, measure_levels
from revive.listening.speaker import SAMPLE_RATE
from revive.listening.voice_activity import detect_voice
from revive.speech import Speech
from revive.voice.speakers import group, parts

STRONG = 0.12  # share of the speech from which a further voice counts
SECONDS = 2.5  # of it at least; a shorter one is a laugh, a cough, a word called in
MOST = 600  # utterances that are compared, evenly over the recording; half an hour has about as many
BLOCK = 5  # seconds read at once
FOUND = 0.3  # share of the work that finds the speech


def voices_note(count: int) -> Message | None:
    """What the user is told where more than one voice is heard."""
    if count < 2:
        return None
    return Message(
        "{count} voices are heard, and the clip speaks with all of them; for one alone, cut the recording, or keep the"
        " one that is heard longest with: revive voice clean --speaker 1.",
        count=count,
    )


def count_voices(speech: Speech, tick: Callable[[float], None]) -> int:
    """The number of people who say a good part of a speech; 0 where nobody speaks.

    Parameters
    ----------
    tick : told the fraction done (0–1); what it raises stops the work
    """
    import soundfile
    import soxr

    levels = measure_levels(
        speech.blocks(sample_rate=speech.sample_rate, block=BLOCK * speech.sample_rate), speech.sample_rate
    )
    activity = detect_voice(speech.path, levels, lambda fraction: tick(FOUND * fraction))
    uttered = activity.utterances()
    if not uttered:
        return 0
    plain = [(start, end) for start, end in uttered if not activity.between(start, end).backed()]
    if sum(end - start for start, end in plain) * HOP >= SECONDS:
        uttered = plain  # under music a voice sounds like another
    chosen = np.unique(np.linspace(0, len(uttered) - 1, min(len(uttered), MOST)).round().astype(int))
    embeddings, seconds = [], []
    with soundfile.SoundFile(speech.path) as file:
        for number, (start, end) in enumerate(uttered[one] for one in chosen):
            tick(FOUND + (1 - FOUND) * number / len(chosen))
            file.seek(round(start * HOP * file.samplerate))
            sound = file.read(round((end - start) * HOP * file.samplerate), dtype="float32")
            _, heard = parts(soxr.resample(sound, file.samplerate, SAMPLE_RATE))
            embeddings.append(heard)
            seconds += [(end - start) * HOP / len(heard)] * len(heard)
    who, lengths = group(np.concatenate(embeddings)), np.array(seconds)
    each = np.array([lengths[who == one].sum() for one in range(who.max() + 1)])
    strong = (each >= STRONG * each.sum()) & (each >= SECONDS)
    return max(int(strong.sum()), 1)
