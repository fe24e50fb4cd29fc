"""What comes of teaching a portrait generator: the outcome, a sheet of pictures, the folder of unfinished work."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.home import folder_of
from revive.core.layout import PLAN, PORTRAIT
from revive.core.localisation import Message
from revive.core.permissions import private_folder
from revive.people import PortraitLearned


@dataclass(frozen=True)
class PortraitOutcome:
    """What came of it; `learned` is None where nothing was kept. `sentence` says it."""

    learned: PortraitLearned | None
    figures: dict
    sentence: Message


def mean_face(faces: np.ndarray) -> list[float]:
    """(128,) of length 1, what described faces (n, 128) have in common."""
    mean = faces.mean(axis=0)
    return [round(float(value), 5) for value in mean / max(np.linalg.norm(mean), 1e-9)]


def write_sheet(path: Path, photographs: list[np.ndarray], *rows: list[np.ndarray]) -> None:
    """Photographs above, then the rows of samples, all of one size; marked: it shows what AI drew."""
    from revive.provenance import Provenance
    from revive.provenance.pictures import write_picture

    across = len(rows[0])
    blank = np.full_like(rows[0][0], 255)
    lines = [photographs[:across] + [blank] * max(across - len(photographs), 0), *rows]
    sheet = np.concatenate([np.concatenate(line, axis=1) for line in lines])
    write_picture(sheet, path, Provenance("portrait"), seen=False)


def work_folder(name: str, plan: dict, *, resume: bool) -> Path:
    """The folder of an unfinished teaching: as it was left when that had the same plan, else empty."""
    work = folder_of(name) / PORTRAIT / "work"
    told = json.dumps(plan, sort_keys=True)
    kept = work / PLAN
    if not resume or not kept.is_file() or kept.read_text() != told:
        drop_work_folder(name)
        private_folder(work)
        kept.write_text(told)
    return work


def drop_work_folder(name: str) -> None:
    """Delete an unfinished teaching; the person's folders too where nothing else is in them."""
    work = folder_of(name) / PORTRAIT / "work"
    shutil.rmtree(work, ignore_errors=True)
    for folder in (work.parent, work.parent.parent):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
