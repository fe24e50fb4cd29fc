"""What is known about a teaching, as it is written beside the weights; and how facts are written and read."""

from __future__ import annotations

import dataclasses
import json
import math
import typing
from dataclasses import dataclass, field
from pathlib import Path

from revive.core.json_files import write_json


@dataclass(frozen=True)
class Person:
    """Someone the generator was taught.

    Attributes
    ----------
    name : as the family wrote it
    taught : when, ISO 8601
    learned, held_back : moments (a photograph, or neighbouring frames of a film) learned from, and kept to judge by
    steps, seconds : of training
    figures : part ("mouth", "eye") -> its before, after and whether it was kept; see `training.verdict`
    curve : part -> [step, loss] on the way
    sha256 : of the weights
    consent : what the family said of its right to the pictures
    style : how they move, see `motion.style`; empty where no film showed it
    """

    name: str
    taught: str
    learned: int
    held_back: int
    steps: int
    seconds: float
    figures: dict = field(repr=False)
    curve: dict = field(repr=False)
    sha256: str = field(repr=False)
    consent: str = ""
    style: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class PortraitLearned:
    """Someone the portrait generator was taught.

    Attributes
    ----------
    name, taught, consent : as of a `Person`
    learned, held_back : photographs that were used, and how many of them were kept to judge by
    seconds : of looking, training and judging
    figures : "before" and "after", each with likeness and, of photographs held back, psnr and ssim
    curve : "finisher" and "denoiser" -> [step, loss] on the way; empty for a larger model's one part "unet"
    sha256 : of the adapters
    generator : SHA-256 of the denoiser they belong to, or the name of the larger model
    face : how the person looks, 128 numbers (see `face.identity`), by which pictures of them are judged
    """

    name: str
    taught: str
    learned: int
    held_back: int
    seconds: float
    figures: dict = field(repr=False)
    curve: dict = field(repr=False)
    sha256: str = field(repr=False)
    generator: str = field(repr=False)
    face: list[float] = field(repr=False)
    consent: str = ""


Facts = typing.TypeVar("Facts", Person, PortraitLearned)


def read_facts(path: Path, kind: type[Facts]) -> Facts | None:
    """One of the kind; None where there are no facts, or not such as Revive writes."""
    try:
        facts = kind(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    kinds = typing.get_type_hints(kind)
    return facts if all(_fits(getattr(facts, name), wanted) for name, wanted in kinds.items()) else None


def write_facts(path: Path, facts: Person | PortraitLearned) -> None:
    """Whole or not at all."""
    write_json(path, dataclasses.asdict(facts))


def _fits(value: object, kind: object) -> bool:
    """Whether `value` is of the kind that a field is declared to be; numbers must be finite."""
    if kind is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == list[float]:
        return isinstance(value, list) and all(_fits(one, float) for one in value)
    return isinstance(value, typing.cast(type, kind))
