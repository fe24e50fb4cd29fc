"""What is heard in a file, and the words that the tests have spoken."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

WORDS = "When you were little, we walked to the river every Sunday morning. And then we had cake."


def samples(path: Path) -> tuple[np.ndarray, int]:
    return soundfile.read(path, dtype="float32")


def decibels(sound: np.ndarray) -> float:
    """RMS in dBFS."""
    return float(10 * np.log10(np.mean(np.square(sound)) + 1e-12))
