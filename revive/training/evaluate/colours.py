"""Measure what is taken for black and white, on pictures that nothing was learned from, as they are and aged.

python -m revive evaluate colours --data DIR
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np

from revive.restore.colour_state import colour_state
from revive.teaching.common.pictures import read_rgb
from revive.training.common.faces import face_pairs
from revive.training.restore.old_colours import faded, tinted, toned

HELD_OUT = 12  # every twelfth portrait is kept apart
SEEN_AT = 320  # pixels of a side at which the large pictures of faces are aged


def evaluate_colours(data: Path) -> dict[str, dict[str, int]]:
    """How pictures held out are taken, by what they are: coloured, faded, tinted by hand, black and white, toned.

    data : folder with portraits/ and faces/
    """
    import cv2

    with (data / "portraits" / "portraits.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["file"])
    folder = data / "portraits" / "images"
    coloured = [read_rgb(folder / r["file"]) for r in rows[::HELD_OUT] if r["is_grayscale"] != "1"]
    for pair in face_pairs(data):
        if pair.held_out:
            picture = read_rgb(pair.neutral.path)
            coloured.append(cv2.resize(picture, (SEEN_AT, SEEN_AT), interpolation=cv2.INTER_AREA))
    grey = [read_rgb(folder / r["file"]) for r in rows if r["is_grayscale"] == "1"]
    draw = np.random.default_rng(0)
    kinds = {
        "coloured": coloured,
        "faded": [faded(p, draw) for p in coloured],
        "tinted": [tinted(p, draw) for p in coloured],
        "black and white": grey,
        "toned": [toned(p, draw) for p in [*grey, *coloured]],
    }
    return {kind: dict(Counter(colour_state(p).value for p in pictures)) for kind, pictures in kinds.items()}
