"""The few colours that most of a part of a picture is near to, such as those of hair, skin or cloth."""

from __future__ import annotations

import numpy as np

COUNT = 3


def main_colours(colours: np.ndarray, *, most: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    """(COUNT, 3) the centres of colours (n ≥ COUNT, 3) by k-means, and (COUNT,) the share that is nearest to each.

    most : colours that are looked at, about; evenly taken
    """
    import cv2

    cv2.setRNGSeed(0)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.5)
    rows = np.ascontiguousarray(colours[:: max(len(colours) // most, 1)], np.float32)
    _, labels, centres = cv2.kmeans(rows, COUNT, np.empty((0, 1), np.int32), stop, 2, cv2.KMEANS_PP_CENTERS)
    return centres, np.bincount(labels.ravel(), minlength=COUNT) / len(rows)
