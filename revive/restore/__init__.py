"""An old photograph -> the same photograph, cleaned and larger: each step for itself, none that changes the person.

`restore` is the one public verb.
"""

from revive.restore.restore import Restored, restore

__all__ = ["Restored", "restore"]
