"""The metadata of a training run, stored beside the weights, and how it is written and read."""

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
    """A person on whom the animator's generator was trained.

    Attributes
    ----------
    name : as the family wrote it
    taught : when, ISO 8601
    learned, held_back : moments (a photograph, or neighbouring frames of a film) for training and for evaluation
    steps, seconds : of training
    figures : part ("mouth", "eye") -> results before and after, and whether it was kept; see `teaching.face.verdict`
    curve : part -> [step, loss] during training
    sha256 : of the weights
    consent : the family's stated relation to the person
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
    """A person on whom the portrait generator was trained.

    Attributes
    ----------
    name, taught, consent : as of a `Person`
    learned, held_back : photographs used, and how many of them were held out for evaluation
    seconds : of preparation, training and evaluation
    figures : "before" and "after", each with likeness and, of photographs held back, psnr and ssim
    curve : "finisher" and "denoiser" -> [step, loss] during training; empty for a larger model's one part "unet"
    sha256 : of the adapters
    generator : SHA-256 of the denoiser they belong to, or the name of the larger model
    face : how the person looks, 128 numbers (see `face.identity`), with which pictures of them are compared
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


Facts = typing.TypeVar("Facts", bound=Person | PortraitLearned)


def read_facts(path: Path, kind: type[Facts]) -> Facts | None:
    """Read metadata of one kind; None if there is none, or not as Revive writes it."""
    try:
        facts = kind(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    kinds = typing.get_type_hints(kind)
    return facts if all(_fits(getattr(facts, name), wanted) for name, wanted in kinds.items()) else None


def write_facts(path: Path, facts: Person | PortraitLearned) -> None:
    """Write metadata atomically."""
    write_json(path, dataclasses.asdict(facts))


def _fits(value: object, kind: object) -> bool:
    """Whether `value` has the declared type of a field; numbers must be finite."""
    if kind is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == list[float]:
        return isinstance(value, list) and all(_fits(one, float) for one in value)
    return isinstance(value, typing.cast(type, kind))
