"""What the network learns from: pieces of speech as the listener hears them in other voices, rooms and telephones.

The listener takes most of the time, so all pieces are heard once, before the training, and kept in a folder.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.listening.listener import RATE
from revive.training.mouth.augmentation import augmented_sample
from revive.training.mouth.synthetic_speech import Utterance

FRAMES = 8 * RATE  # of a piece
EVERY = 50  # pieces between two lines of news

Samples = dict[str, np.ndarray]  # as from `augmented_sample`, one row for each piece


def heard_samples(
    utterances: list[Utterance], count: int, folder: Path, *, seed: int, say: Callable[[str], None]
) -> Samples:
    """`count` pieces of these utterances, longer ones more often; kept in `folder`, and read from there again."""
    if not (folder / "done").exists():
        folder.mkdir(parents=True, exist_ok=True)
        weights = np.sqrt([len(utterance.mel) for utterance in utterances])
        rows: dict[str, list[np.ndarray]] = {}
        for number in range(count):
            draw = np.random.default_rng([seed, number])
            chosen = utterances[draw.choice(len(utterances), p=weights / weights.sum())]
            for name, part in augmented_sample(chosen, FRAMES, draw).items():
                rows.setdefault(name, []).append(part)
            if (number + 1) % EVERY == 0:
                say(f"{folder.name}: {number + 1} of {count} pieces heard")
        for name, parts in rows.items():
            np.save(folder / f"{name}.npy", np.stack(parts))
        (folder / "done").touch()
    return {file.stem: np.load(file, mmap_mode="r") for file in sorted(folder.glob("*.npy"))}


def crop(samples: Samples, row: int, frames: int, draw: np.random.Generator, *, step: int) -> Samples:
    """`frames` frames of a piece, from somewhere in it; what is heard has one row for every `step` frames."""
    first = int(draw.integers(0, (FRAMES - frames) // step + 1))
    return {
        name: np.array(part[row, first : first + frames // step])
        if name == "heard"
        else np.array(part[row, first * step : first * step + frames])
        for name, part in samples.items()
    }
