"""The people whom the generators were taught: where what it learned lies, how it is found, checked and deleted.

Everything lies in one folder a person, below `home()`:

    people/<slug>/animator.safetensors   the generator's weights
                  person.json            the name, when, from how many frames, the figures, the checksum of the weights
                  before_after.png       held-back frames, drawn before and after
                  work/                  a teaching that is not finished: pieces of frames, checkpoints
                  portrait/              what the portrait generator was taught of the person: adapter.safetensors,
                                         portrait.json, samples.png, and work/ of its own

Deleting a person deletes the folder. Weights are safetensors, which hold numbers and nothing that could run.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import unicodedata
from dataclasses import asdict, dataclass, field
from pathlib import Path

from revive.errors import UserError

LONGEST_NAME = 80  # characters
WEIGHTS, FACTS, SHEET, WORK = "animator.safetensors", "person.json", "before_after.png", "work"
PLAN = "plan.json"  # in the work folder
PORTRAIT, ADAPTER, PORTRAIT_FACTS, SAMPLES = "portrait", "adapter.safetensors", "portrait.json", "samples.png"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*-[0-9a-f]{10}")


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
    face : how the person looks, 128 numbers (see `portrait.identity`), by which pictures of them are judged
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


@dataclass(frozen=True)
class Entry:
    """What is stored for one person; `person` is None where a teaching was begun and never finished.

    `unfinished` tells whether there is work to go on with, `size` is in bytes; `portrait` is what the generator of
    portraits was taught.
    """

    name: str
    folder: Path
    person: Person | None
    unfinished: bool
    size: int
    portrait: PortraitLearned | None = None


def home() -> Path:
    """Where Revive keeps what it was taught: $REVIVE_HOME, else .revive in the user's own folder."""
    told = os.environ.get("REVIVE_HOME")
    return Path(told).expanduser() if told else Path.home() / ".revive"


def clean_name(name: str) -> str:
    """The name in one spelling: composed, without blanks at the ends.

    Raises
    ------
    UserError : empty, too long, or with signs that cannot be written
    """
    clean = " ".join(unicodedata.normalize("NFC", name).split())
    if not clean:
        raise UserError("Please give the person a name.", "请填写这个人的名字。")
    if len(clean) > LONGEST_NAME or any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") for c in clean):
        raise UserError(
            f"This name cannot be used; please give one of at most {LONGEST_NAME} ordinary characters.",
            f"这个名字无法使用，请填写不超过 {LONGEST_NAME} 个常用字符的名字。",
        )
    return clean


def slug(name: str) -> str:
    """The name of a person's folder: letters, digits and hyphens, different for different names."""
    clean = clean_name(name).casefold()
    plain = unicodedata.normalize("NFKD", clean).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("-")
    return f"{words or 'person'}-{hashlib.sha256(clean.encode()).hexdigest()[:10]}"


def folder_of(name: str) -> Path:
    """The person's folder, which need not be there."""
    return home() / "people" / slug(name)


def work_folder(name: str) -> Path:
    """Where an unfinished teaching of the person lies, which need not be there."""
    return folder_of(name) / WORK


def people() -> list[Entry]:
    """Everyone of whom something is stored, by name."""
    root = home() / "people"
    folders = [f for f in root.iterdir() if f.is_dir() and SLUG.fullmatch(f.name)] if root.is_dir() else []
    entries = []
    for folder in folders:
        person, plan = _read(folder / FACTS, Person), folder / WORK / PLAN
        portrait = _read(folder / PORTRAIT / PORTRAIT_FACTS, PortraitLearned)
        name = person.name if person else _planned_name(plan) or (portrait.name if portrait else folder.name)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        entries.append(Entry(name, folder, person, plan.is_file(), size, portrait))
    return sorted(entries, key=lambda entry: entry.name.casefold())


def find_person(name: str) -> Entry:
    """What is stored for the person.

    Raises
    ------
    UserError : nothing is
    """
    key = slug(name)
    for entry in people():
        if entry.folder.name == key:
            return entry
    raise UserError(
        f"Nobody called “{name}” was taught on this computer; see: python -m revive people.",
        f"这台电脑上没有学过“{name}”，可用 python -m revive people 查看。",
    )


def weights_of(name: str) -> Path:
    """The generator's weights for the person, checked.

    Raises
    ------
    UserError : nobody of this name, not finished, or the file is not what was written
    """
    entry = find_person(name)
    if entry.person is None:
        raise UserError(
            f"The teaching of “{entry.name}” is not finished; please go on with it first.",
            f"“{entry.name}”的学习还没有完成，请先继续。",
        )
    path = entry.folder / WEIGHTS
    check_weights(path, sha256=entry.person.sha256)
    return path


