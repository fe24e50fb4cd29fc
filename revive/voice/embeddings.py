"""Every voice that a likeness can be made from, and how each sounds to the speaker encoder.

The embeddings were measured once (`python -m revive train cast`), so that the nearest voices of a recording are found
without speaking with fifty of them.
"""

from __future__ import annotations

import functools

import numpy as np

from revive.core.weights import FOLDER, read_weights
from revive.speech.voices import VOICES, Voice

WEIGHTS = FOLDER / "cast.safetensors"
OTHER_ENGINES = frozenset(name for name, voice in VOICES.items() if voice.engine != "kokoro")
UNCLEAR = frozenset(["zf_xiaoni"])  # a recogniser missed a third of its characters
SPEAKERS = {  # first letter of a style's name -> what its speaker speaks without an accent
    "a": ("en",), "b": ("en",), "e": ("es",), "f": ("fr",), "h": ("hi",), "i": ("it",), "j": ("ja",), "p": ("pt",),
    "z": ("zh", "en"),
}  # fmt: skip


@functools.cache
def voice_embeddings() -> dict[str, np.ndarray]:
    """Name of a voice or of a style of Kokoro's -> its embedding (256,)."""
    return read_weights(WEIGHTS)


def nearest(embedding: np.ndarray, names: list[str]) -> list[str]:
    """`names`, the one that sounds most like `embedding` first."""
    return sorted(names, key=lambda name: -float(voice_embeddings()[name] @ embedding))


def styles(language: str) -> list[str]:
    """The names of the styles of Kokoro's whose speakers grew up with `language`, which can be mixed."""
    kokoro = [name for name in voice_embeddings() if name not in OTHER_ENGINES and name not in UNCLEAR]
    return [name for name in kokoro if SPEAKERS[name[0]][0] == language]


@functools.cache
def as_voice(name: str) -> Voice:
    """The voice of this name; a style that is not in the table of voices becomes one, of its speaker's language."""
    if name in VOICES:
        return VOICES[name]
    gender = "female" if name[1] == "f" else "male"
    return Voice(name, name, SPEAKERS[name[0]], gender, "kokoro", "Apache-2.0")
