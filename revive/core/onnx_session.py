"""Load and run networks with ONNX Runtime on the CPU."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from revive.core import telemetry
from revive.core.cores import cores
from revive.core.weights import check_weights, read_weights

if TYPE_CHECKING:
    import numpy as np
    from onnxruntime import InferenceSession
    from onnxruntime.capi.onnxruntime_pybind11_state import SessionOptions


def onnx_session(
    model: Path | bytes, *, threads: int | None = None, spinning: bool = True, arena: bool = False
) -> InferenceSession:
    """Load a network; see `session_options`."""
    return session_of(model, session_options(threads=threads, spinning=spinning, arena=arena))


def session_of(model: Path | bytes, options: SessionOptions) -> InferenceSession:
    """Load a network with the given options; a shipped file is checked first, see `check_weights`."""
    onnxruntime = import_onnxruntime()
    source = model if isinstance(model, bytes) else str(check_weights(model))
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])


def session_options(
    *,
    threads: int | None = None,
    spinning: bool = True,
    arena: bool = False,
    blocked: bool = True,
    planned: bool = True,
) -> SessionOptions:
    """Options of a session.

    Parameters
    ----------
    threads : for one operation; None uses one for each core that this process may use
    spinning : waiting threads keep their cores busy; otherwise they leave them to other programs
    arena : keep the memory of the largest run for the next one; for networks that run again and again
    blocked : lay channels out in blocks, which is a tenth faster and takes up to half as much memory again
    planned : keep a plan of the memory of every size of input, for networks whose inputs have few sizes
    """
    onnxruntime = import_onnxruntime()
    options = onnxruntime.SessionOptions()
    if not blocked:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    if threads is not None or cores() < (os.cpu_count() or 1):
        options.intra_op_num_threads = threads or cores()
    if not spinning:
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = arena
    options.enable_mem_pattern = planned
    return options


class Network:
    """A network out of a graph that holds no weights and of weights for it, ready to be run.

    Parameters
    ----------
    graph : as `revive.training.common.onnx_export` writes it
    weights : name -> array, in float32
    outputs : which outputs of the graph are given, in this order
    options : see `session_options`

    Raises
    ------
    ValueError : the weights are those of another graph
    """

    def __init__(
        self, graph: Path, weights: Mapping[str, np.ndarray], outputs: Sequence[str], options: SessionOptions
    ) -> None:
        onnxruntime = import_onnxruntime()
        from onnxruntime.capi.onnxruntime_pybind11_state import Fail

        options.log_severity_level = 3
        # onnxruntime may read the arrays where they lie, for as long as it runs
        self._weights = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in weights.values()]
        options.add_external_initializers(list(weights), self._weights)
        self._outputs = outputs
        try:
            self._session = session_of(graph, options)
        except Fail as error:  # a tensor too many, too few, or of another shape or type
            raise ValueError(f"{graph.name} takes other weights than these") from error

    def run(self, **inputs: np.ndarray) -> list[np.ndarray]:
        """The outputs of the network for inputs of its names and types."""
        return run_session(self._session, inputs, self._outputs)


def load_network(graph: Path, weights: Path, outputs: Sequence[str], *, threads: int | None = None) -> Network:
    """The `Network` of these two files; while it waits it leaves the cores to others.

    Raises
    ------
    UserError : one of the files is damaged
    """
    return Network(graph, read_weights(weights), outputs, session_options(threads=threads, spinning=False))


def run_session(
    session: InferenceSession, inputs: Mapping[str, np.ndarray], outputs: Sequence[str] | None = None
) -> list[np.ndarray]:
    """The outputs of a network: the named ones in that order, or all of them in the network's order.

    ONNX Runtime declares that an output may be a sparse tensor, a list or a dict; ours are all arrays.
    """
    return cast("list[np.ndarray]", session.run(outputs, inputs))


def import_onnxruntime():
    """Import onnxruntime with its telemetry switched off."""
    telemetry.switch_off()
    import onnxruntime

    return onnxruntime
