"""How well synthetic speech is understood: what Whisper base makes of it, and the rate of wrong words."""

from __future__ import annotations

import importlib.util

import numpy as np

from revive.listening.transcription import SIMPLIFIED
from revive.listening.whisper import load_whisper

PACKAGES = ("jiwer",)


def installed() -> bool:
    """Whether everything that it takes is there."""
    return all(importlib.util.find_spec(name) for name in PACKAGES)


def transcribe(sound16k: np.ndarray, language: str) -> str:
    """What is said in a sound.

    Parameters
    ----------
    sound16k : (N,) float −1..1 at SAMPLE_RATE
    language : a code such as "en" or "zh"

    Raises
    ------
    UserError : the recogniser is not installed
    """
    heard, _ = load_whisper().transcribe(
        np.asarray(sound16k, np.float32), language=language, beam_size=5, temperature=0.0,
        condition_on_previous_text=False, without_timestamps=True,
        initial_prompt=SIMPLIFIED if language == "zh" else None,
    )  # fmt: skip
    return "".join(segment.text for segment in heard).strip()
