"""Restore an old photograph: clean and enlarge it in independent steps, none of which changes the person.

`restore` is the one public verb.
"""

from revive.restore.restore import Restored, restore

__all__ = ["Restored", "restore"]
