"""The generators in ONNX Runtime, which is twice as fast as torch here.

A network consists of two files: its graph without weights, made once by `revive.training.graphs`, and the
weights, either the shipped ones or a person's own. They are combined here.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from revive.animator.region import Region
from revive.core import onnx_session
from revive.core.errors import UserError
from revive.core.model_cache import cached_model
from revive.core.onnx_session import session_options
from revive.core.weights import FOLDER, read_weights

WEIGHTS = FOLDER / "animator.safetensors"
INPUTS = ("picture", "opening", "stretch", "shape", "colours", "share")  # of `Generator.forward`
OUTPUTS = ("finished", "mask")
BATCH = {"mouth": 1, "eye": 2}  # regions of one face that are finished at once


class Network(onnx_session.Network):
    """One region's generator, ready to be run.

    Raises
    ------
    UserError : the weights are those of another graph
    """

    def __init__(self, graph: Path, weights: dict[str, np.ndarray]) -> None:
        options = session_options(threads=1, arena=True)  # other frames are drawn at the same time
        try:
            super().__init__(graph, weights, OUTPUTS, options)
        except ValueError as error:
            raise UserError(
                "The network for mouth and eyes was made for another version of Revive; please teach it this "
                "person again, or install Revive again.",
            ) from error


def load_network(weights: Path, region: Region) -> Network:
    """The network of a region with these weights; read once while the file stays as it is."""
    return _load_network(weights, weights.stat().st_mtime_ns, region)


@cached_model(most=8)
def _load_network(weights: Path, changed: int, region: Region) -> Network:
    """`changed` is when the file was written."""
    return Network(graph_of(region), read_weights(weights, f"{region.name}."))


def graph_of(region: Region, folder: Path = WEIGHTS.parent) -> Path:
    """The file of a region's graph."""
    return folder / f"animator-{region.name}.onnx"


def load_generator(weights: Path, region: Region):
    """The `Generator` of a region out of a file of weights, as a torch module in float32, to be trained further."""
    from revive.animator.generator import Generator
    from revive.core.network_blocks import with_weights

    return with_weights(Generator(4 * len(region.shape)), weights, f"{region.name}.")
