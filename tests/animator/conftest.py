"""A way to write a motion down by hand."""

from __future__ import annotations

import numpy as np
import pytest

from revive.animator import animate
from revive.motion.motion import INDEX, Motion


@pytest.fixture(scope="session")
def perform():
    """perform(portrait, pose, pose, …) -> the frames, copied; a pose is a dict of scores and of Motion's fields.

    A score without Left or Right means both.
    """

    def run(portrait, *poses) -> list[np.ndarray]:
        scores = np.zeros((len(poses), 52), np.float32)
        fields = {
            name: np.zeros((len(poses), *shape), np.float32)
            for name, shape in (("closure", ()), ("rotation", (3,)), ("translation", (2,)), ("breath", ()))
        }
        for t, pose in enumerate(poses):
            for name, value in pose.items():
                if name in fields:
                    fields[name][t] = value
                else:
                    sides = [name] if name in INDEX else [f"{name}Left", f"{name}Right"]
                    scores[t, [INDEX[side] for side in sides]] = value
        return [frame.copy() for frame in animate(portrait, Motion(25.0, scores, **fields))]

    return run
