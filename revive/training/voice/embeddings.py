"""The embedding of every shipped voice by the speaker encoder: each reads one sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.listening import speaker
from revive.speech.engines import SAMPLE_RATES, kokoro
from revive.speech.engines import say as speak
from revive.speech.voices import VOICES
from revive.voice.embeddings import as_voice
from revive.voice.phrases import resample
from revive.voice.probe_sentences import FITTED


def measure_voices(out: Path, *, say: Callable[[str], None] = print) -> None:
    """Write the embedding of every voice and every style of Kokoro's to `out` (safetensors, float16); minutes."""
    from safetensors.numpy import save_file

    names = sorted({*kokoro()[2], *VOICES})
    say(f"{len(names)} voices read a sentence each, about {len(names) * 4 // 60} minutes")
    found = {}
    for name in names:
        voice = as_voice(name)
        sounds = [
            resample(piece, SAMPLE_RATES[voice.engine])
            for piece in speak(voice, FITTED["en"][0], language="en", speed=1.0, seed=0, tick=lambda: None)
        ]
        found[name] = speaker.embed(np.concatenate(sounds)).astype(np.float16)
        say(name)
    save_file(found, out)
