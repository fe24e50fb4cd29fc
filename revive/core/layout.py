"""The file names in a person's folder; exports and imports contain these and no others."""

from __future__ import annotations

import re
from pathlib import Path

NAME, PRONUNCIATIONS = "name.json", "pronunciations.json"
CONSENT = "consent.json"  # not exported: whoever imports the person gives their own answers
WEIGHTS, FACTS, SHEET, WORK = "animator.safetensors", "person.json", "before_after.png", "work"
PLAN = "plan.json"  # in the work folder
PORTRAIT, ADAPTER, PORTRAIT_FACTS, SAMPLES = "portrait", "adapter.safetensors", "portrait.json", "samples.png"
VOICE, VOICE_WEIGHTS, VOICE_FACTS, FEATURES = "voice", "voice.safetensors", "voice.json", "features.json"
MANNER, MANNER_FACTS = "manner", "manner.json"
CLIPS = "clips"  # kept with the person; not exported
MANNER_ADAPTER, MANNER_CONFIG = "adapter_model.safetensors", "adapter_config.json"  # as peft calls them

KNOWN = frozenset(
    [NAME, PRONUNCIATIONS, WEIGHTS, FACTS, SHEET]
    + [f"{PORTRAIT}/{name}" for name in (ADAPTER, PORTRAIT_FACTS, SAMPLES)]
    + [f"{VOICE}/{name}" for name in (VOICE_WEIGHTS, VOICE_FACTS, FEATURES)]
    + [f"{MANNER}/{name}" for name in (MANNER_ADAPTER, MANNER_CONFIG, MANNER_FACTS)]
)
# The voice's samples; what Windows takes for a device (nul.wav) is none.
SAMPLE = re.compile(rf"{VOICE}/(?:samples/)?(?!(?:con|prn|aux|nul|com\d|lpt\d)\.)[a-z0-9][a-z0-9_-]{{0,63}}\.wav")

MOST_FILES = 200
MOST_BYTES = 400 * 1024**2  # of all files together
MOST_JSON = 4 * 1024**2  # bytes of one


def belongs(path: str) -> bool:
    """Whether a person's folder may hold a file of this relative path, written with forward slashes."""
    return path in KNOWN or SAMPLE.fullmatch(path) is not None


def learned_files(folder: Path) -> dict[str, Path]:
    """Relative path -> file, of every finished file in a person's folder; no links and no unknown files."""
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    real = folder.resolve()
    return {name: path for name, path in found.items() if belongs(name) and path.resolve() == real / name}
