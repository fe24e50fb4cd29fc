"""Write a picture that AI drew or changed, with all its marks: label, watermark, tags, signature."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.core.outputs import check_writable, part_of
from revive.provenance.manifest import sign
from revive.provenance.pixels import mark_picture
from revive.provenance.provenance import Provenance
from revive.provenance.tags import picture_arguments

KINDS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}


def write_picture(
    picture: np.ndarray, out: Path, made: Provenance, *, ingredient: Path | None = None, seen: bool = True
) -> None:
    """Write an (H, W, 3) uint8 RGB picture in the format of its file name, marked, atomically.

    Parameters
    ----------
    out : .png, .jpg, .jpeg or .webp
    made : what the picture is
    ingredient : the photograph it was made from
    seen : with a visible label; a photograph that was only restored has none

    Raises
    ------
    UserError : see `check_picture` and `sign`
    """
    from PIL import Image

    check_picture(out, made_from=[ingredient])
    kind = KINDS[out.suffix.lower()]
    part = part_of(out)
    try:
        marked = mark_picture(labelled(picture, made) if seen else picture)
        Image.fromarray(marked).save(part, kind, **{"quality": 95, **picture_arguments(made, kind)})
        sign(part, made, ingredient=ingredient)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def check_picture(out: Path, *, beside: Sequence[Path] = (), made_from: Iterable[Path | None] = ()) -> None:
    """Check that a picture can be written.

    Raises
    ------
    UserError : another ending than of KINDS; see `check_writable`
    """
    if out.suffix.lower() not in KINDS:
        raise UserError(
            "A picture cannot be written as “{file}”; please let its name end in .png, .jpg or .webp.", file=out.name
        )
    check_writable(out, beside=beside, made_from=made_from)


def write_untouched(picture: np.ndarray, out: Path) -> None:
    """Write an (H, W, 3) uint8 RGB picture that was not changed, to compare with the result; it has no mark."""
    from PIL import Image

    Image.fromarray(picture).save(out, KINDS[out.suffix.lower()], quality=92)


def labelled(picture: np.ndarray, made: Provenance) -> np.ndarray:
    """A copy of the picture with its label, away from the faces, in a lower corner where it can be."""
    from revive.face.detection import find_faces
    from revive.media.overlay import label

    copy = np.array(picture, order="C")
    height, width = copy.shape[:2]
    kind = "generated" if made.generated else "modified"
    faces = [face.box for face in find_faces(copy)] or [(0, 0, width, height // 2)]
    label(width, height, made.language, kind=kind, avoid=faces, captions=False, low=True).draw(copy)
    return copy
