"""Weights trained on a person: stored, found again, and checked before use."""

from __future__ import annotations

import shutil
from pathlib import Path

from revive.core.errors import UserError
from revive.core.home import drop_empty, folder_of
from revive.core.json_files import digest
from revive.core.layout import ADAPTER, FACTS, PORTRAIT, PORTRAIT_FACTS, SAMPLES, SHEET, WEIGHTS, WORK
from revive.core.permissions import close_to_others
from revive.people.metadata import Person, PortraitLearned, write_facts
from revive.people.registry import find_person


def weights_of(name: str) -> Path:
    """The animator's checked weights for the person; the shipped ones if it was not trained on this person.

    Raises
    ------
    UserError : unknown name, nothing finished, or the file does not match its checksum
    """
    from revive.animator.network import WEIGHTS as SHIPPED

    entry = find_person(name)
    if entry.person is None:
        if (entry.folder / FACTS).exists():
            raise _damaged()
        if entry.known:
            return SHIPPED
        raise UserError("The teaching of “{name}” is not finished; please go on with it first.", name=entry.name)
    path = entry.folder / WEIGHTS
    check_weights(path, sha256=entry.person.sha256)
    return path


def movement_style(name: str) -> list[float] | None:
    """How the person moves, see `motion.style`; None without a film.

    Raises
    ------
    UserError : unknown name
    """
    person = find_person(name).person
    return person.style or None if person else None


def portrait_of(name: str, *, generator: str) -> tuple[Path, PortraitLearned]:
    """The checked adapters of a portrait generator for the person, and their metadata.

    generator : see `PortraitLearned`

    Raises
    ------
    UserError : unknown name, no portrait training, or the file does not match its checksum
    """
    entry = find_person(name)
    if entry.portrait is None:
        raise UserError(
            "The portrait generator was not taught “{name}” yet; see: python -m revive train portrait --photos.",
            name=entry.name,
        )
    if entry.portrait.generator != generator:
        raise UserError(
            "“{name}” was taught to another generator of portraits, or an older one; please teach this one.",
            name=entry.name,
        )
    path = entry.folder / PORTRAIT / ADAPTER
    if not path.is_file() or digest(path) != entry.portrait.sha256:
        raise UserError(
            "What the portrait generator learned of “{name}” is damaged; please delete it and teach it again.",
            name=entry.name,
        )
    return path, entry.portrait


def check_weights(path: Path, *, sha256: str) -> None:
    """Refuse weights that do not match their checksum, or do not fit this animator.

    Raises
    ------
    UserError : missing, damaged, foreign, or of another version's animator
    """
    from revive.animator.network import WEIGHTS as SHIPPED

    if not path.is_file() or digest(path) != sha256 or _shapes(path) != _shapes(SHIPPED):
        raise _damaged()


def keep_person(person: Person, weights: Path, sheet: Path) -> Path:
    """Store the trained weights, replacing older ones, and delete the work folder; return the person's folder.

    `weights` and `sheet` are moved. The metadata is written last: weights without it are not used.
    """
    folder = folder_of(person.name)
    (folder / FACTS).unlink(missing_ok=True)
    weights.replace(folder / WEIGHTS)
    sheet.replace(folder / SHEET)
    write_facts(folder / FACTS, person)
    shutil.rmtree(folder / WORK, ignore_errors=True)
    close_to_others(folder)
    return folder


def keep_portrait(learned: PortraitLearned, adapter: Path, samples: Path) -> Path:
    """Store the portrait generator's adapter, replacing an older one; return its folder.

    `adapter` and `samples` are moved, and the work folder in which they were is deleted.
    """
    folder, work = folder_of(learned.name) / PORTRAIT, adapter.parent
    (folder / PORTRAIT_FACTS).unlink(missing_ok=True)
    adapter.replace(folder / ADAPTER)
    samples.replace(folder / SAMPLES)
    write_facts(folder / PORTRAIT_FACTS, learned)
    shutil.rmtree(work, ignore_errors=True)
    close_to_others(folder)
    return folder


def drop_work(name: str) -> None:
    """Delete an unfinished training; the person's folder too if it is empty otherwise."""
    folder = folder_of(name)
    shutil.rmtree(folder / WORK, ignore_errors=True)
    drop_empty(folder)


def _damaged() -> UserError:
    return UserError(
        "What was learned of this person is damaged or from another version of Revive; please delete it and teach it"
        " again.",
    )


def _shapes(path: Path) -> dict[str, tuple[int, ...]]:
    """Names and shapes of the tensors; empty if the file is not safetensors."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="np") as tensors:
            return {name: tuple(tensors.get_slice(name).get_shape()) for name in tensors.keys()}  # noqa: SIM118
    except (OSError, SafetensorError):
        return {}
