"""Store a person's pronunciations: a small table, word -> how it is said."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from revive.core.home import drop_empty, folder_of, keep_name
from revive.core.json_files import write_json
from revive.core.layout import CONSENT, PRONUNCIATIONS
from revive.speech.kept_pronunciations import checked

if TYPE_CHECKING:
    from revive.consent import Permit


def keep_pronunciations(name: str, pronunciations: dict[str, str], *, permit: Permit) -> None:
    """Store pronunciations, replacing the earlier ones; an empty table deletes them.

    Parameters
    ----------
    permit : for "kept names" of this person; its answers are stored too

    Raises
    ------
    UserError : more than MOST, an empty one, one longer than LONGEST, or with characters that cannot be stored
    """
    permit.check("kept names", name)
    clean, folder = checked(pronunciations), folder_of(name)
    if clean:
        write_json(keep_name(name) / CONSENT, dataclasses.asdict(permit.consent))
        write_json(folder / PRONUNCIATIONS, clean)
        return
    (folder / PRONUNCIATIONS).unlink(missing_ok=True)
    drop_empty(folder)
