"""Load and run networks with ONNX Runtime on the CPU."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from revive.core import telemetry

if TYPE_CHECKING:
    import numpy as np
    from onnxruntime import InferenceSession
    from onnxruntime.capi.onnxruntime_pybind11_state import SessionOptions


def onnx_session(
    model: Path | bytes, *, threads: int | None = None, spinning: bool = True, arena: bool = True
) -> InferenceSession:
    """Load a network; see `session_options`."""
    return session_of(model, session_options(threads=threads, spinning=spinning, arena=arena))


def session_of(model: Path | bytes, options: SessionOptions) -> InferenceSession:
    """Load a network with the given options."""
    onnxruntime = import_onnxruntime()
    source = model if isinstance(model, bytes) else str(model)
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])


def session_options(*, threads: int | None = None, spinning: bool = True, arena: bool = True) -> SessionOptions:
    """Options of a session.

    Parameters
    ----------
    threads : for one operation; None uses one for each core
    spinning : waiting threads keep their cores busy; otherwise they leave them to other programs
    arena : keep the memory of the largest run for the next one
    """
    options = import_onnxruntime().SessionOptions()
    if threads is not None:
        options.intra_op_num_threads = threads
    if not spinning:
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = arena
    return options


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
