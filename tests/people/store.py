"""Somebody of whom everything was learned, stored as the teachings store it; and what refuses a foreign archive."""

from __future__ import annotations

import os
import wave
from pathlib import Path

import numpy as np

from revive import people
from revive.animator import WEIGHTS
from revive.core.home import folder_of, keep_name, manner_folder, voice_folder, work_folder
from revive.core.json_files import digest, write_json
from revive.core.layout import ADAPTER, FEATURES, MANNER_FACTS, PORTRAIT, SAMPLES, VOICE_FACTS, VOICE_WEIGHTS, WORK
from tests.answers import names_of

NAME = "Ruth"
# As peft 0.21 writes it, shortened by keys that are null.
CONFIG = {
    "alpha_pattern": {}, "auto_mapping": None, "base_model_name_or_path": "/home/family/model", "bias": "none",
    "fan_in_fan_out": False, "inference_mode": True, "init_lora_weights": True, "loftq_config": {}, "lora_alpha": 8,
    "lora_bias": False, "lora_dropout": 0.0, "megatron_core": "megatron.core", "modules_to_save": None,
    "peft_type": "LORA", "peft_version": "0.21.2", "qalora_group_size": 16, "r": 8, "rank_pattern": {},
    "revision": None, "target_modules": ["v_proj", "q_proj"], "task_type": "CAUSAL_LM", "use_dora": False,
    "use_rslora": False,
}  # fmt: skip
CHANGED, FOREIGN, LARGE = "changed or cut off", "no part of a person", "more than a person takes"  # sentences


class Runs:
    """What a pickle of it would do."""

    def __reduce__(self):
        return (os.mkdir, ("/tmp/never",))


def store_everything(name: str, weights: bytes | None = None) -> Path:
    store_animator(name, style=[0.5, -0.5, 0.0, 1.0, 0.0], weights=weights)
    store_portrait(name)
    store_voice(name)
    store_manner(name)
    people.keep_pronunciations(name, {"Nguyen": "win", "奶奶": "nǎinai"}, permit=names_of(name))
    folder = folder_of(name)
    for work in (folder / "work", folder / "portrait" / "work", folder / "voice" / "work"):
        work.mkdir()
        (work / "piece.npz").write_bytes(b"a frame")
    return folder


def store_animator(name: str, style: list[float] | None = None, weights: bytes | None = None) -> people.Person:
    """As a teaching keeps it, with the shipped weights where none are given."""
    work = work_folder(name)
    work.mkdir(parents=True)
    (work / "w").write_bytes(weights or WEIGHTS.read_bytes())
    draw(work / "s")
    person = people.Person(
        name=name, taught="2026-01-01T00:00:00+00:00", learned=20, held_back=5, steps=400, seconds=60.0, figures={},
        curve={}, sha256=digest(work / "w"), consent="her grandson", style=style or [],
    )  # fmt: skip
    people.keep_person(person, work / "w", work / "s")
    return person


def store_portrait(name: str) -> None:
    work = folder_of(name) / PORTRAIT / WORK
    work.mkdir(parents=True)
    save(work / ADAPTER)
    draw(work / SAMPLES)
    learned = people.PortraitLearned(
        name=name, taught="2026-01-01T00:00:00+00:00", learned=4, held_back=1, seconds=60.0, figures={}, curve={},
        sha256=digest(work / ADAPTER), generator="0" * 64, face=[0.5] * 128,
    )  # fmt: skip
    people.keep_portrait(learned, work / ADAPTER, work / SAMPLES)


def store_voice(name: str) -> None:
    keep_name(name)
    folder = voice_folder(name)
    folder.mkdir()
    save(folder / VOICE_WEIGHTS)
    write_json(folder / FEATURES, {"pitch": 120.5})
    with wave.open(str(folder / "sample-1.wav"), "wb") as sound:
        sound.setparams((1, 2, 16000, 0, "NONE", ""))
        sound.writeframes(bytes(3200))
    write_json(folder / VOICE_FACTS, {"name": name})


def store_manner(name: str) -> None:
    keep_name(name)
    folder = manner_folder(name)
    folder.mkdir()
    save(folder / "adapter_model.safetensors")
    write_json(folder / "adapter_config.json", CONFIG)
    write_json(folder / MANNER_FACTS, {"name": name, "messages": 40})


def save(path: Path) -> None:
    from safetensors.numpy import save_file

    save_file({"lora_A": np.ones((4, 4), np.float32)}, path)


def draw(path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (8, 8)).save(path, "PNG")
