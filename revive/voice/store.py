"""The likeness of a person's voice, kept in the person's folder and found again.

voice/voice.safetensors   the style for the synthesiser, and the timbre; or what the larger engine remembers
      voice.json          the voice it is made from, the factors, the figures, the checksum
      features.json       what the recordings said
"""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from revive.consent import Consent, Permit, keep_consent
from revive.core.errors import UserError
from revive.core.home import clean_name, voice_folder
from revive.core.json_files import digest, write_json
from revive.core.layout import FEATURES, VOICE_FACTS, VOICE_WEIGHTS
from revive.core.permissions import close_to_others, private_folder
from revive.speech.cloning import Cloned
from revive.speech.likeness import Likeness
from revive.speech.vocoder import BANDS
from revive.speech.voices import Voice
from revive.voice.embeddings import as_voice, voice_embeddings
from revive.voice.external_model import NAME as LARGER
from revive.voice.external_model import cloned_voice, facts_of
from revive.voice.match import Match

STYLE, TIMBRE = (510, 256), (BANDS,)
FACTORS = {"pitch": (0.3, 3.0), "spread": (0.1, 5.0), "tract": (0.5, 2.0), "pace": (0.5, 2.0)}


@dataclass(frozen=True)
class KeptVoice:
    """A voice and what is known of it; see `Match`."""

    voice: Voice
    nearest: str
    similarity_before: float
    similarity_after: float
    matched: str
    consent: str


def keep_voice(name: str, match: Match, *, consent: Consent | None = None) -> Path:
    """Store a likeness in the place of any older one; gives its folder.

    Raises
    ------
    UserError : a name that cannot be used; or no consent, given now or before
    """
    from safetensors.numpy import save_file

    clean_name(name)
    answers = Permit("kept voice", consent or Consent(), name).consent
    own = match.voice.likeness or Likeness()
    keep_consent(name, answers)
    folder = voice_folder(name)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".voice-") as work:
        work = Path(work)
        save_file(own.state if isinstance(own, Cloned) else _tensors(own), work / VOICE_WEIGHTS)
        match.features.save(work / FEATURES)
        write_json(
            work / VOICE_FACTS,
            {
                "name": clean_name(name), "base": match.voice.name, "nearest": match.nearest,
                **(facts_of(own, match.voice) if isinstance(own, Cloned) else {}),
                **{factor: round(getattr(own, factor), 4) for factor in FACTORS},
                "similarity_before": round(match.similarity_before, 4),
                "similarity_after": round(match.similarity_after, 4),
                "matched": datetime.now(UTC).isoformat(timespec="seconds"), "consent": answers.relation,
                "sha256": digest(work / VOICE_WEIGHTS),
            },
        )  # fmt: skip
        shutil.rmtree(folder, ignore_errors=True)
        private_folder(folder)
        for file in (VOICE_WEIGHTS, FEATURES, VOICE_FACTS):  # the facts last: what has none is not used
            (work / file).replace(folder / file)
    close_to_others(folder)
    return folder


def kept_voice(name: str) -> KeptVoice | None:
    """The likeness that is kept of the person; None where there is none.

    Raises
    ------
    UserError : it is damaged
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    folder = voice_folder(name)
    if not (folder / VOICE_FACTS).is_file():
        return None
    try:
        facts = json.loads((folder / VOICE_FACTS).read_text(encoding="utf-8"))
        tensors = load_file(folder / VOICE_WEIGHTS)
        if facts["sha256"] != digest(folder / VOICE_WEIGHTS):
            raise ValueError("changed")
        voice = (cloned_voice if facts["base"] == LARGER else _voice)(clean_name(name), facts, tensors)
        return KeptVoice(
            voice, str(facts["nearest"]), float(facts["similarity_before"]), float(facts["similarity_after"]),
            str(facts["matched"]), str(facts["consent"]),
        )  # fmt: skip
    except (OSError, ValueError, TypeError, KeyError, SafetensorError) as error:
        raise UserError(
            "What was learned of this person's voice is damaged or from another version of Revive; please match the"
            " recordings again.",
        ) from error


def _tensors(own: Likeness) -> dict[str, np.ndarray]:
    tensors = {"timbre": np.array(own.timbre or np.zeros(BANDS), np.float32)}
    return tensors if own.style is None else tensors | {"style": own.style.astype(np.float16)}


def _voice(name: str, facts: dict, tensors: dict[str, np.ndarray]) -> Voice:
    """A likeness made from a ready voice; raises ValueError or KeyError where it is none."""
    if facts["base"] not in voice_embeddings():
        raise ValueError("another version's")
    style = _checked(tensors["style"], STYLE, most=20.0) if "style" in tensors else None
    timbre = tuple(map(float, _checked(tensors["timbre"], TIMBRE, most=30.0)))
    factors = {factor: _within(float(facts[factor]), *limits) for factor, limits in FACTORS.items()}
    base = as_voice(facts["base"])
    if base.engine == "kokoro" and style is None:
        raise ValueError("no style")
    return Voice(
        base.name, name, base.languages, base.gender, base.engine, base.licence,
        Likeness(style=style, timbre=timbre, **factors),
    )  # fmt: skip


def _checked(values: np.ndarray, shape: tuple[int, ...], *, most: float) -> np.ndarray:
    values = values.astype(np.float32)
    if values.shape != shape or not np.isfinite(values).all() or np.abs(values).max() > most:
        raise ValueError("not such numbers")
    return values


def _within(value: float, lowest: float, highest: float) -> float:
    if not lowest <= value <= highest:
        raise ValueError("out of range")
    return value
