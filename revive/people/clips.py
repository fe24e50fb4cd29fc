"""The clips that a family keeps with a person: copies, listed and deleted with the person, and never exported."""

from __future__ import annotations

import shutil
from pathlib import Path

from revive.clip.clip import BESIDE
from revive.consent.permit import Permit
from revive.consent.store import keep_consent
from revive.core.errors import UserError
from revive.core.home import keep_name, people_closed
from revive.core.layout import CLIPS
from revive.core.permissions import private_folder
from revive.media.moving_picture import PICTURES


def keep_clip(clip: Path, *, permit: Permit) -> Path:
    """Copy a clip, and what lies beside it, into the folder of the person of the permit; gives the copy.

    Parameters
    ----------
    permit : for a “kept clip”

    Raises
    ------
    UserError : it is kept already
    """
    permit.check("kept clip")
    with people_closed():
        folder = private_folder(keep_name(permit.person) / CLIPS)
        keep_consent(permit.person, permit.consent)
        kept = folder / clip.name
        if kept.exists():
            raise UserError("This clip is kept with “{name}” already.", name=permit.person)
        for beside in (clip.with_suffix(ending) for ending in BESIDE):
            if beside.is_file():
                shutil.copyfile(beside, folder / beside.name)
        part = folder / f".{clip.name}.part"  # a whole clip or none
        shutil.copyfile(clip, part)
        part.replace(kept)
    return kept


def count_clips(folder: Path) -> int:
    """How many clips are kept in a person's folder."""
    kept = (folder / CLIPS).glob("[!.]*")
    return sum(path.is_file() and path.suffix.lower() in (".mp4", *PICTURES) for path in kept)
