"""Networks run by ONNX Runtime, on the processor: one way to load them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from revive import telemetry


def onnx_session(model: Path | bytes, *, threads: int | None = None, spinning: bool = True, arena: bool = True) -> Any:
    """An `onnxruntime.InferenceSession`, ready to be run; see `session_options`."""
    return session_of(model, session_options(threads=threads, spinning=spinning, arena=arena))


def session_of(model: Path | bytes, options: Any) -> Any:
    """The same with options of one's own."""
    onnxruntime = import_onnxruntime()
    source = model if isinstance(model, bytes) else str(model)
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])


def session_options(*, threads: int | None = None, spinning: bool = True, arena: bool = True) -> Any:
    """`onnxruntime.SessionOptions`.

    Parameters
    ----------
    threads : that one operation is shared among; None takes a thread a core
    spinning : let waiting threads keep their cores busy; else they leave them to others
    arena : keep the memory of the largest run for the next one
    """
    options = import_onnxruntime().SessionOptions()
    if threads is not None:
        options.intra_op_num_threads = threads
    if not spinning:
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = arena
    return options


def import_onnxruntime():
    """The module."""
    telemetry.switch_off()
    import onnxruntime

    return onnxruntime
