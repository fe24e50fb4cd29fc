"""The generators in ONNX Runtime, which is twice as fast as torch here.

A network consists of two files: its graph without weights, made once by `revive.training.animator.graph`, and the
weights, either the shipped ones or a person's own. They are combined here.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from revive.animator.region import Region
from revive.core.errors import UserError
from revive.core.model_cache import cached_model
from revive.core.onnx_session import import_onnxruntime, run_session, session_of, session_options

WEIGHTS = Path(__file__).parents[1] / "weights" / "animator.safetensors"
INPUTS = ("picture", "opening", "stretch", "shape", "colours", "share")  # of `Generator.forward`
OUTPUTS = ("finished", "mask")
BATCH = {"mouth": 1, "eye": 2}  # regions of one face that are finished at once


class Network:
    """One region's generator, ready to be run.

    Raises
    ------
    UserError : the weights are those of another graph
    """

    def __init__(self, graph: Path, weights: dict[str, np.ndarray]) -> None:
        onnxruntime = import_onnxruntime()
        from onnxruntime.capi.onnxruntime_pybind11_state import Fail

        options = session_options(threads=1)  # other frames are drawn at the same time
        options.log_severity_level = 3
        # onnxruntime may read the arrays where they lie, for as long as it runs
        self._weights = [onnxruntime.OrtValue.ortvalue_from_numpy(weights[name]) for name in weights]
        options.add_external_initializers(list(weights), self._weights)
        try:
            self._session = session_of(graph, options)
        except Fail as error:  # a tensor too many, too few, or of another shape or type
            raise UserError(
                "The network for mouth and eyes was made for another version of Revive; please teach it this "
                "person again, or install Revive again.",
            ) from error

    def run(self, **inputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The generator's finished pictures and masks, see `Generator.forward`; all arrays float32."""
        finished, mask = run_session(self._session, inputs, OUTPUTS)
        return finished, mask


def load_network(weights: Path, region: Region) -> Network:
    """The network of a region with these weights; read once while the file stays as it is."""
    return _load_network(weights, weights.stat().st_mtime_ns, region)


@cached_model(most=8)
def _load_network(weights: Path, changed: int, region: Region) -> Network:
    """`changed` is when the file was written."""
    return Network(graph_of(region), _read(weights, region))


def graph_of(region: Region, folder: Path = WEIGHTS.parent) -> Path:
    """The file of a region's graph."""
    return folder / f"animator-{region.name}.onnx"


def load_generator(weights: Path, region: Region):
    """The `Generator` of a region out of a file of weights, as a torch module in float32, to be trained further."""
    import torch

    from revive.animator.generator import Generator

    generator = Generator(4 * len(region.shape))
    generator.load_state_dict({name: torch.from_numpy(array) for name, array in _read(weights, region).items()})
    return generator.eval()


def _read(weights: Path, region: Region) -> dict[str, np.ndarray]:
    """A region's weights out of a file that keeps them in float16, in float32."""
    from safetensors import safe_open

    prefix = f"{region.name}."
    with safe_open(weights, framework="numpy") as tensors:
        return {
            name.removeprefix(prefix): tensors.get_tensor(name).astype(np.float32)
            for name in tensors.keys()  # noqa: SIM118 - it is no dict
            if name.startswith(prefix)
        }