def portrait_of(name: str, *, generator: str) -> tuple[Path, PortraitLearned]:
    """The adapters that a generator of portraits has for the person, checked, and what is known of them.

    generator : see `PortraitLearned`

    Raises
    ------
    UserError : nobody of this name, no portraits taught, or the file is not what was written
    """
    entry = find_person(name)
    if entry.portrait is None:
        raise UserError(
            f"The portrait generator was not taught “{entry.name}” yet; see: python -m revive train portrait --photos.",
            f"肖像生成模型还没有学过“{entry.name}”，可用 python -m revive train portrait --photos。",
        )
    if entry.portrait.generator != generator:
        raise UserError(
            f"“{entry.name}” was taught to another generator of portraits, or an older one; please teach this one.",
            f"“{entry.name}”是教给另一个或旧版的肖像生成模型的，请重新教给现在的模型。",
        )
    path = entry.folder / PORTRAIT / ADAPTER
    if not path.is_file() or digest(path) != entry.portrait.sha256:
        raise UserError(
            f"What the portrait generator learned of “{entry.name}” is damaged; please delete it and teach it again.",
            f"肖像生成模型学到的“{entry.name}”已损坏，请删除后重新学习。",
        )
    return path, entry.portrait


def style_of(name: str) -> list[float] | None:
    """How the person moves, see `motion.style`; None where no film showed it.

    Raises
    ------
    UserError : nobody of this name
    """
    person = find_person(name).person
    return person.style or None if person else None


def check_weights(path: Path, *, sha256: str) -> None:
    """Refuse weights that are not the ones that were written, or do not fit this generator.

    Raises
    ------
    UserError : missing, damaged, foreign, or of another version's generator
    """
    from revive.animator.finish import WEIGHTS as SHIPPED

    if not path.is_file() or digest(path) != sha256 or _shapes(path) != _shapes(SHIPPED):
        raise UserError(
            "What was learned of this person is damaged or from another version of Revive; please delete it and teach"
            " it again.",
            "这个人的学习结果已损坏，或来自另一版本的 Revive，请删除后重新学习。",
        )


def digest(path: Path) -> str:
    """The file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep_person(person: Person, weights: Path, sheet: Path) -> Path:
    """Store what was learned in the place of anything older, and delete the work; gives the folder.

    `weights` and `sheet` are moved. The facts are written last: what has none is not used.
    """
    folder = folder_of(person.name)
    (folder / FACTS).unlink(missing_ok=True)
    weights.replace(folder / WEIGHTS)
    sheet.replace(folder / SHEET)
    _write_facts(folder / FACTS, person)
    shutil.rmtree(folder / WORK, ignore_errors=True)
    return folder


def keep_portrait(learned: PortraitLearned, adapter: Path, samples: Path) -> Path:
    """Store what the portrait generator learned in the place of anything older; gives its folder.

    `adapter` and `samples` are moved, and the folder they are in, the work, is deleted.
    """
    folder, work = folder_of(learned.name) / PORTRAIT, adapter.parent
    (folder / PORTRAIT_FACTS).unlink(missing_ok=True)
    adapter.replace(folder / ADAPTER)
    samples.replace(folder / SAMPLES)
    _write_facts(folder / PORTRAIT_FACTS, learned)
    shutil.rmtree(work, ignore_errors=True)
    return folder


def drop_work(name: str) -> None:
    """Delete an unfinished teaching; the person's folder too when nothing else is in it."""
    folder = folder_of(name)
    shutil.rmtree(folder / WORK, ignore_errors=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def delete_person(name: str) -> None:
    """Delete everything that is stored for the person.

    Raises
    ------
    UserError : nothing is
    """
    shutil.rmtree(find_person(name).folder)


def _write_facts(path: Path, facts: Person | PortraitLearned) -> None:
    """Whole or not at all."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(asdict(facts), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(path)


def _read(facts: Path, kind: type):
    """One of the kind; None where there are no facts, or not such as Revive writes."""
    try:
        return kind(**json.loads(facts.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _planned_name(plan: Path) -> str | None:
    try:
        return str(json.loads(plan.read_text(encoding="utf-8"))["name"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _shapes(path: Path) -> dict[str, tuple[int, ...]]:
    """Names and shapes of the tensors; empty where the file is none of safetensors."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="np") as tensors:
            return {name: tuple(tensors.get_slice(name).get_shape()) for name in tensors.keys()}  # noqa: SIM118
    except (OSError, SafetensorError):
        return {}
